/// Gathers sharp candidates into stimulators, and keeps the pulses that keep time.
///
/// The pulses of one stimulator have one direction and size on the skin; nothing in a heart, a
/// muscle or a loose electrode comes again and again at intervals that are equal to a few
/// milliseconds in the same form.
enum SpikeSources {
  /// Cosine between the bends of two pulses of one stimulator, and the ratio of their sizes.
  private static let leastCosine: Float = 0.85
  private static let sizes: ClosedRange<Float> = 0.5...2
  /// The newest pulse counts so much in what is expected of the next.
  private static let newest: Float = 0.1
  private static let mostSources = 16
  private static let leastPulses = 3
  /// Intervals are compared with those of so many pulses on either side.
  private static let neighbours = 4
  /// Of a pacemaker's or a stimulator's pulses, in seconds.
  private static let intervals = 0.2...2.2
  private static let tolerance = 0.004
  private static let leastPart = 0.5
  /// Where so many keep time, the others of the same form are premature pulses or such as follow a
  /// beat that was sensed.
  private static let surePart = 0.6

  private struct Source {
    var direction: [Float]
    var times: [Double]

    func isLike(_ candidate: SpikeCandidate) -> Bool {
      let size = direction.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
      let other = candidate.size
      guard size > 0, other > 0, SpikeSources.sizes.contains(other / size) else { return false }
      let product = zip(direction, candidate.bends).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      return product > SpikeSources.leastCosine * size * other
    }

    mutating func take(_ candidate: SpikeCandidate) {
      for index in direction.indices {
        direction[index] += SpikeSources.newest * (candidate.bends[index] - direction[index])
      }
      times.append(candidate.time)
    }
  }

  /// The times of each stimulator's pulses, ascending.
  static func find(_ candidates: [SpikeCandidate], rateHz: Double) -> [[Double]] {
    var sources: [Source] = []
    for candidate in candidates {
      if let place = sources.firstIndex(where: { $0.isLike(candidate) }) {
        sources[place].take(candidate)
        continue
      }
      if sources.count == mostSources {
        // One that has not come again makes room.
        let idle = sources.indices.filter { sources[$0].times.count < leastPulses }
          .min { (sources[$0].times.last ?? 0) < (sources[$1].times.last ?? 0) }
        guard let idle else { continue }
        sources.remove(at: idle)
      }
      sources.append(Source(direction: candidate.bends, times: [candidate.time]))
    }
    return sources.compactMap { regular($0.times, max(tolerance, 2 / rateHz)) }
  }

  /// Pulses with an interval that comes again near by; nil where those are not the greater part.
  private static func regular(_ times: [Double], _ tolerance: Double) -> [Double]? {
    guard times.count >= leastPulses else { return nil }
    let between = zip(times, times.dropFirst()).map { $1 - $0 }
    var isRegular = [Bool](repeating: false, count: times.count)
    for place in between.indices where intervals.contains(between[place]) {
      let nearby = max(0, place - neighbours)...min(between.count - 1, place + neighbours)
      let comesAgain = nearby.contains {
        $0 != place && abs(between[$0] - between[place]) <= tolerance
      }
      if comesAgain {
        isRegular[place] = true
        isRegular[place + 1] = true
      }
    }
    let count = isRegular.count { $0 }
    let part = Double(count) / Double(times.count)
    guard count >= leastPulses, part >= leastPart else { return nil }
    return part >= surePart ? times : zip(times, isRegular).filter(\.1).map(\.0)
  }
}
