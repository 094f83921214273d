import Foundation

/// One beat as the model made it: the truth, and what is needed to draw it.
struct SimulatedBeat: Sendable {
  var truth: BeatTruth
  var shape: VentricularShape
  /// The cycle before it, in seconds, on which QT depends.
  var cycle: Double
}

/// A stimulus of the pacing catheter.
struct PacingSpike: Sendable {
  var time: Double
  var isVentricular: Bool
}

/// The activation times of the heart: plays a patient's story beat by beat.
///
/// The sinus node keeps its own clock, which an atrial impulse resets and a ventricular one does
/// not: hence compensatory pauses after `V` and none after `A`. Refractory muscle is not activated
/// again. All times are whole frames.
struct ConductionModel: Sendable {
  /// No ventricle follows faster.
  private static let ventricularRefractory = 0.225
  private static let atrialRefractory = 0.11

  let profile: PatientProfile
  let durationSeconds: Double
  private let dipole: CardiacDipole
  var random: SeededGenerator

  // The last activations, and the sinus node's next.
  var lastVentricular = 0.0
  var lastAtrial = -0.1
  var lastCycle: Double
  var nextSinus: Double
  /// What the run under way has chosen for itself.
  var run = RunState()

  private(set) var beats: [SimulatedBeat] = []
  private(set) var atria: [AtrialActivation] = []
  private(set) var spikes: [PacingSpike] = []
  /// Rhythm markers, each with the number of the beat that it announces.
  private(set) var markers: [(beat: Int, text: String)] = []
  /// Unusable spans in seconds.
  private(set) var artifacts: [ClosedRange<Double>] = []

  /// One run of equal beats, as its beats need to know it.
  struct RunState: Sendable {
    var kind = BeatKind.sinus
    var index = 0
    var count = 0
    var previous: BeatKind?
    var next: BeatKind?
    /// Cycle length of a tachycardia or of pacing, in seconds.
    var cycle = 0.0
    /// Flutter waves to one QRS complex.
    var ratio = 2
    var isLast: Bool { index == count - 1 }
  }

  init(
    profile: PatientProfile, dipole: CardiacDipole, durationSeconds: Double,
    random: SeededGenerator
  ) {
    self.profile = profile
    self.durationSeconds = durationSeconds
    self.random = random
    self.dipole = dipole
    lastCycle = profile.sinusCycle
    nextSinus = self.random.uniform(0.4, 0.7)
  }

  /// False once the record is full.
  var hasRoom: Bool { lastVentricular + lastCycle < durationSeconds - 0.8 }

  /// Plays one stretch; `next` is the kind of beat after it, where known.
  mutating func play(_ step: RhythmStep, next: BeatKind?) {
    switch step.content {
    case .artifact(let seconds): playArtifact(seconds: seconds)
    case .beats(let kind, let count):
      if let marker = step.marker { markers.append((beats.count, marker)) }
      begin(kind, count: count, next: next)
      for index in 0..<count where hasRoom {
        run.index = index
        commit(plan(kind), kind: kind, isAnnotated: true)
      }
    }
  }

  /// The heart goes on while its signals are unusable; its beats then have no labels.
  private mutating func playArtifact(seconds: Double) {
    let start = Self.frameTime(lastVentricular + 0.12)
    let isTachycardia = run.kind.isTachycardia || run.kind.isSinus
    let kind = isTachycardia ? run.kind : EventSequence.baseline(of: profile.subject.group)
    if kind != run.kind { begin(kind, count: .max, next: kind) }
    while lastVentricular < start + seconds, hasRoom {
      commit(plan(kind), kind: kind, isAnnotated: false)
      run.index += 1
    }
    let end = Self.frameTime(lastVentricular + 0.16)
    if end > start + 0.5 { artifacts.append(start...end) }
  }

  private mutating func begin(_ kind: BeatKind, count: Int, next: BeatKind?) {
    let previous = beats.isEmpty ? nil : run.kind
    run = RunState(kind: kind, index: 0, count: count, previous: previous, next: next)
    run.cycle = runCycle(kind)
    run.ratio = [2, 2, 3, 4][Int(random.next() % 4)]
  }

  private mutating func runCycle(_ kind: BeatKind) -> Double {
    let variation = 1 + 0.025 * random.normal()
    switch kind {
    case .atrialPaced, .ventricularPaced, .pacedFusion:
      // Overdrive: a little faster than the tachycardia, or than the sinus node.
      if let previous = run.previous, previous.isTachycardia { return lastCycle * 0.92 }
      return min(max(profile.sinusCycle * random.uniform(0.6, 0.9), 0.32), 0.65)
    case .avrt, .avrtAberrant: return profile.avrtCycle * variation
    case .avnrt, .avnrtAberrant: return profile.avnrtCycle * variation
    case .avnrtBlock: return profile.avnrtCycle * 0.94 * variation
    case .vt: return profile.vtCycle * variation
    case .ivr: return profile.escapeCycle * variation
    case .ectopicAtrial: return profile.ectopicAtrialCycle * variation
    case .flutter: return profile.flutterCycle * variation
    default: return sinusInterval()
    }
  }

