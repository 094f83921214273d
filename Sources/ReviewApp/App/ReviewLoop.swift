import ArrhythmiaModel
import Foundation
import Synchronization
public import TerminalGraphics
import Waveforms

/// The one loop of the review: waits, answers all that has come, draws once.
public final class ReviewLoop {
  private var state: AppState
  private var theme: Theme
  private let terminal: any Terminal
  private let services: ReviewServices
  private let inbox: Inbox
  private var peakReading: Task<Void, Never>?
  private var model: ModelWorker?
  private var measuring: MeasureWorker?
  private var watcher: ThemeWatcher?
  private var savedSorting = GlobalSession()
  private var complaints: Set<String> = []

  public init(
    state: AppState, theme: Theme, terminal: any Terminal, services: ReviewServices = .init()
  ) {
    self.state = state
    self.theme = theme
    self.terminal = terminal
    self.services = services
    inbox = Inbox(wake: terminal.wake)
    self.state.size = terminal.size
    self.state.themeName = theme.name
    self.state.themeNames = services.themes?.names ?? []
    self.state.modelNames = services.models.map(\.name)
  }

  /// Runs until the reader quits or the terminal goes.
  /// - Returns: the signal that asked for the end, or nil.
  public func run() -> Int32? {
    defer { end() }
    terminal.show(state.frame(theme: theme))
    remind()
    watch(theme.name)
    if perform(state.startEffects()) { return nil }
    while true {
      fulfil()
      for event in terminal.waitForEvents() {
        if case .terminate(let signal) = event { return signal }
        state.size = terminal.size
        if perform(state.update(.terminal(event))) { return nil }
      }
      for message in inbox.take() {
        if case .model(state.visit, .cannot) = message {
          model?.end()
          model = nil
        }
        if perform(state.update(message)) { return nil }
      }
      for theme in inbox.takeThemes() {
        show(theme)
        if case .success = theme { state.say("theme \(state.themeName) read anew") }
      }
      terminal.show(state.frame(theme: theme))
    }
  }

