/// What a program may ask of a terminal. The real one is drawn with ncurses; tests have one
/// that keeps the pictures and plays back keys.
public protocol Terminal: AnyObject {
  var size: Size { get }

  /// Shows a picture; only what differs from the one before is sent.
  func show(_ frame: Frame)

  /// Waits for something to happen, until an instant or, of nil, for ever. Returns all that has
  /// come: keys typed, a new size, a request to end. An empty result means that `wake` was called
  /// or that the instant is past.
  func waitForEvents(until instant: ContinuousClock.Instant?) -> [TerminalEvent]

  /// Sounds its bell.
  func ring()

  /// Ends a wait from any thread.
  var wake: @Sendable () -> Void { get }
}

extension Terminal {
  /// Waits for something to happen, for as long as it takes.
  public func waitForEvents() -> [TerminalEvent] { waitForEvents(until: nil) }
}

/// What comes from a terminal.
public enum TerminalEvent: Sendable, Equatable {
  case key(KeyPress)
  case mouse(MouseEvent)
  /// Text that was pasted, without control characters but the ends of its lines.
  case paste(String)
  case resized
  /// The terminal hangs up, or the program is asked to end; the number is the signal's.
  case terminate(signal: Int32)
  /// The program comes back from being suspended: everything is drawn anew.
  case resumed
}

/// A press or a turn of the wheel at a cell.
public struct MouseEvent: Sendable, Equatable {
  public enum Kind: Sendable, Equatable { case press, drag, release, wheelUp, wheelDown }
  public var kind: Kind
  public var x: Int
  public var y: Int
  public init(kind: Kind, x: Int, y: Int) {
    self.kind = kind
    self.x = x
    self.y = y
  }
}
