/// What was done to the marks of a record, as a tree: going back and doing something else loses
/// nothing.
///
/// The marks are always those that the file gave with the transactions on the way from the root to
/// the current revision. What undoing and going elsewhere does is told as transactions too, so that
/// a log is only ever appended to, and `take` makes of it the same history again.
public struct History: Sendable {
  /// A state of the marks.
  public struct Revision: Sendable, Hashable {
    /// The number of the revision before it; nil for the root.
    public var parent: Int?
    /// The revision that redoing goes to: the one after it that was left last.
    public var lastChild: Int?
    /// What leads from the parent to here; nil for the root.
    public var transaction: Transaction?
  }

  /// The marks of the current revision.
  public private(set) var marks: MarkIndex
  /// In the order in which they were made; the root, what came with the record, is number 0.
  public private(set) var revisions = [Revision()]
  /// The number of the current revision.
  public private(set) var current = 0
  private var numbers: [Transaction.ID: Int] = [:]
  /// The transaction that led to the root, where the history is the newest part of a longer one.
  private let rootBasis: Transaction.ID?

  /// A history of what came with a record, or of what an earlier transaction has left.
  public init(_ marks: MarkIndex, basis: Transaction.ID? = nil) {
    self.marks = marks
    rootBasis = basis
  }

  /// The revision that a transaction led to.
  public func revision(of id: Transaction.ID) -> Int? { numbers[id] }

  /// The transaction that led to the current revision; nil where none did.
  public var basis: Transaction.ID? { revisions[current].transaction?.id ?? rootBasis }

  /// Makes a transaction, new or from a log, whatever its cause. One that takes back or repeats
  /// what does not stand next to the current revision, as where two programs wrote one log, is a
  /// new revision as an edit is. Throws where a mark is not as it expects; nothing is changed then.
  public mutating func take(_ transaction: Transaction) throws(MarkConflict) {
    try transaction.apply(to: &marks)
    switch transaction.cause {
    case .undo(let id):
      if basis == id, let parent = revisions[current].parent {
        current = parent
        return
      }
    case .redo(let id):
      if let number = numbers[id], revisions[number].parent == current {
        revisions[current].lastChild = number
        current = number
        return
      }
    case .edit, .revert: break
    }
    append(transaction)
  }

  private mutating func append(_ transaction: Transaction) {
    let number = revisions.count
    revisions[current].lastChild = number
    revisions.append(Revision(parent: current, lastChild: nil, transaction: transaction))
    numbers[transaction.id] = number
    current = number
  }
}
