public import Annotations
public import Foundation

/// One set of annotations of one record: its marks, what was done to them, and the log that keeps
/// it.
///
/// A change is in the log before it is in this value: what is shown as done is kept.
public struct LabelBook: Sendable {
  public let key: TransactionLogKey
  /// Who makes changes.
  public let reader: String
  /// The annotator or file that the set is based on; nil where it began empty.
  public let source: String?
  /// Types of labels that the source defines itself.
  public let definitions: [LabelDefinition]
  public private(set) var history: History
  private var position: LogPosition
  /// Whether `history` goes back to the set's beginning.
  private var isWhole: Bool
  private let log: any TransactionLog

  /// The name of the set of a reader who decides what two others differ on.
  public static let verdict = "verdict"

  /// Changes that are read when a set is opened; undoing further back reads more.
  private static let openedCount = 64

  /// Opens a set; nil where it has not begun.
  public init?(_ key: TransactionLogKey, reader: String, log: any TransactionLog) throws {
    guard let beginning = try log.beginning(of: key),
      let tail = try log.tail(of: key, atLeast: Self.openedCount)
    else { return nil }
    (self.key, self.reader, self.log) = (key, reader, log)
    (source, definitions) = (beginning.source, beginning.definitions)
    (history, position, isWhole) = (try tail.history(), tail.position, tail.isWhole)
  }

  /// Opens a set, which begins so where it has not begun.
  public init(
    _ key: TransactionLogKey, reader: String, log: any TransactionLog,
    beginningWith beginning: @autoclosure () throws -> SetBeginning
  ) throws {
    if let known = try LabelBook(key, reader: reader, log: log) {
      self = known
      return
    }
    let beginning = try beginning()
    do {
      try log.begin(key, with: beginning)
    } catch is LogHasGrown {
      // Another program has begun it since: what it began with holds.
      guard let known = try LabelBook(key, reader: reader, log: log) else { throw LogHasGrown() }
      self = known
      return
    }
    (self.key, self.reader, self.log) = (key, reader, log)
    (source, definitions) = (beginning.source, beginning.definitions)
    (history, position, isWhole) = (History(beginning.marks), 0, true)
  }

  public var marks: MarkIndex { history.marks }

  /// Makes edits as one change. Nil where there are none. Throws where a mark is not as an edit
  /// expects it, or where the log cannot keep it; nothing is changed then.
  @discardableResult
  public mutating func commit(_ edits: [Edit], at time: Date = Date()) throws -> Transaction? {
    guard !edits.isEmpty else { return nil }
    let reader = reader
    return try change { [try $0.commit(edits, by: reader, at: time)] }.last
  }

  /// Takes the last change back; nil where there is none.
  @discardableResult
  public mutating func undo(at time: Date = Date()) throws -> Transaction? {
    if history.current == 0 { try goFurtherBack() }
    let reader = reader
    return try change { [try $0.undo(by: reader, at: time)].compactMap { $0 } }.last
  }

  /// Makes the change again that was taken back last; nil where there is none.
  @discardableResult
  public mutating func redo(at time: Date = Date()) throws -> Transaction? {
    let reader = reader
    return try change { [try $0.redo(by: reader, at: time)].compactMap { $0 } }.last
  }

  /// Takes one earlier change back and leaves those after it; nil where there is none of its
  /// identity.
  @discardableResult
  public mutating func revert(_ id: Transaction.ID, at time: Date = Date()) throws -> Transaction? {
    let reader = reader
    return try change { [try $0.revert(id, by: reader, at: time)].compactMap { $0 } }.last
  }

  /// Goes to a revision of the history.
  @discardableResult
  public mutating func jump(to revision: Int, at time: Date = Date()) throws -> [Transaction] {
    let reader = reader
    return try change { try $0.jump(to: revision, by: reader, at: time) }
  }

  /// Takes in what other programs have done. Returns whether they have done anything.
  @discardableResult
  public mutating func follow() throws -> Bool {
    guard let tail = try log.tail(of: key, atLeast: max(Self.openedCount, history.revisions.count)),
      tail.position != position
    else { return false }
    (history, position, isWhole) = (try tail.history(), tail.position, tail.isWhole)
    return true
  }

  /// Where the history holds only the newest changes: reads twice as many.
  private mutating func goFurtherBack() throws {
    guard !isWhole,
      let tail = try log.tail(of: key, atLeast: 2 * max(Self.openedCount, history.revisions.count))
    else { return }
    (history, position, isWhole) = (try tail.history(), tail.position, tail.isWhole)
  }

  /// Other programs may write at any time: a change is made on what they have left.
  private mutating func change(_ body: (inout History) throws -> [Transaction]) throws
    -> [Transaction]
  {
    while true {
      var changed = history
      let made = try body(&changed)
      guard !made.isEmpty else { return [] }
      do {
        position = try log.append(made, to: key, behind: position, leadingTo: changed.marks)
        history = changed
        return made
      } catch is LogHasGrown {
        try follow()
      }
    }
  }
}
