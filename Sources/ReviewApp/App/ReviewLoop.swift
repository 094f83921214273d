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
    let survey = records.surveys[name] ?? RecordSurvey(path: records.path(of: name))
    _ = perform(state.update(.opened(name: name, survey)))
  }

  private func showAnnotator(_ annotator: String) {
    guard let document = state.waveform?.document else { return }
    let survey = RecordSurvey { try document.showing(annotator: annotator) }
    _ = perform(state.update(.annotatorOpened(survey)))
  }

  /// Opens the records of the list that are in view, off this thread.
  private func survey(_ names: [String]) {
    guard let records = state.records else { return }
    for name in names { state.records?.surveying.insert(name) }
    let inbox = inbox
    Task.detached(priority: .utility) {
      for name in names {
        inbox.post(.surveyed([name: RecordSurvey(path: records.path(of: name))]))
      }
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
