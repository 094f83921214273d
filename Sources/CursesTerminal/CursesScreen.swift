import CNCurses
import Glibc
public import TerminalGraphics

/// The terminal, drawn with ncurses. Use it from one thread; `waker` serves the others.
@safe
public final class CursesScreen: Terminal {
  /// What the terminal can be trusted with.
  public let glyphs: GlyphSet
  /// How many colours are drawn.
  public var depth: ColorDepth { pairs.depth }
  /// Ends the wait for events from any thread.
  public let waker = TerminalWaker()
  public var wake: @Sendable () -> Void {
    let waker = waker
    return { waker.wake() }
  }
  /// Whether the mouse reports to the program; when not, the terminal selects text with it.
  public var capturesMouse: Bool {
    didSet { if capturesMouse != oldValue { sendMouseMode() } }
  }

  /// Whether the terminal can move a line's cells, in sequences that are known here.
  let movesCells: Bool
  /// Whether it fills in with the background's colour.
  let fillsWithGround: Bool

  var pairs: ColorPairs
  var shortage = ColorPairs.Shortage.fail
  var shown: Frame?
  var run: [cchar_t] = []
  var input: TerminalInput
  private var styles = StyleFilter()
  /// Nil where what ncurses sends goes to the terminal as it is.
  private let caught: CaughtOutput?
  private let hasMouse: Bool
  private let screen: OpaquePointer
  private var isOpen = true

  /// Takes the terminal over: `newterm`, `cbreak`, `noecho`, `nonl`, `keypad`, and handlers for
  /// the signals that end, stop, resize or crash the program.
  ///
  /// - Parameters:
  ///   - environment: the process's own environment.
  ///   - colors: the number of colours the user asks for; nil to find out.
  ///   - glyphs: the glyphs the user asks for; nil to find out.
  public init(
    environment: [String: String], colors: ColorDepth? = nil, glyphs: GlyphSet? = nil
  ) throws(CursesError) {
    let term = environment["TERM"] ?? ""
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    let terminfo = try Terminfo(term: term)
    self.glyphs = glyphs ?? GlyphSet.detect(environment: environment)
    Self.setLocale(for: self.glyphs)
    let wanted = ColorDepth.detect(
      environment: environment, terminalColors: terminfo.colors,
      hasDirectColor: terminfo.hasDirectColor, override: colors)
    TerminalReset.saveModes()
    SelfPipe.open()
    use_tioctl(true)
    let needsDirect = wanted == .trueColor && !terminfo.hasDirectColor
    let opened =
      needsDirect
      ? unsafe Terminfo.withDirectColor(environment: environment) { unsafe tawara_newterm() }
      : unsafe tawara_newterm()
    guard let screen = unsafe opened else { throw .cannotOpen(term: term) }
    unsafe self.screen = screen
    input = TerminalInput(
      terminal: STDIN_FILENO, pipe: SelfPipe.descriptor,
      decoder: KeyDecoder(keys: terminfo.keys, encoding: Self.encoding()))
    pairs = ColorPairs(wanted: wanted)
    hasMouse = terminfo.hasMouse
    capturesMouse = terminfo.hasMouse
    let isANSI = Capability.text("sgr0")?.contains("\u{1B}[") == true
    caught = isANSI ? CaughtOutput() : nil
    let moves = [("ich", "\u{1B}[%p1%d@"), ("dch", "\u{1B}[%p1%dP"), ("sc", "\u{1B}7")]
    movesCells = caught != nil && moves.allSatisfy { Capability.text($0.0) == $0.1 }
    fillsWithGround = unsafe tawara_tigetflag("bce") > 0
    TerminalReset.arm()
    Signals.install()
    setModes()
  }

  deinit { close() }

