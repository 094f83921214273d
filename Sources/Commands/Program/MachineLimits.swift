import Foundation

/// What the shell, or whoever started the program, lets it have.
///
/// With next to nothing libraries end the program where they are: that is said in a sentence first.
public struct MachineLimits: Sendable, Equatable {
  /// Files that may be open at once; nil for any number.
  public var openFiles: Int?
  /// Bytes of address space; nil for any number.
  public var addressBytes: Int?

  /// Standard streams, a record's files, its annotations, the store with its log and its lock.
  private static let leastOpenFiles = 16
  private static let leastMegabytes = 256

  /// Reads them as `/proc/self/limits` has them: a name, what holds now, what it may be raised to.
  public init(_ text: String) {
    func value(_ name: String) -> Int? {
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else {
        return nil
      }
      return line.dropFirst(name.count).split(separator: " ").first.flatMap { Int($0) }
    }
    (openFiles, addressBytes) = (value("Max open files"), value("Max address space"))
  }

  /// Those of this process.
  static var current: MachineLimits {
    MachineLimits((try? String(contentsOfFile: "/proc/self/limits", encoding: .utf8)) ?? "")
  }

  /// Why the program cannot work with so little, in a sentence; nil where it can.
  public var complaint: String? {
    if let openFiles, openFiles < Self.leastOpenFiles {
      return
        "expected to open \(Self.leastOpenFiles) files at once, found a limit of \(openFiles); "
        + "ulimit -n \(Self.leastOpenFiles) raises it"
    }
    if let addressBytes, addressBytes < Self.leastMegabytes << 20 {
      return "expected \(Self.leastMegabytes) MB of address space, found a limit of "
        + "\(addressBytes >> 20) MB; ulimit -v \(Self.leastMegabytes << 10) raises it"
    }
    return nil
  }
}