  /// Whether all that the screen waits for is there.
  public var isSettled: Bool {
    guard let waveform = state.waveform else { return state.records?.surveying.isEmpty ?? true }
    let wants = waveform.wants(state.size)
    let isWaiting =
      wants.measuring != nil || wants.average != nil || wants.detection || !wants.details.isEmpty
    // A model has been asked for, and has neither begun nor said why not.
    let isReading =
      model != nil && waveform.modelTrouble == nil
      && (waveform.model.map { !$0.hasBegun || !$0.isComplete } ?? true)
    return !isWaiting && !isReading && waveform.document.peaks.cache.isComplete
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
      case .showTheme(let name): showTheme(name)
      case .showModel(let name): showModel(name)
      case .saveMontage(let montage):
        state.savedMontages.removeAll { $0.name == montage.name }
        state.savedMontages.append(montage)
        complain(services.montages?.save(montage))
      case .writeStrip: writeStrip()
      case .remember: remember()
      }
    }
    return false
  }

  private func end() {
    remember()
    peakReading?.cancel()
    model?.end()
    measuring?.end()
    watcher?.cancel()
  }

  // MARK: Records

  private func open(_ name: String) {
    guard let records = state.records else { return }
    let hasChanged = records.hasChanged(name)
    let look = records.look(at: name)
    if let look { _ = perform(state.update(.surveyed([name: look]))) }
    guard let survey = look?.survey ?? records.surveys[name] else { return }
    _ = perform(state.update(.opened(name: name, survey)))
    if hasChanged, state.waveform?.message == nil {
      state.waveform?.say("\(name) has changed since it was listed")
    }
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
    let services = services
    Task.detached(priority: .utility) {
      let readings = ListedReadings(services)
      var found: [String: RecordLook] = [:]
      var posted = ContinuousClock.now - .seconds(1)
      for name in names {
        found[name] = records.look(at: name)
        if let reading = found[name].flatMap({ readings.summary(records.path(of: name), $0) }) {
          inbox.post(.read([name: reading]))
        }
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

  // MARK: Work in the background

  /// Tells the workers what the screen would show next.
  private func fulfil() {
    guard let waveform = state.waveform else {
      model?.end()
      measuring?.end()
      (model, measuring) = (nil, nil)
      return
    }
    let now = waveform.wants(state.size)
    model?.want(attended: now.attended, details: now.details)
    guard now.measuring != nil || now.average != nil || now.detection else { return }
    if measuring == nil { measuring = measureWorker(waveform) }
    measuring?.want(now, beats: waveform.beats)
  }

  private func measureWorker(_ waveform: WaveformState) -> MeasureWorker {
    let (inbox, visit) = (inbox, state.visit)
    return MeasureWorker(record: waveform.document.record, signal: waveform.document.filtered) {
      switch $0 {
      case .detected(let beats): inbox.post(.detected(visit: visit, beats))
      case .measured(let found, let span): inbox.post(.measured(visit: visit, found, span))
      case .averaged(let average): inbox.post(.averaged(visit: visit, average))
      }
    }
  }

  /// Begins to read the record under review with a model.
  private func showModel(_ name: String?) {
    model?.end()
    measuring?.end()
    (model, measuring) = (nil, nil)
    state.beginModel()
    let name = name ?? services.wantedModel
    let models = services.models.filter { name == nil || $0.name == name }
    guard let document = state.waveform?.document, !models.isEmpty else { return }
    let rate = document.record.frameRateHz
    let beats = document.beatTimes.map { Int(($0 * rate).rounded()) }
    let (inbox, visit) = (inbox, state.visit)
    model = ModelWorker(
      ModelWorker.Order(
        record: document.record, beats: beats.isEmpty ? nil : beats, models: models,
        cache: services.cache)
    ) { inbox.post(.model(visit: visit, $0)) }
  }

  // MARK: Looks

  private func showTheme(_ name: String) {
    do {
      guard let theme = try services.themes?.theme(named: name) else { return }
      show(.success(theme))
      state.themeName = name
      state.say("theme \(name)")
      watch(name)
      complain(services.sessions?.save(GlobalSession(theme: name)))
    } catch {
      state.say("\(error); the theme before stays", true)
    }
  }

  private func show(_ result: Result<Theme, ThemeError>) {
    switch result {
    case .success(let theme): self.theme = theme
    case .failure(let error): state.say("\(error); the theme before stays", true)
    }
  }

  /// Shows a theme anew when its file changes.
  private func watch(_ name: String) {
    watcher?.cancel()
    let inbox = inbox
    watcher = services.themes.map { library in
      ThemeWatcher(library: library, name: name) { inbox.post($0) }
    }
  }

  // MARK: What outlives the program

  private func remind() {
    guard let sessions = services.sessions else { return }
    state.session = sessions.load()
    savedSorting = GlobalSession(
      sort: state.session.global.sort, sortsDescending: state.session.global.sortsDescending)
    let montages = services.montages?.load()
    state.savedMontages = montages?.montages ?? []
    complain((state.session.warnings + (montages?.warnings ?? [])).first)
  }

  private func remember() {
    if let waveform = state.waveform { state.remember(waveform) }
    guard let sessions = services.sessions else { return }
    for path in state.takeChanged() {
      if let record = state.session.records[path] {
        complain(sessions.save(record: path, record))
      }
    }
    if let records = state.records, records.sorting != savedSorting {
      savedSorting = records.sorting
      complain(sessions.save(records.sorting))
    }
  }

  private func writeStrip() {
    guard let waveform = state.waveform, let write = services.writeStrip else { return }
    let (size, inbox) = (state.size, inbox)
    state.say("writing a strip…")
    Task.detached(priority: .userInitiated) {
      do {
        inbox.post(.said(try write(waveform, size), isProblem: false))
      } catch {
        inbox.post(.said("\(error)", isProblem: true))
      }
    }
  }

  /// Says what is wrong once: the same sentence must not stand in the way of all answers.
  private func complain(_ sentence: String?) {
    if let sentence, complaints.insert(sentence).inserted { state.say(sentence, true) }
  }
}

/// Messages from other threads, until the loop takes them.
final class Inbox: Sendable {
  private let messages = Mutex<[AppMessage]>([])
  private let themes = Mutex<[Result<Theme, ThemeError>]>([])
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func post(_ message: AppMessage) {
    messages.withLock { $0.append(message) }
    wake()
  }

  func post(_ theme: Result<Theme, ThemeError>) {
    themes.withLock { $0.append(theme) }
    wake()
  }

  func take() -> [AppMessage] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }

  func takeThemes() -> [Result<Theme, ThemeError>] {
    themes.withLock { themes in
      defer { themes = [] }
      return themes
    }
  }
}
