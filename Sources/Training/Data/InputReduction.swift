import ArrhythmiaModel
import NeuralNetwork

/// A window with less to go by than it has: so many of its leads, chosen at random, with its
/// electrograms or without.
struct InputReduction: Sendable {
  /// What is left.
  let kind: InputKind

  /// The reduced window's own kind is `kind`, or less where it had less.
  func apply(to window: inout PreparedWindow, _ random: inout SplitMix64) {
    if !kind.hasElectrograms { window.silenceElectrograms() }
    var live = window.ecgLive.indices.filter { window.ecgLive[$0] == 1 }
    while live.count > kind.leads {
      window.silence(lead: live.remove(at: Int(random.next() % UInt64(live.count))))
    }
  }

  /// All kinds of input that some windows can be brought to, the most first.
  static func all(_ dataset: Dataset, _ windows: [Int], _ modality: ModalityChoice) -> [Self] {
    let most = modality == .iegm ? 0 : dataset.mostLeads(windows)
    let hasElectrograms =
      modality != .ecg && windows.contains { dataset.windows[$0].hasSound(.iegm) }
    let counts = (most > 0 ? [most] : []) + InputKind.leadCounts.filter { $0 < most }
    let kinds = counts.map { InputKind(leads: $0, hasElectrograms: false) }
    let joined = counts + (most > 0 ? [0] : [])
    let fuller =
      hasElectrograms
      ? (joined.isEmpty ? [0] : joined).map { InputKind(leads: $0, hasElectrograms: true) } : []
    return (fuller + kinds).map(InputReduction.init)
  }
}

extension Dataset {
  /// Most surface leads that are sound at once in some windows.
  func mostLeads(_ windows: [Int]) -> Int {
    windows.reduce(0) { most, index in
      let leads = self.windows[index].sound & (1 << UInt32(ModelConfiguration.ecgChannels) - 1)
      return max(most, leads.nonzeroBitCount)
    }
  }

  /// Whether any of some windows has a live electrogram.
  func hasElectrograms(_ windows: [Int]) -> Bool {
    windows.contains { self.windows[$0].hasSound(.iegm) }
  }

  /// How many records show each surface lead, by its name, in some windows.
  func leadCounts(_ windows: [Int]) -> [String: Int] {
    var records = Array(repeating: Set<Int>(), count: ModelConfiguration.ecgChannels)
    for index in windows {
      for lead in records.indices where self.windows[index].isSound(lead) {
        records[lead].insert(self.windows[index].source)
      }
    }
    return Dictionary(
      uniqueKeysWithValues: zip(ChannelSlots.leads, records).filter { !$1.isEmpty }
        .map { ($0, $1.count) })
  }
}
