/// What a source has to say to whoever receives it.
public enum StreamEvent: Sendable {
  /// A sender is there; before its header. Says who, where that is known.
  case connected(String)
  /// The sender is gone; the source waits for it, or for another.
  case disconnected
  case message(StreamMessage)
  /// What came last was sampled so many seconds before it came, by a clock that the source can
  /// compare with ours.
  case delay(seconds: Double)
  /// Something that a reader of the screen should know, in a few words.
  case remark(String)
}

/// Where a stream comes from.
///
/// `run` blocks the thread that it is called on: it gives what comes, in order, and returns when
/// the stream is over, when `stop` says so, or when it throws because there can be none.
public protocol StreamSource: Sendable {
  /// What it is called where it is spoken of: as it stands on the command line.
  var name: String { get }
  /// Whether its clock can be told from that of this program. A replay keeps time by ours.
  var hasOwnClock: Bool { get }
  /// Whether it may be kept waiting and loses nothing by it: a replay may be faster than it is
  /// read.
  var canWait: Bool { get }

  func run(until stop: StopSignal, _ deliver: (StreamEvent) -> Void) throws
}

extension StreamSource {
  public var hasOwnClock: Bool { true }
  public var canWait: Bool { false }
}
