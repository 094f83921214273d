import Annotations
import ReviewStore
import ArrhythmiaModel
import Foundation
import ReviewSession
import Synchronization
public import TerminalGraphics
import Training
import Waveforms

/// The one loop of the review: waits, answers all that has come, draws once.
public final class ReviewLoop {
  private var state: AppState
  private var theme: Theme
  private let terminal: any Terminal
  private let services: ReviewServices
  private let inbox: Inbox
  private var jobs: Jobs
  private var watcher: ThemeWatcher?
  private var savedSorting = GlobalSession()
  private var complaints: Set<String> = []

  public init(
    state: AppState, theme: Theme, terminal: any Terminal, services: ReviewServices = .init()
  ) {
    self.state = state
    // Before the first picture: a name that is hidden is never shown.
    self.state.looks.hidesPatient = services.session?.global.hidesPatient ?? false
    self.state.looks.isBlind = services.isBlind
    self.theme = theme
    self.terminal = terminal
    self.services = services
    inbox = Inbox(wake: terminal.wake)
    jobs = Jobs(services, inbox)
  }

  /// Runs until the reader quits or the terminal goes.
  /// - Returns: the signal that asked for the end, or nil.
  public func run() -> Int32? {
    defer { end() }
    update(.sized(terminal.size))
    terminal.show(state.frame(theme: theme))
    remind()
    watch(theme.name)
    if perform(state.startEffects()) { return nil }
    while true {
      fulfil()
      for event in terminal.waitForEvents() {
        if case .terminate(let signal) = event { return signal }
        if terminal.size != state.size { update(.sized(terminal.size)) }
        if perform(state.update(.terminal(event))) { return nil }
      }
      for message in inbox.take() where perform(state.update(message)) { return nil }
      for theme in inbox.takeThemes() {
        show(theme)
        if case .success = theme {
          update(.said("theme \(state.looks.themeName) read anew", isProblem: false))
        }
      }
      terminal.show(state.frame(theme: theme))
    }
  }

  /// Tells the state of something that asks for nothing.
  private func update(_ message: AppMessage) { _ = perform(state.update(message)) }

  private func say(_ text: String, isProblem: Bool = false) {
    update(.said(text, isProblem: isProblem))
  }

  /// Whether all that the screen waits for is there.
  public var isSettled: Bool {
    guard jobs.isIdle, inbox.isEmpty else { return false }
    guard let waveform = state.waveform else {
      if let queue = state.queue { return queue.wantedPreview == nil }
      return state.records?.surveyRequest(height: state.size.height) == nil
    }
    return waveform.wants.isFulfilled
  }

  /// Carries out what an update asked for. Returns whether the program ends.
  private func perform(_ effects: [AppEffect]) -> Bool {
    for effect in effects {
      switch effect {
      case .quit: return true
      case .open(let name): open(name)
      case .showAnnotator(let annotator): showAnnotator(annotator)
      case .showTheme(let name): showTheme(name)
      case .showModel(let name):
        if !jobs.read(state, with: name) { state.missModel() }
      case .saveMontage(let montage): complain(services.montages?.save(montage))
      case .writeStrip: writeStrip()
      case .keepGrid(let shows): complain(services.sessions?.save(GlobalSession(showsGrid: shows)))
      case .keepHidesPatient(let hides):
        complain(services.sessions?.save(GlobalSession(hidesPatient: hides)))
      case .decide(let path, let decision): complain(jobs.desk.keep(decision, of: path))
      case .label(let request): label(request)
      case .queue(let effect): queue(effect)
      case .version(let request): version(request)
      case .taught(let request): taught(request)
      case .followLabels(let key): followLabels(key)
      case .compare(let name): compare(name)
      case .adjudicate(let names): adjudicate(names)
      case .keepChannels(let names, let map): keepChannels(names, map)
      case .saveChannels(let map, let path): saveChannels(map, path)
      case .loadChannels(let path): loadChannels(path)
      case .keep(let key, let look): complain(services.sessions?.save(record: key, look))
      }
    }
    return false
  }

  private func end() {
    update(.leaving)
    keepSorting()
    jobs.end()
    watcher?.cancel()
  }

  /// Tells the background what the screen would show next.
  private func fulfil() {
    if let request = jobs.fulfil(state) { update(.asked(request)) }
    if state.waveform == nil, let name = state.queue?.wantedPreview { preview(name) }
  }

  // MARK: Records

