import ArrhythmiaModel
import ReviewSession
import TerminalGraphics

// What each pane draws, and what it makes of keys and of the mouse.

/// The panes at the side, each in its frame.
struct PanesView: CanvasPart {
  let canvas: Canvas
  let state: WaveformState
  let signals: ShownSignals

  func draw(_ frame: inout Frame) {
    for (index, place) in layout.panes.enumerated() {
      drawFrame(place, isFirst: index == 0, &frame)
      let inner = Rect(
        x: place.rect.x + 2, y: place.rect.y + 1, width: place.rect.width - 3,
        height: place.rect.height - 1)
      draw(place.pane, inner, &frame)
    }
  }

  private func drawFrame(
    _ place: WaveformLayout.PaneRect, isFirst: Bool, _ frame: inout Frame
  ) {
    let style = theme[.border]
    for y in place.rect.rows { frame[place.rect.x, y] = Cell("│", style) }
    for x in place.rect.columns.dropFirst() { frame[x, place.rect.y] = Cell("─", style) }
    frame[place.rect.x, place.rect.y] = Cell(isFirst ? "┬" : "├", style)
    let title = " \(place.pane.rawValue) \(title(of: place.pane)) "
    frame.write(
      TextWidth.truncated(title, to: place.rect.width - 3), x: place.rect.x + 2, y: place.rect.y,
      style: PaneTitle.style(theme, isFocused: isFocused(place.pane)))
  }

  private func isFocused(_ pane: Pane) -> Bool { state.panes.focused == pane }

  private func title(of pane: Pane) -> String {
    switch pane {
    case .model: "model \(state.review.model?.label ?? "")"
    case .prototypes: "model: nearest prototypes"
    case .tokens: "model: ECG to IEGM"
    case .traces, .measures, .relevance: pane.title
    }
  }

  private func draw(_ pane: Pane, _ inner: Rect, _ frame: inout Frame) {
    var writer = PaneWriter(rect: inner, theme: theme)
    switch pane {
    case .model:
      ModelPane(
        canvas: canvas, review: state.review, chosenClass: state.modelFocus.chosenClass,
        attended: state.attended
      ).draw(&writer, &frame)
    case .measures:
      MeasuresPane(
        canvas: canvas, review: state.review, caliper: state.measuring.caliper,
        amplitude: signals.amplitude, intervals: state.decisions.intervals,
        attended: state.attended, focus: state.channels.focus
      ).draw(&writer, &frame)
    case .tokens:
      TokensPane(
        canvas: canvas, detail: state.attendedDetail, cursor: state.modelFocus.tokens,
        isFocused: isFocused(.tokens)
      ).draw(inner, &frame)
    case .prototypes:
      PrototypesPane(
        canvas: canvas, review: state.review, chosenClass: state.modelFocus.chosenClass,
        attended: state.attended, isFocused: isFocused(.prototypes)
      ).draw(&writer, &frame)
    case .traces, .relevance: break
    }
  }
}

extension WaveformState {
  /// What is explained of the window that panes tell of.
  var attendedDetail: WindowDetail? { review.model?.detail(attendedWindow) }
}

extension WaveformState {
  /// A digit opens a pane and gives it the keys; again, and it closes.
  mutating func open(_ command: PaneCommand) -> [WaveformEffect] {
    switch command {
    case .show(.traces): panes.focused = .traces
    case .show(let pane): toggle(pane)
    case .nextModel: return [.showModel(nil)]
    }
    // While labels are set the keys stay with the traces.
    if labelling != nil { panes.focused = .traces }
    return []
  }

  private mutating func toggle(_ pane: Pane) {
    if pane != .measures, answeringModel() == nil { return }
    var open = panes.open ?? SidePanes.opening(model: modelRows, width: size.width)
    if open.contains(pane), panes.focused == pane || labelling != nil || !layout.shows(pane) {
      open.remove(pane)
      panes = PaneArrangement(open: open, focused: .traces)
      return
    }
    open.insert(pane)
    show(pane, among: open)
  }

