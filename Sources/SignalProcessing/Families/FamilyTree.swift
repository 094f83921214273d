import Foundation

/// How cells join to families, and families to larger ones: Ward's way (J Am Stat Assoc
/// 1963;58:236), in which those join first whose joining adds least to the squared distances from
/// the middles.
struct FamilyTree: Sendable {
  /// One joining: `joined` becomes part of `kept`.
  struct Step: Sendable, Equatable {
    let kept: Int
    let joined: Int
    /// What it costs: never less than the step before.
    let cost: Float
  }

  /// All steps, the cheapest first: one fewer than there are cells.
  private(set) var steps: [Step] = []

  init(middles: [BeatPoint], counts: [Int]) {
    var (middles, counts) = (middles, counts.map(Float.init))
    let size = middles.count
    var costs = [Float](repeating: .infinity, count: size * size)
    func cost(_ a: Int, _ b: Int) -> Float {
      middles[a].squaredDistance(middles[b]) * counts[a] * counts[b] / (counts[a] + counts[b])
    }
    for a in 0..<size { for b in 0..<a { costs[a * size + b] = cost(a, b) } }
    var living = Array(0..<size)
    while living.count > 1 {
      var best = (kept: 0, joined: 0, cost: Float.infinity)
      for (place, a) in living.enumerated() {
        for b in living[..<place] where costs[a * size + b] < best.cost {
          best = (b, a, costs[a * size + b])
        }
      }
      guard best.cost < .infinity else { break }
      steps.append(
        Step(kept: best.kept, joined: best.joined, cost: max(best.cost, steps.last?.cost ?? 0)))
      middles[best.kept] = middles[best.kept].joined(
        middles[best.joined], counts[best.kept], counts[best.joined])
      counts[best.kept] += counts[best.joined]
      living.removeAll { $0 == best.joined }
      for other in living where other != best.kept {
        let (high, low) = (max(other, best.kept), min(other, best.kept))
        costs[high * size + low] = cost(high, low)
      }
    }
  }

  /// How many families there are to be, where a joining may cost so much as settings say.
  /// - Parameter beats: all beats of the record.
  func count(beats: Int, _ settings: FamilySettings) -> Int {
    let cells = steps.count + 1
    guard cells > settings.least else { return cells }
    let noise = max(cost(leaving: min(settings.most, cells - 1)), 1e-3)
    let length = max(1, Float(beats) / Float(settings.usualCount)).squareRoot()
    let limit = settings.cost * pow(noise, settings.noisePower) * length
    let wanted = steps.filter { $0.cost >= limit }.count + 1
    return min(max(wanted, settings.least), settings.most)
  }

  /// What the step costs that leaves so many families.
  private func cost(leaving families: Int) -> Float { steps[steps.count - families].cost }

  /// For each cell the cell that stands for its family, where there are so many families.
  func families(_ count: Int) -> [Int] {
    var parents = Array(0...steps.count)
    for step in steps.prefix(max(0, steps.count + 1 - count)) { parents[step.joined] = step.kept }
    // Cells join what has not joined another yet: roots are found along the way.
    return parents.indices.map { cell in
      var root = cell
      while parents[root] != root { root = parents[root] }
      return root
    }
  }
}
