/// Why the screen cannot be taken over.
public enum CursesError: Error, Equatable, CustomStringConvertible {
  case notATerminal
  case unknownTerminal(term: String)
  case noCursorAddressing(term: String)
  case cannotOpen(term: String)

  public var description: String {
    let advice = "or \"tawara render\" for plain output"
    switch self {
    case .notATerminal:
      return "Standard input and output are not a terminal: run this in one, \(advice)."
    case .unknownTerminal(let term):
      let name = term.isEmpty ? "TERM is not set" : "TERM=\(term) is not known here"
      return "\(name): set TERM to a known terminal such as xterm-256color, \(advice)."
    case .noCursorAddressing(let term):
      return "TERM=\(term) cannot place the cursor: "
        + "use a terminal such as xterm-256color, \(advice)."
    case .cannotOpen(let term):
      return "TERM=\(term) could not be opened: "
        + "use a terminal such as xterm-256color, \(advice)."
    }
  }
}
