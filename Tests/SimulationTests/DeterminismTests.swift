import Simulation
import Testing

@Suite("Determinism")
struct DeterminismTests {
  private func patient(seed: UInt64, index: Int) -> SimulatedPatient {
    PatientSimulator(plan: SimulationPlan(patients: 8, seed: seed, durationSeconds: 60...90))
      .patient(index)
  }

  @Test("The same seed makes the same patient", arguments: [0, 3, 7])
  func same(_ index: Int) {
    let (one, other) = (patient(seed: 4, index: index), patient(seed: 4, index: index))
    #expect(one.subject == other.subject)
    #expect(one.annotations == other.annotations)
    #expect(one.truth == other.truth)
    #expect(one.samples == other.samples)
  }

  @Test("Another seed or index makes another patient")
  func different() {
    let one = patient(seed: 4, index: 1)
    #expect(one.annotations != patient(seed: 5, index: 1).annotations)
    #expect(one.annotations != patient(seed: 4, index: 2).annotations)
  }

  @Test("A part of the record is the same however it is asked for")
  func parts() {
    let one = patient(seed: 4, index: 2)
    let whole = one.samples
    let seam = SimulatedPatient.blockFrames
    for frames in [0..<10, 5..<40_000, seam - 3..<seam + 3, one.frameCount - 9..<one.frameCount] {
      #expect(one.samples(frames: frames) == whole.map { Array($0[frames]) })
    }
    #expect(one.samples(frames: 7..<7).allSatisfy { $0.isEmpty })
  }

  @Test("Blocks meet without a step, noise included")
  func seams() {
    var largest = 0
    var channels = 0
    for index in 0..<8 {
      let one = patient(seed: 9, index: index)
      for seam in stride(
        from: SimulatedPatient.blockFrames, to: one.frameCount - 200,
        by: SimulatedPatient.blockFrames)
      {
        for channel in one.samples(frames: seam - 100..<seam + 100) {
          let steps = zip(channel, channel.dropFirst()).map { abs($1 - $0) }
          let others = steps[..<99] + steps[100...]
          channels += 1
          if steps[99] > others.max() ?? 0 { largest += 1 }
        }
      }
    }
    // By chance, a seam has the largest of 199 steps once in 199.
    #expect(channels > 300)
    #expect(largest < channels / 50)
  }
}
