import ArgumentParser
import ReviewApp
import ReviewSession
import TerminalGraphics
import Waveforms

/// A screen of the review without a terminal.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Print a screen of the review as text.",
    discussion: """
      Prints the frame that `tawara review` would show, exactly as many lines as --size says:
      plain, or with --ansi in colour. For a folder it prints the list of its records.
      """)

  @Argument(help: "A record, or a folder of records.")
  var path: String

  @Option(help: "Where to begin: 1:02:03.5, 90s, 15m, 50% or #FRAME.")
  var at: String?

  @Option(help: "Columns and lines.")
  var size = "120x36"

  @Option(
    help: "Sweep speed in mm/s: 400, 200, 100, 50, 25, 12.5 and so on; whole for the whole record.")
  var speed: String?

  @Option(help: "Gain in mm/mV: 10, or that doubled or halved.")
  var gain: Double?

  @Option(help: "The annotator to show; the first one if not given.")
  var annotator: String?

  @OptionGroup var review: ReviewOptions

  @OptionGroup var input: InputOptions

  @Option(help: "Keys to press first, such as '2n<Tab>'; names as in the help: <Enter> <Esc> <^O>.")
  var keys = ""

  @Flag(help: "Print colours as ANSI sequences.")
  var ansi = false

  @Option(help: "Colours with --ansi: 24bit, 256, 16 or 8.")
  var colors = "24bit"

  @Flag(help: "Show all channels at once, on lanes of one row if need be.")
  var all = false

  func run() throws {
    let size = try wantedSize()
    let theme = try Installation.theme(review.theme)
    guard let keys = KeyPress.sequence(keys) else {
      throw CommandError.badOption(
        name: "--keys", expected: "characters and names such as <Tab> or <^O>", found: self.keys)
    }
    var services = ReviewServices()
    services.themes = Installation.themes
    services.hints = try input.hints()
    // A model takes its time: it is opened where it is asked for.
    if review.model != nil { try review.addModels(to: &services) }
    let state =
      if let records = try RecordsState.listed(at: path) {
        AppState(records: records, size: size)
      } else {
        AppState(waveform: try waveform(size, services.hints), size: size)
      }
    let terminal = HeadlessTerminal(size: size, events: keys.map { .key($0) })
    let loop = ReviewLoop(state: state, theme: theme, terminal: terminal, services: services)
    terminal.isSettled = { loop.isSettled }
    _ = loop.run()
    guard let frame = terminal.frames.last else { return }
    guard ansi else { return try Output.lines([frame.plainText]) }
    guard let depth = ColorDepth(name: colors) else {
      throw CommandError.badOption(
        name: "--colors", expected: "24bit, 256, 16, 8 or mono", found: colors)
    }
    try Output.lines([frame.ansiText(depth: depth)], isRaw: true)
  }

  private func wantedSize() throws -> Size {
    let parts = size.lowercased().split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2, parts.allSatisfy({ (1...1000).contains($0) }) else {
      throw CommandError.badOption(
        name: "--size", expected: "columns and lines from 1 to 1000, such as 120x36", found: size)
    }
    return Size(width: parts[0], height: parts[1])
  }

  private func waveform(_ size: Size, _ hints: RecordHints) throws -> WaveformState {
    let document = try ReviewDocument(path: path, hints: hints, annotator: annotator)
    var state = WaveformState(document: document, size: size)
    state.channels.fitsAllLanes = all
    if let gain {
      let step = Sensitivity.steps.first {
        abs(Sensitivity(step: $0).millimetresPerMillivolt / gain - 1) < 0.03
      }
      guard let step else {
        throw CommandError.badOption(
          name: "--gain", expected: "10 mm/mV, or that doubled or halved up to six times",
          found: "\(gain)")
      }
      state.gain.sensitivity = Sensitivity(step: step)
    }
    if let speed { try set(speed, &state, size) }
    if let at {
      state.viewport.start = try WindowOptions.seconds(at, option: "--at", document.record)
    }
    return state
  }

  private func set(_ speed: String, _ state: inout WaveformState, _ size: Size) throws {
    if speed == "whole" {
      _ = state.perform(.speed(.wholeRecord))
      return
    }
    guard let value = Double(speed),
      let step = (-20...SweepSpeed.fastestStep).first(where: {
        abs(SweepSpeed(step: $0).millimetresPerSecond / value - 1) < 0.03
      })
    else {
      throw CommandError.badOption(
        name: "--speed", expected: "400, 200, 100, 50, 25 mm/s or a half of that again, or whole",
        found: speed)
    }
    state.viewport.speed = SweepSpeed(step: step)
  }
}