  private func open(_ name: String) {
    guard let records = state.records else { return }
    let hasChanged = records.hasChanged(name)
    let look = records.look(at: name, RecordOpener(services))
    if let look { update(.surveyed([name: look])) }
    guard let survey = look?.survey ?? records.surveys[name] else { return }
    update(.opened(name: name, survey))
    takeDecisions()
    if hasChanged, let waveform = state.waveform, waveform.message == nil {
      say("\(name) has changed since it was listed")
    }
  }

  /// Shows what was decided of the record that has just been opened, and remembers that it was.
  private func takeDecisions() {
    guard let record = state.waveform?.document.record else { return }
    let path = record.path
    update(.patient(PatientFacts(of: record)))
    let answer = jobs.desk.open(path)
    if let decisions = answer.decisions {
      update(.decided(services.isBlind ? decisions.withoutNotes : decisions))
    }
    complain(answer.problem)
    takeSets()
  }

  // MARK: Labels

  /// Shows the reader's own labels of the record that has just been opened, where there are any, or
  /// those that were looked at last.
  private func takeSets() {
    guard let waveform = state.waveform else { return }
    let path = waveform.record.path
    let sets = self.sets(at: path)
    let last = state.session.records[SessionStore.key(of: path)]?.annotator
    let wanted = last.flatMap { sets.contains($0) ? $0 : nil } ?? services.reader
    do {
      let isOther = last.map { !sets.contains($0) && waveform.document.annotators.contains($0) }
      let book =
        isOther == true
        ? nil : try jobs.desk.book(wanted, of: path, reader: services.reader)
      update(.sets(sets, book))
      if services.isBlind, let source = book?.source {
        say(
          "not blind: the labels of \(services.reader) began as \(source) has them; --reader NAME "
            + "begins others", isProblem: true)
      }
    } catch {
      update(.sets(sets, nil))
      complain("\(error)")
    }
  }

  /// Names of the sets that the reader may see.
  private func sets(at path: String) -> [String] {
    jobs.desk.sets(at: path).filter { !services.isBlind || $0 == services.reader }
  }

  /// Changes the labels. What was done is kept before it is shown; what cannot be kept is not done,
  /// and said.
  private func label(_ request: LabelRequest) {
    guard let review = state.waveform?.review else { return }
    do {
      var book = try ownBook(review)
      let changes = try request.perform(on: &book)
      update(.labelled(LabelOutcome(book: book, changes: changes, request: request)))
    } catch {
      say("\(error)", isProblem: true)
    }
  }

  /// The reader's own set: another's is looked at, and never changed.
  private func ownBook(_ review: RecordReview) throws -> LabelBook {
    if let book = review.labels, [services.reader, LabelBook.verdict].contains(book.key.set) {
      return book
    }
    let book = try jobs.desk.book(of: review, reader: services.reader)
    guard book.source == review.document.annotations?.annotator, book.history.revisions.count == 1
    else {
      update(.sets(sets(at: review.record.path), book))
      throw OwnSetExists(reader: services.reader)
    }
    update(.sets(sets(at: review.record.path), nil))
    return book
  }

  private func showAnnotator(_ annotator: String) {
    guard let document = state.waveform?.document else { return }
    if let sets = state.waveform?.sets, sets.contains(annotator) {
      do {
        let book = try jobs.desk.book(
          annotator, of: document.record.path, reader: services.reader)
        update(.sets(sets, book))
        return say("labels of \(annotator): \(state.waveform?.document.marks.count ?? 0)")
      } catch {
        return say("\(error)", isProblem: true)
      }
    }
    update(.annotatorOpened(RecordSurvey { try document.showing(annotator: annotator) }))
  }

  private func followLabels(_ key: TransactionLogKey) {
    guard var book = state.waveform?.review.labels, book.key == key else { return }
    do {
      if try book.follow() { update(.labelsFollowed(book)) }
    } catch {
      complain("\(error)")
    }
  }

  private func compare(_ name: String) {
    guard let document = state.waveform?.document else { return }
    do {
      let other = try jobs.desk.compared(name, with: document)
      update(.compared([other], isToDecide: false))
    } catch {
      say("\(error)", isProblem: true)
    }
  }

  /// Shows the set of decisions between two others with both of them; begins it where there is
  /// none.
  private func adjudicate(_ names: [String]?) {
    guard let document = state.waveform?.document else { return }
    do {
      let path = document.record.path
      let known = try jobs.desk.book(LabelBook.verdict, of: path, reader: services.reader)
      let sources = Adjudication.names(source: known?.source)
      guard let between = sources ?? names else { throw VerdictError.noSets }
      if let names, Set(names) != Set(between), names.count == 2 {
        throw VerdictError.otherSets(between)
      }
      let book =
        try known
        ?? jobs.desk.verdict(between: between, of: document, reader: services.reader)
      update(.sets(sets(at: path), book))
      let both = try between.map { try jobs.desk.compared($0, with: document) }
      update(.compared(both, isToDecide: true))
    } catch {
      say("\(error)", isProblem: true)
    }
  }

