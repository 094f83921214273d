/// The ways in which the ventricles are activated; each has one form of QRS complex.
enum VentricularShape: Int, CaseIterable, Sendable {
  case normal, preexcited, rightBundle, leftBundle, aberrant
  case ectopic, tachycardia, escape, paced, fusion, pacedFusion, odd

  /// From the first ventricular activation to that of the right ventricular apex, in seconds: the
  /// right bundle ends there, so it is early unless that bundle is blocked.
  var apexDelay: Double {
    switch self {
    case .normal, .leftBundle: 0.018
    case .preexcited, .odd: 0.032
    case .rightBundle, .aberrant: 0.056
    case .ectopic, .tachycardia, .escape: 0.04
    case .paced: 0.012
    case .fusion: 0.026
    case .pacedFusion: 0.014
    }
  }

  /// From the first ventricular activation to that of the left ventricle's base at the proximal
  /// coronary sinus catheter, in seconds.
  var basalDelay: Double {
    switch self {
    case .normal, .rightBundle: 0.046
    case .preexcited: 0.05
    case .fusion, .aberrant: 0.06
    default: 0.09
    }
  }
}
