/// How the recording of a stream stands.
public struct RecordingStatus: Sendable, Equatable {
  /// A record that a part of the stream is in.
  public struct Part: Sendable, Equatable {
    /// Without ending.
    public var path: String
    /// The stream's frame that is the record's first.
    public var firstFrame: Int
    /// The stream's frame behind its last; nil while it is written.
    public var endFrame: Int?

    public init(path: String, firstFrame: Int) {
      (self.path, self.firstFrame) = (path, firstFrame)
    }
  }

  /// Since when nothing is kept, in the stream's seconds, and why.
  public struct Failure: Sendable, Equatable {
    public var seconds: Double
    public var reason: String

    public init(seconds: Double, reason: String) {
      (self.seconds, self.reason) = (seconds, reason)
    }
  }

  /// All that were begun, the oldest first.
  public var parts: [Part] = []
  /// Nil while all that comes is kept.
  public var failure: Failure?

  public init() {}

  /// The record that is written; nil while none is.
  public var path: String? { parts.last.flatMap { $0.endFrame == nil ? $0.path : nil } }

  /// The record that a frame of the stream is in; nil where none was written then.
  public func part(of frame: Int) -> Part? {
    parts.last { $0.firstFrame <= frame && frame < $0.endFrame ?? .max }
  }

  /// Notes which record is written now; nil where none is any more.
  mutating func note(_ part: Part?, at frame: Int) {
    if let last = parts.indices.last, parts[last].endFrame == nil, parts[last] != part {
      parts[last].endFrame = max(parts[last].firstFrame, part?.firstFrame ?? frame)
    }
    if let part, parts.last?.path != part.path { parts.append(part) }
  }
}
