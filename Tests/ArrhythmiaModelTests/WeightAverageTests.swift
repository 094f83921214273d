import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("The average of a training's weights")
struct WeightAverageTests {
  private func configuration(decay: Double) -> TrainingConfiguration {
    TrainingConfiguration(
      schedule: LearningRateSchedule(peak: 1e-2, totalSteps: 5), averageDecay: decay)
  }

  @Test("It keeps (t + 1)/(t + 10) of itself, and no more than was asked for")
  func average() throws {
    let trainer = ModelFixtures.trainer(configuration(decay: 0.25), threads: 2)
    let windows = ModelFixtures.noise(4, ModelFixtures.small)
    var expected = trainer.weights(averaged: false).tensors.mapValues { $0.values.map(Double.init) }
    for keep in [1.0 / 10, 2.0 / 11, 0.25, 0.25] {
      try trainer.step(on: windows)
      let now = trainer.weights(averaged: false)
      let average = trainer.weights(averaged: true)
      for (name, tensor) in now.tensors {
        // The prototypes' means are an average already.
        let share = name == "prototype_means" ? 0 : keep
        expected[name] = zip(expected[name] ?? [], tensor.values).map {
          share * $0 + (1 - share) * Double($1)
        }
        let mismatch = Golden.mismatch(
          average.tensors[name]?.values.map(Double.init) ?? [], expected[name] ?? [],
          relative: 1e-6, absolute: 1e-6)
        #expect(mismatch == nil, "\(name), keeping \(keep)")
      }
    }
  }

  @Test("Before the first step it is the weights themselves")
  func beginning() {
    let trainer = ModelFixtures.trainer(configuration(decay: 0.999))
    let (now, average) = (trainer.weights(averaged: false), trainer.weights(averaged: true))
    #expect(difference(now.bits, average.bits) == nil)
  }
}
