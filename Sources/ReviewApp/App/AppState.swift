import ReviewSession
public import TerminalGraphics
import Waveforms

/// Everything that the program shows: the list of records, the record under review, or both.
public struct AppState: Sendable {
  public var records: RecordsState?
  public var waveform: WaveformState?
  /// What to label next, over all records; nil while it is not looked at.
  public internal(set) var queue: QueueState?
  /// As it was left, with all that was read for it.
  var leftQueue: QueueState?
  public internal(set) var size: Size
  /// The palette or menu that lies over the screen.
  public var palette: Palette?
  /// What there is to choose from, and what is chosen of it.
  public var looks = Looks() {
    didSet {
      waveform?.hidesPatient = looks.hidesPatient
      records?.hidesPatient = looks.hidesPatient
    }
  }
  /// What earlier runs have left.
  public var session = Session()
  /// By which reports of work in the background are known to be of what is open now.
  public private(set) var tickets = Tickets()
  /// The list's name of the record under review.
  private var openedName: String?

  /// Themes, models, glyphs and montages: what is shown with, not what is shown.
  public struct Looks: Sendable, Equatable {
    public var themeNames: [String] = []
    public var modelNames: [String] = []
    public var themeName = Theme.builtIn.name
    /// Nil for what the terminal is trusted with.
    public var glyphs: GlyphSet?
    public var savedMontages: [Montage] = []
    public var showsGrid = true
    /// Who sets labels.
    public var reader = "reader"
    /// Whether the labels of others, and what models say, are kept from the reader.
    public var isBlind = false
    /// Whether what is known of patients is not shown.
    public var hidesPatient = false

    public init() {}

    /// The theme after the one that is shown; nil where there is none to choose from.
    var nextTheme: String? {
      guard !themeNames.isEmpty else { return nil }
      let place = themeNames.firstIndex(of: themeName) ?? -1
      return themeNames[(place + 1) % themeNames.count]
    }

    /// Takes the next glyphs to draw with.
    mutating func turnGlyphs() -> GlyphSet {
      let all = GlyphSet.allCases
      let next = all[((glyphs.flatMap(all.firstIndex(of:)) ?? 0) + 1) % all.count]
      glyphs = next == .braille ? nil : next
      return next
    }
  }

  /// Numbers that grow: what was begun under an earlier one comes too late.
  public struct Tickets: Sendable, Equatable {
    /// Of the record under review with its beats.
    public var record = 0
    /// Of the model that reads it.
    public var model = 0
  }

  public init(records: RecordsState? = nil, waveform: WaveformState? = nil, size: Size) {
    self.records = records
    self.waveform = waveform
    self.size = size
    self.waveform?.settle(size)
  }

  /// The picture of this state. What of the records' samples is in view is read first.
  public func frame(theme: Theme) -> Frame {
    var frame = Frame(size: size, style: theme[.background])
    if let waveform {
      frame = WaveformView(state: waveform, theme: theme).frame()
    } else if let queue {
      frame = QueueView(state: queue, size: size, theme: theme).frame()
    } else if let records {
      frame = RecordsView(state: records, size: size, theme: theme).frame()
    }
    if let palette {
      PaletteView(palette, items(palette), size: size).draw(theme, &frame)
    }
    return looks.glyphs.map { frame.with($0) } ?? frame
  }

  public mutating func say(_ text: String, _ isProblem: Bool = false) {
    if waveform != nil {
      waveform?.say(text, isProblem)
    } else if queue != nil {
      queue?.message = text
    } else {
      records?.message = text
    }
  }

  // MARK: Records that are opened and left

  /// What to do when the program starts.
  public mutating func startEffects() -> [AppEffect] {
    defer { waveform?.settle(size) }
    return waveform == nil ? [] : begin()
  }

  /// What a record's review begins with.
  private mutating func begin() -> [AppEffect] {
    tickets.record += 1
    guard let path = waveform?.document.record.path else { return [] }
    waveform?.channels.savedMontages = looks.savedMontages
    waveform?.showsGrid = looks.showsGrid
    waveform?.hidesPatient = looks.hidesPatient
    waveform?.isBlind = looks.isBlind
    let remembered = session.records[SessionStore.key(of: path)]
    if let remembered { waveform?.restore(remembered) }
    let document = waveform?.document
    if let annotator = remembered?.annotator, annotator != document?.annotations?.annotator,
      document?.annotators.contains(annotator) == true
    {
      // The annotator's beats come first: the model is told them.
      waveform?.review.awaitModel()
      return [.showAnnotator(annotator)] + keep(isOpening: true)
    }
    return [readAnew()] + keep(isOpening: true)
  }

  /// The reader chooses another model.
  mutating func choose(model name: String?) -> AppEffect {
    waveform?.chosenModel = name
    // What was asked of the one before is not asked of this one.
    waveform?.wantsTeaching = false
    waveform?.candidate = nil
    return readAnew()
  }

