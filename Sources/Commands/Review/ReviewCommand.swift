import ArgumentParser
import CursesTerminal
import Foundation
import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

/// The review on the terminal.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "Read records on the terminal.",
    discussion: """
      Opens a record, a folder with a list to choose from, or a table that "tawara screen --merge" has \
      printed, the most urgent record first; without a path, the sample data.
      Press ? for the keys, space for a menu, : for all commands, q to leave. A record is shown where it
      was left. Where there is no terminal, the facts are printed as text.
      """)

  @Argument(help: "A record, or a folder of records.")
  var path: String?

  @OptionGroup var review: ReviewOptions

  @OptionGroup var input: InputOptions

  @OptionGroup var screen: ScreenOptions

  @Option(help: "Who sets labels; as of \"tawara label\" if not given.")
  var reader: String?

  @Flag(
    help:
      "A blind reading: keep the labels of others, bookmarks and what models say from the reader.")
  var blind = false

  @OptionGroup var store: StoreOptions

  @Flag(help: "Begin as if nothing were remembered, and remember nothing.")
  var fresh = false

  @Flag(help: "Print the key map as a table in Markdown.")
  var keys = false

  @Flag(help: "Print the facts as plain text instead.")
  var plain = false

  func run() throws {
    if keys { return try Output.text(HelpText.markdown) }
    guard let path = path ?? Installation.folder("SampleData") else {
      throw CommandError.badOption(
        name: "PATH", expected: "a record or a folder, as SampleData is not beside the program",
        found: "")
    }
    let environment = ProcessInfo.processInfo.environment
    var services = ReviewServices()
    services.themes = Installation.themes
    services.writeStrip = ReviewStrip.write
    services.hints = try input.hints()
    services.reader = try ReaderOptions.checked(
      "--reader", reader ?? ReaderOptions.usual(environment))
    services.isBlind = blind
    services.program = ProgramVersion.text
    if !blind { try review.addModels(to: &services) }
    if !fresh {
      services.sessions = SessionStore(environment: environment)
      services.decisions = decisions()
      services.taught = Installation.taughtModels
      services.montages = MontageStore(environment: environment)
      services.cache = ReviewServices.cache(environment)
    }
    services.session = services.sessions?.load()
    let (theme, content) = try opened(path, services)
    let console = Console.current
    if plain || !console.isTerminal || !console.hasKeyboard {
      for warning in services.session?.warnings ?? [] { Output.note(warning) }
      var info = try InfoCommand.parse([path])
      info.input = input
      try info.run()
      return
    }
    try show(content, theme, services)
  }

  /// Records are opened before the terminal is touched: what is wrong is said on a clean one.
  private func opened(_ path: String, _ services: ReviewServices) throws -> (Theme, Content) {
    do {
      return (try wantedTheme(services.session), try content(of: path, services))
    } catch {
      // What was set aside is not to be found aside later, without a word.
      for warning in services.session?.warnings ?? [] { Output.note(warning) }
      throw error
    }
  }

  private enum Content {
    case folder(RecordsState)
    case record(ReviewDocument)
  }

  private func content(of path: String, _ services: ReviewServices) throws -> Content {
    if let records = try RecordsState.listed(at: path) { return .folder(records) }
    return .record(try services.document(path))
  }

  /// Where decisions are kept. What keeps them from being kept is said, and the review goes on.
  private func decisions() -> DecisionStore? {
    do {
      return try store.openForWriting()
    } catch {
      Output.note("\(error); what is decided now is not kept")
      return nil
    }
  }

  /// The theme that is asked for, or that was last chosen, where it can still be read.
  private func wantedTheme(_ session: Session?) throws -> Theme {
    if review.theme == nil, let last = session?.global.theme,
      let theme = try? Installation.theme(last)
    {
      return theme
    }
    return try Installation.theme(review.theme)
  }

  private func show(_ content: Content, _ theme: Theme, _ services: ReviewServices) throws {
    let screen = try screen.open()
    let state =
      switch content {
      case .folder(let records): AppState(records: records, size: screen.size)
      case .record(let document):
        AppState(waveform: WaveformState(document: document, size: screen.size), size: screen.size)
      }
    let signal = ReviewLoop(
      state: state, theme: theme, terminal: screen, services: services
    ).run()
    screen.close()
    // The shell sees that a signal ended the program, as if nothing had been in its way.
    if let signal {
      Glibc.signal(signal, SIG_DFL)
      raise(signal)
    }
  }
}
