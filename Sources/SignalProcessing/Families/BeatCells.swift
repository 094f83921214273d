/// Beats in many small cells, each of beats that are near one another: k-means.
///
/// The first middles are beats, chosen the likelier the farther they are from those before (Arthur
/// and Vassilvitskii, k-means++, 2007), by fixed numbers.
struct BeatCells: Sendable {
  /// The cell of each beat.
  private(set) var cells: [Int]
  private(set) var middles: [BeatPoint]
  /// Beats of each cell; none is empty.
  private(set) var counts: [Int]

  private static let rounds = 6

  init(_ space: BeatSpace, most: Int, progress: (Double) throws -> Void) rethrows {
    middles = Self.seeds(space, most)
    cells = [Int](repeating: 0, count: space.count)
    counts = []
    for round in 0..<Self.rounds {
      try progress(Double(round) / Double(Self.rounds))
      assign(space)
      average(space)
    }
  }

  private static func seeds(_ space: BeatSpace, _ most: Int) -> [BeatPoint] {
    guard space.count > 0 else { return [] }
    var generator = FixedGenerator()
    var seeds = [space.point(0)]
    var nearest = (0..<space.count).map { space.squaredDistance($0, seeds[0]) }
    while seeds.count < most {
      let total = nearest.reduce(0.0) { $0 + Double($1) }
      guard total > 0 else { break }
      var rest = generator.fraction() * total
      var chosen = space.count - 1
      for (beat, distance) in nearest.enumerated() {
        rest -= Double(distance)
        guard rest <= 0 else { continue }
        chosen = beat
        break
      }
      let seed = space.point(chosen)
      for beat in nearest.indices {
        nearest[beat] = min(nearest[beat], space.squaredDistance(beat, seed))
      }
      seeds.append(seed)
    }
    return seeds
  }

  private mutating func assign(_ space: BeatSpace) {
    for beat in cells.indices {
      let point = space.point(beat)
      var best = (cell: 0, distance: Float.infinity)
      for (cell, middle) in middles.enumerated() {
        let distance = point.squaredDistance(middle)
        if distance < best.distance { best = (cell, distance) }
      }
      cells[beat] = best.cell
    }
  }

  /// Moves the middles; cells without beats go.
  private mutating func average(_ space: BeatSpace) {
    var sums = [BeatPoint](repeating: BeatPoint(), count: middles.count)
    var sizes = [Int](repeating: 0, count: middles.count)
    for (beat, cell) in cells.enumerated() {
      sums[cell].add(space.point(beat))
      sizes[cell] += 1
    }
    let kept = sizes.indices.filter { sizes[$0] > 0 }
    var places = [Int](repeating: 0, count: sizes.count)
    for (place, cell) in kept.enumerated() { places[cell] = place }
    cells = cells.map { places[$0] }
    middles = kept.map { sums[$0].scaled(1 / Float(sizes[$0])) }
    counts = kept.map { sizes[$0] }
  }
}
