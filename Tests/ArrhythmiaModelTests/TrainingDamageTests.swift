import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Numbers that are not finite, in training")
struct TrainingDamageTests {
  static let sizes = ModelFixtures.small

  private func trainer(threads: Int = 1) -> Trainer {
    ModelFixtures.trainer(TrainingDeterminismTests.configuration(steps: 20), threads: threads)
  }

  private func windows(_ seed: Int) -> Windows { ModelFixtures.noise(5, Self.sizes, seed: seed) }

  /// Has a step fail between good ones; `repair` undoes the damage. The error has to name the
  /// tensor and the step, and the trainer to go on as one without the bad step.
  private func expectRefusal(
    _ tensor: String, damage: (TrainingNetwork) throws -> Void,
    repair: (TrainingNetwork) throws -> Void = { _ in }
  ) throws {
    let (trainer, control) = (trainer(), trainer())
    for seed in 0..<2 {
      try trainer.step(on: windows(seed))
      try control.step(on: windows(seed))
    }
    trainer.network.fill(from: windows(2))
    try damage(trainer.network)
    let before = trainer.bits
    let error = #expect(throws: TrainingError.self, "\(tensor)") {
      try trainer.step(labels: windows(2).labels)
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.hasPrefix("step 2: \(tensor)"), "\(tensor): \(text)")
    #expect(sentenceProblem(text) == nil)
    #expect(difference(trainer.bits, before) == nil, "\(tensor)")
    #expect(trainer.step == 2)

    try repair(trainer.network)
    for seed in 3..<5 {
      let (found, expected) = (
        try trainer.step(on: windows(seed)), try control.step(on: windows(seed))
      )
      #expect(found == expected, "\(tensor)")
    }
    #expect(difference(trainer.bits, control.bits) == nil, "\(tensor), after more steps")
  }

  @Test("In a signal or a live flag", arguments: [Float.nan, .infinity, -.infinity])
  func signals(_ bad: Float) throws {
    try expectRefusal("ecg of window 3, value 133:") { $0.ecg(3)[1, 5] = bad }
    try expectRefusal("iegm of window 0, value 0:") { $0.iegm(0)[0, 0] = bad }
    try expectRefusal("ecg_live, value 13:") { $0.ecgLive[1, 1] = bad }
    try expectRefusal("iegm_live, value 69:") { $0.iegmLive[4, 13] = bad }
  }

  @Test("Beyond the batch's windows nothing is looked at")
  func beyondBatch() throws {
    let (trainer, control) = (trainer(), trainer())
    trainer.network.ecg(5)[0, 0] = .nan
    trainer.network.iegmLive[7, 3] = .nan
    #expect(try trainer.step(on: windows(0)) == control.step(on: windows(0)))
    #expect(difference(trainer.bits, control.bits) == nil)
  }

  /// Damages one weight and repairs it.
  private func expectRefusal(_ tensor: String, weight: String, to bad: Float) throws {
    var saved: Float = 0
    try expectRefusal(
      tensor,
      damage: {
        let matrix = try #require($0.matrix(weight))
        saved = matrix[0, 0]
        matrix[0, 0] = bad
      },
      repair: {
        let matrix = try #require($0.matrix(weight))
        #expect(matrix[0, 0].bitPattern == bad.bitPattern, "the weight is as it was")
        matrix[0, 0] = saved
      })
  }

  @Test(
    "In a weight",
    arguments: [
      ("logits", "head.bias"), ("embedding", "projection2.bias"), ("loss", "prototypes"),
      ("logits", "transformer.0.norm1.weight"), ("logits", "fusion.query.weight"),
      ("logits", "pool_bias"), ("logits", "position"),
    ])
  func weights(tensor: String, weight: String) throws {
    try expectRefusal(tensor, weight: weight, to: .nan)
    try expectRefusal(tensor, weight: weight, to: .infinity)
  }

  @Test("In the statistics of a batch, which would spoil the running ones")
  func statistics() throws {
    try expectRefusal("logits", weight: "ecg.stem.weight", to: .nan)
    try expectRefusal("iegm.norm.running_var", weight: "iegm.stem.weight", to: 1e25)
    try expectRefusal("ecg.norm.running_var") { $0.ecg(1)[3, 7] = 1e25 }
  }

  @Test(
    "On the way back alone: the loss is finite, a gradient overflows",
    arguments: [
      (sizes, 1, "ecg."), (ModelConfiguration(), 1, "ecg."),
      // With two windows, each one's is finite and only their sum is not.
      (sizes, 2, "norm."), (ModelConfiguration(), 2, "norm."),
    ])
  func gradients(_ sizes: ModelConfiguration, windows: Int, tensor: String) throws {
    let trainer = ModelFixtures.trainer(
      sizes: sizes, TrainingDeterminismTests.configuration(), capacity: windows)
    trainer.network.fill(from: ModelFixtures.noise(windows, sizes))
    // The first feature is 0, so its enormous weights do not show before the way back.
    for name in ["norm.weight", "norm.bias"] {
      try #require(trainer.network.matrix(name))[0, 0] = 0
    }
    let head = try #require(trainer.network.matrix("head.weight"))
    for column in 0..<sizes.classes { head[0, column] = column == 0 ? -3.4e38 : 3.4e38 }
    trainer.network.parameters.refreshTransposes(
      0..<trainer.network.classifier.layout.parameters.count)
    let before = trainer.bits
    let error = #expect(throws: TrainingError.self) {
      try trainer.step(labels: [Int](repeating: 0, count: windows))
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.hasPrefix("step 0: gradient of \(tensor)"), "\(text)")
    #expect(sentenceProblem(text) == nil)
    #expect(difference(trainer.bits, before) == nil)
    #expect(trainer.step == 0)
  }

  @Test("A label that is no class")
  func labels() throws {
    let (trainer, control) = (trainer(), trainer())
    trainer.network.fill(from: windows(0))
    let before = trainer.bits
    for bad in [-1, 4, Int.max, Int.min] {
      let error = #expect(throws: TrainingError.self) {
        try trainer.step(labels: [0, 1, bad])
      }
      #expect(
        error == .badLabel(window: 2, classes: 4, found: bad, step: 0), "label \(bad)")
      #expect(sentenceProblem(error.map { "\($0)" } ?? "") == nil)
    }
    #expect(difference(trainer.bits, before) == nil)
    #expect(try trainer.step(on: windows(1)) == control.step(on: windows(1)))
  }
}
