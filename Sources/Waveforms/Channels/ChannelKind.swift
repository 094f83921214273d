/// Where a channel was recorded.
public enum ChannelKind: Int, Sendable, CaseIterable {
  /// A lead of the surface ECG.
  case surface
  /// High right atrium and other atrial electrodes.
  case atrium
  case his
  case coronarySinus
  case ventricle
  /// The ablation catheter, and others that go about to map.
  case ablation
  case pressure
  /// Pulses of a stimulator.
  case stimulus
  /// Known to be none of these: respiration, an EEG, a marker.
  case other
  /// The name says nothing.
  case unknown

  /// Whether it is a signal from inside the heart.
  public var isElectrogram: Bool {
    switch self {
    case .atrium, .his, .coronarySinus, .ventricle, .ablation: true
    case .surface, .pressure, .stimulus, .other, .unknown: false
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
    case .stimulus: "S"
    case .other: "·"
    case .unknown: "?"
    }
  }
}
