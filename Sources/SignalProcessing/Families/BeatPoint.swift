/// Coordinates in a `BeatSpace`.
struct BeatPoint: Sendable, Equatable {
  var first: SIMD8<Float>
  var second: SIMD8<Float>
  var third: SIMD8<Float>

  init(
    _ first: SIMD8<Float> = .zero, _ second: SIMD8<Float> = .zero, _ third: SIMD8<Float> = .zero
  ) {
    (self.first, self.second, self.third) = (first, second, third)
  }

  @inline(__always)
  mutating func add(_ other: BeatPoint) {
    first += other.first
    second += other.second
    third += other.third
  }

  func scaled(_ factor: Float) -> BeatPoint {
    BeatPoint(first * factor, second * factor, third * factor)
  }

  func squaredDistance(_ other: BeatPoint) -> Float {
    let (a, b, c) = (first - other.first, second - other.second, third - other.third)
    return (a * a + b * b + c * c).sum()
  }

  /// The mean of two points that stand for `count` and `otherCount` beats.
  func joined(_ other: BeatPoint, _ count: Float, _ otherCount: Float) -> BeatPoint {
    var sum = scaled(count / (count + otherCount))
    sum.add(other.scaled(otherCount / (count + otherCount)))
    return sum
  }
}
