/// Classes of beats by ANSI/AAMI EC57.
public enum BeatClass: String, Sendable, CaseIterable {
  /// Any beat that is in none of the others: sinus, bundle branch block, escape.
  case normal = "N"
  /// Supraventricular ectopic.
  case supraventricular = "S"
  /// Ventricular ectopic.
  case ventricular = "V"
  /// Fusion of a ventricular and a normal beat.
  case fusion = "F"
  /// Paced, fusion of a paced and a normal beat, or unclassifiable.
  case unclassifiable = "Q"

  /// The class of a beat by its mnemonic and auxiliary text; nil for what is no beat. EC57 knows no
  /// beats of tachycardias: those of the Leipzig database go by the chamber that they come from.
  public init?(symbol: String, aux: String) {
    switch symbol {
    case "N", "L", "R", "B", "e", "j", "n", "b", ".": self = .normal
    case "A", "a", "J", "S": self = .supraventricular
    case "V", "E", "r": self = .ventricular
    case "F": self = .fusion
    case "/", "f", "Q", "?": self = .unclassifiable
    case "X": self = ["VT", "IVR"].contains(aux) ? .ventricular : .supraventricular
    default: return nil
    }
  }
}
