import Foundation
public import TerminalGraphics

/// A terminal without a screen that types keys, each when all that the one before set going is done: for
/// pictures and tests of the whole program.
public final class HeadlessTerminal: Terminal {
  public let size: Size
  /// Every picture that was shown.
  public private(set) var frames: [Frame] = []
  /// Whether nothing is going on any more; set once the loop is there.
  public var isSettled: () -> Bool = { true }
  private var events: [TerminalEvent]
  private let patience: Duration
  private let woken = DispatchSemaphore(value: 0)

  /// `patience`: how long work in the background is waited for, for each key.
  public init(size: Size, events: [TerminalEvent], patience: Duration = .seconds(60)) {
    self.size = size
    self.events = events
    self.patience = patience
  }

  public func show(_ frame: Frame) { frames.append(frame) }

  public var wake: @Sendable () -> Void {
    let woken = woken
    return { woken.signal() }
  }

  private var waitingSince: ContinuousClock.Instant?

  /// Hangs up after the last key.
  public func waitForEvents() -> [TerminalEvent] {
    let since = waitingSince ?? .now
    if !isSettled(), .now - since < patience {
      waitingSince = since
      _ = woken.wait(timeout: .now() + .milliseconds(20))
      return []
    }
    waitingSince = nil
    return [events.isEmpty ? .terminate(signal: SIGHUP) : events.removeFirst()]
  }

  /// Keys as they are written on a command line: characters, and names such as `<Tab>` or `<^O>`.
  /// Nil where a name is unknown.
  public static func keys(_ text: String) -> [KeyPress]? {
    var keys: [KeyPress] = []
    var rest = text[...]
    while let character = rest.first {
      if character == "<", let end = rest.firstIndex(of: ">"),
        rest.index(after: rest.startIndex) < end
      {
        let name = rest[rest.index(after: rest.startIndex)..<end]
        guard let key = Self.key(named: String(name)) else { return nil }
        keys.append(key)
        rest = rest[rest.index(after: end)...]
      } else {
        keys.append(.character(character))
        rest = rest.dropFirst()
      }
    }
    return keys
  }

  private static func key(named name: String) -> KeyPress? {
    let named: [KeyPress] = [
      .up, .down, .left, .right, .shiftLeft, .shiftRight, .pageUp, .pageDown, .home, .end, .enter,
      .escape, .tab, .backTab, .backspace, .delete, .character(" "),
    ]
    if name.hasPrefix("^"), name.count == 2, let letter = name.last {
      return .control(Character(letter.lowercased()))
    }
    return named.first { $0.label.lowercased() == name.lowercased() }
  }
}
