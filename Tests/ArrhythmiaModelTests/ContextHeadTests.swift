import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Models that are told of the rhythm")
struct ContextHeadTests {
  static let sizes = ModelFixtures.told
  private let weights = ModelWeights(random: sizes, seed: 3)

  private func logits(_ weights: ModelWeights, _ windows: Windows, threads: Int = 1) -> [Float] {
    InferenceEngine(weights, crew: Crew(count: threads)).run(windows, maps: false).logits
  }

  private func changing(
    _ name: String, _ places: Range<Int>, by step: Float
  ) throws -> ModelWeights {
    var changed = weights
    var tensor = try #require(changed.tensors[name])
    for place in places { tensor.values[place] += step }
    changed.tensors[name] = tensor
    return changed
  }

  private func network(
    capacity: Int = 4, mode: BatchNormalization.Mode = .batch, threads: Int = 1
  ) -> TrainingNetwork {
    let network = TrainingNetwork(
      RhythmClassifier(Self.sizes), capacity: capacity, crew: Crew(count: threads), mode: mode)
    network.load(weights)
    return network
  }

  // MARK: Forward

  /// `W₂ gelu(W₁ c + b₁) + b₂` of one window's context.
  private func added(_ context: ArraySlice<Float>) throws -> [Double] {
    func layer(_ name: String, _ input: [Double]) throws -> [Double] {
      let weight = try #require(weights.tensors[name + ".weight"])
      let bias = try #require(weights.tensors[name + ".bias"])
      return (0..<weight.shape[0]).map { row in
        input.indices.reduce(Double(bias.values[row])) {
          $0 + Double(weight.values[row * input.count + $1]) * input[$1]
        }
      }
    }
    let hidden = try layer("context1", context.map(Double.init))
    return try layer("context2", hidden.map { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) })
  }

  @Test("Each logit gets what the context adds, the target's on top of the base's")
  func equation() throws {
    let windows = ModelFixtures.noiseInContext(3)
    let plain = logits(weights.inside(ModelFixtures.small), windows)
    let found = logits(weights, windows)
    for window in 0..<3 {
      let added = try added(windows.context[window * 5..<(window + 1) * 5])
      for index in 0..<4 {
        let seen = Double(plain[window * 4 + (index == 2 ? 0 : index)])
        let distance = abs(Double(found[window * 4 + index]) - seen - added[index])
        #expect(distance < 1e-5, "window \(window), class \(index)")
      }
    }
    #expect(found != plain)
  }

  @Test("What the window says of the target class does not count")
  func targetRow() throws {
    let windows = ModelFixtures.noiseInContext(3)
    let expected = logits(weights, windows)
    let width = Self.sizes.width
    let row = try changing("head.weight", 2 * width..<3 * width, by: 5)
    #expect(logits(row, windows) == expected)
    #expect(logits(try changing("head.bias", 2..<3, by: 5), windows) == expected)
    // The base's row moves both, another's its own.
    for (changed, moved) in [(0, [0, 2]), (1, [1]), (3, [3])] {
      let found = logits(
        try changing("head.bias", changed..<changed + 1, by: 1), windows)
      for place in found.indices {
        let step: Float = moved.contains(place % 4) ? 1 : 0
        #expect(abs(found[place] - expected[place] - step) < 1e-5)
      }
    }
  }

  @Test(
    "What is added to the head misses the target; what is added to the context reaches it alone")
  func offsets() throws {
    let windows = ModelFixtures.noiseInContext(3)
    let expected = logits(weights, windows)
    var (head, context) = (weights, weights)
    head.addToLogits([1, 0, -4, 0])
    context.addToContext([1, 0, -4, 0])
    let found = (logits(head, windows), logits(context, windows))
    for place in expected.indices {
      let step: (Float, Float) = ([0, 2].contains(place % 4) ? 1 : 0, place % 4 == 2 ? -5 : 0)
      #expect(abs(found.0[place] - expected[place] - step.0) < 1e-5)
      #expect(abs(found.1[place] - expected[place] - step.1) < 1e-5)
    }
    var plain = weights.inside(ModelFixtures.small)
    plain.addToContext([1, 0, -4, 0])
    #expect(plain == weights.inside(ModelFixtures.small))
  }

  @Test("The window moves base and target alike; only the context tells them apart")
  func difference() {
    let (one, other) = (
      ModelFixtures.noiseInContext(2), ModelFixtures.noiseInContext(2, seed: 7)
    )
    func distances(_ windows: Windows) -> [Float] {
      let found = logits(weights, windows)
      return (0..<2).map { found[$0 * 4 + 2] - found[$0 * 4] }
    }
    let same = distances(other.told(one.context))
    #expect(zip(distances(one), same).allSatisfy { abs($0 - $1) < 1e-5 })
    let differing = distances(one.told(other.context))
    #expect(zip(distances(one), differing).contains { abs($0 - $1) > 1e-2 })
    #expect(logits(weights, one) != logits(weights, other.told(one.context)))
  }

  @Test("Embeddings and features do not depend on the context")
  func embeddings() {
    let windows = ModelFixtures.noiseInContext(2)
    let engine = InferenceEngine(weights, crew: Crew(count: 1))
    let (one, other) = (
      engine.run(windows), engine.run(windows.told([Float](repeating: 3, count: 10)))
    )
    #expect(one.embeddings == other.embeddings && one.features == other.features)
    #expect(one.logits != other.logits)
  }

  @Test("A window's bits are the same alone and among many, on any number of threads")
  func manyWindows() {
    let windows = ModelFixtures.noiseInContext(70)
    let engine = InferenceEngine(weights, crew: Crew(count: 1))
    let expected = (0..<70).flatMap {
      engine.run(windows.pickingInContext([$0]), maps: false).logits
    }
    for threads in [1, 2, 3] {
      #expect(logits(weights, windows, threads: threads) == expected, "\(threads) threads")
    }
  }

  @Test("Training computes what inference does")
  func bothNetworks() {
    let windows = ModelFixtures.noiseInContext(4)
    let network = network(mode: .frozen)
    network.fill(from: windows)
    network.forward(windows: 4)
    let found = network.outputs.logits.doubles
    let expected = logits(weights, windows).map(Double.init)
    #expect(Golden.mismatch(found, expected, relative: 1e-4, absolute: 1e-4) == nil)
    #expect(network.context?.values == windows.context)
  }

  // MARK: Backward

  @Test("All gradients are the outputs' slopes")
  func gradients() {
    let network = network(capacity: 3)
    defer { withExtendedLifetime(network) {} }
    network.fill(from: ModelFixtures.noiseInContext(3))
    var random = SeededGenerator(seed: 11)
    let outputs = network.outputs
    let weighed = [
      (outputs.logits, outputs.logitsGradient), (outputs.projected, outputs.projectedGradient),
    ]
    for (_, gradient) in weighed { gradient.fill(&random) }
    let factors = weighed.map(\.1.doubles)
    network.forward(windows: 3)
    network.backward()
    func loss() -> Double {
      network.forward(windows: 3)
      return zip(weighed, factors).reduce(0) { sum, part in
        sum + zip(part.0.0.doubles, part.1).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    let (values, gradients) = (network.parameters, network.gradients)
    var moved = 0
    for parameter in values.layout.parameters {
      let block = values.matrix(parameter)
      for group in 0..<parameter.count / (block.rows * block.columns) {
        let slopes = gradients.matrix(parameter, group: group).doubles
        let distance = GradientCheck.disagreement(
          values.matrix(parameter, group: group), gradient: slopes, step: 0.01, limit: 4,
          { loss() })
        #expect(distance < 1e-2, "\(parameter.name)")
        if slopes.contains(where: { abs($0) > 1e-3 }) { moved += 1 }
      }
    }
    #expect(moved > 40, "most parameters have a slope to compare")
  }

  @Test("The window's row of the target class learns nothing, the context's layers do")
  func targetGradient() {
    let network = network()
    defer { withExtendedLifetime(network) {} }
    network.fill(from: ModelFixtures.noiseInContext(4))
    network.forward(windows: 4)
    network.outputs.projectedGradient.fill(0)
    network.outputs.logitsGradient.fill(0)
    // Only the target's logit is asked for.
    for row in 0..<4 { network.outputs.logitsGradient[row, 2] = Float(row + 1) }
    network.backward()
    func gradient(_ name: String) -> [Float] {
      network.gradients.layout.parameters.first { $0.name == name }
        .map { network.gradients.fileValues($0) } ?? []
    }
    let (weight, width) = (gradient("head.weight"), Self.sizes.width)
    for row in 0..<4 {
      let isLearning = weight[row * width..<(row + 1) * width].contains { $0 != 0 }
      #expect(isLearning == (row == 0), "row \(row)")
    }
    #expect(gradient("head.bias") == [10, 0, 0, 0])
    #expect(gradient("context2.bias") == [0, 0, 10, 0])
    #expect(gradient("context1.weight").contains { $0 != 0 })
    #expect(gradient("ecg.stem.weight").contains { $0 != 0 })
  }

  // MARK: Training

  private func training(_ steps: Int) -> TrainingConfiguration {
    TrainingConfiguration(
      loss: LossConfiguration(contrast: .adaptive()),
      schedule: LearningRateSchedule(peak: 5e-3, totalSteps: steps), dropout: 0.1, seed: 7)
  }

  @Test("The same seed gives the same bits on any number of threads")
  func determinism() throws {
    func steps(threads: Int) throws -> [String: [UInt32]] {
      let trainer = ModelFixtures.trainer(
        sizes: Self.sizes, training(6), capacity: 9, threads: threads)
      for (step, count) in [9, 3, 1, 9].enumerated() {
        try trainer.step(on: ModelFixtures.noiseInContext(count, seed: step))
      }
      return trainer.bits
    }
    let expected = try steps(threads: 1)
    #expect(expected["context1.weight"] != weights.bits["context1.weight"])
    for threads in [1, 2, 3] {
      let found = try steps(threads: threads)
      #expect(ArrhythmiaModelTests.difference(found, expected) == nil, "\(threads) threads")
    }
  }

  @Test("Windows that look the same are told apart by their timing")
  func learning() throws {
    let trainer = ModelFixtures.trainer(
      sizes: Self.sizes,
      TrainingConfiguration(
        schedule: LearningRateSchedule(peak: 5e-3, totalSteps: 80), dropout: 0), capacity: 8)
    let one = ModelFixtures.noise(1, Self.sizes)
    let windows = one.picking([Int](repeating: 0, count: 8)).told(
      (0..<8).flatMap { [$0.isMultiple(of: 2) ? -1 : 1, 0, 0.1 * Float($0), 0, 1] })
    let labels = (0..<8).map { $0.isMultiple(of: 2) ? 2 : 0 }
    trainer.network.fill(from: windows)
    for _ in 0..<80 { try trainer.step(labels: labels) }
    let engine = InferenceEngine(trainer.weights(averaged: false), crew: Crew(count: 1))
    #expect(engine.run(windows, maps: false).likeliest == labels)
    let swapped = windows.told(windows.context.enumerated().map { $0 % 5 == 0 ? -$1 : $1 })
    #expect(engine.run(swapped, maps: false).likeliest == labels.map { 2 - $0 })
  }

  @Test("A context that is not a number stops the training and changes nothing")
  func notANumber() throws {
    let trainer = ModelFixtures.trainer(sizes: Self.sizes, training(6))
    try trainer.step(on: ModelFixtures.noiseInContext(4))
    let before = trainer.bits
    var context = ModelFixtures.noiseInContext(4).context
    context[12] = .nan
    #expect(throws: TrainingError.self) {
      try trainer.step(on: ModelFixtures.noiseInContext(4).told(context))
    }
    #expect(ArrhythmiaModelTests.difference(trainer.bits, before) == nil)
    #expect(trainer.step == 1)
  }

  @Test("A checkpoint keeps the context's layers, and no training without them takes it")
  func checkpoint() throws {
    let folder = try ScratchFolder()
    let (first, second) = (
      ModelFixtures.trainer(sizes: Self.sizes, training(6)),
      ModelFixtures.trainer(sizes: Self.sizes, weights: 9, training(6))
    )
    try first.step(on: ModelFixtures.noiseInContext(4))
    try first.writeCheckpoint(path: folder.file("c"))
    try second.resume(path: folder.file("c"))
    #expect(ArrhythmiaModelTests.difference(second.bits, first.bits) == nil)
    #expect(first.bits["average.context2.bias"] != nil)
    var other = Self.sizes
    other.context?.target = 3
    for sizes in [ModelFixtures.small, other] {
      let trainer = ModelFixtures.trainer(sizes: sizes, training(6))
      #expect(throws: CheckpointError.self) { try trainer.resume(path: folder.file("c")) }
    }
  }

  @Test("Models without a context have none of its layers")
  func layouts() {
    func names(_ sizes: ModelConfiguration) -> Set<String> {
      Set(RhythmClassifier(sizes).layout.parameters.map(\.name))
    }
    let (told, plain) = (names(Self.sizes), names(ModelFixtures.small))
    #expect(
      told.subtracting(plain) == [
        "context1.weight", "context1.bias", "context2.weight", "context2.bias",
      ])
    #expect(plain.isSubset(of: told))
    let count = weights.parameterCount - weights.inside(ModelFixtures.small).parameterCount
    #expect(count == 5 * 16 + 16 + 16 * 4 + 4)
    let network = TrainingNetwork(
      RhythmClassifier(ModelFixtures.small), capacity: 1, crew: Crew(count: 1))
    #expect(network.context == nil)
  }
}
