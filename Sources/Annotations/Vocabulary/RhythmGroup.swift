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
