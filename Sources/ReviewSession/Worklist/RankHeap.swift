/// A binary heap: the greatest rank is found at once.
struct RankHeap {
  private var ranks: [WorklistRank]

  init(_ ranks: [WorklistRank]) {
    self.ranks = ranks
    for place in stride(from: ranks.count / 2 - 1, through: 0, by: -1) { sink(place) }
  }

  /// The greatest; nil of none.
  var first: WorklistRank? { ranks.first }

  /// Takes the greatest out.
  mutating func removeFirst() {
    let last = ranks.removeLast()
    guard !ranks.isEmpty else { return }
    ranks[0] = last
    sink(0)
  }

  /// Puts a rank in place of the greatest.
  mutating func replaceFirst(_ rank: WorklistRank) {
    ranks[0] = rank
    sink(0)
  }

  private mutating func sink(_ start: Int) {
    let sinking = ranks[start]
    var place = start
    var child = 2 * place + 1
    while child < ranks.count {
      if child + 1 < ranks.count, ranks[child] < ranks[child + 1] { child += 1 }
      guard sinking < ranks[child] else { break }
      ranks[place] = ranks[child]
      place = child
      child = 2 * place + 1
    }
    ranks[place] = sinking
  }
}
