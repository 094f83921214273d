public import Annotations
public import ReviewSession
public import TerminalGraphics
public import Waveforms

/// What happens to the program.
public enum AppMessage: Sendable {
  case terminal(TerminalEvent)
  /// The screen has another size.
  case sized(Size)
  /// What the program was started with, and what earlier runs have left; decisions by
  /// `SessionStore.key(of:)`.
  case begun(AppState.Looks, Session, listed: [String: ReaderDecisions])
  /// The list is being surveyed as asked.
  case asked(SurveyRequest)
  /// Records of the list that were looked at, by name, and the number of the survey's report.
  case surveyed([String: RecordLook], report: Int = 0)
  /// What a model has said of records in earlier runs, by name.
  case read([String: RecordReadingSummary])
  /// A record was opened for review, or could not be.
  case opened(name: String, RecordSurvey)
  case annotatorOpened(RecordSurvey)
  /// The record's sets of labels, and that which is to be shown.
  case sets([String], LabelBook?)
  /// Sets to look at beside the one in view; whether it is to decide between them.
  case compared([ComparedSet], isToDecide: Bool)
  /// Something was done to the labels, and is kept.
  case labelled(LabelOutcome)
  /// The log of a set has come further; perhaps by this program itself.
  case labelsGrown(TransactionLogKey)
  /// A set as another program has left it.
  case labelsFollowed(LabelBook)
  /// What was decided of the record under review in earlier runs.
  case decided(ReaderDecisions)
  /// What background work found, under the ticket that it was begun with.
  case found(ticket: Int, SessionWork.Report)
  case model(ticket: Int, ModelReader.Report)
  /// The versions of the model in view for the record in view, and what was done to them.
  case versions(ModelVersions, after: VersionRequest?)
  /// What teaching a model of rhythms has come to.
  case rhythms(ticket: Int, RhythmTeacher.Report)
  /// The taught models of rhythms, and what was done to them.
  case taught(TaughtList, after: TaughtRequest)
  case themeShown(String)
  /// Something for the queue of windows to label.
  case queue(QueueMessage)
  /// What is known of the patient of the record under review.
  case patient(PatientFacts)
  /// What channels are was read from a file.
  case channelsLoaded(ChannelMap, path: String)
  /// A sentence for the bottom line.
  case said(String, isProblem: Bool)
  /// The program is about to end.
  case leaving
}

/// What the program does beside drawing.
public enum AppEffect: Sendable, Equatable {
  case quit
  case open(name: String)
  case showAnnotator(String)
  case showTheme(String)
  /// By name; nil for the one that suits the record.
  case showModel(String?)
  case saveMontage(Montage)
  case writeStrip
  /// Keep whether traces lie on a grid.
  case keepGrid(Bool)
  /// Keep whether what is known of patients is hidden.
  case keepHidesPatient(Bool)
  /// Do something for the queue of windows to label.
  case queue(QueueEffect)
  /// Do something to the labels of the record under review.
  case label(LabelRequest)
  /// Do something to the versions of the model in view; nil to read which there are.
  case version(VersionRequest?)
  /// Do something to the taught models of rhythms.
  case taught(TaughtRequest)
  /// Take in what another program has done to a set of labels.
  case followLabels(TransactionLogKey)
  /// Show another set of marks beside the one in view.
  case compare(String)
  /// Open the set of decisions between two others; nil for the one that was begun.
  case adjudicate([String]?)
  /// Keep a decision of the record at a path.
  case decide(String, Decision)
  /// Keep what was said of channels with these names.
  case keepChannels(names: [String], ChannelMap)
  /// Write what was said of channels to a file, or read it from one.
  case saveChannels(ChannelMap, String)
  case loadChannels(String)
  /// Keep how a record was looked at, by `SessionStore.key(of:)`.
  case keep(String, RecordSession)
}

extension AppState {
  /// Answers a message. What is to be done outside of this value is returned.
  public mutating func update(_ message: AppMessage) -> [AppEffect] {
    defer { waveform?.settle(size) }
    switch message {
    case .terminal(let event): return answer(event)
    case .sized(let size):
      self.size = size
      records?.resize(size)
    case .begun(let looks, let session, let listed):
      (self.looks, self.session) = (looks, session)
      records?.remember(session, listed)
    case .asked(let request): records?.begin(request)
    case .surveyed(let found, let number): records?.take(found, report: number)
    case .read(let found): records?.readings.merge(found) { $1 }
    case .opened(let name, let survey): return show(name, survey)
    case .annotatorOpened(let survey): return showAnnotations(survey)
    case .decided(let decisions): waveform?.decisions = decisions
    case .sets(let names, let book): return show(names, book)
    case .compared(let sets, let isToDecide): waveform?.show(compared: sets, toDecide: isToDecide)
    case .labelled(let outcome): waveform?.take(outcome)
    case .labelsGrown(let key): return [.followLabels(key)]
    case .labelsFollowed(let book): waveform?.follow(book)
    case .patient(let facts): waveform?.patient = facts
    case .found(let ticket, let report):
      if ticket == tickets.record { waveform?.take(report) }
    case .model(let ticket, let report):
      return ticket == tickets.model ? take(report) : []
    case .versions(let versions, let request): waveform?.show(versions, after: request)
    case .rhythms(let ticket, let report):
      if ticket == tickets.model { waveform?.take(report) }
    case .taught(let list, let request): return show(list, after: request)
    case .channelsLoaded(let map, let path): return loadChannels(map, from: path)
    case .themeShown(let name): looks.themeName = name
    case .queue(let message): update(message)
    case .said(let text, let isProblem): say(text, isProblem)
    case .leaving: return leave()
    }
    return []
  }

  /// What is in the hand is kept as it lies, whatever ends the program.
  private mutating func leave() -> [AppEffect] {
    let made = (waveform?.putDown() ?? []).flatMap { effects(of: $0) }
    return made + keep()
  }

  private mutating func take(_ report: ModelReader.Report) -> [AppEffect] {
    if let sentence = waveform?.review.take(report) { say(sentence, true) }
    let wanted = (waveform?.followTeaching() ?? []).flatMap { effects(of: $0) }
    if case .loaded = report { return [.version(nil)] + wanted }
    return wanted
  }

  /// A model that was taken up or chosen reads the record at once.
  private mutating func show(_ list: TaughtList, after request: TaughtRequest) -> [AppEffect] {
    waveform?.show(list, after: request)
    switch request {
    case .list: return []
    case .keep: return [choose(model: list.versions.last?.name)]
    case .use(let name): return [choose(model: name)]
    }
  }

  private mutating func update(_ message: QueueMessage) {
    switch message {
    case .read(let report): queue?.take(report)
    case .previewed(let preview): queue?.preview = preview
    case .opened(let window): waveform?.beginLabelling(at: window.middle)
    case .took(let step): queue?.took(step)
    case .tookBack(let step): queue?.tookBack(step)
    }
  }

  private mutating func answer(_ event: TerminalEvent) -> [AppEffect] {
    switch event {
    case .key(let key): return handle(key)
    case .mouse(let event): return handle(event)
    case .paste(let text): return paste(text)
    case .resized, .resumed, .terminate:
      records?.resize(size)
      return []
    }
  }
}
