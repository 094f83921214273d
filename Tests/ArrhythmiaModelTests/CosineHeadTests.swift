import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Heads that compare directions")
struct CosineHeadTests {
  private static let sizes: ModelConfiguration = {
    var sizes = ModelFixtures.small
    sizes.cosineScale = 30
    return sizes
  }()

  private let windows = ModelFixtures.noise(6, sizes)

  private func trained(
    _ loss: LossConfiguration = LossConfiguration(), steps: Int = 3, threads: Int = 1
  ) throws -> ModelWeights {
    let trainer = ModelFixtures.trainer(
      sizes: Self.sizes,
      TrainingConfiguration(loss: loss, schedule: LearningRateSchedule(peak: 2e-3, totalSteps: 8)),
      threads: threads)
    for _ in 0..<steps {
      for row in 0..<6 { trainer.network.fill(row, from: windows, row) }
      try trainer.step(labels: windows.labels)
    }
    return trainer.weights(averaged: true)
  }

  @Test("A logit is the scale times the cosine of feature and row")
  func cosines() throws {
    let model = try trained()
    let outputs = InferenceEngine(model, crew: Crew(count: 1)).run(windows, maps: false)
    let rows = try #require(model.tensors["head.weight"]).values
    let width = Self.sizes.width
    for window in 0..<6 {
      let feature = outputs.features[window * width..<(window + 1) * width]
      let length = feature.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(length - 30) < 1e-3)
      for index in 0..<4 {
        let row = rows[index * width..<(index + 1) * width]
        let norm = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(norm - 1) < 1e-5)
        let dot = zip(feature, row).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(outputs.logits[window * 4 + index] - dot) < 1e-3)
      }
    }
  }

  @Test("The gradient through the length is the outputs' slope")
  func gradient() throws {
    let network = TrainingNetwork(
      RhythmClassifier(Self.sizes), capacity: 2, crew: Crew(count: 1), mode: .frozen)
    var model = try trained()
    let weights = try #require(model.tensors["pool.score.weight"] ?? model.tensors["norm.weight"])
    let name = model.tensors["pool.score.weight"] == nil ? "norm.weight" : "pool.score.weight"
    func logitSum(_ values: [Double]) -> Double {
      model.tensors[name]?.values = values.map(Float.init)
      network.load(model)
      for row in 0..<2 { network.fill(row, from: windows, row) }
      network.forward(windows: 2)
      let logits = network.outputs.logits.doubles
      return logits[0] - 0.5 * logits[5]
    }
    let point = weights.values.map(Double.init)
    _ = logitSum(point)
    network.outputs.logitsGradient.fill(0)
    network.outputs.projectedGradient.fill(0)
    network.outputs.logitsGradient[0, 0] = 1
    network.outputs.logitsGradient[1, 1] = -0.5
    network.backward()
    let parameter = try #require(
      network.classifier.layout.parameters.first { $0.name == name })
    let gradient = network.gradients.fileValues(parameter).map(Double.init)
    let distance = GradientCheck.disagreement(point, gradient, step: 1e-2, logitSum)
    #expect(distance < 2e-2)
  }

  @Test("It is kept in the file, and one that makes no sense is refused")
  func file() throws {
    let folder = try ScratchFolder()
    let model = try trained()
    try model.write(path: folder.file("cosine.safetensors"))
    let read = try ModelWeights(path: folder.file("cosine.safetensors"))
    #expect(read.configuration == Self.sizes)
    #expect(read.tensors == model.tensors)
    for text in ["0", "nan", "many"] {
      var other = model
      other.metadata["cosine_scale"] = text
      try SafeTensors.write(
        other.tensors.mapValues { .float32($0) }, metadata: other.metadata,
        path: folder.file("odd.safetensors"))
      #expect(
        throws: ModelFileError.badCosineScale(
          path: folder.file("odd.safetensors"), found: text)
      ) { try ModelWeights(path: folder.file("odd.safetensors")) }
    }
  }

  @Test("The same bits on one thread and two, with every contrast")
  func threads() throws {
    var adaptive = LossConfiguration(contrast: .adaptive())
    (adaptive.contrastRatio, adaptive.positives) = (1, .others)
    var probabilistic = LossConfiguration(contrast: .probabilistic())
    probabilistic.contrastRatio = 3
    for loss in [LossConfiguration(), adaptive, probabilistic] {
      let (one, two) = (try trained(loss), try trained(loss, threads: 2))
      #expect(one.tensors == two.tensors)
    }
  }

  @Test(
    "A contrast moves the features as many times as strongly as was asked", arguments: [0.3, 3])
  func ratio(_ ratio: Double) throws {
    var loss = LossConfiguration(contrast: .supervised())
    loss.contrastRatio = ratio
    let trainer = ModelFixtures.trainer(
      sizes: Self.sizes,
      TrainingConfiguration(loss: loss, schedule: LearningRateSchedule(peak: 2e-3, totalSteps: 4)))
    for step in 0..<4 {
      for row in 0..<6 { trainer.network.fill(row, from: windows, row) }
      let report = try trainer.step(labels: windows.labels)
      let norms = report.featureGradients
      // The first tenth of the training ramps it up from nothing.
      if step == 0 {
        #expect(norms.contrast == 0)
      } else {
        #expect(abs(norms.contrast / norms.classification - ratio) < 1e-3 * ratio)
      }
    }
  }
}