  /// One sinus cycle, longer in expiration.
  mutating func sinusInterval() -> Double {
    let breathing = sin(2 * Double.pi * profile.respirationHz * lastVentricular)
    let cycle =
      profile.sinusCycle * profile.variety.pace(at: lastVentricular)
      * (1 + profile.sinusArrhythmia * breathing + 0.008 * random.normal())
    // However the node hurries, the ventricles follow each of its impulses.
    return profile.variety.hurry.isEmpty ? cycle : max(cycle, profile.atrioventricular + 0.28)
  }

  /// Activates the atria, unless they are refractory; returns the activation.
  @discardableResult
  mutating func activateAtria(_ time: Double, _ origin: AtrialOrigin) -> AtrialActivation? {
    let refractory = origin == .fibrillation ? 0.09 : Self.atrialRefractory
    guard time > lastAtrial + refractory else { return nil }
    let onset = Self.frameTime(time)
    let sinus = catheterDelays(origin).map { Self.frameTime(onset + $0) }
    let activation = AtrialActivation(onset: onset, origin: origin, coronarySinus: sinus)
    atria.append(activation)
    lastAtrial = onset
    return activation
  }

  /// The sinus node fires until `time` without being heard by the ventricles.
  mutating func dissociate(until time: Double) {
    while nextSinus < time {
      activateAtria(nextSinus, .sinus)
      nextSinus += sinusInterval()
    }
  }

  mutating func stimulate(_ time: Double, isVentricular: Bool) {
    spikes.append(PacingSpike(time: Self.frameTime(time), isVentricular: isVentricular))
  }

  /// Delays from an atrial onset to CS12 ... CS90, in seconds.
  private mutating func catheterDelays(_ origin: AtrialOrigin) -> [Double] {
    let positions = profile.catheters.sinusPositions
    let slowness = profile.catheters.slowness
    switch origin {
    case .pathway:
      return profile.pathway?.coronarySinusDelays(at: positions, slowness)
        ?? positions.map { 0.05 - 0.01 * $0 }
    case .node: return positions.map { 0.008 + 0.011 * slowness * abs(4 - $0) }
    case .fibrillation:
      if profile.variety.organisedCycle != nil {
        return positions.map { 0.01 + 0.011 * slowness * $0 + random.uniform(0, 0.008) }
      }
      return positions.map { _ in random.uniform(0, 0.06) }
    case .ectopic where profile.variety.focus != nil:
      return spread(from: profile.variety.focus ?? 0, over: positions)
    case .paced where profile.variety.pacedSite != nil:
      return spread(from: profile.variety.pacedSite ?? 0, over: positions)
    default: return positions.map { 0.052 + 0.009 * slowness * abs(4 - $0) }
    }
  }

  /// Delays from a site on the groove, in seconds.
  private func spread(from site: Double, over positions: [Double]) -> [Double] {
    positions.map { 0.006 + 0.011 * profile.catheters.slowness * abs($0 - site) }
  }

  private mutating func commit(_ plan: BeatPlan, kind: BeatKind, isAnnotated: Bool) {
    let onset = Self.frameTime(plan.ventricular)
    let early = lastVentricular + Self.ventricularRefractory
    precondition(onset >= early - 0.002 || beats.isEmpty, "\(kind) too early: \(onset)")
    let his = plan.isConducted ? Self.frameTime(onset - profile.hisVentricular) : nil
    let cycle = max(onset - lastVentricular, Self.ventricularRefractory)
    let peak = Double(dipole.peakFrames(plan.shape)) / SimulatedPatient.frameRateHz
    let truth = BeatTruth(
      kind: kind, isAnnotated: isAnnotated, atrial: plan.atrial, his: his,
      ventricularOnset: onset, qrsPeak: Self.frameTime(onset + peak),
      rightVentricularApex: Self.frameTime(
        onset + plan.shape.apexDelay + profile.catheters.apexAway),
      qrsOffset: onset + dipole.qrsEnd(plan.shape),
      tEnd: onset + dipole.repolarizationEnd(plan.shape, after: cycle))
    lastCycle = cycle
    beats.append(SimulatedBeat(truth: truth, shape: plan.shape, cycle: lastCycle))
    lastVentricular = onset
  }

  /// The earliest time at which the ventricles can be activated.
  var ventricularReady: Double { lastVentricular + Self.ventricularRefractory + 0.005 }

  static func frameTime(_ seconds: Double) -> Double {
    (seconds * SimulatedPatient.frameRateHz).rounded() / SimulatedPatient.frameRateHz
  }
}

/// When and how the ventricles are activated next.
struct BeatPlan: Sendable {
  var ventricular: Double
  var shape: VentricularShape
  var atrial: AtrialActivation?
  /// Down the bundle of His.
  var isConducted = true
}
