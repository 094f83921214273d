import Annotations
import ReviewSession
import TerminalGraphics
import Waveforms

/// All work in the background: that of the record under review ends when it is left, the list's
/// goes on only while the list is shown.
struct Jobs {
  private var services: ReviewServices
  private let inbox: Inbox
  /// Where decisions are asked for.
  var desk = DecisionDesk(store: nil, earlier: [:])
  private let strips: Worker<StripRequest, AppMessage>
  private var survey: Worker<SurveyRequest, RecordSurveyor.Report>?
  private var record: (ticket: Int, work: SessionWork)?
  private var model: (ticket: Int, worker: Worker<ModelReader.Request, ModelReader.Report>)?
  private var teacher: (ticket: Int, worker: Worker<RhythmTeacher.Request, RhythmTeacher.Report>)?
  private var labels: LabelWatcher?
  private var queue: Worker<QueueRequest, QueueReport>?
  private var stripCount = 0

  /// Numbered, as two strips of one state are two strips.
  private struct StripRequest: Sendable, Equatable {
    var number: Int
    var state: WaveformState

    static func == (first: StripRequest, second: StripRequest) -> Bool {
      first.number == second.number
    }
  }

  init(_ services: ReviewServices, _ inbox: Inbox) {
    (self.services, self.inbox) = (services, inbox)
    let write = services.writeStrip
    strips = Worker(
      "strip", report: { inbox.post($0) }, failure: { .said("\($0)", isProblem: true) }
    ) {
      { run in
        guard let write else { return }
        run.report(.said(try write(run.request.state), isProblem: false))
      }
    }
  }

  var isIdle: Bool {
    strips.isIdle && survey?.isIdle ?? true && record?.work.isIdle ?? true
      && model?.worker.isIdle ?? true && teacher?.worker.isIdle ?? true && queue?.isIdle ?? true
  }

  mutating func end() {
    leaveRecord()
    survey?.end()
    queue?.end()
    strips.end()
  }

  /// Tells the background what a state would show. Returns a request of the list that was given on.
  mutating func fulfil(_ state: AppState) -> SurveyRequest? {
    guard let waveform = state.waveform else {
      leaveRecord()
      fill(state.queue)
      return state.queue == nil ? surveyList(state) : nil
    }
    survey?.end()
    survey = nil
    let wants = waveform.wants
    if record?.ticket != state.tickets.record {
      record?.work.end()
      record = (state.tickets.record, work(on: waveform.document, state.tickets.record))
    }
    record?.work.want(wants)
    if model?.ticket == state.tickets.model { model?.worker.request(wants.reading) }
    teach(waveform, state.tickets.model, folder: state.records?.folder)
    watch(waveform.review.labels?.key)
    return nil
  }

  /// Tells of what other programs do to the set of labels in view.
  private mutating func watch(_ key: TransactionLogKey?) {
    guard labels?.key != key else { return }
    let inbox = inbox
    labels = key.flatMap { key in
      desk.store.map { store in
        LabelWatcher(key, in: store) { inbox.post(.labelsGrown(key)) }
      }
    }
  }

  // MARK: The record under review

  private mutating func leaveRecord() {
    record?.work.end()
    model?.worker.end()
    teacher?.worker.end()
    (record, model, teacher, labels) = (nil, nil, nil, nil)
  }

  /// Names of the models that there are to choose from.
  var modelNames: [String] { services.models.map(\.name) }

  /// Lets a model that was taught be chosen.
  mutating func add(model: ModelReader.Model) {
    services.models.removeAll { $0.name == model.name }
    services.models.append(model)
  }

  /// Takes a model before others, also where an earlier version of it was asked for.
  mutating func prefer(_ name: String) {
    guard let place = services.models.firstIndex(where: { $0.name == name }) else { return }
    services.models.insert(services.models.remove(at: place), at: 0)
    // What the queue was read by is not what is in use any more.
    forgetQueue()
    if let wanted = services.wantedModel,
      TaughtModels.root(of: wanted) == TaughtModels.root(of: name)
    {
      services.wantedModel = name
    }
  }

  // MARK: Teaching rhythms

  /// A teacher is there from when its box is opened until another model reads.
  private mutating func teach(_ state: WaveformState, _ ticket: Int, folder: String?) {
    guard let lessons = state.rhythms, let facts = state.review.model?.facts else {
      teacher?.worker.end()
      teacher = nil
      return
    }
    if teacher?.ticket != ticket {
      teacher?.worker.end()
      teacher = order(state, facts.name, folder).map { order in
        let inbox = inbox
        return (ticket, RhythmTeacher.worker(order) { inbox.post(.rhythms(ticket: ticket, $0)) })
      }
    }
    teacher?.worker.request(lessons.request)
  }

  private func order(
    _ state: WaveformState, _ name: String, _ folder: String?
  ) -> RhythmTeacher.Order? {
    guard let model = services.models(named: name).first else { return nil }
    let record = state.document.record
    return RhythmTeacher.Order(
      model: model, record: record,
      patient: PatientTable(folder: record.path.folderPath).patient(of: record.name),
      others: { [desk, services] in
        desk.labelledRecords(
          beside: record.path, in: folder ?? record.path.folderPath, of: services.reader)
      }, open: { [services] in try RecordOpener(services).open($0) },
      reader: services.reader, log: desk.log,
      checkpoint: try? services.taught?.checkpoint(of: name))
  }

  private func work(on document: ReviewDocument, _ ticket: Int) -> SessionWork {
    let inbox = inbox
    return SessionWork(document) { inbox.post(.found(ticket: ticket, $0)) }
  }

  /// Begins to read the record under review with a model: one that was named, or that suits it.
  /// Returns whether there is one.
  mutating func read(_ state: AppState, with name: String?) -> Bool {
    model?.worker.end()
    model = nil
    let models = services.models(named: name)
    guard let review = state.waveform?.review, !models.isEmpty else { return false }
    let (inbox, ticket, record) = (inbox, state.tickets.model, review.record)
    let order = ModelReader.Order(
      record: record, beats: review.toldBeats, models: models,
      taught: { [desk] in desk.modelsInUse(of: record.path) }, cache: services.cache)
    model = (ticket, ModelReader.worker(order) { inbox.post(.model(ticket: ticket, $0)) })
    return true
  }

  /// Whether there is no strip in hand: a second one would not wait behind a third.
  var isStripWritten: Bool { strips.isIdle }

  mutating func writeStrip(_ state: WaveformState) {
    stripCount += 1
    strips.request(StripRequest(number: stripCount, state: state))
  }

  // MARK: The queue

  /// What was read for it does not hold any more: it is read anew when it is shown.
  mutating func forgetQueue() {
    queue?.end()
    queue = nil
  }

  /// What was read for it is kept as long as the list is shown.
  private mutating func fill(_ state: QueueState?) {
    guard let state else { return }
    if queue == nil {
      let inbox = inbox
      queue = QueueReader.worker(services) { inbox.post(.queue(.read($0))) }
    }
    queue?.request(state.request)
  }

  // MARK: The list

  private mutating func surveyList(_ state: AppState) -> SurveyRequest? {
    guard let request = state.records?.surveyRequest(height: state.size.height) else { return nil }
    if survey == nil {
      let inbox = inbox
      survey = RecordSurveyor.worker(services, desk) { report in
        switch report {
        case .looked(let found, let number): inbox.post(.surveyed(found, report: number))
        case .read(let found): inbox.post(.read(found))
        }
      }
    }
    survey?.request(request)
    return request
  }
}
