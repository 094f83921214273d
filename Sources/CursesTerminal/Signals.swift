import Glibc
import Synchronization

/// The signals of a terminal program. Handlers do only what a handler may: they write a byte,
/// or put the terminal back and let the signal take its course.
enum Signals {
  private static let reported = [SIGWINCH, SIGTSTP, SIGCONT]
  private static let ending = [SIGTERM, SIGHUP, SIGINT]
  /// Not SIGBUS, which a file that is cut short gives, and has its own answer: `MappedFaults`. Where it
  /// ends the program after all, the guardian gives the terminal back.
  private static let fatal = [SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGQUIT]
  private static let unanswered = Atomic<Int>(0)
  private static let stackSize = 65_536

  /// Installs all handlers. The C functions are `sigaction` and `sigaltstack`.
  static func install() {
    unanswered.store(0, ordering: .relaxed)
    useAlternateStack()
    for signal in reported { handle(signal, SA_RESTART, report) }
    for signal in ending { handle(signal, SA_RESTART, end) }
    let flags = SA_ONSTACK | SA_NODEFER | Int32(bitPattern: UInt32(SA_RESETHAND))
    for signal in fatal { handle(signal, flags, crash) }
  }

  /// Gives all signals their default action again.
  static func uninstall() {
    for signal in reported + ending + fatal { handle(signal, 0, SIG_DFL) }
  }

  /// Says that the program has learnt of the signals that ask it to end.
  static func acknowledge() { unanswered.store(0, ordering: .relaxed) }

  /// Stops the process until it is continued, as if SIGTSTP had never been handled.
  /// In an orphaned process group, where nobody could continue it, this returns at once.
  static func stop() {
    handle(SIGCONT, 0, SIG_DFL)
    handle(SIGTSTP, 0, SIG_DFL)
    raise(SIGTSTP)
    handle(SIGTSTP, SA_RESTART, report)
    handle(SIGCONT, SA_RESTART, report)
  }

  private static let report: @convention(c) (Int32) -> Void = { signal in
    SelfPipe.write(UInt8(truncatingIfNeeded: signal))
  }

  /// A program that does not answer is ended by the third request.
  private static let end: @convention(c) (Int32) -> Void = { signal in
    if unanswered.wrappingAdd(1, ordering: .relaxed).newValue < 3 {
      SelfPipe.write(UInt8(truncatingIfNeeded: signal))
      return
    }
    TerminalReset.restore()
    _ = Glibc.signal(signal, SIG_DFL)
    raise(signal)
  }

  private static let crash: @convention(c) (Int32) -> Void = { signal in
    TerminalReset.restore()
    raise(signal)
  }

  private static func handle(
    _ signal: Int32, _ flags: Int32, _ handler: (@convention(c) (Int32) -> Void)?
  ) {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = handler
    action.sa_flags = flags
    unsafe sigemptyset(&action.sa_mask)
    unsafe sigaction(signal, &action, nil)
  }

  /// A stack overflow leaves no room for a handler on the stack that overflowed. The memory is
  /// never given back, as a signal may always come.
  private static func useAlternateStack() {
    var current = unsafe stack_t()
    guard unsafe sigaltstack(nil, &current) == 0 else { return }
    guard unsafe current.ss_sp == nil else { return }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: stackSize, alignment: 16)
    var stack = unsafe stack_t(ss_sp: memory, ss_flags: 0, ss_size: stackSize)
    unsafe sigaltstack(&stack, nil)
  }
}
