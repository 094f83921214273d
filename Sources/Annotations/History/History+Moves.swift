public import Foundation

// Each of these answers with the transactions that it made, for a log.
extension History {
  /// Makes edits as one new transaction.
  @discardableResult
  public mutating func commit(
    _ edits: [Edit], by author: String, at time: Date
  ) throws(MarkConflict) -> Transaction {
    try make(edits, .edit, author, time)
  }

  /// Goes to the revision before; nil at the root.
  @discardableResult
  public mutating func undo(by author: String, at time: Date) throws(MarkConflict) -> Transaction? {
    guard let last = revisions[current].transaction else { return nil }
    return try make(last.inverted(), .undo(last.id), author, time)
  }

  /// Goes to the revision that was left last of those after this one; nil where there is none.
  @discardableResult
  public mutating func redo(by author: String, at time: Date) throws(MarkConflict) -> Transaction? {
    guard let child = revisions[current].lastChild else { return nil }
    return try descend(to: child, author, time)
  }

  /// Goes to any revision, back to the last one that both ways share and forth from there. Throws
  /// where a mark is not as it was; the history then stands where it stood.
  @discardableResult
  public mutating func jump(
    to number: Int, by author: String, at time: Date
  ) throws(MarkConflict) -> [Transaction] {
    precondition(
      revisions.indices.contains(number), "Expected a revision of 0..<\(revisions.count)")
    var moved = self
    var made: [Transaction] = []
    let shared = sharedRevision(current, number)
    while moved.current != shared, let step = try moved.undo(by: author, at: time) {
      made.append(step)
    }
    for child in path(from: shared, to: number) {
      if let step = try moved.descend(to: child, author, time) { made.append(step) }
    }
    self = moved
    return made
  }

  /// Goes some revisions back in the order in which they were made, to the root at most.
  @discardableResult
  public mutating func earlier(
    _ steps: Int, by author: String, at time: Date
  ) throws(MarkConflict) -> [Transaction] {
    try jump(to: max(0, current - steps), by: author, at: time)
  }

  /// Goes some revisions forth in the order in which they were made, to the newest at most.
  @discardableResult
  public mutating func later(
    _ steps: Int, by author: String, at time: Date
  ) throws(MarkConflict) -> [Transaction] {
    try jump(to: min(revisions.count - 1, current + steps), by: author, at: time)
  }

  /// Takes a given earlier transaction back, and leaves those after it as they are. Throws where a
  /// mark has changed since; nil where the history has no such transaction.
  @discardableResult
  public mutating func revert(
    _ id: Transaction.ID, by author: String, at time: Date
  ) throws(MarkConflict) -> Transaction? {
    guard let number = revision(of: id), let earlier = revisions[number].transaction else {
      return nil
    }
    return try make(earlier.inverted(), .revert(id), author, time)
  }

  private mutating func descend(
    to child: Int, _ author: String, _ time: Date
  ) throws(MarkConflict) -> Transaction? {
    guard let next = revisions[child].transaction else { return nil }
    return try make(next.edits, .redo(next.id), author, time)
  }

  private mutating func make(
    _ edits: [Edit], _ cause: Transaction.Cause, _ author: String, _ time: Date
  ) throws(MarkConflict) -> Transaction {
    let made = Transaction(edits: edits, author: author, time: time, basis: basis, cause: cause)
    try take(made)
    return made
  }

  /// The last revision on the way from the root to both. Parents have lower numbers.
  private func sharedRevision(_ first: Int, _ second: Int) -> Int {
    var (first, second) = (first, second)
    while first != second {
      if first > second { first = revisions[first].parent ?? 0 } else { swap(&first, &second) }
    }
    return first
  }

  /// The revisions after `ancestor` on the way to `number`.
  private func path(from ancestor: Int, to number: Int) -> [Int] {
    var path: [Int] = []
    var number = number
    while number != ancestor {
      path.append(number)
      number = revisions[number].parent ?? ancestor
    }
    return path.reversed()
  }
}
