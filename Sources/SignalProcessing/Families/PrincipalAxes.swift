/// The axes along which beats differ most.
///
/// Found by orthogonal iteration on the covariance of some thousands of beats, from fixed numbers,
/// so that the same beats always give the same axes.
struct PrincipalAxes: Sendable {
  /// [axis, number]: `BeatSpace.width` axes of unit length, at right angles to one another.
  private let axes: [[Float]]
  private let mean: [Float]

  /// Beats that covariance is taken from.
  private static let sampleLimit = 4000
  /// After eight rounds the axes hold what there is of the variance; they need not be in order.
  private static let rounds = 8

  init(_ features: BeatFeatures) {
    let step = max(1, features.count / Self.sampleLimit)
    let sample = Array(stride(from: 0, to: features.count, by: step))
    mean = Self.mean(features, sample)
    let covariance = Self.covariance(features, sample, mean)
    var found = Self.start(features.width)
    for _ in 0..<Self.rounds where !sample.isEmpty {
      found = Self.orthogonal(found.map { Self.product(covariance, $0) })
    }
    axes = found
  }

  /// Coordinates of all beats: [beat, vector] as `BeatSpace` has them.
  func projections(_ features: BeatFeatures) -> [SIMD8<Float>] {
    var projected: [SIMD8<Float>] = []
    projected.reserveCapacity(features.count * BeatSpace.vectors)
    // The axes side by side: [number, vector], so that a number meets eight axes at once.
    let columns = (0..<features.width * BeatSpace.vectors).map { place in
      let (number, vector) = place.quotientAndRemainder(dividingBy: BeatSpace.vectors)
      return SIMD8<Float>((0..<8).map { axes[8 * vector + $0][number] })
    }
    for beat in 0..<features.count {
      var point = BeatPoint()
      for number in 0..<features.width {
        let value = features.values[beat * features.width + number] - mean[number]
        let column = BeatSpace.vectors * number
        point.first += columns[column] * value
        point.second += columns[column + 1] * value
        point.third += columns[column + 2] * value
      }
      projected += [point.first, point.second, point.third]
    }
    return projected
  }

  private static func mean(_ features: BeatFeatures, _ sample: [Int]) -> [Float] {
    var sum = [Float](repeating: 0, count: features.width)
    for beat in sample {
      let first = beat * features.width
      for number in sum.indices { sum[number] += features.values[first + number] }
    }
    return sum.map { $0 / Float(max(1, sample.count)) }
  }

  /// [number, number], not divided by the count.
  private static func covariance(
    _ features: BeatFeatures, _ sample: [Int], _ mean: [Float]
  ) -> [Float] {
    let width = features.width
    var sums = [Float](repeating: 0, count: width * width)
    var row = mean
    for beat in sample {
      for number in 0..<width {
        row[number] = features.values[beat * width + number] - mean[number]
      }
      for number in 0..<width {
        let (value, start) = (row[number], number * width)
        for other in 0...number { sums[start + other] += value * row[other] }
      }
    }
    for number in 0..<width {
      for other in 0..<number { sums[other * width + number] = sums[number * width + other] }
    }
    return sums
  }

  private static func product(_ matrix: [Float], _ vector: [Float]) -> [Float] {
    vector.indices.map { row in
      var sum: Float = 0
      for (column, value) in vector.enumerated() {
        sum += matrix[row * vector.count + column] * value
      }
      return sum
    }
  }

  /// Gram and Schmidt's way, twice for exactness; an axis that nothing is left of becomes zero.
  private static func orthogonal(_ vectors: [[Float]]) -> [[Float]] {
    var done: [[Float]] = []
    for vector in vectors {
      var rest = unit(vector)
      for _ in 0..<2 {
        for axis in done {
          let part = zip(axis, rest).reduce(Float(0)) { $0 + $1.0 * $1.1 }
          for index in rest.indices { rest[index] -= part * axis[index] }
        }
      }
      done.append(unit(rest))
    }
    return done
  }

  private static func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
    return length > 1e-5 ? vector.map { $0 / length } : vector.map { _ in 0 }
  }

  /// Fixed numbers from -1 to 1.
  private static func start(_ width: Int) -> [[Float]] {
    var generator = FixedGenerator()
    return (0..<BeatSpace.width).map { _ in
      (0..<width).map { _ in 2 * Float(generator.fraction()) - 1 }
    }
  }
}
