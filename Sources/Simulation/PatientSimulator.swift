import Waveforms

/// Makes simulated patients: from a plan, as the release has them, or from a script.
public struct PatientSimulator: Sendable {
  public let plan: SimulationPlan

  public init(plan: SimulationPlan) {
    self.plan = plan
  }

  /// How many of the plan's patients are adults with repaired Fallot: 10 of 39, as in the release.
  public var adultCount: Int { Int((Double(plan.patients) * 10 / 39).rounded()) }

  /// The patient at an index in 0 ..< `plan.patients`: children first, then adults. All that
  /// happens in one patient depends on the seed and the index only.
  public func patient(_ index: Int) -> SimulatedPatient {
    precondition(0..<plan.patients ~= index, "patient \(index) of \(plan.patients)")
    var random = SeededGenerator(seed: plan.seed, stream: UInt64(index) &+ 1)
    let children = plan.patients - adultCount
    let subject: SimulatedPatient.Subject =
      index < children
      ? .child(number: index + 1, using: &random)
      : .adult(number: 100 + index - children, using: &random)
    let layout: PatientScript.Layout
    if subject.isAdult {
      layout = random.chance(0.5) ? .ventricularOnly : .full
    } else {
      layout = random.chance(4.0 / 29) ? .withoutAblationCatheter : .full
    }
    let isDead = layout == .full && random.chance(0.05)
    let span = plan.durationSeconds
    let seconds = random.uniform(span.lowerBound, span.upperBound)
    let seed = random.next()
    let script = PatientScript(
      subject: subject, layout: layout, laboratory: plan.world.features,
      hasDeadAblationChannel: isDead, seed: seed,
      maximumSeconds: seconds, events: [])
    var sequence = EventSequence(
      group: subject.group, generator: SeededGenerator(seed: seed, stream: 7))
    var visits =
      script.laboratory.contains(.hearts) ? VisitingRhythms(subject: subject, seed: seed) : nil
    return Self.play(script) { model in
      var step = sequence.next()
      while model.hasRoom {
        let next = sequence.next()
        let visit = visits?.visit(after: step, of: subject.group) ?? []
        let steps = [step] + visit + [next]
        for (step, next) in zip(steps, steps.dropFirst()) { model.play(step, next: next.kind) }
        step = next
      }
    }
  }

  /// The patient of a script.
  public static func patient(_ script: PatientScript) -> SimulatedPatient {
    let steps = script.steps
    return play(script) { model in
      for (index, step) in steps.enumerated() {
        model.play(step, next: index + 1 < steps.count ? steps[index + 1].kind : nil)
      }
    }
  }

  private static func play(
    _ script: PatientScript, story: (inout ConductionModel) -> Void
  ) -> SimulatedPatient {
    func stream(_ number: UInt64) -> SeededGenerator {
      SeededGenerator(seed: script.seed, stream: number)
    }
    var random = stream(1)
    let profile = profile(of: script, using: &random)
    let faults = AmplifierFaults(of: script)
    let vectors = CardiacDipole(profile: profile)
    var study = stream(4)
    let electrograms = Electrograms(
      profile: profile, features: script.features, ringing: faults.ringing,
      seed: script.catheterSeed ?? script.seed, using: &random, study: &study)
    let leads = SurfaceLeads(using: &random)
    var model = ConductionModel(
      profile: profile, dipole: vectors, durationSeconds: script.maximumSeconds,
      random: stream(2))
    story(&model)
    // A long pause may carry the last beat to the planned end; its T wave still belongs to it.
    let last = model.lastVentricular
    let seconds = max(min(script.maximumSeconds, last + 1.2), last + 0.5)
    let noise = RecordingNoise(
      seed: script.seed ^ 0x4E6F_6973, respirationHz: profile.respirationHz,
      artifacts: model.artifacts.map { frame($0.lowerBound)..<frame($0.upperBound) },
      hasStudy: script.layout == .study, faults: faults, using: &random)
    let events = SignalEvents(
      model: model, vectors: vectors, electrograms: electrograms,
      motions: motions(script, profile, seconds), surfaceSpike: faults.surfaceSpike,
      random: stream(3),
      study: script.layout == .study ? stream(5) : nil)
    let rendering = SignalRendering(
      script, vectors: vectors, electrograms: electrograms, leads: leads, events: events,
      noise: noise, profile: profile, faults: faults)
    return SimulatedPatient(
      subject: script.subject, frameCount: Int(seconds * SimulatedPatient.frameRateHz),
      annotations: annotations(of: model, LabelHabits(of: script)),
      truth: model.beats.map { $0.truth },
      atrialActivations: model.atria, rendering: rendering)
  }

  private static func profile(
    of script: PatientScript, using random: inout SeededGenerator
  ) -> PatientProfile {
    var profile = PatientProfile(subject: script.subject, using: &random)
    if script.laboratory.contains(.hearts) {
      profile = profile.varied(seed: script.seed, durationSeconds: script.expectedSeconds)
    }
    if script.laboratory.contains(.catheters) {
      profile.catheters = CatheterPlacement(
        seed: script.catheterSeed ?? script.seed, durationSeconds: script.expectedSeconds)
    }
    return profile
  }

  /// By bipole; none where the catheters lie still.
  private static func motions(
    _ script: PatientScript, _ profile: PatientProfile, _ seconds: Double
  ) -> [CatheterMotion?] {
    Bipole.allCases.map { bipole in
      guard script.features.contains(.motion) else { return nil }
      return CatheterMotion(
        bipole, respirationHz: profile.respirationHz, durationSeconds: seconds,
        withdrawal: profile.catheters.withdrawal(bipole),
        seed: script.catheterSeed ?? script.seed)
    }
  }

  private static func frame(_ seconds: Double) -> Int {
    Int((seconds * SimulatedPatient.frameRateHz).rounded())
  }

  /// Beats, signal-quality marks and rhythm markers, which stand 128 frames before the beat that
  /// they announce, as at the start of the release's x001.
  private static func annotations(
    of model: ConductionModel, _ habits: LabelHabits
  ) -> [WFDBAnnotation] {
    let labels = habits.labels(model.beats.map(\.truth.kind))
    let labelled = zip(model.beats, labels).filter { $0.0.truth.isAnnotated }
    var marks: [WFDBAnnotation] = labelled.map { beat, kind in
      WFDBAnnotation(
        time: frame(beat.truth.qrsPeak), code: kind.code, aux: Array(kind.auxiliaryText.utf8))
    }
    for span in model.artifacts {
      for edge in [span.lowerBound, span.upperBound] {
        marks.append(WFDBAnnotation(time: frame(edge), code: .signalQuality))
      }
    }
    for (index, marker) in model.markers.enumerated() where marker.beat < model.beats.count {
      // Two markers may announce the same beat where the story had no room between them.
      let isReplaced =
        index + 1 < model.markers.count && model.markers[index + 1].beat == marker.beat
      guard !isReplaced else { continue }
      marks.append(
        WFDBAnnotation(
          time: frame(model.beats[marker.beat].truth.qrsPeak) - 128, code: .rhythm,
          aux: Array(marker.text.utf8)))
    }
    return marks.sorted { ($0.time, $0.code.rawValue) < ($1.time, $1.code.rawValue) }
  }
}
