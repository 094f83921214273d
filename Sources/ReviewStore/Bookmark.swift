public import Foundation

/// A place in a record that the reader wants to find again.
///
/// Each has an identity of its own, so that what one program adds to a record and what another
/// removes from it never meet.
public struct Bookmark: Sendable, Hashable, Identifiable {
  public let id: UUID
  /// From the record's start.
  public var seconds: Double
  public var text: String

  public init(seconds: Double, text: String = "", id: UUID = UUID()) {
    self.id = id
    self.seconds = seconds
    self.text = text
  }
}
