/// The rhythms that beats of the Leipzig database are grouped into.
public enum RhythmGroup: String, Sendable, CaseIterable {
  case sinus = "SINUS"
  /// Sinus rhythm with pre-excitation.
  case preexcited = "PREEX"
  /// Complete right bundle branch block: the adults' baseline.
  case rightBundle = "RBBB"
  case avrt = "AVRT"
  case avnrt = "AVNRT"
  case vt = "VT"
  case afib = "AFIB"
  case paced = "PACED"
  /// Atrial flutter; too rare to be a class of its own, as the two below.
  case flutter = "AFL"
  case idioventricular = "IVR"
  case ectopicAtrial = "EAT"

  /// Beats of a run that is believed: tachycardias are often short.
  public var leastBeats: Int {
    switch self {
    case .sinus, .preexcited, .rightBundle, .paced, .idioventricular: 4
    case .avrt, .avnrt, .vt, .afib, .flutter, .ectopicAtrial: 3
    }
  }
}

/// What a beat means for the rhythm around it.
public enum BeatRole: Sendable, Equatable {
  /// It makes the rhythm; the tag keeps what the group leaves out.
  case rhythm(RhythmGroup, tag: String? = nil)
  /// It interrupts a rhythm without being one.
  case ectopy
  /// It says nothing of the rhythm.
  case neutral(tag: String)
  /// Nobody could tell: no window may hold it.
  case excluded
  /// A label that is not in the table.
  case unknown

  /// The role of a beat by its mnemonic and auxiliary text. Case matters: `avrt` is aberrated.
  public init(symbol: String, aux: String) {
    switch (symbol, aux) {
    case ("N", "N-Prex"): self = .rhythm(.preexcited)
    case ("N", _), (".", _): self = .rhythm(.sinus)
    case ("R", _): self = .rhythm(.rightBundle)
    case ("/", _): self = .rhythm(.paced, tag: aux.isEmpty ? nil : aux)
    case ("X", _): self = Self.tachycardia(aux)
    case ("L", _), ("B", _): self = .neutral(tag: "LBBB")
    case ("b", _): self = .neutral(tag: "AVB")
    case ("A", _), ("a", _), ("V", _), ("J", _), ("F", _), ("f", _), ("j", _), ("S", _), ("E", _),
      ("e", _), ("n", _), ("r", _):
      self = .ectopy
    case ("Q", _), ("?", _), ("!", _): self = .excluded
    default: self = .unknown
    }
  }

  private static func tachycardia(_ aux: String) -> BeatRole {
    switch aux {
    case "AVRT": .rhythm(.avrt)
    case "avrt": .rhythm(.avrt, tag: "aberrant")
    case "AVNRT": .rhythm(.avnrt)
    case "avnrt": .rhythm(.avnrt, tag: "aberrant")
    case "AVNRT+BII": .rhythm(.avnrt, tag: "+BII")
    case "VT": .rhythm(.vt)
    case "AFIB": .rhythm(.afib)
    case "AFL": .rhythm(.flutter)
    case "IVR": .rhythm(.idioventricular)
    case "EAT": .rhythm(.ectopicAtrial)
    default: .unknown
    }
  }
}
