import Annotations
import ReviewSession
import TerminalGraphics
import Waveforms

extension ChannelKind {
  /// What the channel's colour is called in themes.
  var role: ThemeRole {
    switch self {
    case .surface: .traceSurface
    case .atrium: .traceAtrium
    case .his: .traceHis
    case .coronarySinus: .traceCoronarySinus
    case .ventricle: .traceVentricle
    case .ablation: .traceAblation
    case .pressure: .tracePressure
    case .stimulus, .other, .unknown: .traceOther
    }
  }
}

extension ChannelKind {
  /// In words.
  var title: String {
    switch self {
    case .surface: "surface"
    case .atrium: "atrium"
    case .his: "His"
    case .coronarySinus: "coronary sinus"
    case .ventricle: "ventricle"
    case .ablation: "ablation"
    case .pressure: "pressure"
    case .stimulus: "stimulus"
    case .other: "other"
    case .unknown: "unknown"
    }
  }
}

/// The colour of a rhythm, by its family.
enum RhythmStyle {
  static func role(of name: String) -> ThemeRole {
    switch Vocabulary.rhythm(named: name).family {
    case .baseline: .rhythm
    case .supraventricular: .annotationSupraventricular
    case .ventricular: .annotationVentricular
    case .paced: .annotationPaced
    case .block, .other: .annotation
    }
  }
}

extension BeatGroup {
  var role: ThemeRole {
    switch self {
    case .sinus, .preexcited, .bundleBranchBlock, .avBlock, .escape: .annotationNormal
    case .supraventricularEctopy: .annotationSupraventricular
    case .ventricularEctopy: .annotationVentricular
    case .fusion: .annotationFusion
    case .pacedAtrial, .pacedVentricular, .paced: .annotationPaced
    case .supraventricularTachycardia, .atrialTachycardia, .ventricularTachycardia,
      .idioventricular:
      .annotationTachycardia
    case .unclassifiable: .annotationUnclassified
    case .nonBeat: .annotationNote
    }
  }
}

extension ThemeRole {
  /// The colour of a class by its number; more than eight share.
  static func ofClass(_ index: Int) -> ThemeRole {
    let roles: [ThemeRole] = [
      .class1, .class2, .class3, .class4, .class5, .class6, .class7, .class8,
    ]
    return roles[index % roles.count]
  }
}