  /// Gives the terminal back as it was. Any number of calls do what one does. The C function is
  /// `endwin`.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    if TerminalReset.isForeground {
      leave()
      TerminalReset.disarm()
    } else {
      TerminalReset.restore()
    }
    Signals.uninstall()
    caught?.close()
    unsafe delscreen(screen)
  }

  /// Width and height as ncurses knows them: changed by `waitForEvents`, with `.resized`.
  public var size: Size {
    isOpen
      ? Size(width: Int(tawara_width()), height: Int(tawara_height())) : .init(width: 0, height: 0)
  }

  /// Follows the terminal's size. The C functions are `ioctl(TIOCGWINSZ)` and `resizeterm`.
  /// - Returns: whether it changed.
  func followSize() -> Bool {
    var (width, height): (Int32, Int32) = (0, 0)
    guard unsafe tawara_window_size(STDOUT_FILENO, &width, &height) == 0, width > 0, height > 0,
      width != tawara_width() || height != tawara_height()
    else { return false }
    resizeterm(height, width)
    shown = nil
    return true
  }

  /// Gives the terminal to the shell until the program is continued.
  func suspend() {
    leave()
    TerminalReset.disarm()
    Signals.stop()
    enter()
  }

  /// Draws the screen anew after another program may have drawn on it.
  func resume() {
    leave()
    enter()
  }

  private func leave() {
    send(TerminalReset.mouseOff + TerminalReset.pasteOff)
    endwin()
    styles.forget()
  }

  /// Lets ncurses say what differs, and sends it without what it says of colours in vain. The C
  /// function is `doupdate`.
  func update() {
    guard let caught else {
      doupdate()
      return
    }
    let bytes = caught.bytes { doupdate() }
    send(styles.filtered(bytes))
  }

  private func enter() {
    TerminalReset.rearm()
    // `doupdate` would set the keys' mode by itself, but where its output is caught it has no
    // terminal.
    reset_prog_mode()
    tawara_redraw_all()
    unsafe wnoutrefresh(tawara_stdscr())
    update()
    // The C function `endwin` has put the keys into the shell's mode.
    unsafe keypad(tawara_stdscr(), true)
    send(TerminalReset.pasteOn)
    sendMouseMode()
  }

  private func setModes() {
    cbreak()
    noecho()
    nonl()
    unsafe keypad(tawara_stdscr(), true)
    unsafe leaveok(tawara_stdscr(), true)
    freeControlKeys()
    curs_set(0)
    unsafe wnoutrefresh(tawara_stdscr())
    update()
    send(TerminalReset.pasteOn)
    sendMouseMode()
    _ = followSize()
  }

  /// Ctrl-S, ctrl-Q and ctrl-V are keys here. The C functions are `tcsetattr`, `def_prog_mode`.
  private func freeControlKeys() {
    var modes = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
    modes.c_iflag &= ~tcflag_t(IXON)
    modes.c_lflag &= ~tcflag_t(IEXTEN)
    unsafe tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    def_prog_mode()
  }

  private func sendMouseMode() {
    guard hasMouse, isOpen else { return }
    send(capturesMouse ? TerminalReset.mouseOn : TerminalReset.mouseOff)
  }

  /// Writes what ncurses does not know past it. It holds nothing back outside of `doupdate`.
  private func send(_ sequence: String) { send(Array(sequence.utf8)) }

  func send(_ sequence: [UInt8]) {
    var bytes = sequence[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
      }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        var place = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&place, 1, 1000)
      } else if errno != EINTR {
        return
      }
    }
  }

  /// What the locale that is set has letters written in. Of the encodings with several bytes a
  /// letter UTF-8 alone is read. The C functions are `nl_langinfo` and `btowc`.
  private static func encoding() -> TextEncoding {
    if unsafe String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8" { return .utf8 }
    return .singleByte((0x80...0xFF).map { Unicode.Scalar(btowc($0)) })
  }

  /// A user who asks for more than the locale promises gets UTF-8. The C function is
  /// `setlocale`.
  private static func setLocale(for glyphs: GlyphSet) {
    unsafe setlocale(LC_ALL, "")
    // Numbers in files and reports are written with a point, whatever the locale.
    unsafe setlocale(LC_NUMERIC, "C")
    if glyphs != .ascii, unsafe String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" {
      unsafe setlocale(LC_CTYPE, "C.UTF-8")
    }
  }
}