  /// Where the side is full, what was asked for last stays and the others close.
  private mutating func show(_ pane: Pane, among open: Set<Pane>) {
    let all = PaneArrangement(open: open, focused: pane)
    let alone = PaneArrangement(open: [pane], focused: pane)
    if let fitting = [all, alone].first(where: {
      layout.wouldShow(pane, $0, model: modelRows)
    }) {
      panes = fitting
    } else {
      panes = PaneArrangement()
      say("no room for \(pane.title) on this screen; a larger one shows it")
    }
  }

  /// The model that is asked something. Where none can answer, a sentence says why.
  mutating func answeringModel() -> ModelState? {
    if let model = review.model, model.problem == nil { return model }
    if let problem = review.model?.problem {
      say(problem, true)
    } else {
      say(review.awaitsModel ? "the model is being opened" : "no model is open: M chooses one")
    }
    return nil
  }

  // MARK: Keys of the pane that has the focus

  mutating func actOnPane(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    let command = Keymap.command(for: key)
    switch panes.focused {
    case .traces, .relevance: return .ignored
    case .model: return chooseClass(command)
    case .measures: return goThroughBeats(command)
    case .tokens: return moveTokens(command)
    case .prototypes:
      guard command == .time(.panRight) else { return chooseClass(command) }
      goToExample()
      return .consumed
    }
  }

  private mutating func chooseClass(_ command: Command?) -> KeyAnswer<WaveformEffect> {
    let step = command == .channels(.focusNext) ? 1 : -1
    guard step == 1 || command == .channels(.focusPrevious) else { return .ignored }
    guard let model = review.model, !model.classes.isEmpty else { return .consumed }
    modelFocus.chooseClass(by: step, of: model.classes.count)
    let name = modelFocus.chosenClass.map { model.classes[$0] } ?? "the class under the cursor"
    say("y and Y look for \(name)")
    return .consumed
  }

  private mutating func goThroughBeats(_ command: Command?) -> KeyAnswer<WaveformEffect> {
    if command == .channels(.focusNext) {
      find(.nextAnnotation)
    } else if command == .channels(.focusPrevious) {
      find(.previousAnnotation)
    } else {
      return .ignored
    }
    return .consumed
  }

  private mutating func moveTokens(_ command: Command?) -> KeyAnswer<WaveformEffect> {
    let moves: [Command: (ecg: Int, iegm: Int)] = [
      .time(.panLeft): (-1, 0), .time(.panRight): (1, 0), .channels(.focusPrevious): (0, -1),
      .channels(.focusNext): (0, 1), .time(.pageLeft): (-8, 0), .time(.pageRight): (8, 0),
    ]
    guard let move = command.flatMap({ moves[$0] }) else { return .ignored }
    modelFocus.tokens.move(ecg: move.ecg, iegm: move.iegm, of: review.model?.tokens ?? 0)
    return .consumed
  }

  /// Goes to the window of this record that stands nearest to the chosen class's prototype.
  private mutating func goToExample() {
    guard let model = review.model, let chosen = modelFocus.chosenClass,
      let example = model.examples.nearest[chosen]
    else { return say("choose a class with j and k first") }
    reach(
      WindowSearch(model: model).middle(example.index),
      "nearest to the prototype of \(model.classes[chosen]), similarity "
        + decimal(example.similarity, 2))
  }

  // MARK: The mouse

  /// The class or the pair of tokens under the mouse.
  mutating func press(_ event: MouseEvent, in place: WaveformLayout.PaneRect) {
    panes.focused = place.pane
    let (column, row) = (event.x - place.rect.x - 2, event.y - place.rect.y - 1)
    guard let model = review.model, column >= 0, row >= 0 else { return }
    switch place.pane {
    case .model:
      if row < model.classes.count { modelFocus.chosenClass = row }
    case .tokens:
      let (columns, rows) = TokenMap.size(
        tokens: model.tokens, width: place.rect.width - 3,
        height: max(1, place.rect.height - 1 - TokensPane.textRows))
      guard column < columns, row < rows else { return }
      modelFocus.tokens.ecg = column * model.tokens / columns
      modelFocus.tokens.iegm = row * model.tokens / rows
    case .traces, .measures, .relevance, .prototypes: break
    }
  }
}
