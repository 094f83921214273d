import ArrhythmiaModel
import Foundation
import NeuralNetwork

/// A linear head fitted to features: cross-entropy in which every class counts alike, and a hold on
/// the weights that there were, so that what nobody spoke of stays as it was.
///
/// Minimises mean over classes of the mean cross-entropy of the class's rows, plus `hold` / 2 times
/// the squared distance from the old weights, by Nesterov's method from these on. It is convex: the
/// same rows always give the same weights.
struct HeadFit {
  /// `[classes, width]`, and `[classes]`.
  private(set) var weights: [Double]
  private(set) var bias: [Double]

  /// A feature and the number of its class.
  struct Row {
    var feature: [Float]
    var label: Int
  }

  private static let iterations = 400

  init(weights: [Double], bias: [Double]) { (self.weights, self.bias) = (weights, bias) }

  /// A model's own head.
  init(of model: ModelWeights) {
    weights = (model.tensors["head.weight"]?.values ?? []).map(Double.init)
    bias = (model.tensors["head.bias"]?.values ?? []).map(Double.init)
  }

  /// Begins a class that nothing is known of with what its mean has that the mean of all classes
  /// lacks, as long as the other classes' weights are (Qi, Brown and Lowe 2018, "Low-shot learning
  /// with imprinted weights").
  mutating func imprint(_ index: Int, _ rows: [Row]) {
    guard let width = rows.first?.feature.count else { return }
    let means = bias.indices.compactMap { label -> [Double]? in
      Self.mean(rows.filter { $0.label == label }, width)
    }
    guard let own = Self.mean(rows.filter { $0.label == index }, width), means.count > 1 else {
      return
    }
    let all = (0..<width).map { place in
      means.reduce(0) { $0 + $1[place] } / Double(means.count)
    }
    let apart = zip(own, all).map { $0 - $1 }
    let length = max(1e-12, apart.reduce(0) { $0 + $1 * $1 }.squareRoot())
    let others = bias.indices.filter { $0 != index }.map { label in
      (0..<width).reduce(0.0) { $0 + pow(weights[label * width + $1], 2) }.squareRoot()
    }
    let scale = others.reduce(0, +) / Double(others.count) / length
    for place in 0..<width { weights[index * width + place] = scale * apart[place] }
    bias[index] = -zip(apart, all).reduce(0) { $0 + scale * $1.0 * $1.1 }
  }

  private static func mean(_ rows: [Row], _ width: Int) -> [Double]? {
    guard !rows.isEmpty else { return nil }
    return (0..<width).map { place in
      rows.reduce(0.0) { $0 + Double($1.feature[place]) } / Double(rows.count)
    }
  }

  /// - Parameter progress: told the share that is done; what it throws ends the work.
  mutating func fit(
    _ rows: [Row], hold: Double, progress: (Double) throws -> Void
  ) rethrows {
    guard let width = rows.first?.feature.count else { return }
    let classes = bias.count
    var counts = [Double](repeating: 0, count: classes)
    for row in rows { counts[row.label] += 1 }
    let present = Double(counts.count { $0 > 0 })
    let shares = rows.map { 1 / (counts[$0.label] * present) }
    let squares = rows.map { row in row.feature.reduce(1.0) { $0 + Double($1 * $1) } }
    // The curvature of the cross-entropy is at most half a row's square.
    let curvature = hold + zip(squares, shares).reduce(0) { $0 + $1.0 * $1.1 } / 2
    let (oldWeights, oldBias) = (weights, bias)
    var ahead = self
    for iteration in 0..<Self.iterations {
      if iteration.isMultiple(of: 20) {
        try progress(Double(iteration) / Double(Self.iterations))
      }
      let slope = ahead.slope(rows, shares, width)
      let (before, momentum) = (self, Double(iteration) / Double(iteration + 3))
      for place in weights.indices {
        let pull = hold * (ahead.weights[place] - oldWeights[place])
        weights[place] = ahead.weights[place] - (slope.weights[place] + pull) / curvature
        ahead.weights[place] =
          weights[place] + momentum * (weights[place] - before.weights[place])
      }
      for place in bias.indices {
        let pull = hold * (ahead.bias[place] - oldBias[place])
        bias[place] = ahead.bias[place] - (slope.bias[place] + pull) / curvature
        ahead.bias[place] = bias[place] + momentum * (bias[place] - before.bias[place])
      }
    }
  }

  /// The cross-entropy's gradient.
  private func slope(_ rows: [Row], _ shares: [Double], _ width: Int) -> HeadFit {
    var result = HeadFit(
      weights: [Double](repeating: 0, count: weights.count),
      bias: [Double](repeating: 0, count: bias.count))
    for (row, share) in zip(rows, shares) {
      var errors = probabilities(row.feature)
      errors[row.label] -= 1
      for index in bias.indices {
        let error = share * errors[index]
        result.bias[index] += error
        for place in 0..<width {
          result.weights[index * width + place] += error * Double(row.feature[place])
        }
      }
    }
    return result
  }

  /// The number of the likeliest class.
  func decision(_ feature: [Float]) -> Int {
    let logits = logits(feature)
    return logits.indices.max { logits[$0] < logits[$1] } ?? 0
  }

  private func logits(_ feature: [Float]) -> [Double] {
    let width = feature.count
    return bias.indices.map { index in
      var sum = bias[index]
      for place in 0..<width { sum += weights[index * width + place] * Double(feature[place]) }
      return sum
    }
  }

  private func probabilities(_ feature: [Float]) -> [Double] {
    let logits = logits(feature)
    let most = logits.max() ?? 0
    let powers = logits.map { exp($0 - most) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }
}
