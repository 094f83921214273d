import Foundation
public import LiveSession
import LiveStreams
import ReviewSession
public import TerminalGraphics
import Waveforms

/// The loop of the live screen: 25 pictures a second, and an answer to each key at once.
public final class LiveLoop {
  /// What the screen is given from outside.
  public struct Services: Sendable {
    public var themes: ThemeLibrary?
    /// Where a recording that is begun by key goes; asked each time.
    public var recordingName: @Sendable () -> String
    /// Keeps marks and labels of what is recorded; nil for nowhere.
    public var desk: LiveDesk?
    /// Writes what is on the screen as a strip; returns the sentence that says where, or throws
    /// one.
    public var writeStrip: (@Sendable (LiveStrip) throws -> String)?
    /// Whether the terminal's bell sounds where an alarm is given.
    public var rings = false
    /// When to leave: asked with each picture.
    public var isOver: @Sendable (LiveMonitor.View) -> Bool = { _ in false }

    public init(recordingName: @escaping @Sendable () -> String) {
      self.recordingName = recordingName
    }
  }

  private static let frameSeconds = 0.04

  private let monitor: LiveMonitor
  private let terminal: any Terminal
  private let services: Services
  private var theme: Theme
  private var state: LiveState
  /// Delay and losses change with each picture; they are read once a second.
  private var figures: (second: Int, view: LiveMonitor.View)?

  public init(
    _ monitor: LiveMonitor, theme: Theme, terminal: any Terminal, services: Services
  ) {
    (self.monitor, self.theme, self.terminal, self.services) = (monitor, theme, terminal, services)
    state = LiveState(size: terminal.size)
    state.filter.current = .monitor
    state.looks.themeName = theme.name
    state.looks.themeNames = services.themes?.names ?? []
  }

  /// Runs until the reader leaves, or it is over.
  /// - Returns: the signal that asked for the end, or nil.
  public func run() -> Int32? {
    monitor.start()
    defer {
      monitor.stop()
      // What has come is read and the recording closed before the terminal is given back; a disk that
      // does not answer is waited for ten seconds.
      let end = ContinuousClock.now + .seconds(12)
      while !monitor.isDone, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.01) }
    }
    var next = ContinuousClock.now
    while true {
      let view = monitor.view()
      draw(view)
      // What went wrong with the source is said on the terminal that is given back.
      if services.isOver(view) || monitor.failure != nil { return nil }
      next = max(next + .seconds(Self.frameSeconds), .now)
      for event in terminal.waitForEvents(until: next) {
        if case .terminate(let signal) = event { return signal }
        if terminal.size != state.size { state.size = terminal.size }
        if case .key(let key) = event, perform(state.handle(key, view), view) { return nil }
        // An answer to a key is not kept back until the next picture.
        next = min(next, .now)
      }
    }
  }

  private func draw(_ view: LiveMonitor.View) {
    hear(view)
    let isAlarmed = monitor.takeEvents().contains {
      if case .alarm = $0.kind { true } else { false }
    }
    if isAlarmed, services.rings { terminal.ring() }
    let hadChannels = state.channels?.buffer
    state.take(view)
    if let channels = state.channels, channels.buffer !== hadChannels {
      channels.show(state.filter.current)
    }
    terminal.show(state.frame(steadied(view), source: monitor.source.name, theme: theme))
    if state.frozenAt == nil, let end = view.buffer?.frameCount { monitor.noteShown(until: end) }
  }

  /// The same view with delay and losses as they were at the last whole second.
  private func steadied(_ view: LiveMonitor.View) -> LiveMonitor.View {
    let second = Int(LiveClock.now)
    if figures?.second != second { figures = (second, view) }
    var steady = view
    steady.latency = figures?.view.latency ?? view.latency
    steady.sourceDelay = figures?.view.sourceDelay
    return steady
  }

  /// Carries out what a key asked for. Returns whether the program ends.
  private func perform(_ effects: [LiveState.Effect], _ view: LiveMonitor.View) -> Bool {
    for effect in effects {
      switch effect {
      case .quit: return true
      case .decide(let decision): keep(decision, view)
      case .use(let labels): monitor.use(labels)
      case .acknowledge: monitor.acknowledge()
      case .toggleRecording: toggleRecording(view)
      case .writeStrip: writeStrip(view)
      case .filter(let filter): state.channels?.show(filter)
      case .showTheme(let name): showTheme(name)
      }
    }
    return false
  }

  /// A mark stands on the screen and beside the record's files as well.
  private func keep(_ decision: LiveDecision, _ view: LiveMonitor.View) {
    if case .mark(let text, let frame) = decision { monitor.mark(text, at: frame) }
    guard let part = view.recording.part(of: decision.frame), let desk = services.desk,
      let rate = view.buffer?.header.samplingRateHz
    else { return }
    desk.keep(decision, in: part, rate: rate)
  }

  /// What has become of decisions.
  private func hear(_ view: LiveMonitor.View) {
    guard let desk = services.desk else { return }
    for answer in desk.takeAnswers() {
      state.say(answer.words, isProblem: answer.isProblem)
      state.labels = desk.labels(in: view.recording.parts)
      monitor.teach(state.taughtLabels)
    }
  }

  private func toggleRecording(_ view: LiveMonitor.View) {
    if let path = view.recording.path {
      monitor.endRecording()
      return state.say("recorded: tawara review \(path)")
    }
    let name = services.recordingName()
    monitor.record(to: name)
    state.say("records to \(name)" + (view.buffer == nil ? " once something comes" : ""))
  }

  private func writeStrip(_ view: LiveMonitor.View) {
    guard let buffer = view.buffer, let channels = state.channels, let write = services.writeStrip
    else { return state.say("nothing has come yet to write") }
    let end = state.shownEnd(view)
    do {
      let strip = LiveStrip(
        buffer: buffer, end: end, channels: channels.arrangement.shown)
      state.say(try write(strip))
    } catch {
      state.say("\(error)", isProblem: true)
    }
  }

  private func showTheme(_ name: String) {
    do {
      guard let found = try services.themes?.theme(named: name) else { return }
      theme = found
      state.looks.themeName = name
      state.say("theme \(name)")
    } catch {
      state.say("\(error); the theme before stays", isProblem: true)
    }
  }
}

/// What a strip is to show: the last seconds before a frame.
public struct LiveStrip: Sendable {
  public var buffer: LiveBuffer
  public var end: Int
  public var channels: [Int]
}
