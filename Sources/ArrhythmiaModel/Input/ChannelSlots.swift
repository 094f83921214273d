public import Waveforms

/// Which of a record's channels stands at which place of the model's input.
///
/// Channels are found by name, never by position: layouts differ from record to record.
public struct ChannelSlots: Sendable, Equatable {
  /// Names of the surface leads, in the order of the model's input.
  public static let leads = ChannelLayout.leads
  /// Names of the bipolar electrograms, in the order of the model's input. Slot s gives the input's
  /// channel s, band-passed, and channel 7 + s, its envelope.
  public static let electrograms = ["ABL12", "RVA12", "CS12", "CS34", "CS56", "CS78", "CS90"]

  /// Whether an electrogram's place is the coronary sinus's.
  public static func isSinus(_ place: Int) -> Bool { electrograms[place].hasPrefix("CS") }

  /// The record's channel at each surface lead's place; nil where the record has none.
  public let surface: [Int?]
  /// The record's channel at each electrogram's place.
  public let intracardiac: [Int?]

  /// Finds the model's channels among a record's. The first of two with one name counts.
  public init(channels: [Channel]) {
    var places: [String: Int] = [:]
    for (index, channel) in channels.enumerated() where channel.millivoltsPerUnit != nil {
      guard let name = Self.name(of: channel.identity), places[name] == nil else { continue }
      places[name] = index
    }
    surface = Self.leads.map { places[$0] }
    intracardiac = Self.electrograms.map { places[$0] }
  }

  /// The record's channels in use, surface leads first, with their slot: 0...11 surface leads,
  /// 12...18 electrograms.
  public var used: [(slot: Int, channel: Int)] {
    (surface + intracardiac).enumerated().compactMap { slot, channel in
      channel.map { (slot, $0) }
    }
  }

  /// Whether the model can read anything of the record.
  public var isEmpty: Bool { used.isEmpty }

  /// The name in `leads` or `electrograms` of what a channel is; nil where the model has no place
  /// for it.
  static func name(of identity: ChannelIdentity) -> String? {
    if let lead = identity.lead { return leads.contains(lead) ? lead : nil }
    guard let electrodes = identity.electrodes, !electrodes.isUnipolar else { return nil }
    switch (electrodes.catheter, electrodes.place) {
    case ("ABL", .pair(1, 2)), ("ABL", .distal), ("ABL", .unsaid): return "ABL12"
    case ("RVA", .pair(1, 2)), ("RVA", .distal), ("RVA", .unsaid): return "RVA12"
    case ("RV", .pair(1, 2)), ("RV", .distal), ("RV", .unsaid): return "RVA12"
    case ("CS", .distal): return "CS12"
    case ("CS", .proximal), ("CS", .pair(9, 10)): return "CS90"
    case ("CS", .pair(let first, let second)): return names["CS\(first)\(second)"]
    default: return nil
    }
  }

  private static let names = Dictionary(uniqueKeysWithValues: electrograms.map { ($0, $0) })
}
