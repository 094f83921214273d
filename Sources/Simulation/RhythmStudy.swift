/// Patients in whom every rhythm occurs, also those that are too rare in the release to be a class:
/// for trials of what is learned from a few examples.
///
/// Each patient has sinus rhythm and four others, drawn alike among those that the diagnosis allows;
/// each lasts about 50 s, so that one patient shows twenty windows of it. All that happens in one patient depends on the seed and the index only.
public struct RhythmStudy: Sendable, Equatable {
  public var patients: Int
  public var seed: UInt64
  public var world: SimulatedWorld

  public init(patients: Int, seed: UInt64 = 1, world: SimulatedWorld = .plain) {
    (self.patients, self.seed, self.world) = (patients, seed, world)
  }

  /// Rhythms of a patient beside sinus rhythm.
  private static let rhythms = 4

  /// The patient at an index in 0 ..< `patients`; every fourth is an adult with repaired Fallot.
  public func patient(_ index: Int) -> SimulatedPatient {
    precondition(0..<patients ~= index, "patient \(index) of \(patients)")
    var random = SeededGenerator(seed: seed, stream: UInt64(index) &+ 1)
    let subject: SimulatedPatient.Subject =
      index % 4 == 3
      ? .adult(number: 100 + index, using: &random) : .child(number: index + 1, using: &random)
    var events: [PatientScript.Event] = [.sinus(beats: 24)]
    var left = Self.kinds(of: subject.group)
    for _ in 0..<Self.rhythms {
      let kind = left.remove(at: random.index(weights: left.map { _ in 1 }))
      let beats = Int(random.uniform(0.9, 1.2) * Self.beats(of: kind))
      if Self.sudden.contains(kind) { events.append(.onset(kind)) }
      events += [.run(kind, beats: beats), .sinus(beats: 10 + Int(random.uniform(0, 14)))]
    }
    return PatientSimulator.patient(
      PatientScript(
        subject: subject, layout: random.chance(0.8) ? .full : .withoutAblationCatheter,
        laboratory: world.features, seed: random.next(), events: events))
  }

  /// Rhythms that an extra beat begins.
  private static let sudden: Set<BeatKind> = [.vt, .afib, .flutter, .avnrt, .avrt]

  /// Beats in about 50 s.
  private static func beats(of kind: BeatKind) -> Double {
    switch kind {
    case .vt, .avnrt, .avrt: 150
    case .ectopicAtrial, .afib: 120
    case .flutter: 100
    default: 75
    }
  }

  private static func kinds(of group: PatientGroup) -> [BeatKind] {
    let common: [BeatKind] = [
      .vt, .ivr, .afib, .flutter, .ectopicAtrial, .atrialPaced, .ventricularPaced,
    ]
    return switch group {
    case .avnrt: common + [.avnrt]
    case .avrt, .preexcitation: common + [.avrt]
    case .fallot: common
    }
  }
}
