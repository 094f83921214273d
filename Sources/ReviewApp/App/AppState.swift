public import TerminalGraphics
import Waveforms

/// Everything that the program shows: the list of records, the record under review, or both.
public struct AppState: Sendable {
  public var records: RecordsState?
  public var waveform: WaveformState?
  public var size: Size

  public init(records: RecordsState? = nil, waveform: WaveformState? = nil, size: Size) {
    self.records = records
    self.waveform = waveform
    self.size = size
  }

  /// The picture of this state.
  public func frame(theme: Theme) -> Frame {
    if let waveform { return WaveformView(state: waveform, size: size, theme: theme).frame() }
    if let records { return RecordsView(state: records, size: size, theme: theme).frame() }
    return Frame(size: size, style: theme[.background])
  }
}

/// What happens to the program.
public enum AppMessage: Sendable {
  case terminal(TerminalEvent)
  /// Records of the list that were looked at, by name.
  case surveyed([String: RecordLook])
  /// More of the record under review has been read.
  case peaksRead
  /// A record was opened for review, or could not be.
  case opened(name: String, RecordSurvey)
  case annotatorOpened(RecordSurvey)
}

/// What the program does beside drawing.
public enum AppEffect: Sendable, Equatable {
  case quit
  case open(name: String)
  case survey(names: [String])
  case readPeaks
  case showAnnotator(String)
}

extension AppState {
  /// Answers a message. What is to be done outside of this value is returned.
  public mutating func update(_ message: AppMessage) -> [AppEffect] {
    switch message {
    case .terminal(.key(let key)): return handle(key)
    case .terminal(.mouse(let event)): return handle(event)
    case .terminal:
      waveform?.resize(size)
      records?.resize(size)
      return surveyEffects()
    case .surveyed(let found):
      records?.take(found)
      return surveyEffects()
    case .peaksRead: return []
    case .opened(let name, let survey): return show(name, survey)
    case .annotatorOpened(.document(let document)):
      waveform?.document = document
      waveform?.cursor = nil
      let count = document.marks.count
      waveform?.say("annotator \(document.annotations?.annotator ?? ""): \(count) marks")
      return []
    case .annotatorOpened(.failed(let sentence)):
      waveform?.say(sentence, true)
      return []
    }
  }

  /// What to do when the program starts.
  public func startEffects() -> [AppEffect] { waveform == nil ? surveyEffects() : [.readPeaks] }

  private func surveyEffects() -> [AppEffect] {
    guard waveform == nil, let records else { return [] }
    let names = records.unsurveyed(height: size.height)
    return names.isEmpty ? [] : [.survey(names: names)]
  }

  private mutating func handle(_ key: KeyPress) -> [AppEffect] {
    // Where it leads out of the program, only q leaves: Esc is also how a broken key begins.
    if key == .escape, records == nil, waveform?.overlay == nil {
      waveform?.say("q quits")
      return []
    }
    if var waveform {
      let effect = waveform.handle(key, size: size)
      self.waveform = waveform
      return effect.map { effects(of: $0) } ?? []
    }
    let action = records?.handle(key, size: size)
    return effects(of: action)
  }

  private func effects(of action: RecordsAction?) -> [AppEffect] {
    switch action {
    case .quit: [.quit]
    case .open(let name): [.open(name: name)]
    case nil: surveyEffects()
    }
  }

  private mutating func effects(of effect: WaveformEffect) -> [AppEffect] {
    switch effect {
    case .showAnnotator(let name): return [.showAnnotator(name)]
    case .close:
      guard records != nil else { return [.quit] }
      waveform = nil
      return surveyEffects()
    }
  }

  private mutating func handle(_ event: MouseEvent) -> [AppEffect] {
    if waveform != nil {
      waveform?.handle(event, size: size)
      return []
    }
    let action = records?.handle(event, size: size)
    return effects(of: action)
  }

  private mutating func show(_ name: String, _ survey: RecordSurvey) -> [AppEffect] {
    switch survey {
    case .document(let document):
      waveform = WaveformState(document: document, size: size)
      return [.readPeaks]
    case .failed(let sentence):
      records?.surveys[name] = survey
      records?.message = sentence
      return []
    }
  }
}

extension WaveformState {
  /// Wheel: earlier and later. Press: focus and cursor; in the overview, go there.
  mutating func handle(_ event: MouseEvent, size: Size) {
    let layout = WaveformLayout(size: size, state: self)
    switch event.kind {
    case .wheelUp: _ = perform(.panLeft, size: size)
    case .wheelDown: _ = perform(.panRight, size: size)
    case .press, .drag: point(event, layout)
    case .release: break
    }
  }

  private mutating func point(_ event: MouseEvent, _ layout: WaveformLayout) {
    if layout.overview.rows.contains(event.y), layout.overview.columns.contains(event.x) {
      let place = (Double(event.x - layout.overview.x) + 0.5) / Double(layout.overview.width)
      start = document.record.durationSeconds * place - viewSeconds(dots: layout.dots) / 2
      clampStart(layout)
    }
    guard let lane = layout.lanes.first(where: { $0.rect.rows.contains(event.y) }) else { return }
    if event.kind == .press { focus = lane.channel }
    guard layout.traces.columns.contains(event.x) else { return }
    let seconds = start + (Double(event.x - layout.traces.x) + 0.5) * speed.secondsPerDot * 2
    cursor = min(seconds, document.record.durationSeconds)
  }
}
