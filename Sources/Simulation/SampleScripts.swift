extension PatientScript {
  /// Five short records for trying the program out: four channel layouts; sinus rhythm with and
  /// without pre-excitation and bundle branch block; AVNRT, AVRT, VT, ectopic atrial tachycardia,
  /// flutter, fibrillation and accelerated idioventricular rhythm with onset and termination;
  /// pacing in both chambers. Below 18 MB together at three bytes a sample.
  public static let sampleScripts = [
    nodalReentry, pathwayReentry, atrialTachycardias, repairedFallot, study,
  ]

  /// A child with AVNRT, 19 channels.
  private static let nodalReentry = PatientScript(
    subject: .init(subjectID: "001", gender: "F", ageYears: 12.4, diagnosis: "AVNRT"),
    seed: 101, catheterSeed: 1, maximumSeconds: 75,
    events: [
      .sinus(beats: 14), .run(.atrialPaced, beats: 8), .sinus(beats: 4),
      .run(.atrialPremature, beats: 1), .sinus(beats: 5), .onset(.avnrt),
      .run(.avnrt, beats: 48), .sinus(beats: 9), .artifact(seconds: 3), .sinus(beats: 4),
      .onset(.avnrt), .run(.avnrtAberrant, beats: 4), .run(.avnrt, beats: 18),
      .run(.avnrtBlock, beats: 8), .run(.unclassifiable, beats: 1), .sinus(beats: 30),
    ])

  /// A child with a left lateral pathway, 19 channels.
  private static let pathwayReentry = PatientScript(
    subject: .init(
      subjectID: "002", gender: "M", ageYears: 15.1, diagnosis: "AVRT-WPW",
      accessoryPathway: "left lateral"),
    seed: 202, catheterSeed: 21, maximumSeconds: 70,
    events: [
      .sinus(beats: 16), .run(.atrialPreexcited, beats: 1), .sinus(beats: 6),
      .run(.ventricular, beats: 1), .sinus(beats: 5), .onset(.avrt), .run(.avrt, beats: 60),
      .sinus(beats: 8), .run(.ventricularPaced, beats: 9), .run(.avrt, beats: 24),
      .run(.ventricularPaced, beats: 4), .sinus(beats: 25),
    ])

  /// A child without an ablation catheter, 18 channels.
  private static let atrialTachycardias = PatientScript(
    subject: .init(
      subjectID: "003", gender: "M", ageYears: 9.3, diagnosis: "AVRT",
      accessoryPathway: "right posteroseptal"),
    layout: .withoutAblationCatheter, seed: 303, maximumSeconds: 68,
    events: [
      .sinus(beats: 12), .run(.ectopicAtrial, beats: 20), .sinus(beats: 8),
      .onset(.flutter), .run(.flutter, beats: 14), .sinus(beats: 8), .onset(.afib),
      .run(.afib, beats: 22), .sinus(beats: 4), .run(.junctional, beats: 1), .sinus(beats: 30),
    ])

  /// A study of AVNRT: HRA and His catheters, S1 and S2 in the atrium, S1 in the ventricle,
  /// 21 channels.
  private static let study = PatientScript(
    subject: .init(subjectID: "004", gender: "F", ageYears: 17.2, diagnosis: "AVNRT"),
    layout: .study, seed: 505, catheterSeed: 24, maximumSeconds: 46,
    events: [
      .sinus(beats: 14), .run(.atrialPaced, beats: 9), .run(.avnrt, beats: 40),
      .sinus(beats: 8), .run(.ventricularPaced, beats: 8), .sinus(beats: 20),
    ])

  /// An adult with a repaired Fallot, 14 channels.
  private static let repairedFallot = PatientScript(
    subject: .init(
      subjectID: "100", gender: "M", ageYears: 43.6, diagnosis: "TOF with VT", isAdult: true),
    layout: .ventricularOnly, seed: 404, maximumSeconds: 85,
    events: [
      .sinus(beats: 12), .run(.ventricular, beats: 1), .sinus(beats: 5), .run(.fusion, beats: 1),
      .sinus(beats: 3), .run(.ventricularPaced, beats: 8), .run(.vt, beats: 40),
      .sinus(beats: 8), .run(.atrialPaced, beats: 8), .sinus(beats: 4),
      .run(.ventricular, beats: 2), .sinus(beats: 4), .run(.ivr, beats: 10), .sinus(beats: 20),
    ])
}
