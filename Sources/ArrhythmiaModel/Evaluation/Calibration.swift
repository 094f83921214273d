import Foundation
import NeuralNetwork

/// Logits with their true classes, and how far their probabilities can be believed.
///
/// Dividing logits by one temperature T makes the probabilities of a whole model sharper or
/// blunter and leaves its decisions as they are (Guo et al. 2017, "On calibration of modern neural
/// networks"). C is the number of classes and n that of the rows.
public struct ProbabilityCalibration: Sendable {
  /// The temperatures between which the best is looked for.
  public static let temperatureRange = 0.05...20.0

  /// Logits, `[n, C]`.
  public let logits: [Double]
  /// True classes, `[n]`, each in 0..<C.
  public let labels: [Int]
  /// Number of classes C.
  public let classCount: Int

  /// At least one row of `classCount` logits for each label.
  public init(logits: [Double], labels: [Int], classCount: Int) {
    precondition(
      classCount >= 1 && !labels.isEmpty, "\(labels.count) rows of \(classCount) classes")
    precondition(
      logits.count == labels.count * classCount,
      "\(logits.count) logits for \(labels.count) rows of \(classCount) classes")
    requireLabels(labels, count: labels.count, classCount: classCount)
    self.logits = logits
    self.labels = labels
    self.classCount = classCount
  }

  /// Mean negative log-likelihood of the true classes, in nats, of `softmax(logits / T)`.
  public func negativeLogLikelihood(temperature: Double = 1) -> Double {
    let energies = Self.energies(
      of: logits, classCount: classCount, temperature: temperature)
    var sum = 0.0
    for (row, label) in labels.enumerated() {
      sum -= energies[row] + logits[row * classCount + label]
    }
    return sum / temperature / Double(labels.count)
  }

  /// Probabilities `softmax(logits / T)`, `[n, C]`.
  public func probabilities(temperature: Double = 1) -> [Double] {
    Self.requireTemperature(temperature)
    var values = logits.map { $0 / temperature }
    for row in labels.indices {
      _ = LogSumExp.softmax(&values, from: row * classCount, count: classCount)
    }
    return values
  }

  /// Energy `−T ln Σ e^{x/T}` of each row of logits, `[n]`: the lower, the more familiar the row.
  ///
  /// After Liu et al. 2020, "Energy-based out-of-distribution detection". `logits`: `[n, C]`;
  /// `temperature`: T above 0.
  public static func energies(
    of logits: [Double], classCount: Int, temperature: Double = 1
  ) -> [Double] {
    requireTemperature(temperature)
    precondition(
      classCount >= 1 && logits.count.isMultiple(of: classCount),
      "\(logits.count) logits in rows of \(classCount)")
    let scaled = logits.map { $0 / temperature }
    return stride(from: 0, to: logits.count, by: classCount).map { start in
      -temperature * LogSumExp.value(of: scaled, from: start, count: classCount)
    }
  }

  /// Expected calibration error of `softmax(logits / T)`, in 0...1.
  ///
  /// A row's confidence is its largest probability; of equal ones the first class is its decision.
  public func expectedCalibrationError(temperature: Double = 1, binCount: Int = 15) -> Double {
    let probabilities = probabilities(temperature: temperature)
    var confidences: [Double] = []
    var isCorrect: [Bool] = []
    for (row, label) in labels.enumerated() {
      var best = row * classCount
      for index in best..<best + classCount where probabilities[index] > probabilities[best] {
        best = index
      }
      confidences.append(probabilities[best])
      isCorrect.append(best - row * classCount == label)
    }
    return Self.expectedCalibrationError(
      confidences: confidences, isCorrect: isCorrect, binCount: binCount)
  }

