/// What of a window a model reads: the modality that it was made for, and of the surface leads
/// those that its training knew best, no more at once than a window of the training had.
///
/// A model that learned from two leads does not get better by ten more; nobody knows what it makes
/// of them.
public struct InputSelection: Sendable, Equatable {
  /// The modality.
  public let modality: ModalityChoice
  /// Places of surface leads, those that most records of the training had first.
  private let order: [Int]
  private let trained: Set<Int>
  private let most: Int

  /// `trainedLeads`: how many records had each lead; empty where nobody knows, and then all are
  /// read.
  public init(modality: ModalityChoice, trainedLeads: [String: Int] = [:], mostLeads: Int = 0) {
    self.modality = modality
    let counts = ChannelSlots.leads.map { trainedLeads[$0] ?? 0 }
    order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    trained = Set(counts.indices.filter { counts[$0] > 0 })
    most = trainedLeads.isEmpty || mostLeads < 1 ? ModelConfiguration.ecgChannels : mostLeads
  }

  /// The leads that are read of some that there are, best known first. Leads that no training
  /// showed are read only where there is no other.
  func leads(of available: some Sequence<Int>) -> [Int] {
    let available = Set(available)
    let known = available.intersection(trained)
    let readable = known.isEmpty ? available : known
    return Array(order.filter(readable.contains).prefix(most))
  }

  /// Whether the training showed one of some leads, or nobody knows which it did.
  func knows(_ leads: [Int]) -> Bool { trained.isEmpty || leads.contains(where: trained.contains) }

  /// The leads of a record that are read, the others empty.
  public func read(of leads: [[Float]]) -> [[Float]] {
    let kept = Set(self.leads(of: leads.indices.filter { !leads[$0].isEmpty }))
    return leads.indices.map { kept.contains($0) ? leads[$0] : [] }
  }

  /// Silences what is not read.
  public func apply(to window: inout PreparedWindow) {
    window.keep(modality)
    let live = window.ecgLive.indices.filter { window.ecgLive[$0] == 1 }
    let kept = Set(leads(of: live))
    for lead in live where !kept.contains(lead) { window.silence(lead: lead) }
  }

  /// What is foreign to the model in a window that has been brought to what it reads; nil for
  /// nothing.
  func foreign(_ window: PreparedWindow) -> String? {
    let live = window.ecgLive.indices.filter { window.ecgLive[$0] == 1 }
    guard !live.isEmpty, !knows(live) else { return nil }
    let names = live.map { ChannelSlots.leads[$0] }
    return "\(names.joined(separator: " ")) was not in its training"
  }
}

extension PreparedWindow {
  /// Takes a surface lead out.
  public mutating func silence(lead: Int) {
    let samples = ecg.count / ecgLive.count
    for index in lead * samples..<(lead + 1) * samples { ecg[index] = 0 }
    ecgLive[lead] = 0
  }

  /// Takes all electrograms out.
  public mutating func silenceElectrograms() { keep(.ecg) }
}
