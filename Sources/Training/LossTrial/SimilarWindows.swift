import ArrhythmiaModel
import NeuralNetwork

/// Windows by the directions of their features, as "windows like this" compares them.
struct SimilarWindows {
  /// Of unit length, `[n][width]`.
  let directions: [[Float]]
  let labels: [String]
  let patients: [String]

  init(features: [[Float]], labels: [String], patients: [String]) {
    directions = features.map(Self.direction)
    (self.labels, self.patients) = (labels, patients)
  }

  static func direction(_ feature: [Float]) -> [Float] {
    let length = feature.reduce(Float(1e-12)) { $0 + $1 * $1 }.squareRoot()
    return feature.map { $0 / length }
  }

  static func cosine(_ one: [Float], _ other: [Float]) -> Float {
    var sum: Float = 0
    for index in one.indices { sum += one[index] * other[index] }
    return sum
  }

  /// Labels of the `count` nearest windows of other patients, the nearest first; of equal ones the
  /// earlier.
  func neighbours(of index: Int, count: Int) -> [String] {
    var best: [(cosine: Float, place: Int)] = []
    for place in directions.indices where patients[place] != patients[index] {
      let cosine = Self.cosine(directions[index], directions[place])
      guard best.count < count || cosine > best[best.count - 1].cosine else { continue }
      let rank = best.firstIndex { cosine > $0.cosine } ?? best.count
      best.insert((cosine, place), at: rank)
      if best.count > count { best.removeLast() }
    }
    return best.map { labels[$0.place] }
  }

  /// The share of the same class among the ten nearest of other patients, as a mean of classes, and
  /// the macro-F1 of taking the nearest one's; not a number where there is but one patient.
  func scores(crew: Crew) -> (precision: Double, nearestF1: Double) {
    let found = crew.map(directions.count) { neighbours(of: $0, count: 10) }
    let classes = Set(labels).sorted()
    let place = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    var shares = classes.map { _ in (sum: 0.0, count: 0) }
    var metrics = ClassificationMetrics(classCount: max(1, classes.count))
    for (label, found) in zip(labels, found) {
      guard let truth = place[label], let first = found.first else { continue }
      shares[truth].sum += Double(found.count { $0 == label }) / Double(found.count)
      shares[truth].count += 1
      metrics.add(truth: truth, decision: place[first] ?? 0, count: 1)
    }
    let present = classes.indices.filter { metrics.support(of: $0) > 0 }
    guard !present.isEmpty else { return (.nan, .nan) }
    let means = shares.filter { $0.count > 0 }.map { $0.sum / Double($0.count) }
    return (
      means.reduce(0, +) / Double(max(1, means.count)),
      metrics.macroScores(over: present).f1
    )
  }
}
