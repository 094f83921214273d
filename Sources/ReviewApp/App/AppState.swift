public import Measures
public import TerminalGraphics
import Waveforms

/// Everything that the program shows: the list of records, the record under review, or both.
public struct AppState: Sendable {
  public var records: RecordsState?
  public var waveform: WaveformState?
  public var size: Size
  /// The palette or menu that lies over the screen.
  public var palette: Palette?
  /// What there is to choose from.
  public var themeNames: [String] = []
  public var modelNames: [String] = []
  public var themeName = Theme.builtIn.name
  /// Nil for what the terminal is trusted with.
  public var glyphs: GlyphSet?
  /// What earlier runs have left.
  public var session = Session()
  public var savedMontages: [Montage] = []
  /// Counts the records that were opened: what belongs to an earlier one comes too late.
  public private(set) var visit = 0
  private var changedRecords: Set<String> = []
  /// The list's name of the record under review.
  private var openedName: String?

  public init(records: RecordsState? = nil, waveform: WaveformState? = nil, size: Size) {
    self.records = records
    self.waveform = waveform
    self.size = size
  }

  /// The picture of this state.
  public func frame(theme: Theme) -> Frame {
    var frame = Frame(size: size, style: theme[.background])
    if let waveform {
      frame = WaveformView(state: waveform, size: size, theme: theme).frame()
    } else if let records {
      frame = RecordsView(state: records, size: size, theme: theme).frame()
    }
    if let palette {
      PaletteView(palette, items(palette), size: size).draw(theme, &frame)
    }
    return glyphs.map { frame.with($0) } ?? frame
  }
}

/// What happens to the program.
public enum AppMessage: Sendable {
  case terminal(TerminalEvent)
  /// Records of the list that were looked at, by name.
  case surveyed([String: RecordLook])
  /// What a model has said of records in earlier runs, by name.
  case read([String: RecordReadingSummary])
  /// More of the record under review has been read.
  case peaksRead
  /// A record was opened for review, or could not be.
  case opened(name: String, RecordSurvey)
  case annotatorOpened(RecordSurvey)
  /// What background work found, for the visit that asked for it.
  case model(visit: Int, ModelWorker.Report)
  case detected(visit: Int, [Double])
  case measured(visit: Int, [BeatMeasures], Wants.Measuring)
  case averaged(visit: Int, BeatAverage)
  case themeShown(String)
  /// A sentence for the bottom line.
  case said(String, isProblem: Bool)
}

/// What the program does beside drawing.
public enum AppEffect: Sendable, Equatable {
  case quit
  case open(name: String)
  case survey(names: [String])
  case readPeaks
  case showAnnotator(String)
  case showTheme(String)
  /// By name; nil for the one that suits the record.
  case showModel(String?)
  case saveMontage(Montage)
  case writeStrip
  /// Keep what is remembered of the record.
  case remember
}

extension AppState {
  /// Answers a message. What is to be done outside of this value is returned.
  public mutating func update(_ message: AppMessage) -> [AppEffect] {
    switch message {
    case .terminal(.key(let key)): return handle(key)
    case .terminal(.mouse(let event)): return handle(event)
    case .terminal(.paste(let text)): return paste(text)
    case .terminal:
      waveform?.resize(size)
      records?.resize(size)
      return surveyEffects()
    case .surveyed(let found):
      records?.take(found)
      return surveyEffects()
    case .opened(let name, let survey): return show(name, survey)
    case .annotatorOpened(let survey): return showAnnotations(survey)
    case .peaksRead: break
    case .read(let found): records?.readings.merge(found) { $1 }
    case .themeShown(let name): themeName = name
    case .said(let text, let isProblem): say(text, isProblem)
    case .model(let number, let report) where number == visit: take(report)
    case .detected(let number, let beats) where number == visit: waveform?.detected = beats
    case .measured(let number, let found, let span) where number == visit:
      let asked = waveform?.beats(from: span.from, to: span.to.nextUp) ?? []
      waveform?.measures.take(found, of: asked)
    case .averaged(let number, let average) where number == visit: waveform?.average = average
    case .model, .detected, .measured, .averaged: break
    }
    return []
  }

