import ArgumentParser
import Foundation
import CursesTerminal
import LiveSession
import LiveStreams
import ReviewApp
import ReviewStore

/// A stream on the terminal while it comes.
struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live", abstract: "Show a stream while it comes, and record it.",
    discussion: """
      SOURCE is lsl:NAME (Lab Streaming Layer), tcp://HOST:PORT or unix:PATH (where it waits for a \
      sender), - (standard input), or a record's path, which is replayed. Sockets and standard input take \
      the framed form of docs/live.md, which "tawara send" writes, and lines of numbers under a line of \
      names. Press ? for the keys, q to leave. Not a medical device: not for diagnosis, not an alarm.
      """)

  @Argument(help: "Where the stream comes from.")
  var source: String

  @OptionGroup var options: LiveSourceOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var watching: LiveWatchOptions
  @OptionGroup var screen: ScreenOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var readers: ReaderOptions

  @Option(
    help: """
      A model by its name (g8, aami, holter) or file; auto, as if not given, is the one that suits the \
      stream, none no model.
      """)
  var model: String?

  @Option(help: ArgumentHelp("Record to this name from the first sample on.", valueName: "record"))
  var record: String?

  @Option(help: "A theme by its name.")
  var theme: String?

  @Option(help: "End after so many seconds.")
  var seconds: Double?

  @Option(help: "End where the source has been gone for so many seconds; without a screen, 30.")
  var patience: Double?

  @Flag(help: "Sound the terminal's bell where an alarm is given; nobody else is called.")
  var bell = false

  @Flag(help: "No screen: receive, record, and print what happens as lines of JSON.")
  var noScreen = false

  func run() throws {
    for (name, value) in [("--seconds", seconds), ("--patience", patience)] {
      if let value, !(value > 0 && value < 1e8) {
        throw CommandError.badOption(
          name: name, expected: "a number of seconds above 0", found: "\(value)")
      }
    }
    try record.map(LiveRecords.check)
    let settings = try watching.settings()
    let choice = try LiveModelChoice.choice(model)
    let monitor = LiveMonitor(
      try options.source(source, input), settings: settings, recording: record, choose: choice)
    if noScreen || !Console.current.isTerminal {
      let end = LiveEnd(seconds: seconds, patience: patience ?? 30)
      try LivePrinting(monitor: monitor, end: end).run()
    } else {
      try show(monitor)
    }
    if let failure = monitor.failure { throw failure }
  }

  private func show(_ monitor: LiveMonitor) throws {
    // Libraries that write remarks, as liblsl does, would write them over the picture.
    let remarks = MutedRemarks()
    let screen: CursesScreen
    do {
      screen = try self.screen.open()
    } catch {
      remarks.end()
      throw error
    }
    var services = LiveLoop.Services(recordingName: Self.freeName)
    services.themes = Installation.themes
    services.writeStrip = LiveStripWriting.write
    let desk = LiveDesk(reader: try readers.setName(), program: ProgramVersion.text) { [store] in
      try store.openForWriting()
    }
    services.desk = desk
    services.rings = bell
    let started = LiveClock.now
    let end = LiveEnd(seconds: seconds, patience: patience ?? .infinity)
    services.isOver = { view in
      end.isReached(started: started, goneFor: view.isConnected ? nil : view.silence)
    }
    let signal = LiveLoop(
      monitor, theme: try Installation.theme(theme), terminal: screen, services: services
    ).run()
    screen.close()
    remarks.end()
    if !desk.finish(seconds: 5) {
      Output.note("warning: the file of labels does not answer, and the last of them are not kept")
    }
    Output.note(LiveSummary.text(monitor.view()))
    if let signal {
      Foundation.signal(signal, SIG_DFL)
      raise(signal)
    }
  }

  /// A name that no record has, by the clock.
  @Sendable private static func freeName() -> String {
    let format = DateFormatter()
    format.dateFormat = "yyyyMMdd-HHmmss"
    format.locale = Locale(identifier: "en_US_POSIX")
    return "live-" + format.string(from: Date())
  }
}

/// Keeps standard error from the terminal while there is a picture on it.
private struct MutedRemarks {
  private let kept = dup(STDERR_FILENO)

  init() {
    let nowhere = FileHandle(forWritingAtPath: "/dev/null")
    nowhere.map { _ = dup2($0.fileDescriptor, STDERR_FILENO) }
  }

  func end() {
    dup2(kept, STDERR_FILENO)
    close(kept)
  }
}

/// By which limits a stream is watched.
struct LiveWatchOptions: ParsableArguments {
  @Option(help: "Give an alarm where the rate is below so many beats a minute.")
  var low = 40.0

  @Option(help: "Give an alarm where the rate is above so many beats a minute.")
  var high = 150.0

  @Option(help: "Give an alarm where no beat has come for so many seconds.")
  var asystole = 4.0

  @Option(help: "Show a class once it has come so many times in a row.")
  var hold = 3

  func settings() throws -> LiveSettings {
    func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws {
      guard range.contains(value) else {
        throw CommandError.badOption(
          name: name, expected: "a number from \(range.lowerBound) to \(range.upperBound)",
          found: "\(value)")
      }
    }
    try check("--low", low, 0...300)
    try check("--high", high, low...400)
    try check("--asystole", asystole, 1...60)
    try check("--hold", Double(hold), 1...100)
    var settings = LiveSettings()
    settings.rateLimits = low...high
    settings.asystoleSeconds = asystole
    settings.holdFindings = hold
    return settings
  }
}
