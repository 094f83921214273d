/// The groups that beats are shown and filtered by. Each lies within one class of EC57.
public enum BeatGroup: String, Sendable, CaseIterable {
  case sinus
  case preexcited
  case bundleBranchBlock
  case avBlock
  /// Atrial, junctional or supraventricular escape; those of the ventricle are ventricular ectopy.
  case escape
  case supraventricularEctopy
  case ventricularEctopy
  /// Fusion of a ventricular and a normal beat.
  case fusion
  case pacedAtrial
  case pacedVentricular
  /// Paced, by a file that does not say in which chamber, or fused with a beat of the heart's own.
  case paced
  case supraventricularTachycardia
  case atrialTachycardia
  case ventricularTachycardia
  case idioventricular
  case unclassifiable
  /// Not a beat: a rhythm, a change of signal quality, a comment.
  case nonBeat

  /// Whether labels of the group mark beats.
  public var isBeat: Bool { self != .nonBeat }

  /// The class by ANSI/AAMI EC57 that all beats of the group are of. EC57 knows no beats of
  /// tachycardias: those of the Leipzig database go by the chamber that they come from.
  public var beatClass: BeatClass? {
    switch self {
    case .sinus, .preexcited, .bundleBranchBlock, .avBlock, .escape: .normal
    case .supraventricularEctopy, .supraventricularTachycardia, .atrialTachycardia:
      .supraventricular
    case .ventricularEctopy, .ventricularTachycardia, .idioventricular: .ventricular
    case .fusion: .fusion
    case .pacedAtrial, .pacedVentricular, .paced, .unclassifiable: .unclassifiable
    case .nonBeat: nil
    }
  }

  /// Which of several labels in one place stands for them all: the rarer and graver first.
  public var gravity: Int {
    switch self {
    case .ventricularTachycardia, .supraventricularTachycardia, .atrialTachycardia: 6
    case .ventricularEctopy, .idioventricular: 5
    case .fusion, .supraventricularEctopy, .escape: 4
    case .nonBeat: 3
    case .paced, .pacedAtrial, .pacedVentricular, .unclassifiable: 2
    case .preexcited, .bundleBranchBlock, .avBlock: 1
    case .sinus: 0
    }
  }

  /// The group's name on screen.
  public var title: String {
    switch self {
    case .sinus: "Sinus"
    case .preexcited: "Pre-excited"
    case .bundleBranchBlock: "Bundle branch block"
    case .avBlock: "AV block"
    case .escape: "Escape"
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
