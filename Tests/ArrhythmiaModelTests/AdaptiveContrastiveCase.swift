import ArrhythmiaModel
import TestSupport

/// A batch with everything that AGCACL takes, from a seed.
struct AdaptiveContrastiveCase: Sendable, CustomStringConvertible {
  var labels: [Int]
  var classCount: Int
  var width: Int
  var kappa: Double
  var configuration: AdaptiveContrastiveLoss.Configuration
  var embeddings: [Double]
  var prototypes: [Double]
  var modulation: HardClassModulation

  var count: Int { labels.count }
  var description: String { "labels \(labels) of \(classCount), width \(width), kappa \(kappa)" }

  init(
    labels: [Int], classCount: Int, width: Int, kappa: Double,
    configuration: AdaptiveContrastiveLoss.Configuration, seed: Int = 1
  ) {
    var random = SeededGenerator(seed: seed)
    self.labels = labels
    self.classCount = classCount
    self.width = width
    self.kappa = kappa
    self.configuration = configuration
    embeddings = random.unitRows(labels.count, width)
    prototypes = random.unitRows(classCount, width)
    modulation = HardClassModulation(classCount: classCount, width: width)
    modulation.update(prototypes: random.unitRows(classCount, width), kappa: kappa)
  }

  func loss(capacity: Int? = nil) -> AdaptiveContrastiveLoss {
    AdaptiveContrastiveLoss(
      classCount: classCount, width: width, batchCapacity: capacity ?? count,
      configuration: configuration)
  }

  /// The loss of this batch, or of its first rows.
  func evaluate(
    _ loss: inout AdaptiveContrastiveLoss, count: Int? = nil
  ) -> AdaptiveContrastiveLoss.Value {
    loss.evaluate(
      embeddings: embeddings, labels: labels, count: count ?? self.count, prototypes: prototypes,
      modulation: modulation)
  }

  /// Odd shapes: one row, one class alone, absent classes, few and many classes, all options.
  static let all: [AdaptiveContrastiveCase] = [
    .init(labels: [2], classCount: 4, width: 3, kappa: 0.5, configuration: .init()),
    .init(
      labels: [0], classCount: 1, width: 2, kappa: 0.7, configuration: .init(margin: 0.1)),
    .init(
      labels: [2, 2, 2, 2, 2], classCount: 5, width: 2, kappa: 0.9,
      configuration: .init(tau: 0.3, margin: 0.2, eta: 1, lambdaPrototype: 0.5)),
    .init(
      labels: [0, 1, 1, 0, 1, 1, 1], classCount: 2, width: 9, kappa: 0.5,
      configuration: .init(
        margin: 0.05, rho: 0.7, classWeights: [1.5, 0.5], prior: [0.3, 0.7])),
    .init(
      labels: [0, 5, 3, 3, 8, 0, 0, 8, 1, 3, 5, 0, 7], classCount: 9, width: 7, kappa: 0.9,
      configuration: .init(
        tau: 0.25, eta: 0.8, rho: 1.3, classWeights: [1, 2, 3, 0.5, 1, 0.25, 1, 4, 1],
        prior: [0.3, 0.1, 0, 0.1, 0.2, 0.1, 0, 0.1, 0.1])),
    .init(
      labels: [0, 1, 2], classCount: 3, width: 1, kappa: 1,
      configuration: .init(tau: 0.5, margin: 0.3, eta: 2, lambdaPrototype: 0)),
    .init(
      labels: [1, 1, 3, 0, 3], classCount: 6, width: 5, kappa: 0,
      configuration: .init(eta: 0, classWeights: [0, 1, 1, 2, 1, 1])),
  ]
}