  /// The model that was chosen, or else suits the record, is to read: what was read before, or
  /// still is, comes too late.
  mutating func readAnew() -> AppEffect {
    tickets.model += 1
    // Another model is not what was being taught.
    if waveform?.rhythms?.isUndecided == true {
      say("what was taught is left: * in this record begins it anew")
    }
    waveform?.rhythms = nil
    waveform?.review.awaitModel()
    waveform?.modelFocus = ModelFocus()
    return .showModel(waveform?.chosenModel)
  }

  /// There is no model to read.
  mutating func missModel() {
    waveform?.review.missModel()
    if waveform?.wantsTeaching == true { _ = waveform?.answeringModel() }
    waveform?.wantsTeaching = false
  }

  mutating func show(_ name: String, _ survey: RecordSurvey) -> [AppEffect] {
    switch survey {
    case .document(let document):
      waveform = WaveformState(document: document, size: size)
      openedName = name
      return begin()
    case .failed(let sentence):
      records?.surveys[name] = survey
      records?.message = sentence
      return []
    }
  }

  /// Shows other annotations. Work that was begun for other beats must not be taken for these.
  mutating func showAnnotations(_ survey: RecordSurvey) -> [AppEffect] {
    switch survey {
    case .document(let document):
      tickets.record += 1
      waveform?.review.show(document)
      waveform?.viewport.cursor = nil
      waveform?.found = nil
      waveform?.compared = []
      let count = document.marks.count
      say("annotator \(document.annotations?.annotator ?? ""): \(count.counted("mark"))")
      return [readAnew()]
    case .failed(let sentence):
      say(sentence, true)
      return waveform?.review.model == nil ? [readAnew()] : []
    }
  }

  /// Takes in what sets of labels there are, and shows one.
  mutating func show(_ sets: [String], _ book: LabelBook?) -> [AppEffect] {
    waveform?.sets = sets
    waveform?.reader = looks.reader
    guard let book, waveform != nil else { return [] }
    tickets.record += 1
    waveform?.review.show(book)
    waveform?.found = nil
    waveform?.compared = []
    return [readAnew()]
  }

  /// Shows the record with its channels as the reader says that they are: all that was found of it
  /// is found anew.
  mutating func nameChannels(_ map: ChannelMap) -> [AppEffect] {
    guard let document = waveform?.document, let named = try? document.mapped(by: map) else {
      return []
    }
    tickets.record += 1
    waveform?.show(named: named)
    let names = document.record.channels.map(\.name)
    if let name = openedName { records?.rename(name, named, alike: names) }
    return [.keepChannels(names: names, named.record.channelMap), readAnew()]
  }

  /// Takes what a file says of the record's channels, over what was said before.
  mutating func loadChannels(_ map: ChannelMap, from path: String) -> [AppEffect] {
    guard let record = waveform?.document.record else { return [] }
    let found = map.entries(in: record)
    defer { _ = waveform?.perform(.channels(.nameChannels)) }
    guard !found.isEmpty else {
      say(
        "\(path): expected channels of this record, found none of its names; all is as it was", true
      )
      return []
    }
    let effects = nameChannels(record.channelMap.overlaid(by: ChannelMap(found)))
    say("\(path): \(found.count) of \(record.channels.count) channels read")
    return effects
  }

  /// Back to the list, or out of the program.
  mutating func close() -> [AppEffect] {
    guard records != nil else {
      return (waveform?.putDown() ?? []).flatMap { effects(of: $0) } + [.quit]
    }
    let made = (waveform?.putDown() ?? []).flatMap { effects(of: $0) }
    guard let closing = waveform else { return made }
    let kept = keep()
    if let name = openedName {
      records?.decide(name, closing.decisions)
      if let share = closing.review.model?.summary { records?.readings[name] = share }
    }
    tickets.record += 1
    tickets.model += 1
    let isUndecided = closing.rhythms?.isUndecided == true
    waveform = nil
    if isUndecided { say("the teaching has ended with the record; * in a record begins it anew") }
    if let openedName {
      queue?.returned(from: openedName)
      leftQueue?.returned(from: openedName)
    }
    return made + kept
  }

  // MARK: What outlives the program

  /// Takes over into the session how the record under review is looked at.
  mutating func keep(isOpening: Bool = false) -> [AppEffect] {
    guard let waveform else { return [] }
    let key = SessionStore.key(of: waveform.document.record.path)
    let earlier = session.records[key] ?? RecordSession()
    var look = waveform.remembered(over: earlier)
    // Which labels were looked at last is asked after next: those of the files, which come first,
    // must not stand in their place.
    if isOpening { look.annotator = earlier.annotator }
    session.records[key] = look
    return [.keep(key, look)]
  }

  mutating func toggleReviewed(_ name: String) -> [AppEffect] {
    guard let list = records else { return [] }
    var decisions = list.decisions[name] ?? ReaderDecisions()
    decisions.toggleReviewed()
    records?.decide(name, decisions)
    return [.decide(list.path(of: name), .review(decisions.reviewState))]
  }
}