  /// A model begins to read: what an earlier one still says comes too late.
  mutating func beginModel() {
    visit += 1
    waveform?.model = nil
    waveform?.chosenClass = nil
    waveform?.tokenCursor = TokenCursor()
    waveform?.resize(size)
  }

  /// What to do when the program starts.
  public mutating func startEffects() -> [AppEffect] {
    records?.remember(session)
    return waveform == nil ? surveyEffects() : begin()
  }

  /// What a record's review begins with.
  private mutating func begin() -> [AppEffect] {
    visit += 1
    guard let path = waveform?.document.record.path else { return [] }
    waveform?.savedMontages = savedMontages
    let remembered = session.records[SessionStore.key(of: path)]
    if let remembered { waveform?.restore(remembered, size: size) }
    let document = waveform?.document
    if let annotator = remembered?.annotator, annotator != document?.annotations?.annotator,
      document?.annotators.contains(annotator) == true
    {
      // The annotator's beats come first: the model is told them.
      return [.readPeaks, .showAnnotator(annotator), .remember]
    }
    return [.readPeaks, .showModel(nil), .remember]
  }

  func surveyEffects() -> [AppEffect] {
    guard waveform == nil, let records else { return [] }
    let names = records.unsurveyed(height: size.height)
    return names.isEmpty ? [] : [.survey(names: names)]
  }

  mutating func say(_ text: String, _ isProblem: Bool = false) {
    if waveform != nil { waveform?.say(text, isProblem) } else { records?.message = text }
  }

  // MARK: Keys

  mutating func handle(_ key: KeyPress) -> [AppEffect] {
    if let palette { return handle(key, palette) }
    let isTyping = waveform?.isTyping ?? records?.isTyping ?? false
    let screen: KeyScreens = waveform == nil ? .list : .review
    let isCovered = waveform?.overlay != nil || records?.overlay != nil && waveform == nil
    if !isTyping, !isCovered, let command = Keymap.command(for: key, on: screen), isOwn(command) {
      return perform(command)
    }
    // Where it leads out of the program, only q leaves: Esc is also how a broken key begins.
    if key == .escape, records == nil, let waveform, !waveform.hasSomethingOpen {
      say("q quits")
      return []
    }
    if var waveform {
      let effect = waveform.handle(key, size: size)
      self.waveform = waveform
      return effect.map { effects(of: $0) } ?? []
    }
    return effects(of: records?.handle(key, size: size))
  }

  /// Pasted text is typed where text is typed, up to its first line's end; elsewhere it would act as keys.
  private mutating func paste(_ text: String) -> [AppEffect] {
    let isTyping =
      palette?.takesText ?? waveform?.isTyping ?? records?.isTyping ?? false
    guard isTyping else {
      say("pasted text is not taken as keys")
      return []
    }
    for character in text.prefix(while: { !$0.isNewline }) { _ = handle(.character(character)) }
    return surveyEffects()
  }

  /// Whether a command is for the program as a whole.
  private func isOwn(_ command: Command) -> Bool {
    switch command {
    case .palette, .menu, .nextTheme, .nextGlyphs, .showBookmarks: true
    default: false
    }
  }

  /// Carries out a command on the screen that is shown.
  mutating func perform(_ command: Command) -> [AppEffect] {
    switch command {
    case .palette: palette = Palette(.commands)
    case .menu: palette = Palette(.menu(nil))
    case .showBookmarks: palette = Palette(.bookmarks)
    case .nextTheme:
      guard !themeNames.isEmpty else { return [] }
      let place = themeNames.firstIndex(of: themeName) ?? -1
      return [.showTheme(themeNames[(place + 1) % themeNames.count])]
    case .nextGlyphs:
      let all = GlyphSet.allCases
      let next = all[((glyphs.flatMap(all.firstIndex(of:)) ?? 0) + 1) % all.count]
      glyphs = next == .braille ? nil : next
      say("glyphs: \(next.rawValue)")
    default:
      if waveform != nil {
        waveform?.message = nil
        guard let effect = waveform?.perform(command, size: size) else { return [] }
        return effects(of: effect)
      }
      return effects(of: records?.perform(command, size: size))
    }
    return []
  }

