extension Vocabulary {
  /// One row: a name of a rhythm.
  struct RhythmRow: Sendable {
    let term: RhythmTerm

    init(
      _ name: String, _ kind: RhythmKind, _ family: RhythmFamily, gravity: Int, _ title: String,
      _ groups: Set<RhythmGroup> = [], mechanism: String? = nil
    ) {
      term = RhythmTerm(
        name: name, kind: kind, family: family, gravity: gravity, title: title, groups: groups,
        mechanism: mechanism ?? name)
    }
  }

  /// The names of PhysioNet's databases, those of the Leipzig database, and other spellings of
  /// them.
  static let rhythmTable: [RhythmRow] = baselines + supraventricular + ventricular

  private static let baselines: [RhythmRow] = [
    RhythmRow(
      "N", .sinus, .baseline, gravity: 0, "Sinus rhythm", [.sinus, .preexcited, .rightBundle]),
    RhythmRow("SBR", .sinusBradycardia, .baseline, gravity: 1, "Sinus bradycardia"),
    RhythmRow("PREX", .preexcitation, .baseline, gravity: 1, "Pre-excitation", [.preexcited]),
    RhythmRow("J", .junctional, .baseline, gravity: 1, "Junctional rhythm"),
    RhythmRow("NOD", .junctional, .baseline, gravity: 1, "Nodal (junctional) rhythm"),
    RhythmRow("A", .ectopicAtrial, .baseline, gravity: 1, "Ectopic atrial rhythm"),
    RhythmRow("P", .paced, .paced, gravity: 2, "Paced rhythm", [.paced]),
    RhythmRow("/A", .pacedAtrial, .paced, gravity: 2, "Paced rhythm, atrium", [.paced]),
    RhythmRow("/V", .pacedVentricular, .paced, gravity: 2, "Paced rhythm, ventricle", [.paced]),
    RhythmRow("BII", .secondDegreeBlock, .block, gravity: 4, "Second-degree AV block"),
    RhythmRow(
      "RBBB", .rightBundleBranchBlock, .block, gravity: 4, "Right bundle branch block",
      [.rightBundle]),
  ]

  private static let supraventricular: [RhythmRow] = [
    RhythmRow("AB", .atrialBigeminy, .supraventricular, gravity: 5, "Atrial bigeminy"),
    RhythmRow(
      "SVTA", .supraventricularTachyarrhythmia, .supraventricular, gravity: 5,
      "Supraventricular tachyarrhythmia"),
    RhythmRow(
      "EAT", .ectopicAtrialTachycardia, .supraventricular, gravity: 5,
      "Ectopic atrial tachycardia", [.ectopicAtrial]),
    RhythmRow(
      "AFIB", .atrialFibrillation, .supraventricular, gravity: 5, "Atrial fibrillation", [.afib]),
    RhythmRow("AFL", .atrialFlutter, .supraventricular, gravity: 5, "Atrial flutter", [.flutter]),
    RhythmRow(
      "AVRT", .avReentry, .supraventricular, gravity: 5, "AV re-entrant tachycardia", [.avrt]),
    RhythmRow(
      "avrt", .avReentry, .supraventricular, gravity: 5, "AV re-entrant tachycardia, aberrated",
      [.avrt], mechanism: "AVRT"),
    RhythmRow(
      "AVNRT", .avNodalReentry, .supraventricular, gravity: 5, "AV nodal re-entrant tachycardia",
      [.avnrt]),
    RhythmRow(
      "avnrt", .avNodalReentry, .supraventricular, gravity: 5,
      "AV nodal re-entrant tachycardia, aberrated", [.avnrt], mechanism: "AVNRT"),
    RhythmRow(
      "AVNRT+BII", .avNodalReentry, .supraventricular, gravity: 5,
      "AV nodal re-entrant tachycardia with second-degree block", [.avnrt], mechanism: "AVNRT"),
  ]

  private static let ventricular: [RhythmRow] = [
    RhythmRow("B", .ventricularBigeminy, .ventricular, gravity: 3, "Ventricular bigeminy"),
    RhythmRow("T", .ventricularTrigeminy, .ventricular, gravity: 3, "Ventricular trigeminy"),
    RhythmRow(
      "IVR", .idioventricular, .ventricular, gravity: 6, "Idioventricular rhythm",
      [.idioventricular]),
    RhythmRow(
      "VT", .ventricularTachycardia, .ventricular, gravity: 6, "Ventricular tachycardia", [.vt]),
    RhythmRow("VFL", .ventricularFlutter, .ventricular, gravity: 6, "Ventricular flutter"),
    RhythmRow("VF", .ventricularFibrillation, .ventricular, gravity: 6, "Ventricular fibrillation"),
    RhythmRow(
      "VFIB", .ventricularFibrillation, .ventricular, gravity: 6, "Ventricular fibrillation"),
  ]
}
