import Foundation
import Synchronization
public import TerminalGraphics
import Waveforms

/// The one loop of the review: waits, answers all that has come, draws once.
public final class ReviewLoop {
  private var state: AppState
  private let theme: Theme
  private let terminal: any Terminal
  private let inbox: Inbox
  private var peakReading: Task<Void, Never>?

  public init(state: AppState, theme: Theme, terminal: any Terminal) {
    self.state = state
    self.theme = theme
    self.terminal = terminal
    inbox = Inbox(wake: terminal.wake)
    self.state.size = terminal.size
  }

  /// Runs until the reader quits or the terminal goes.
  /// - Returns: the signal that asked for the end, or nil.
  public func run() -> Int32? {
    defer { peakReading?.cancel() }
    terminal.show(state.frame(theme: theme))
    if perform(state.startEffects()) { return nil }
    while true {
      for event in terminal.waitForEvents() {
        if case .terminate(let signal) = event { return signal }
        state.size = terminal.size
        if perform(state.update(.terminal(event))) { return nil }
      }
      for message in inbox.take() {
        if perform(state.update(message)) { return nil }
      }
      terminal.show(state.frame(theme: theme))
    }
  }

  /// Carries out what an update asked for. Returns whether the program ends.
  private func perform(_ effects: [AppEffect]) -> Bool {
    for effect in effects {
      switch effect {
      case .quit: return true
      case .open(let name): open(name)
      case .survey(let names): survey(names)
      case .readPeaks: readPeaks()
      case .showAnnotator(let annotator): showAnnotator(annotator)
      }
    }
    return false
  }

  private func open(_ name: String) {
    guard let records = state.records else { return }
    let hasChanged = records.hasChanged(name)
    let look = records.look(at: name)
    if let look { _ = perform(state.update(.surveyed([name: look]))) }
    guard let survey = look?.survey ?? records.surveys[name] else { return }
    _ = perform(state.update(.opened(name: name, survey)))
    if hasChanged { state.waveform?.say("\(name) has changed since it was listed") }
  }

  private func showAnnotator(_ annotator: String) {
    guard let document = state.waveform?.document else { return }
    let survey = RecordSurvey { try document.showing(annotator: annotator) }
    _ = perform(state.update(.annotatorOpened(survey)))
  }

  /// Opens the records of the list that are in view, off this thread.
  private func survey(_ names: [String]) {
    guard let records = state.records else { return }
    state.records?.beginLooking(at: names)
    let inbox = inbox
    Task.detached(priority: .utility) {
      var found: [String: RecordLook] = [:]
      var posted = ContinuousClock.now - .seconds(1)
      for name in names {
        found[name] = records.look(at: name)
        // The first one at once, the others in groups: each message draws the screen.
        guard !found.isEmpty, .now - posted > .milliseconds(100) else { continue }
        inbox.post(.surveyed(found))
        found = [:]
        posted = .now
      }
      if !found.isEmpty { inbox.post(.surveyed(found)) }
    }
  }

  /// Reads the record under review from end to end, off this thread, so that every zoom is
  /// there at once. The screen is drawn anew ten times a second while it goes on.
  private func readPeaks() {
    peakReading?.cancel()
    guard let cache = state.waveform?.document.peaks.cache, !cache.isComplete else { return }
    let inbox = inbox
    peakReading = Task.detached(priority: .utility) {
      var shown = ContinuousClock.now
      while !Task.isCancelled, cache.fillNext() {
        guard .now - shown > .milliseconds(100) else { continue }
        shown = .now
        inbox.post(.peaksRead)
      }
      if !Task.isCancelled { inbox.post(.peaksRead) }
    }
  }
}

/// Messages from other threads, until the loop takes them.
final class Inbox: Sendable {
  private let messages = Mutex<[AppMessage]>([])
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func post(_ message: AppMessage) {
    messages.withLock { $0.append(message) }
    wake()
  }

  func take() -> [AppMessage] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
