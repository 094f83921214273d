/// The groups that beats are shown and filtered by.
public enum BeatGroup: String, Sendable, CaseIterable {
  case sinus
  case preexcited
  case bundleBranchBlock
  case avBlock
  case supraventricularEctopy
  case ventricularEctopy
  case fusion
  case pacedAtrial
  case pacedVentricular
  /// Paced, by a file that does not say in which chamber.
  case paced
  case supraventricularTachycardia
  case atrialTachycardia
  case ventricularTachycardia
  case idioventricular
  case unclassifiable
  /// Not a beat: a rhythm, a change of signal quality, a comment.
  case nonBeat

  /// The group of an annotation with a mnemonic and an auxiliary text. Case matters: `avrt` is
  /// an aberrated `AVRT`. The mnemonics `X` and `b` are those of the Leipzig database.
  public init(symbol: String, aux: String = "") {
    let aux = String(aux.prefix { $0 != "\0" })
    switch (symbol, aux) {
    case ("N", "N-Prex"), ("A", "A-Prex"): self = .preexcited
    case ("N", _), (".", _): self = .sinus
    case ("R", _), ("L", _), ("B", _): self = .bundleBranchBlock
    case ("b", _): self = .avBlock
    case ("A", _), ("a", _), ("J", _), ("j", _), ("S", _), ("e", _), ("n", _):
      self = .supraventricularEctopy
    case ("V", _), ("E", _), ("r", _): self = .ventricularEctopy
    case ("F", _), ("f", _): self = .fusion
    case ("/", "/A"): self = .pacedAtrial
    case ("/", "/V"): self = .pacedVentricular
    case ("/", _): self = .paced
    case ("X", _): self = Self.tachycardia(aux)
    case ("!", _): self = .ventricularTachycardia
    case ("Q", _), ("?", _): self = .unclassifiable
    default: self = .nonBeat
    }
  }

  private static func tachycardia(_ aux: String) -> BeatGroup {
    switch aux {
    case "AVRT", "avrt", "AVNRT", "avnrt", "AVNRT+BII": .supraventricularTachycardia
    case "AFIB", "AFL", "EAT": .atrialTachycardia
    case "VT": .ventricularTachycardia
    case "IVR": .idioventricular
    default: .unclassifiable
    }
  }

  /// Whether annotations of the group are beats.
  public var isBeat: Bool { self != .nonBeat }

  /// The group's name on screen.
  public var title: String {
    switch self {
    case .sinus: "Sinus"
    case .preexcited: "Pre-excited"
    case .bundleBranchBlock: "Bundle branch block"
    case .avBlock: "AV block"
    case .supraventricularEctopy: "Supraventricular ectopy"
    case .ventricularEctopy: "Ventricular ectopy"
    case .fusion: "Fusion"
    case .pacedAtrial: "Paced, atrial"
    case .pacedVentricular: "Paced, ventricular"
    case .paced: "Paced"
    case .supraventricularTachycardia: "Supraventricular tachycardia"
    case .atrialTachycardia: "Atrial tachycardia"
    case .ventricularTachycardia: "Ventricular tachycardia"
    case .idioventricular: "Idioventricular rhythm"
    case .unclassifiable: "Unclassifiable"
    case .nonBeat: "Not a beat"
    }
  }
}
