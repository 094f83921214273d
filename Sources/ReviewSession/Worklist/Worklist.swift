/// What to label next, and why; what is done, and what is left.
///
/// A value. `next` costs a pass over all candidates and then little for each that it gives.
public struct Worklist: Sendable {
  /// The model's classes.
  public let classes: [String]
  /// Their embeddings have length 1. Labels are those of others: the reader's own are states.
  public let candidates: [WorklistCandidate]
  /// What the reader did with each candidate.
  public private(set) var states: [WorklistState]
  private let patientNumbers: [Int]

  /// A list of candidates; those with a label of the reader are answered.
  ///
  /// Traps where a candidate has probabilities of other classes, or a label that is none of them.
  public init(classes: [String], candidates: [WorklistCandidate]) {
    self.classes = classes
    self.candidates = candidates.map { candidate in
      Self.check(candidate, classes.count)
      var candidate = candidate
      candidate.embedding = CosineDistance.unit(candidate.embedding)
      if case .reader? = candidate.label { candidate.label = nil }
      return candidate
    }
    states = candidates.map { candidate in
      if case .reader(let category)? = candidate.label { return .answered(category) }
      return .open
    }
    var numbers: [String: Int] = [:]
    patientNumbers = candidates.map { candidate in
      let next = numbers.count
      if let known = numbers[candidate.patient] { return known }
      numbers[candidate.patient] = next
      return next
    }
  }

  /// What the reader did with a candidate; `open` takes back what was done before.
  public mutating func mark(_ index: Int, _ state: WorklistState) {
    if case .answered(let category?) = state {
      precondition(
        classes.indices.contains(category),
        "Expected one of \(classes.count) classes, found number \(category)")
    }
    states[index] = state
  }

  /// Opens all that were skipped.
  public mutating func reopenSkipped() {
    for index in states.indices where states[index] == .skipped { states[index] = .open }
  }

  /// Numbers of the candidates that were left for somebody else.
  public var flagged: [Int] { states.indices.filter { states[$0] == .flagged } }

  /// The class that a candidate has: the reader's, else the one that came with the record.
  public func category(of index: Int) -> Int? {
    switch (states[index], candidates[index].label) {
    case (.answered(let category), _): category
    case (_, .imported(let category)?): category
    case (_, .reader?), (_, nil): nil
    }
  }

  // MARK: Next

  /// The candidates to ask next, in order; none that is answered, skipped or flagged.
  public func next(
    _ count: Int, by criterion: WorklistCriterion,
    diversity: WorklistDiversity = .standard
  ) -> [WorklistEntry] {
    let scorer = WorklistScorer(criterion: criterion, labelCounts: labelCounts)
    let ranks = candidates.indices.compactMap { index -> WorklistRank? in
      guard states[index].mayBeAsked, let reason = scorer.reason(candidates[index]) else {
        return nil
      }
      return WorklistRank(
        isDeferred: states[index] == .deferred, alike: 0, score: reason.score, index: index)
    }
    let asked = candidates.indices.filter { states[$0] != .open }
    var selection = LazySelection(
      ranks, embeddings: candidates.map(\.embedding), patients: patientNumbers, asked: asked,
      comparison: Self.comparison(criterion, diversity))
    var hasAsked = !asked.isEmpty
    var entries: [WorklistEntry] = []
    while entries.count < count, let rank = selection.next() {
      guard var reason = scorer.reason(candidates[rank.index]) else { continue }
      if criterion == .coverage { reason = .uncovered(distance: hasAsked ? rank.score : nil) }
      hasAsked = true
      entries.append(
        WorklistEntry(
          index: rank.index, reason: reason, alike: rank.alike, isDeferred: rank.isDeferred))
    }
    return entries
  }

  /// The labels of each class so far, the reader's and others'.
  private var labelCounts: [Int] {
    var counts = classes.map { _ in 0 }
    for index in candidates.indices {
      if let category = category(of: index) { counts[category] += 1 }
    }
    return counts
  }

  private static func comparison(
    _ criterion: WorklistCriterion, _ diversity: WorklistDiversity
  ) -> LazySelection.Comparison {
    switch (criterion, diversity) {
    case (.coverage, _): .nearest
    case (_, .none): .none
    case (_, .spread(let radius)): .patient(radius: radius)
    }
  }

  private static func check(_ candidate: WorklistCandidate, _ classCount: Int) {
    for values in [
      candidate.probabilities, candidate.prototypeProbabilities, candidate.prototypeSimilarities,
    ] {
      precondition(
        values.isEmpty || values.count == classCount,
        "Expected \(classCount) classes or none, found \(values.count)")
    }
    switch candidate.label {
    case .imported(let category), .reader(.some(let category)):
      precondition(
        category >= 0 && category < classCount,
        "Expected one of \(classCount) classes, found number \(category)")
    case .reader(nil), nil: break
    }
  }
}
