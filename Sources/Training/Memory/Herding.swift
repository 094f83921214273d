/// Chooses a few that stand for all: an order in which each next one brings the mean nearest to
/// that of all (Welling 2009; Rebuffi et al. 2017).
enum Herding {
  /// The first `count` of that order, by their numbers.
  static func order(_ features: [[Float]], count: Int) -> [Int] {
    guard let width = features.first?.count else { return [] }
    let mean = (0..<width).map { place in
      features.reduce(Float(0)) { $0 + $1[place] } / Float(features.count)
    }
    var (sum, left) = ([Float](repeating: 0, count: width), Array(features.indices))
    var chosen: [Int] = []
    while chosen.count < count, !left.isEmpty {
      let next = Float(chosen.count + 1)
      func distance(_ index: Int) -> Float {
        var total: Float = 0
        for place in 0..<width {
          let gap = mean[place] - (sum[place] + features[index][place]) / next
          total += gap * gap
        }
        return total
      }
      let distances = left.map(distance)
      let best = distances.indices.min { distances[$0] < distances[$1] } ?? 0
      let index = left.remove(at: best)
      for place in 0..<width { sum[place] += features[index][place] }
      chosen.append(index)
    }
    return chosen
  }
}
