import ArgumentParser
import Foundation

/// Who labels, and in which set.
struct ReaderOptions: ParsableArguments {
  @Option(
    help: "The reader's name, of letters and digits; the one of the configuration, or the user's.")
  var reader: String?

  @Option(help: "The set of labels; the reader's own if not given.")
  var set: String?

  func name() throws -> String {
    try Self.checked("--reader", reader ?? Self.usual(ProcessInfo.processInfo.environment))
  }

  func setName() throws -> String { try set.map { try Self.checked("--set", $0) } ?? name() }

  /// Of `TAWARA_READER`, of the file `reader` of the configuration, or the name that the reader has
  /// at this machine.
  static func usual(_ environment: [String: String]) -> String {
    let names = [
      environment["TAWARA_READER"], configured(environment), environment["USER"],
      environment["LOGNAME"],
    ]
    return names.compactMap { $0 }.first { !$0.isEmpty } ?? "reader"
  }

  /// The first line of `$XDG_CONFIG_HOME/tawara/reader`.
  private static func configured(_ environment: [String: String]) -> String? {
    let folder = environment["XDG_CONFIG_HOME"] ?? environment["HOME"].map { $0 + "/.config" }
    let text = folder.flatMap {
      try? String(contentsOfFile: $0 + "/tawara/reader", encoding: .utf8)
    }
    return text?.split(whereSeparator: \.isNewline).first.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  /// A name that can be an annotator's: it ends the name of a file.
  static func checked(_ option: String, _ name: String) throws -> String {
    let isName =
      !name.isEmpty && name.count <= 40
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
      }
    guard isName else {
      throw CommandError.badOption(
        name: option, expected: "a name of letters, digits, _ and -", found: name)
    }
    return name
  }
}
