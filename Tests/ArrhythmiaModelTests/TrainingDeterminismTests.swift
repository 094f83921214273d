import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Training is the same each time")
struct TrainingDeterminismTests {
  static func configuration(
    seed: UInt64 = 7, steps: Int = 6, precision: ProductPrecision = .float32
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      loss: LossConfiguration(contrast: .adaptive()),
      schedule: LearningRateSchedule(peak: 2e-3, totalSteps: steps), dropout: 0.1,
      precision: precision, seed: seed)
  }

  /// The bits after five steps on batches of 13, 5, 1, 8 and 13 windows.
  private func fiveSteps(
    _ sizes: ModelConfiguration, threads: Int, seed: UInt64 = 7, weights: UInt64 = 1,
    precision: ProductPrecision = .float32
  ) throws -> [String: [UInt32]] {
    let trainer = ModelFixtures.trainer(
      sizes: sizes, weights: weights, Self.configuration(seed: seed, precision: precision),
      capacity: 13, threads: threads)
    let windows = ModelFixtures.noise(13, sizes).without(ecg: [2], iegm: [0, 3])
    for count in [13, 5, 1, 8, 13] {
      try trainer.step(on: windows.picking(Array(0..<count)))
    }
    return trainer.bits
  }

  @Test(
    "The same seed gives the same bits, run after run and on any number of threads",
    arguments: [ModelFixtures.small, .tiny(classes: 3)])
  func sameBits(_ sizes: ModelConfiguration) throws {
    let expected = try fiveSteps(sizes, threads: 1)
    for threads in [1, 2, 3] {
      #expect(
        difference(try fiveSteps(sizes, threads: threads), expected) == nil, "\(threads) threads")
    }
  }

  @Test(
    "In bfloat16 too, which are other bits",
    .enabled(if: ProductPrecision.bfloat16.isAvailable, "AVX-512 BF16"))
  func bfloat16() throws {
    let sizes = ModelFixtures.small
    let expected = try fiveSteps(sizes, threads: 1, precision: .bfloat16)
    for threads in [1, 2, 3] {
      let found = try fiveSteps(sizes, threads: threads, precision: .bfloat16)
      #expect(difference(found, expected) == nil, "\(threads) threads")
    }
    #expect(difference(try fiveSteps(sizes, threads: 2), expected) != nil)
  }

  @Test(
    "With OpenBLAS too",
    .enabled(if: ProductProvider.available.contains(.openblas), "OpenBLAS is installed"))
  func openBLAS() async {
    await #expect(processExitsWith: .success) {
      #expect(ProductProvider.use(.openblas))
      for sizes in [ModelFixtures.small, .tiny(classes: 3)] {
        let expected = try TrainingDeterminismTests().fiveSteps(sizes, threads: 1)
        for threads in [1, 2, 3] {
          let found = try TrainingDeterminismTests().fiveSteps(sizes, threads: threads)
          #expect(difference(found, expected) == nil, "\(threads) threads")
        }
      }
    }
  }

  @Test("The design's model too, on batches of five")
  func wholeModel() throws {
    func threeSteps(threads: Int) throws -> [String: [UInt32]] {
      let sizes = ModelConfiguration()
      let trainer = ModelFixtures.trainer(
        sizes: sizes, Self.configuration(), capacity: 5, threads: threads)
      for step in 0..<3 { try trainer.step(on: ModelFixtures.noise(5, sizes, seed: step)) }
      return trainer.bits
    }
    let expected = try threeSteps(threads: 1)
    for threads in [2, 3] {
      #expect(difference(try threeSteps(threads: threads), expected) == nil, "\(threads) threads")
    }
  }

  @Test("Another seed gives other weights")
  func otherSeed() throws {
    let one = try fiveSteps(ModelFixtures.small, threads: 1)
    #expect(difference(try fiveSteps(ModelFixtures.small, threads: 1, seed: 8), one) != nil)
    #expect(difference(try fiveSteps(ModelFixtures.small, threads: 1, weights: 2), one) != nil)
    let (first, second) = (
      ModelWeights(random: ModelFixtures.small, seed: 1),
      ModelWeights(random: ModelFixtures.small, seed: 1)
    )
    #expect(difference(first.bits, second.bits) == nil)
  }

  @Test("Each step drops other elements")
  func dropoutBySteps() throws {
    let sizes = ModelFixtures.small
    let network = TrainingNetwork(
      RhythmClassifier(sizes), capacity: 2, crew: Crew(count: 1), mode: .frozen)
    network.load(ModelWeights(random: sizes, seed: 1))
    network.fill(from: ModelFixtures.noise(1, sizes).picking([0, 0]))
    func logits(_ source: DropoutSource?) -> [Float] {
      network.forward(windows: 2, dropout: source)
      return network.outputs.logits.values
    }
    func rows(_ values: [Float]) -> (ArraySlice<Float>, ArraySlice<Float>) {
      (values[..<sizes.classes], values[sizes.classes...])
    }
    let plain = rows(logits(nil))
    #expect(plain.0.elementsEqual(plain.1))
    let first = logits(DropoutSource(rate: 0.1, seed: 1, step: 0))
    #expect(!rows(first).0.elementsEqual(rows(first).1), "two windows drop other elements")
    #expect(first == logits(DropoutSource(rate: 0.1, seed: 1, step: 0)))
    #expect(first != logits(DropoutSource(rate: 0.1, seed: 1, step: 1)))
    #expect(first != logits(DropoutSource(rate: 0.1, seed: 2, step: 0)))
  }
}
