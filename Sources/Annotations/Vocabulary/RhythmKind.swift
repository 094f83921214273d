/// The rhythms that files name, each once, however many names it has.
public enum RhythmKind: String, Sendable, CaseIterable {
  case sinus, sinusBradycardia, preexcitation, junctional, ectopicAtrial
  case paced, pacedAtrial, pacedVentricular
  case secondDegreeBlock, rightBundleBranchBlock
  case atrialBigeminy, supraventricularTachyarrhythmia, ectopicAtrialTachycardia
  case atrialFibrillation, atrialFlutter, avReentry, avNodalReentry
  case ventricularBigeminy, ventricularTrigeminy, ventricularTachycardia, idioventricular
  case ventricularFlutter, ventricularFibrillation
  /// A name that the vocabulary does not know.
  case unknown
}

/// The families that rhythms are coloured by.
public enum RhythmFamily: String, Sendable, CaseIterable {
  /// No tachycardia, and not paced: sinus, junctional, ectopic atrial, pre-excited.
  case baseline
  case supraventricular
  case ventricular
  case paced
  /// A block, by which a rhythm is named here and there.
  case block
  /// Of a name that the vocabulary does not know.
  case other
}
