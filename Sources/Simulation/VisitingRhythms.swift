/// Rhythms that a patient has beside those of the diagnosis.
///
/// How many patients have each follows the release's table of beats by record: VT in 6 of 29 children
/// and in all 10 adults, AFIB in 6 of the 39 records, AFL and EAT in one each, IVR in four.
struct VisitingRhythms: Sendable {
  private var waiting: [(kind: BeatKind, beats: Int)]
  private var random: SeededGenerator

  init(subject: SimulatedPatient.Subject, seed: UInt64) {
    random = SeededGenerator(seed: seed, stream: 0x640)
    let shares: [(kind: BeatKind, share: Double)] = [
      (.vt, subject.isAdult ? 0.9 : 0.2), (.afib, subject.isAdult ? 0.25 : 0.12),
      (.flutter, 0.03), (.ivr, subject.isAdult ? 0.25 : 0.05), (.ectopicAtrial, 0.03),
    ]
    waiting = []
    for (kind, share) in shares {
      let beats = Int(random.uniform(12, 70))
      if random.chance(share) { waiting.append((kind, beats)) }
    }
  }

  /// What comes in after a step, with the step that leads back to the baseline; often nothing.
  mutating func visit(after step: RhythmStep, of group: PatientGroup) -> [RhythmStep] {
    guard !waiting.isEmpty, step.kind?.isSinus == true, random.chance(0.3) else { return [] }
    let (kind, beats) = waiting.removeFirst()
    let baseline = EventSequence.baseline(of: group)
    var steps: [RhythmStep] = []
    if kind != .ivr, kind != .ectopicAtrial {
      let trigger: BeatKind = kind == .vt ? .ventricular : .atrialPremature
      steps.append(RhythmStep(content: .beats(trigger, count: 1)))
    }
    steps.append(RhythmStep(content: .beats(kind, count: beats), marker: kind.rhythmMarker))
    let back = 6 + random.index(weights: [Int](repeating: 1, count: 12))
    steps.append(
      RhythmStep(content: .beats(baseline, count: back), marker: baseline.rhythmMarker))
    return steps
  }
}
