public import ArrhythmiaModel
import Foundation
import NeuralNetwork

/// The model that a training starts from, and how far from it the result may be.
public struct TrainingOrigin: Sendable, Equatable {
  /// Where it starts.
  public var model: ModelWeights
  /// How far the result lies from there towards what was trained, from 0 to 1.
  ///
  /// The average of the weights before and after keeps what the first training's people need, and
  /// has what the second's do (Wortsman et al. 2022, arXiv 2109.01903).
  public var share: Double

  /// A model, and the share of what is trained from it.
  public init(model: ModelWeights, share: Double = 1) {
    (self.model, self.share) = (model, share)
  }

  /// In a few words, for a model's file.
  var summary: String { "from \(model.digest), share \(share)" }

  /// Digests of what the model's own training has seen.
  private var seen: Set<String> { Set(model.properties?.seenDigests ?? []) }

  /// Windows of people of whom the model knows nothing: no others can choose an epoch, or test.
  func unseen(_ windows: [Int], _ dataset: Dataset) -> [Int] {
    others(windows, dataset, than: seen)
  }

  /// Windows of people who have no part in the model's weights, and can judge what is trained from
  /// these. Of a model of beats nobody chooses the epoch: those that it was chosen on, as others
  /// are, set the bounds of its certainty and nothing else.
  public func untrained(_ windows: [Int], _ dataset: Dataset) -> [Int] {
    guard let properties = model.properties, properties.isOfBeats else {
      return unseen(windows, dataset)
    }
    let bounding = Set(properties.chosenOn).subtracting(properties.trainedOn)
    let spared = dataset.sources.filter { bounding.contains($0.name) }.map(\.digest)
    return others(windows, dataset, than: seen.subtracting(spared))
  }

  private func others(_ windows: [Int], _ dataset: Dataset, than seen: Set<String>) -> [Int] {
    let patients = Set(dataset.sources.filter { seen.contains($0.digest) }.map(\.patient))
    return windows.filter {
      let source = dataset.sources[dataset.windows[$0].source]
      return !seen.contains(source.digest) && !patients.contains(source.patient)
    }
  }

  /// A fold whose people who choose and test are new to the model.
  public func honest(_ fold: Fold, _ dataset: Dataset) -> Fold {
    var fold = fold
    fold.validation = unseen(fold.validation, dataset)
    fold.test = unseen(fold.test, dataset)
    return fold
  }

  /// The average of the model's weights and of what was trained.
  func blended(with trained: ModelWeights) -> ModelWeights {
    guard share < 1 else { return trained }
    var result = trained
    for (name, new) in trained.tensors {
      guard let old = model.tensors[name], old.shape == new.shape else { continue }
      result.tensors[name] = Tensor(
        shape: new.shape,
        values: zip(old.values, new.values).map {
          Float((1 - share) * Double($0) + share * Double($1))
        })
    }
    return result
  }
}
