import CNCurses
import Foundation
import TerminalGraphics

/// What the description of the terminal says before the screen is opened.
struct Terminfo {
  var colors: Int
  var hasDirectColor: Bool
  var hasMouse: Bool

  /// Reads the description that TERM names without touching the terminal. The C function is
  /// `setupterm`.
  init(term: String) throws(CursesError) {
    var reason: Int32 = 0
    guard unsafe tawara_setupterm(STDOUT_FILENO, &reason) == OK else {
      throw .unknownTerminal(term: term)
    }
    defer { tawara_forget_setupterm() }
    guard Capability.text("cup") != nil else { throw .noCursorAddressing(term: term) }
    colors = unsafe Int(tawara_tigetnum("colors"))
    hasDirectColor =
      unsafe tawara_tigetflag("RGB") > 0 || tawara_tigetnum("RGB") > 0
      || Capability.text("RGB") != nil
    hasMouse = Capability.text("kmous") != nil
  }

  /// Where compiled descriptions are kept, as terminfo(5) has it.
  static func compiledDescription(environment: [String: String]) -> [UInt8]? {
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
  static func withDirectColor<Result>(
    environment: [String: String], _ body: () -> Result
  ) -> Result {
    guard let compiled = compiledDescription(environment: environment),
      let description = DirectColor(compiled: compiled)
    else { return body() }
    let bytes = description.compiledWithDirectColor()
    unsafe setenv("TERMINFO", "b64:" + Data(bytes).base64EncodedString(), 1)
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
