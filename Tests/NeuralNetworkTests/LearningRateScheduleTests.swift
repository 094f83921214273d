import NeuralNetwork
import TestSupport
import Testing

@Suite("Learning rate")
struct LearningRateScheduleTests {
  @Test("It rises and falls as the golden one")
  func golden() throws {
    let golden = try Golden("schedule")
    let hyper = try golden.float("hyper")
    let schedule = LearningRateSchedule(
      peak: hyper[2], floor: hyper[3], warmupSteps: Int(hyper[0]), totalSteps: Int(hyper[1]))
    let rates = try golden.int("step").map { schedule.rate(at: $0) }
    #expect(Golden.mismatch(rates, try golden.float("lr"), absolute: 1e-9) == nil)
  }

  @Test("The warm-up ends at the peak, the training at the floor, and it stays there")
  func ends() {
    let schedule = LearningRateSchedule(peak: 2e-3, floor: 4e-5, warmupSteps: 7, totalSteps: 50)
    #expect(schedule.rate(at: 0) == 2e-3 / 7)
    #expect(schedule.rate(at: 6) == 2e-3)
    #expect(schedule.rate(at: 7) == 2e-3)
    #expect(schedule.rate(at: 8) < 2e-3)
    #expect(schedule.rate(at: 49) > 4e-5)
    #expect(schedule.rate(at: 50) == 4e-5)
    #expect(schedule.rate(at: 5000) == 4e-5)
  }

  @Test("There may be no warm-up, or nothing else")
  func degenerate() {
    let cosine = LearningRateSchedule(peak: 1, floor: 0, warmupSteps: 0, totalSteps: 10)
    #expect(cosine.rate(at: 0) == 1)
    #expect(abs(cosine.rate(at: 5) - 0.5) < 1e-15)
    let linear = LearningRateSchedule(peak: 1, floor: 0.25, warmupSteps: 4, totalSteps: 4)
    #expect((0..<6).map { linear.rate(at: $0) } == [0.25, 0.5, 0.75, 1, 0.25, 0.25])
  }

  @Test("Parts of the training stand for steps")
  func fractions() {
    let schedule = LearningRateSchedule(peak: 2e-3, totalSteps: 1000)
    #expect(
      schedule
        == LearningRateSchedule(peak: 2e-3, floor: 2e-3 * 0.02, warmupSteps: 50, totalSteps: 1000))
  }
}