  /// Expected calibration error: the mean over rows of the distance between the accuracy and the
  /// mean confidence of the row's bin, in 0...1.
  ///
  /// `confidences`: `[n]`, in 0...1; `isCorrect`: `[n]`. Bins are of equal width and hold their
  /// upper end, as in (lo, hi]; a confidence of 0 is in the lowest.
  public static func expectedCalibrationError(
    confidences: [Double], isCorrect: [Bool], binCount: Int = 15
  ) -> Double {
    precondition(
      confidences.count == isCorrect.count && binCount >= 1,
      "\(confidences.count) confidences, \(isCorrect.count) decisions, \(binCount) bins")
    var gaps = Array(repeating: 0.0, count: binCount)
    for (confidence, isCorrect) in zip(confidences, isCorrect) {
      precondition(confidence >= 0 && confidence <= 1 + 1e-9, "a confidence of \(confidence)")
      // Rounding can put a confidence at a bin's edge one off; the edges themselves decide.
      var bin = min(Int(confidence * Double(binCount)), binCount - 1)
      if bin > 0, confidence <= Double(bin) / Double(binCount) { bin -= 1 }
      if bin + 1 < binCount, confidence > Double(bin + 1) / Double(binCount) { bin += 1 }
      gaps[bin] += (isCorrect ? 1 : 0) - confidence
    }
    guard !confidences.isEmpty else { return 0 }
    return gaps.reduce(0) { $0 + abs($1) } / Double(confidences.count)
  }

  /// The temperature in `temperatureRange` with the least negative log-likelihood.
  ///
  /// In 1/T the likelihood is convex, so there is but one minimum. Logits that do not change with
  /// the temperature have 1; where every row is right, or wrong, it is an end of the range.
  ///
  /// With `smoothed`, a row counts as its true class to `(n+1)/(n+2)` and as the others to the
  /// rest, as if one row more were wrong (Platt 1999, "Probabilistic outputs for support vector
  /// machines"): a few rows that are all right do not make a model infinitely sure.
  public func bestTemperature(smoothed: Bool = false) -> Double {
    let doubt = smoothed && classCount > 1 ? 1 / Double(labels.count + 2) : 0
    // Newton's method for the slope's root in s = −ln T, inside an interval that holds it.
    var lower = -log(Self.temperatureRange.upperBound)
    var upper = -log(Self.temperatureRange.lowerBound)
    var place = 0.0
    for _ in 0..<100 {
      let (slope, curvature) = derivatives(logInverseTemperature: place, doubt)
      if slope == 0 { break }
      if slope > 0 { upper = place } else { lower = place }
      var next = place - slope / curvature
      if !(curvature > 0 && next > lower && next < upper) { next = (lower + upper) / 2 }
      if abs(next - place) < 1e-13 { break }
      place = next
    }
    return exp(-place)
  }

  /// First and second derivative of the negative log-likelihood by s = −ln T: with b = eˢ,
  /// `b mean(E x − x_y)` and that plus `b² mean(Var x)`, E and Var over the row's probabilities;
  /// x_y is mixed with the mean of the others by `doubt`.
  private func derivatives(
    logInverseTemperature place: Double, _ doubt: Double
  ) -> (Double, Double) {
    let inverse = exp(place)
    let probabilities = probabilities(temperature: 1 / inverse)
    var (slope, variance) = (0.0, 0.0)
    for (row, label) in labels.enumerated() {
      let start = row * classCount
      let own = logits[start + label]
      let others =
        logits[start..<start + classCount].reduce(-own, +) / Double(max(1, classCount - 1))
      let reference = own + doubt * (others - own)
      var (mean, square) = (0.0, 0.0)
      for index in start..<start + classCount {
        mean += probabilities[index] * (logits[index] - reference)
      }
      for index in start..<start + classCount {
        let distance = logits[index] - reference - mean
        square += probabilities[index] * distance * distance
      }
      slope += mean
      variance += square
    }
    let scale = inverse / Double(labels.count)
    return (slope * scale, slope * scale + variance * scale * inverse)
  }

  private static func requireTemperature(_ temperature: Double) {
    precondition(
      temperature > 0 && temperature.isFinite, "a temperature of \(temperature), not above 0")
  }
}
