/// What observations of some candidates leave unknown of all of them: the covariance of a Gaussian
/// process whose values at some points are known but for noise, point by point.
struct Unexplained {
  private let covariance: [Float]
  private let count: Int
  /// What is unknown of each point: 1 of all where nothing was observed.
  private(set) var variances: [Double]
  /// [observation][point]: columns of the Cholesky factor.
  private(set) var columns: [[Double]] = []

  /// - Parameters:
  ///   - covariance: [candidate, candidate], with 1 on the diagonal.
  ///   - others: points behind the candidates, which may be observed as well.
  init(_ covariance: [Float], count: Int, others: Int = 0) {
    (self.covariance, self.count) = (covariance, count)
    variances = Array(repeating: 1, count: count + others)
  }

  /// Observes a candidate, where there are no other points.
  mutating func observe(_ place: Int, noise: Double) {
    let own = covariance[place * count..<(place + 1) * count].map(Double.init)
    observe(place, likeness: own, noise: noise)
  }

  /// Observes a point.
  /// - Parameter likeness: to all points.
  mutating func observe(_ place: Int, likeness: [Double], noise: Double) {
    let root = (max(variances[place], 1e-6) + noise).squareRoot()
    var column = likeness
    for earlier in columns {
      let weight = earlier[place]
      for index in column.indices { column[index] -= weight * earlier[index] }
    }
    for index in column.indices {
      column[index] /= root
      variances[index] = max(variances[index] - column[index] * column[index], 0)
    }
    columns.append(column)
  }

  /// For each candidate how much of the others' doubts its label would settle.
  func gains(_ doubts: [Float], noise: Double) -> [Float] {
    let factors = columns.map { $0.map(Float.init) }
    return (0..<count).map { place in
      var row = Array(covariance[place * count..<(place + 1) * count])
      for column in factors {
        let weight = column[place]
        for index in row.indices { row[index] -= weight * column[index] }
      }
      var sum: Float = 0
      for index in row.indices { sum += row[index] * row[index] * doubts[index] }
      return sum / Float(variances[place] + noise)
    }
  }
}
