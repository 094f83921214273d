import ArgumentParser
import Evaluation
import Foundation
import TerminalGraphics

/// What the program finds on this machine, and what to do about what is not right.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at what the program needs, and say how to mend it.",
    discussion: """
      Looks at the terminal, the locale, colours, the processor, models, themes, the file of labels, \
      folders and liblsl. Each line says what was found; "!" is something to know, with what to do about \
      it, and "x" what keeps the program from showing records. A strip of glyphs stands last: choose with \
      --glyphs the first that looks like a wave. Ends with status 0 where the program can run with what \
      it found, 2 where it cannot.
      """)

  @OptionGroup var store: StoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let findings = HealthCheck(
      environment: ProcessInfo.processInfo.environment, isTerminal: Console.current.isTerminal,
      store: try? store.place()
    ).findings
    if json {
      try Output.json(findings)
    } else {
      try Output.lines(findings.flatMap(lines).map(PlainText.safe) + strip)
    }
    if findings.contains(where: { $0.state == .bad }) { throw ExitCode(ExitStatus.badInput) }
  }

  private func lines(_ finding: HealthCheck.Finding) -> [String] {
    let sign =
      switch finding.state {
      case .good: " "
      case .known: "!"
      case .bad: "x"
      }
    return ["\(sign) " + PlainText.left(finding.what, 11) + finding.found]
      + (finding.mend.map { [String(repeating: " ", count: 13) + $0] } ?? [])
  }

  /// A wave in each set of glyphs.
  private var strip: [String] {
    let wave = "⣀⣀⡠⠤⠤⣀⣀⡀⢀⡇⢱⣀⣀⡠⠔⠒⠢⢄⣀⣀⣀⣀⡠⠤⠤⣀⣀⡀⢀⡇⢱⣀⣀⡠⠔⠒⠢⢄⣀⣀"
    return [""]
      + GlyphSet.allCases.map { set in
        let shown = String(
          String.UnicodeScalarView(wave.unicodeScalars.map { set.nearest(to: $0) }))
        return PlainText.left(set.rawValue, 13) + shown
      }
  }
}
