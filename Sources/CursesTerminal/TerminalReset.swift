import CNCurses
import Foundation
import Synchronization

/// Puts the terminal back without ncurses, from a signal handler or at exit.
///
/// All it needs is prepared beforehand and never freed: a handler may neither allocate nor lock.
enum TerminalReset {
  /// Mouse reports and bracketed paste, which ncurses does not know.
  static let mouseOn = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
  static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"

  /// Where the terminal is written to while `CaughtOutput` has standard output.
  static let terminal = Atomic<Int32>(STDOUT_FILENO)
  private static let isArmed = Atomic<Bool>(false)
  // Addresses, as an `Atomic` of a pointer is not `Sendable`.
  private static let bytes = Atomic<UInt>(0)
  private static let count = Atomic<Int>(0)
  private static let modes = Atomic<UInt>(0)
  private static let isRegistered = Atomic<Bool>(false)
  /// What the guardian is told: the terminal's modes and the sequence.
  private static let guarded = Mutex((modes: String?.none, text: ""))

  /// Keeps the terminal's modes as they are now. The C function is `tcgetattr`.
  static func saveModes() {
    var current = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &current) == 0 else { return }
    guarded.withLock { $0.modes = TerminalGuardian.modes() }
    let saved = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    unsafe saved.initialize(to: current)
    modes.store(UInt(bitPattern: saved), ordering: .releasing)
  }

  /// Prepares the sequence for the terminal that ncurses has open, and lets `restore` act.
  static func arm() {
    let capabilities = ["sgr0", "op", "cnorm", "rmkx", "rmcup"].compactMap(Capability.text)
    let text = mouseOff + pasteOff + capabilities.joined()
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: text.utf8.count)
    for (index, byte) in text.utf8.enumerated() {
      unsafe (memory + index).initialize(to: byte)
    }
    bytes.store(UInt(bitPattern: memory), ordering: .releasing)
    count.store(text.utf8.count, ordering: .releasing)
    guarded.withLock { $0.text = text }
    rearm()
    if !isRegistered.exchange(true, ordering: .relaxed) { atexit { TerminalReset.restore() } }
  }

  /// Says that the terminal is as it was: `restore` does nothing until armed again.
  static func disarm() {
    isArmed.store(false, ordering: .releasing)
    TerminalGuardian.dismiss()
  }

  /// Lets `restore` act again with what `arm` prepared.
  static func rearm() {
    isArmed.store(true, ordering: .releasing)
    let (modes, text) = guarded.withLock { $0 }
    if let modes { TerminalGuardian.watch(modes: modes, reset: text) }
  }

  /// Whether the terminal is this program's to change: a change from the background would stop
  /// the program. The C functions are `tcgetpgrp` and `getpgrp`.
  static var isForeground: Bool { tcgetpgrp(STDIN_FILENO) == getpgrp() }

  /// Leaves the alternate screen, shows the cursor and puts the modes back, once.
  /// Async-signal-safe. The C functions are `write` and `tcsetattr`.
  static func restore() {
    guard isArmed.exchange(false, ordering: .acquiringAndReleasing) else { return }
    if let memory = unsafe UnsafePointer<UInt8>(bitPattern: bytes.load(ordering: .acquiring)) {
      unsafe _ = write(
        terminal.load(ordering: .acquiring), memory, count.load(ordering: .acquiring))
    }
    if isForeground,
      let saved = unsafe UnsafePointer<termios>(bitPattern: modes.load(ordering: .acquiring))
    {
      unsafe tcsetattr(STDIN_FILENO, TCSANOW, saved)
    }
    TerminalGuardian.dismiss()
  }
}

/// What the terminal's description says.
enum Capability {
  /// A sequence without its delays, `$<5>`, which no terminal of today needs. The C function is
  /// `tigetstr`.
  static func text(_ name: String) -> String? {
    guard let pointer = unsafe tawara_tigetstr(name) else { return nil }
    var text = unsafe String(cString: pointer)
    while let start = text.range(of: "$<"), let end = text[start.upperBound...].firstIndex(of: ">")
    {
      text.removeSubrange(start.lowerBound...end)
    }
    return text
  }
}
