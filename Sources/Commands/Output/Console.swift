import Foundation

/// Where a command's results and remarks go: the terminal's, or a test's.
public struct Console: Sendable {
  /// Takes results: bytes of standard output.
  public var write: @Sendable ([UInt8]) throws -> Void
  /// Takes what is not part of the result: text for standard error.
  public var remark: @Sendable (String) -> Void
  /// Whether results go to a terminal.
  public var isTerminal: Bool
  /// Whether remarks do, so that a line there may move.
  public var showsProgress: Bool
  /// How often long work says how far it is where remarks go to no terminal.
  public var progressInterval = Duration.seconds(30)
  /// Whether keys can be read.
  public var hasKeyboard: Bool
  /// The command line, for what depends on the order of options.
  var arguments: [String] = []

  /// A console that is no terminal.
  public init(
    write: @escaping @Sendable ([UInt8]) throws -> Void,
    remark: @escaping @Sendable (String) -> Void
  ) {
    (self.write, self.remark) = (write, remark)
    (isTerminal, showsProgress, hasKeyboard) = (false, false, false)
  }

  /// The process's own streams.
  public static let standard: Console = {
    var console = Console(
      write: { try FileHandle.standardOutput.write(contentsOf: $0) },
      // Remarks that cannot be shown are no reason to end the work.
      remark: { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) })
    console.isTerminal = isatty(STDOUT_FILENO) == 1
    console.showsProgress = isatty(STDERR_FILENO) == 1
    console.hasKeyboard = isatty(STDIN_FILENO) == 1
    return console
  }()

  /// That of the command which is running.
  @TaskLocal static var current = Console.standard
}
