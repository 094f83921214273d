import CNCurses
import Glibc
import Synchronization

/// Puts the terminal back where the program is killed so that it cannot do so itself.
///
/// A small shell waits for the end of a pipe that this process alone holds open. Where the end
/// comes without a word, the process is gone: the shell gives the terminal its modes and says the
/// sequences that end the mouse's reports, pasting and the alternate screen. It ignores the signals
/// that a terminal sends to all of its programs.
enum TerminalGuardian {
  private static let descriptor = Atomic<Int32>(-1)
  private static let process = Atomic<pid_t>(0)

  /// `read` ends at the end of the pipe. A mode is changed from the background only with TTOU
  /// ignored.
  private static let script = """
    trap '' INT QUIT TERM HUP TSTP TTOU
    read -r word <&3
    [ "$word" = done ] && exit 0
    stty "$1" <&4
    printf '%s' "$2" >&4
    """

  /// Starts the watch; without a shell there is none, and the program is as good as without it.
  ///
  /// `modes` as `modes()` gave them before the terminal was taken; `reset` is what is said to it.
  /// The C functions are `pipe` and `posix_spawn`.
  static func watch(modes: String, reset: String) {
    dismiss()
    reap()
    // A shell that is gone must not take the program with it.
    _ = signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // Above 3 and 4, so that neither takes the other's place.
    let handed = [fcntl(ends[0], F_DUPFD_CLOEXEC, 10), Self.terminal()]
    defer { for descriptor in handed where descriptor >= 0 { close(descriptor) } }
    unsafe posix_spawn_file_actions_adddup2(&actions, handed[0], 3)
    unsafe posix_spawn_file_actions_adddup2(&actions, handed[1], 4)
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      unsafe posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    let words = ["sh", "-c", script, "tawara-guardian", modes, reset]
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let status = unsafe posix_spawn(&process, "/bin/sh", &actions, nil, &arguments, nil)
    close(ends[0])
    guard status == 0 else {
      close(ends[1])
      return
    }
    Self.process.store(process, ordering: .relaxed)
    descriptor.store(ends[1], ordering: .releasing)
  }

  /// The terminal to read and write, as a descriptor that can be handed down: a session whose leader
  /// was killed has no /dev/tty. The C functions are `ttyname` and `open`.
  private static func terminal() -> Int32 {
    let opened = unsafe ttyname(STDIN_FILENO).map { unsafe open($0, O_RDWR | O_NOCTTY) } ?? -1
    defer { if opened >= 0 { close(opened) } }
    return fcntl(opened >= 0 ? opened : STDIN_FILENO, F_DUPFD_CLOEXEC, 10)
  }

  /// Takes note that an earlier shell has ended. The C function is `waitpid`.
  private static func reap() {
    let ended = process.exchange(0, ordering: .relaxed)
    if ended > 0 { waitpid(ended, nil, 0) }
  }

  /// Says that the terminal is in order, and ends the watch. A signal handler may call it.
  static func dismiss() {
    let open = descriptor.exchange(-1, ordering: .acquiringAndReleasing)
    guard open >= 0 else { return }
    _ = unsafe write(open, "done\n", 5)
    close(open)
  }

  /// The terminal's modes in the form that `stty` takes back; nil where there is no terminal. The C
  /// function is `tcgetattr`.
  static func modes() -> String? {
    var modes = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &modes) == 0 else { return nil }
    let flags = [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    let characters = unsafe withUnsafeBytes(of: modes.c_cc) { unsafe Array($0) }
    let all = flags.map { String($0, radix: 16) } + characters.map { String($0, radix: 16) }
    return all.joined(separator: ":")
  }
}