  // MARK: Versions of models

  /// What was decided of a version is kept before it is shown.
  private func version(_ request: VersionRequest?) {
    guard let waveform = state.waveform, let facts = waveform.review.model?.facts else { return }
    do {
      let versions = try jobs.desk.versions(
        request, of: waveform.record.path, model: facts.digest, reader: services.reader,
        program: services.program)
      update(.versions(versions, after: request))
    } catch {
      say("\(error)", isProblem: true)
    }
  }

  /// What was taught is kept before it is used.
  private func taught(_ request: TaughtRequest) {
    guard let waveform = state.waveform, let name = waveform.review.model?.facts.name else {
      return
    }
    do {
      guard let models = services.taught else { throw DecisionDesk.NothingKept() }
      switch request {
      case .list: break
      case .use(let chosen):
        // Another program may have taught it since.
        if models.isThere(chosen) {
          jobs.add(model: ModelReader.Model(name: chosen, path: models.path(of: chosen)))
        }
        guard jobs.modelNames.contains(chosen) else {
          return say("\(chosen) is not among the models here: --model opens it", isProblem: true)
        }
        try models.use(chosen)
        jobs.prefer(chosen)
      case .keep(let reason):
        guard let lesson = waveform.rhythms?.lesson else { return }
        let isBetter = lesson.verdict.outcome == .better
        let kept = try models.keep(
          lesson.outcome, of: name, reader: services.reader, program: services.program,
          overridden: isBetter ? nil : reason)
        jobs.add(model: ModelReader.Model(name: kept.name, path: kept.path))
        jobs.prefer(kept.name)
      }
      let versions = models.versions(of: TaughtModels.root(of: name))
      let digest = try Dataset.digest(of: waveform.document.record)
      update(
        .taught(
          TaughtList(
            root: TaughtModels.root(of: name), versions: versions,
            stale: versions.map { $0.stale(digest, spans: waveform.taughtSpans) }),
          after: request))
      state.looks.modelNames = jobs.modelNames
    } catch {
      if request != .list { say("\(error)", isProblem: true) }
    }
  }

  // MARK: The queue

  private func preview(_ name: String) {
    update(.queue(.previewed(QueuePreview(name: name, review: try? queueReview(name)))))
  }

  /// A record of the list with the reader's labels: the one that is looked at is open already.
  private func queueReview(_ name: String) throws -> RecordReview {
    if let preview = state.queue?.preview, preview.name == name, let review = preview.review {
      return review
    }
    let path = state.queue?.folder.appendingPath(name) ?? name
    let recording = try RecordOpener(services).open(path)
    var review = RecordReview(document: try ReviewDocument(recording: recording))
    if let book = try jobs.desk.book(services.reader, of: path, reader: services.reader) {
      review.show(book)
    }
    return review
  }

  private func queue(_ effect: QueueEffect) {
    do {
      switch effect {
      case .open(let window): openForLabels(window)
      case .answer(let window, let name): try answer(window, name)
      case .setAside(let window, let state):
        try jobs.desk.setAside(state, window.place, reader: services.reader)
        update(.queue(.took(.setAside(window, state))))
      case .takeBack(let step): try takeBack(step)
      }
    } catch {
      say("\(error)", isProblem: true)
    }
  }

  /// A label is kept before it is shown as given.
  private func answer(_ window: QueueWindow, _ name: String) throws {
    let review = try queueReview(window.record)
    var book = try jobs.desk.book(of: review, reader: services.reader)
    let made = try book.commit(window.edits(of: book.marks, as: name, by: services.reader))
    update(.queue(.took(.answered(window, name: name, change: made?.id.rawValue))))
  }

  private func takeBack(_ step: QueueStep) throws {
    switch step {
    case .setAside(let window, _):
      try jobs.desk.setAside(.open, window.place, reader: services.reader)
    case .answered(_, _, nil): break
    case .answered(let window, _, let change?):
      var book = try jobs.desk.book(
        of: try queueReview(window.record), reader: services.reader)
      try book.revert(Transaction.ID(rawValue: change))
    }
    update(.queue(.tookBack(step)))
  }

