import ReviewSession
public import TerminalGraphics
import Waveforms

/// Draws the review screen: a picture that depends on its arguments alone.
public struct WaveformView: CanvasPart {
  let state: WaveformState
  let signals: ShownSignals
  let canvas: Canvas

  /// - Parameter signals: what of the record's samples is in view.
  init(state: WaveformState, signals: ShownSignals, theme: Theme) {
    (self.state, self.signals) = (state, signals)
    canvas = Canvas(layout: state.layout, theme: theme, record: state.record)
  }

  /// Reads what of the record's samples is in view.
  public init(state: WaveformState, theme: Theme) {
    self.init(state: state, signals: ShownSignals(state), theme: theme)
  }

  public func frame() -> Frame {
    var frame = Frame(size: layout.size, style: theme[.background])
    HeaderView(canvas: canvas, state: state).draw(&frame)
    drawBody(&frame)
    TrendView(canvas: canvas, review: state.review).draw(&frame)
    if let model = state.review.model {
      ClassLanesView(canvas: canvas, model: model).drawWholeClasses(&frame)
    }
    OverviewView(canvas: canvas, state: state, signals: signals).draw(&frame)
    PanesView(canvas: canvas, state: state, signals: signals).draw(&frame)
    StatusView(canvas: canvas, state: state, signals: signals).draw(&frame)
    if case .channels(let naming)? = state.cover {
      ChannelNamingView(canvas: canvas, naming: naming, pictures: signals.naming).draw(&frame)
    }
    if case .families(let browser)? = state.cover {
      FamiliesView(
        canvas: canvas, browser: browser, message: state.message.map { ($0.text, $0.isProblem) }
      ).draw(&frame)
    }
    if case .teaching(let panel)? = state.cover {
      TeachingView(
        canvas: canvas, model: state.review.model, lesson: state.lesson,
        isWaiting: state.candidate != nil, versions: state.versions, reader: state.reader,
        labels: state.review.ownLabels, panel: panel
      ).draw(&frame)
    }
    if case .rhythms(let panel)? = state.cover {
      RhythmTeachingView(
        canvas: canvas, model: state.review.model, lessons: state.rhythms, list: state.taughtList,
        reader: state.reader, panel: panel
      ).draw(&frame)
    }
    if case .panel(let panel, let top)? = state.cover {
      PanelView(theme: theme).draw(
        title: panel.title, lines: panel.lines(state.document), top: top, &frame)
    }
    return frame
  }

  /// The traces with axis and marks, without the program's own lines.
  func previewFrame() -> Frame {
    var frame = Frame(size: layout.size, style: theme[.background])
    drawBody(&frame)
    frame.write(" " + record.name, x: 0, y: 0, style: theme[.title])
    return frame
  }

  /// All that stands in the time of the traces.
  private func drawBody(_ frame: inout Frame) {
    // Averaged beats have a time of their own: nothing else may stand in it.
    if state.measuring.showsTrigger {
      return TriggerView(
        canvas: canvas, average: state.review.average, gain: state.gain,
        focus: state.channels.focus, caliper: state.measuring.triggerCaliper
      ).draw(&frame)
    }
    // Both halves of a split view show a channel at one height, so that they can be compared.
    let extents = layout.lanes.indices.map { lane in
      TraceExtent(signals.sections.flatMap { $0[lane].peaks.dropFirst(TracePainter.leadIn) })
    }
    for (section, lanes) in zip(layout.sections, signals.sections) {
      AxisView(canvas: canvas, bookmarks: state.decisions.bookmarks).draw(section, &frame)
      MarkLinesView(
        canvas: canvas, review: state.review, selected: state.selectedTime,
        compared: state.compared
      ).draw(section, &frame)
      StimuliView(canvas: canvas, stimuli: state.stimuli).draw(section, &frame)
      TracesView(canvas: canvas, state: state).draw(section, lanes, extents, &frame)
      drawModel(section, &frame)
    }
    if layout.sections.count == 2 {
      let x = layout.sections[0].columns.upperBound
      for y in 1..<max(1, layout.trend.y) { frame[x, y] = Cell("│", theme[.border]) }
    }
  }

  private func drawModel(_ section: TimeSection, _ frame: inout Frame) {
    guard let model = state.review.model else { return }
    let detail = state.attendedDetail
    let side = SidePanes(state.panes, model: state.modelRows, size: layout.size)
    if side.wanted.contains(.tokens), let detail {
      TokenSpansView(canvas: canvas, detail: detail, cursor: state.modelFocus.tokens)
        .draw(section, &frame)
    }
    AttentionView(canvas: canvas, model: model).draw(section, &frame)
    ClassLanesView(canvas: canvas, model: model).drawClasses(section, &frame)
    RelevanceView(
      canvas: canvas, model: model, detail: detail,
      isFocused: state.panes.focused == .relevance
    ).draw(section, &frame)
  }
}
