/// How many patients to simulate, and from which seed.
public struct SimulationPlan: Sendable, Equatable {
  public var patients: Int
  public var seed: UInt64
  /// The length of one patient's record, drawn from the seed.
  public var durationSeconds: ClosedRange<Double>
  public var world: SimulatedWorld

  public init(
    patients: Int, seed: UInt64 = 1, durationSeconds: ClosedRange<Double> = 180...720,
    world: SimulatedWorld = .plain
  ) {
    self.patients = patients
    self.seed = seed
    self.durationSeconds = durationSeconds
    self.world = world
  }
}