  private func openForLabels(_ window: QueueWindow) {
    open(window.record)
    guard state.waveform != nil else { return }
    update(.queue(.opened(window)))
  }

  // MARK: Channels

  /// What the command line says holds for this run alone.
  private func keepChannels(_ names: [String], _ map: ChannelMap) {
    jobs.forgetQueue()
    let map = map.without(services.hints.channels)
    do { try services.decisions?.set(map, names: names) } catch { complain("\(error)") }
  }

  /// Writes a new file only: what is in another may be a laboratory's.
  private func saveChannels(_ map: ChannelMap, _ path: String) {
    guard !map.isEmpty else {
      return say("nothing has been said of these channels yet: m and Enter do", isProblem: true)
    }
    guard !FileManager.default.fileExists(atPath: path) else {
      return say("\(path): expected no file there, found one; give another name", isProblem: true)
    }
    do {
      try AtomicFile.write(Array(map.text.utf8), path: path)
      say("\(path): written, \(map.entries.count.counted("channel")); --map \(path) uses it")
    } catch {
      say("\(error)", isProblem: true)
    }
  }

  private func loadChannels(_ path: String) {
    do {
      update(.channelsLoaded(try ChannelMap(path: path), path: path))
    } catch {
      say("\(error)", isProblem: true)
    }
  }

  // MARK: Looks

  private func showTheme(_ name: String) {
    do {
      guard let theme = try services.themes?.theme(named: name) else { return }
      show(.success(theme))
      update(.themeShown(name))
      say("theme \(name)")
      watch(name)
      complain(services.sessions?.save(GlobalSession(theme: name)))
    } catch {
      say("\(error); the theme before stays", isProblem: true)
    }
  }

  private func show(_ result: Result<Theme, ThemeError>) {
    switch result {
    case .success(let theme): self.theme = theme
    case .failure(let error): say("\(error); the theme before stays", isProblem: true)
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
    var looks = state.looks
    looks.themeName = theme.name
    looks.themeNames = services.themes?.names ?? []
    looks.modelNames = jobs.modelNames
    looks.reader = services.reader
    let session = services.session ?? services.sessions?.load()
    looks.showsGrid = session?.global.showsGrid ?? true
    looks.hidesPatient = session?.global.hidesPatient ?? false
    let montages = services.sessions.flatMap { _ in services.montages?.load() }
    if let montages { looks.savedMontages = montages.montages }
    jobs.desk = DecisionDesk(store: services.decisions, earlier: session?.records ?? [:])
    let listed = state.records.map { jobs.desk.decisions(inFolder: $0.folder) }
    update(.begun(looks, session ?? state.session, listed: listed?.found ?? [:]))
    takeDecisions()
    savedSorting = GlobalSession(
      sort: session?.global.sort, sortsDescending: session?.global.sortsDescending)
    complain(
      (session?.warnings ?? []) + (montages?.warnings ?? [])
        + [services.decisions?.notice, listed?.problem].compactMap { $0 })
  }

  /// Keeps the list's order, where it has changed.
  private func keepSorting() {
    guard let records = state.records, records.sorting != savedSorting else { return }
    savedSorting = records.sorting
    complain(services.sessions?.save(records.sorting))
  }

  private func writeStrip() {
    guard let waveform = state.waveform, services.writeStrip != nil else { return }
    guard jobs.isStripWritten else {
      return say("the strip before is still being written; press P again when it is there")
    }
    say("writing a strip…")
    jobs.writeStrip(waveform)
  }

  /// Says what is wrong once: the same sentence must not stand in the way of all answers.
  private func complain(_ sentence: String?) { complain([sentence].compactMap { $0 }) }

  /// Says several at once, each once: one after the other only the last would be seen.
  private func complain(_ sentences: [String]) {
    let new = sentences.filter { complaints.insert($0).inserted }
    if !new.isEmpty { say(new.joined(separator: "; "), isProblem: true) }
  }
}

/// Why there is nothing to decide between.
private enum VerdictError: Error, CustomStringConvertible {
  case noSets
  case otherSets([String])

  var description: String {
    switch self {
    case .noSets: "V shows another set of labels below this one; & decides between the two then"
    case .otherSets(let names):
      "what was decided here is between \(names.joined(separator: " and ")): A goes to it"
    }
  }
}

/// The reader has labels of the record already, which are not those in view.
private struct OwnSetExists: Error, CustomStringConvertible {
  let reader: String

  var description: String {
    "these are the labels of \(reader), which were begun before; the key did nothing, press it again"
  }
}
