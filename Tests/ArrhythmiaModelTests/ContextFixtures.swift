import ArrhythmiaModel
import NeuralNetwork
import TestSupport

extension ModelFixtures {
  /// A small model that is told five numbers a window, in which classes 0 and 2 differ.
  static let told: ModelConfiguration = {
    var sizes = small
    sizes.context = ModelConfiguration.Context(inputs: 5, base: 0, target: 2)
    return sizes
  }()

  /// A small model whose modalities do not attend to each other.
  static let apart: ModelConfiguration = {
    var sizes = small
    sizes.usesCrossAttention = false
    return sizes
  }()

  /// Windows of noise with noise for a context.
  static func noiseInContext(
    _ count: Int, _ sizes: ModelConfiguration = told, seed: Int = 1
  ) -> Windows {
    var random = SeededGenerator(seed: seed + 1000)
    return noise(count, sizes, seed: seed).told(
      random.normals(count * (sizes.context?.inputs ?? 0)).map(Float.init))
  }
}

extension Windows {
  /// The same windows in this context.
  func told(_ context: [Float]) -> Windows {
    Windows(
      samples: samples, ecg: ecg, iegm: iegm, ecgLive: ecgLive, iegmLive: iegmLive,
      context: context, labels: labels)
  }

  /// Some of the windows with their context, in that order.
  func pickingInContext(_ indices: [Int]) -> Windows {
    let each = context.count / count
    return picking(indices).told(
      indices.flatMap { context[$0 * each..<($0 + 1) * each] })
  }
}

extension ModelWeights {
  /// The same numbers in a model of other sizes that has no tensor which this one lacks.
  func inside(_ sizes: ModelConfiguration) -> ModelWeights {
    let classifier = RhythmClassifier(sizes)
    let workspace = Workspace()
    let parameters = Parameters(classifier.layout, in: workspace)
    let buffers = Parameters(classifier.buffers, in: workspace)
    for target in [parameters, buffers] {
      for parameter in target.layout.parameters {
        target.set(parameter, to: tensors[parameter.name]?.values ?? [])
      }
    }
    return ModelWeights(classifier, parameters, buffers: buffers, metadata: metadata)
  }
}
