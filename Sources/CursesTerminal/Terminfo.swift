import CNCurses
import Foundation
import TerminalGraphics

/// What the description of the terminal says before the screen is opened.
public struct Terminfo: Sendable {
  /// Colours; below 1 where there are none.
  public var colors: Int
  /// Whether colours are 24 bits.
  public var hasDirectColor: Bool
  /// Whether the terminal reports the mouse.
  public var hasMouse: Bool
  /// What the keys send, by their names in terminfo(5).
  public var keySequences: [String: String]

  /// The keys that the description has.
  public var keys: KeyTable { KeyTable(capabilities: keySequences) }

  /// Reads the description that `term` names without touching the terminal. The C function is
  /// `setupterm`, which is not for several threads at a time.
  public init(term: String) throws(CursesError) {
    // C would end the name there.
    guard !term.utf8.contains(0) else { throw .unknownTerminal(term: term) }
    var reason: Int32 = 0
    guard unsafe tawara_setupterm(term, STDOUT_FILENO, &reason) == OK else {
      throw .unknownTerminal(term: term)
    }
    defer { tawara_forget_setupterm() }
    guard Capability.text("cup") != nil else { throw .noCursorAddressing(term: term) }
    colors = unsafe Int(tawara_tigetnum("colors"))
    hasDirectColor =
      unsafe tawara_tigetflag("RGB") > 0 || tawara_tigetnum("RGB") > 0
      || Capability.text("RGB") != nil
    hasMouse = Capability.text("kmous") != nil
    keySequences = Self.readKeySequences()
  }

  /// Keys that xterm added, with the number of what is held down: 2 is shift, and left out.
  private static let addedNames = [
    "kUP", "kDN", "kLFT", "kRIT", "kHOM", "kEND", "kPRV", "kNXT", "kIC", "kDC",
  ].flatMap { stem in ["", "3", "4", "5", "6", "7", "8"].map { stem + $0 } }

  /// All standard capabilities that begin with k are keys, but the start of the mouse's reports.
  private static func readKeySequences() -> [String: String] {
    var names = addedNames
    while let pointer = unsafe tawara_text_name(Int32(names.count - addedNames.count)) {
      names.append(unsafe String(cString: pointer))
    }
    var sequences: [String: String] = [:]
    for name in names where name.hasPrefix("k") && name != "kmous" {
      sequences[name] = Capability.text(name)
    }
    return sequences
  }

  /// Where compiled descriptions are kept, as terminfo(5) has it.
  public static func compiledDescription(environment: [String: String]) -> [UInt8]? {
    guard let term = environment["TERM"], let first = term.utf8.first, !term.contains("/") else {
      return nil
    }
    let listed = environment["TERMINFO_DIRS"]?.split(separator: ":").map(String.init) ?? []
    let folders =
      [environment["TERMINFO"], environment["HOME"].map { $0 + "/.terminfo" }].compactMap { $0 }
      + listed + ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
    let initials = [String(term.prefix(1)), String(first, radix: 16)]
    for folder in folders {
      for initial in initials {
        let file = URL(fileURLWithPath: "\(folder)/\(initial)/\(term)")
        if let data = try? Data(contentsOf: file) { return [UInt8](data) }
      }
    }
    return nil
  }

  /// Does `body` with TERMINFO set to a description with 24-bit colours, if one can be made.
  public static func withDirectColor<Result>(
    environment: [String: String], _ body: () -> Result
  ) -> Result {
    guard let compiled = compiledDescription(environment: environment),
      let description = DirectColor(compiled: compiled)
    else { return body() }
    return withDescription(
      description.compiledWithDirectColor(), environment: environment, body)
  }

  /// Does `body` with TERMINFO set to a compiled description. The C functions are `setenv` and
  /// `unsetenv`.
  public static func withDescription<Result>(
    _ compiled: [UInt8], environment: [String: String], _ body: () -> Result
  ) -> Result {
    unsafe setenv("TERMINFO", "b64:" + Data(compiled).base64EncodedString(), 1)
    defer {
      if let before = environment["TERMINFO"] {
        unsafe setenv("TERMINFO", before, 1)
      } else {
        unsafe unsetenv("TERMINFO")
      }
    }
    return body()
  }
}
