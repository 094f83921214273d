import CNCurses
import Glibc
import Synchronization

/// What ncurses writes while it draws, caught so that it can be gone over before the terminal gets
/// it.
///
/// ncurses writes to standard output by its number. For the time of drawing that number is a file
/// in memory; the terminal has another one meanwhile, which `TerminalReset` knows.
struct CaughtOutput {
  private let memory: Int32
  private let terminal: Int32

  /// Nil where the system has no such files. The C functions are `memfd_create` and `fcntl`.
  init?() {
    let memory = tawara_memory_file()
    let terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10)
    guard memory >= 0, terminal >= 0 else {
      for descriptor in [memory, terminal] where descriptor >= 0 { Glibc.close(descriptor) }
      return nil
    }
    (self.memory, self.terminal) = (memory, terminal)
    TerminalReset.terminal.store(terminal, ordering: .releasing)
  }

  /// The C function is `close`.
  func close() {
    TerminalReset.terminal.store(STDOUT_FILENO, ordering: .releasing)
    Glibc.close(memory)
    Glibc.close(terminal)
  }

  /// The bytes that are written to standard output meanwhile. The C functions are `dup2` and
  /// `pread`.
  func bytes(of body: () -> Void) -> [UInt8] {
    ftruncate(memory, 0)
    lseek(memory, 0, SEEK_SET)
    dup2(memory, STDOUT_FILENO)
    body()
    dup2(terminal, STDOUT_FILENO)
    let count = max(0, Int(lseek(memory, 0, SEEK_CUR)))
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe max(0, pread(memory, buffer.baseAddress, count, 0))
    }
  }
}
