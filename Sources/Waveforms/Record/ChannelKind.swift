/// Where a channel was recorded, as far as its name and unit tell.
public enum ChannelKind: Int, Sendable, CaseIterable {
  /// A lead of the surface ECG.
  case surface
  /// High right atrium and other atrial electrodes.
  case atrium
  case his
  case coronarySinus
  case ventricle
  case ablation
  case pressure
  case other

  public init(name: String, unit: String) {
    let name = name.uppercased()
    let letters = name.prefix { $0.isLetter }
    if unit.lowercased() == "mmhg" || ["ART", "ABP", "PAP", "CVP"].contains(letters) {
      self = .pressure
    } else if Self.surfaceLeads.contains(name) || name.hasPrefix("ECG") || name.hasPrefix("MCL")
      || name.hasPrefix("ML") || (letters == "V" && name.count <= 3)
    {
      self = .surface
    } else if name.hasPrefix("HRA") || letters == "RA" || letters == "LA" {
      self = .atrium
    } else if name.hasPrefix("HIS") || letters == "HB" || letters == "HBE" {
      self = .his
    } else if letters == "CS" {
      self = .coronarySinus
    } else if letters.hasPrefix("RV") || letters.hasPrefix("LV") {
      self = .ventricle
    } else if letters.hasPrefix("ABL") || letters == "MAP" {
      self = .ablation
    } else {
      self = .other
    }
  }

  private static let surfaceLeads: Set<String> = [
    "I", "II", "III", "AVR", "AVL", "AVF", "V", "VX", "VY", "VZ",
  ]

  /// Whether it is a bipolar signal from inside the heart.
  public var isElectrogram: Bool {
    switch self {
    case .atrium, .his, .coronarySinus, .ventricle, .ablation: true
    case .surface, .pressure, .other: false
    }
  }

  /// A letter that tells the groups apart where colours cannot.
  public var letter: Character {
    switch self {
    case .surface: "E"
    case .atrium: "A"
    case .his: "H"
    case .coronarySinus: "C"
    case .ventricle: "R"
    case .ablation: "M"
    case .pressure: "P"
    case .other: "·"
    }
  }
}

extension Channel {
  public var kind: ChannelKind { ChannelKind(name: name, unit: calibration.unit) }

  /// Millivolts in one physical unit, for channels that measure a voltage.
  public var millivoltsPerUnit: Double? {
    switch calibration.unit {
    case "mV", "mv", "MV": 1
    case "V": 1000
    case "uV", "µV", "μV", "UV": 1e-3
    case "nV": 1e-6
    default: nil
    }
  }
}

extension Record {
  /// Channels in the order in which electrophysiologists read them: surface leads, atrium, His,
  /// coronary sinus, ventricle, ablation catheter, pressures; within a group as recorded.
  public var clinicalOrder: [Int] {
    // Channels of no known group stay with the surface leads' end, before pressures.
    channels.indices.sorted { a, b in
      (Self.rank(channels[a].kind), a) < (Self.rank(channels[b].kind), b)
    }
  }

  private static func rank(_ kind: ChannelKind) -> Int {
    kind == .other ? ChannelKind.pressure.rawValue : kind == .pressure ? 99 : kind.rawValue
  }
}
