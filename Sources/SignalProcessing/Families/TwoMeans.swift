/// Points in two groups: k-means from the two ends of the longest axis.
enum TwoMeans {
  private static let rounds = 50

  /// Whether each point is in the second group, the smaller one; all false where points do not
  /// differ.
  static func split(_ points: [[Float]]) -> [Bool] {
    guard let first = points.first, points.count > 1 else { return points.map { _ in false } }
    // The point farthest from the middle, and the one farthest from that.
    let middle = mean(points, where: { _ in true }) ?? first
    let one = farthest(points, from: middle)
    let other = farthest(points, from: one)
    guard squaredDistance(one, other) > 0 else { return points.map { _ in false } }
    var means = (one, other)
    var isSecond = points.map { squaredDistance($0, other) < squaredDistance($0, one) }
    for _ in 0..<rounds {
      means = (
        mean(points, where: { !isSecond[$0] }) ?? means.0,
        mean(points, where: { isSecond[$0] }) ?? means.1
      )
      let next = points.map { squaredDistance($0, means.1) < squaredDistance($0, means.0) }
      if next == isSecond { break }
      isSecond = next
    }
    let isSwapped = 2 * isSecond.filter { $0 }.count > points.count
    return isSwapped ? isSecond.map { !$0 } : isSecond
  }

  private static func farthest(_ points: [[Float]], from place: [Float]) -> [Float] {
    var best = (point: place, distance: Float(-1))
    for point in points {
      let distance = squaredDistance(point, place)
      if distance > best.distance { best = (point, distance) }
    }
    return best.point
  }

  private static func mean(_ points: [[Float]], where isMember: (Int) -> Bool) -> [Float]? {
    var sum = [Float](repeating: 0, count: points.first?.count ?? 0)
    var count: Float = 0
    for (place, point) in points.enumerated() where isMember(place) {
      count += 1
      for index in sum.indices { sum[index] += point[index] }
    }
    return count > 0 ? sum.map { $0 / count } : nil
  }

  private static func squaredDistance(_ first: [Float], _ second: [Float]) -> Float {
    var sum: Float = 0
    for index in first.indices {
      let difference = first[index] - second[index]
      sum += difference * difference
    }
    return sum
  }
}
