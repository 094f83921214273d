/// Chooses candidates one after the other, each by what was asked and chosen before it.
///
/// A rank can only fall while more is asked, so that an earlier rank is a bound of the present one:
/// only those at the head of the heap are compared with what was asked since, and the result is
/// that of comparing all (Minoux, Accelerated greedy algorithms, 1978). What it costs grows with
/// the number of asked ones: with those of the candidate's patient, or with all of them where the
/// nearest is the score.
struct LazySelection {
  /// What of the asked ones a candidate is compared with.
  enum Comparison {
    case none
    /// Those of the same patient within a cosine distance are counted.
    case patient(radius: Double)
    /// The distance to the nearest of all is the score.
    case nearest
  }

  private let comparison: Comparison
  private let embeddings: [[Float]]
  private let groups: [Int]
  /// Asked ones of each group.
  private var asked: [[Int]]
  /// How many of the asked ones a candidate was compared with.
  private var compared: [Int]
  private var heap: RankHeap

  /// Asked ones that are compared at once, before a candidate's bound is looked at again.
  private static let step = 16

  /// - Parameters:
  ///   - ranks: of the candidates to choose from, before any comparison.
  ///   - embeddings: of all candidates, with length 1.
  ///   - patients: their patients' numbers.
  ///   - asked: numbers of those that were asked before.
  init(
    _ ranks: [WorklistRank], embeddings: [[Float]], patients: [Int], asked: [Int],
    comparison: Comparison
  ) {
    self.comparison = comparison
    self.embeddings = embeddings
    switch comparison {
    case .none, .patient: groups = patients
    case .nearest: groups = Array(repeating: 0, count: patients.count)
    }
    self.asked = Array(repeating: [], count: (groups.max() ?? 0) + 1)
    for index in asked { self.asked[groups[index]].append(index) }
    compared = Array(repeating: 0, count: embeddings.count)
    heap = RankHeap(ranks)
  }

  /// The next one; nil when none is left.
  mutating func next() -> WorklistRank? {
    while let bound = heap.first {
      let rank = refined(bound)
      if rank == bound && isComplete(rank.index) {
        heap.removeFirst()
        asked[groups[rank.index]].append(rank.index)
        return rank
      }
      heap.replaceFirst(rank)
    }
    return nil
  }

  private func isComplete(_ index: Int) -> Bool {
    if case .none = comparison { return true }
    return compared[index] == asked[groups[index]].count
  }

  /// The rank after comparison with some more of the asked ones.
  private mutating func refined(_ bound: WorklistRank) -> WorklistRank {
    var rank = bound
    guard !isComplete(rank.index) else { return rank }
    let centres = asked[groups[rank.index]]
    let end = min(centres.count, compared[rank.index] + Self.step)
    for centre in centres[compared[rank.index]..<end] where centre != rank.index {
      guard let distance = CosineDistance.between(embeddings[rank.index], embeddings[centre])
      else { continue }
      switch comparison {
      case .none: break
      case .patient(let radius): if distance < radius { rank.alike += 1 }
      case .nearest: rank.score = min(rank.score, distance)
      }
    }
    compared[rank.index] = end
    return rank
  }
}
