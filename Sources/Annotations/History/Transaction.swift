public import Foundation

/// What one action of a reader did: a few edits, or a hundred thousand.
public struct Transaction: Sendable, Hashable, Identifiable {
  public struct ID: Sendable, Hashable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public static func random() -> ID {
      var generator = SystemRandomNumberGenerator()
      return ID(rawValue: generator.next())
    }
  }

  /// Why it was made.
  public enum Cause: Sendable, Hashable {
    case edit
    /// Takes the transaction back and goes to the revision before it.
    case undo(ID)
    /// Makes the transaction again and goes to its revision.
    case redo(ID)
    /// Takes an earlier transaction back as a new edit; those after it stay.
    case revert(ID)
  }

  public let id: ID
  /// In the order in which they are made.
  public let edits: [Edit]
  /// The reader.
  public let author: String
  public let time: Date
  /// The transaction of the revision that it was made on; nil for what came with the record.
  public let basis: ID?
  public let cause: Cause

  public init(
    id: ID = .random(), edits: [Edit], author: String, time: Date, basis: ID? = nil,
    cause: Cause = .edit
  ) {
    self.id = id
    self.edits = edits
    self.author = author
    self.time = time
    self.basis = basis
    self.cause = cause
  }

  /// The edits that take this one back, the last first.
  public func inverted() -> [Edit] { edits.reversed().map { $0.inverted() } }

  /// Makes all edits, or none: throws where a mark is not as an edit expects it.
  public func apply(to marks: inout MarkIndex) throws(MarkConflict) {
    var edited = marks
    for edit in edits { try edited.apply(edit) }
    marks = edited
  }
}
