public import Waveforms

/// What a beat is labelled as: one case for every symbol and auxiliary text of the release.
public enum BeatKind: String, CaseIterable, Sendable {
  case sinus, preexcited, rightBundle, leftBundle, firstDegreeBlock
  case atrialPremature, atrialPreexcited, atrialAberrant, junctional, junctionalEscape
  case ventricular, fusion, pacedFusion, atrialPaced, ventricularPaced
  case avrt, avnrt, avrtAberrant, avnrtAberrant, avnrtBlock
  case vt, ivr, afib, flutter, ectopicAtrial, unclassifiable

  /// The mnemonic, as the annotation file shows it.
  public var symbol: String {
    switch self {
    case .sinus, .preexcited: "N"
    case .rightBundle: "R"
    case .leftBundle: "L"
    case .firstDegreeBlock: "b"
    case .atrialPremature, .atrialPreexcited: "A"
    case .atrialAberrant: "a"
    case .junctional: "J"
    case .junctionalEscape: "j"
    case .ventricular: "V"
    case .fusion: "F"
    case .pacedFusion: "f"
    case .atrialPaced, .ventricularPaced: "/"
    case .unclassifiable: "Q"
    default: "X"
    }
  }

  /// The number that annotation files store; 42 and 43 are the release's own types.
  public var code: WFDBAnnotationCode {
    let number: UInt8 =
      switch symbol {
      case "N": 1
      case "L": 2
      case "R": 3
      case "a": 4
      case "V": 5
      case "F": 6
      case "J": 7
      case "A": 8
      case "j": 11
      case "/": 12
      case "Q": 13
      case "f": 38
      case "b": 43
      default: 42
      }
    return WFDBAnnotationCode(rawValue: number)
  }

  /// The auxiliary text, empty where the release gives none.
  public var auxiliaryText: String {
    switch self {
    case .preexcited: "N-Prex"
    case .atrialPreexcited: "A-Prex"
    case .firstDegreeBlock: "BI"
    case .atrialPaced: "/A"
    case .ventricularPaced: "/V"
    case .avrt: "AVRT"
    case .avnrt: "AVNRT"
    case .avrtAberrant: "avrt"
    case .avnrtAberrant: "avnrt"
    case .avnrtBlock: "AVNRT+BII"
    case .vt: "VT"
    case .ivr: "IVR"
    case .afib: "AFIB"
    case .flutter: "AFL"
    case .ectopicAtrial: "EAT"
    default: ""
    }
  }

  /// The marker of the rhythm that a run of such beats is, nil for ectopic beats.
  public var rhythmMarker: String? {
    switch self {
    case .sinus, .preexcited, .rightBundle, .leftBundle, .firstDegreeBlock: "(N"
    case .atrialPaced: "(/A"
    case .ventricularPaced: "(/V"
    case .avrt, .avrtAberrant: "(AVRT"
    case .avnrt, .avnrtAberrant, .avnrtBlock: "(AVNRT"
    case .vt: "(VT"
    case .ivr: "(IVR"
    case .afib: "(AFIB"
    case .flutter: "(AFL"
    case .ectopicAtrial: "(EAT"
    default: nil
    }
  }

  /// True for the beats that the release calls `X`.
  public var isTachycardia: Bool { symbol == "X" }

  var isSinus: Bool { rhythmMarker == "(N" }

  var isAtrialPremature: Bool {
    self == .atrialPremature || self == .atrialPreexcited || self == .atrialAberrant
  }

  var isReentrant: Bool { rhythmMarker == "(AVRT" || rhythmMarker == "(AVNRT" }
}