  mutating func effects(of action: RecordsAction?) -> [AppEffect] {
    switch action {
    case .quit: return [.remember, .quit]
    case .open(let name): return [.open(name: name)]
    case .toggleReviewed(let name):
      toggleReviewed(name)
      return [.remember]
    case nil: return surveyEffects()
    }
  }

  private mutating func toggleReviewed(_ name: String) {
    guard let key = records.map({ SessionStore.key(of: $0.path(of: name)) }) else { return }
    var kept = session.records[key] ?? RecordSession()
    kept.reviewState = kept.reviewState == .reviewed ? .opened : .reviewed
    session.records[key] = kept
    changedRecords.insert(key)
    records?.remember(name, kept)
  }

  private mutating func effects(of effect: WaveformEffect) -> [AppEffect] {
    switch effect {
    case .showAnnotator(let name): return [.showAnnotator(name)]
    case .showModel(let name): return [.showModel(name ?? nextModel)]
    case .saveMontage(let montage): return [.saveMontage(montage)]
    case .writeStrip: return [.writeStrip]
    case .remember: return [.remember]
    case .close: return close()
    }
  }

  private var nextModel: String? {
    guard !modelNames.isEmpty else { return nil }
    let place = waveform?.model.flatMap { modelNames.firstIndex(of: $0.facts.name) } ?? -1
    return modelNames[(place + 1) % modelNames.count]
  }

  /// Back to the list, or out of the program.
  private mutating func close() -> [AppEffect] {
    guard let closing = waveform, let listed = records else { return [.quit] }
    remember(closing)
    if let name = openedName,
      let kept = session.records[SessionStore.key(of: listed.path(of: name))]
    {
      records?.remember(name, kept)
    }
    if let name = openedName, let share = closing.model?.summary { records?.readings[name] = share }
    visit += 1
    waveform = nil
    return [.remember] + surveyEffects()
  }

  /// Takes over into the session what is to be remembered of a record.
  public mutating func remember(_ waveform: WaveformState) {
    let key = SessionStore.key(of: waveform.document.record.path)
    session.records[key] = waveform.remembered(over: session.records[key] ?? RecordSession())
    changedRecords.insert(key)
  }

  /// Keys of records of which something new is to be remembered since the last call.
  mutating func takeChanged() -> [String] {
    defer { changedRecords = [] }
    return changedRecords.sorted()
  }

  // MARK: What has come

  private mutating func show(_ name: String, _ survey: RecordSurvey) -> [AppEffect] {
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

  private mutating func showAnnotations(_ survey: RecordSurvey) -> [AppEffect] {
    switch survey {
    case .document(let document):
      waveform?.document = document
      waveform?.cursor = nil
      waveform?.found = nil
      waveform?.average = nil
      waveform?.measures = MeasureTable()
      let count = document.marks.count
      say("annotator \(document.annotations?.annotator ?? ""): \(count) marks")
      // Work that was begun for other beats must not be taken for these; a beat model is told them.
      visit += 1
      let model = waveform?.model.flatMap { $0.facts.isBeatCentred ? $0.facts.name : nil }
      return model.map { [.showModel($0)] } ?? [.showModel(waveform?.model?.facts.name)]
    case .failed(let sentence):
      say(sentence, true)
      return waveform?.model == nil ? [.showModel(nil)] : []
    }
  }

  private mutating func take(_ report: ModelWorker.Report) {
    switch report {
    case .loaded(let facts): waveform?.model = ModelState(facts)
    case .begun(let places, let fit): waveform?.model?.begin(places: places, fit: fit)
    case .found(let findings, let first): waveform?.model?.take(findings, from: first)
    case .explained(let detail): waveform?.model?.take(detail)
    case .unexplained(let index): waveform?.model?.cannotExplain(index)
    case .cannot(let sentence):
      if waveform?.model == nil { say(sentence, true) } else { waveform?.model?.problem = sentence }
    }
    waveform?.resize(size)
  }
}

extension WaveformState {
  var isTyping: Bool { if case .prompt? = overlay { true } else { false } }

  /// Whether leaving would close something smaller than the record.
  var hasSomethingOpen: Bool {
    overlay != nil || focusedPane != .traces || caliper != nil || found != nil || showsTrigger
      || split != nil
  }
}
