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

  /// The record's channel at each surface lead's place; nil where the record has none.
  public let surface: [Int?]
  /// The record's channel at each electrogram's place.
  public let intracardiac: [Int?]

  /// Finds the model's channels among a record's. The first of two with one name counts.
  public init(channels: [Channel]) {
    var places: [String: Int] = [:]
    for (index, channel) in channels.enumerated() where channel.millivoltsPerUnit != nil {
      guard let name = Self.canonicalName(channel.name), places[name] == nil else { continue }
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

  /// The name in `leads` or `electrograms` that a channel's name stands for; nil where for none.
  ///
  /// Laboratories write the same electrodes in many ways: `MLII`, `aVr`, `CS 1-2`, `CS 9,10`,
  /// `ABL d`, `RVa`. A lead that is modified by its electrodes' places (ML, MCL) counts as the lead.
  public static func canonicalName(_ name: String) -> String? {
    let letters = name.uppercased().filter { $0.isLetter || $0.isNumber }
    let bare = letters.hasPrefix("ECG") ? String(letters.dropFirst(3)) : letters
    let lead = bare.hasPrefix("MCL") ? "V" + bare.dropFirst(3) : bare
    if let known = leads.first(where: { $0.uppercased() == lead || "ML" + $0.uppercased() == lead })
    {
      return known
    }
    return electrogramNames[bare]
  }

  private static let electrogramNames: [String: String] = {
    var names = [
      "ABL": "ABL12", "ABLD": "ABL12", "MAP": "ABL12", "MAPD": "ABL12", "MAP12": "ABL12",
      "RVA": "RVA12", "RVAD": "RVA12", "RV": "RVA12", "RV12": "RVA12", "RVD": "RVA12",
      "CS910": "CS90", "CSD": "CS12", "CSP": "CS90",
    ]
    for name in electrograms { names[name] = name }
    return names
  }()
}
