import ArrhythmiaModel
import TerminalGraphics

extension WaveformState {
  /// A digit opens a pane and gives it the keys; again, and it closes.
  mutating func change(pane command: Command, _ size: Size) {
    let pane: Pane =
      switch command {
      case .paneModel: .model
      case .paneMeasures: .measures
      case .paneRelevance: .relevance
      case .paneTokens: .tokens
      case .panePrototypes: .prototypes
      default: .traces
      }
    guard pane != .traces else {
      focusedPane = .traces
      return
    }
    if pane != .measures, let trouble = whyNoModel { return say(trouble) }
    var open = panes ?? defaultPanes(size)
    if open.contains(pane), focusedPane == pane || !isVisible(pane, size) {
      open.remove(pane)
      focusedPane = .traces
    } else {
      open.insert(pane)
      focusedPane = pane
    }
    panes = open
    if focusedPane == pane, !isVisible(pane, size) {
      makeRoom(for: pane, size)
    }
    clampStart(WaveformLayout(size: size, state: self))
    keepFocusInView(size)
  }

  private func isVisible(_ pane: Pane, _ size: Size) -> Bool {
    let layout = WaveformLayout(size: size, state: self)
    return pane == .relevance
      ? layout.relevance.height > 0 : layout.panes.contains { $0.pane == pane }
  }

  /// Where the side is full, what was asked for last stays and the others close.
  private mutating func makeRoom(for pane: Pane, _ size: Size) {
    panes = [pane]
    if !isVisible(pane, size) {
      panes = nil
      focusedPane = .traces
      say("no room for \(pane.title) on this screen; a larger one shows it")
    }
  }

  /// Why there is nothing of a model to show; nil where there is.
  private var whyNoModel: String? {
    guard let model else { return "no model is open: M chooses one" }
    return model.problem
  }

  /// Why the model that is open cannot read the record.
  var modelTrouble: String? { model?.problem }

  /// Keys of the pane that has the focus. Returns whether the key was its own.
  mutating func actOnPane(_ command: Command?, _ size: Size) -> Bool {
    switch (focusedPane, command) {
    case (.model, .focusNext), (.model, .focusPrevious), (.prototypes, .focusNext),
      (.prototypes, .focusPrevious):
      chooseClass(command == .focusNext ? 1 : -1)
    case (.prototypes, .panRight): goToExample(size)
    case (.measures, .focusNext): find(.nextAnnotation, WaveformLayout(size: size, state: self))
    case (.measures, .focusPrevious):
      find(.previousAnnotation, WaveformLayout(size: size, state: self))
    case (.tokens, .panLeft): moveTokens(-1, 0)
    case (.tokens, .panRight): moveTokens(1, 0)
    case (.tokens, .focusPrevious): moveTokens(0, -1)
    case (.tokens, .focusNext): moveTokens(0, 1)
    case (.tokens, .pageLeft): moveTokens(-8, 0)
    case (.tokens, .pageRight): moveTokens(8, 0)
    default: return false
    }
    return true
  }

  private mutating func chooseClass(_ step: Int) {
    guard let count = model?.classes.count, count > 0 else { return }
    let next = (chosenClass ?? (step > 0 ? -1 : count)) + step
    chosenClass = (0..<count).contains(next) ? next : nil
    let name = chosenClass.flatMap { model?.classes[$0] } ?? "the class under the cursor"
    say("y and Y look for \(name)")
  }

  /// Goes to the window of this record that stands nearest to the chosen class's prototype.
  private mutating func goToExample(_ size: Size) {
    guard let model, let chosenClass, let example = model.examples.nearest[chosenClass] else {
      return say("choose a class with j and k first")
    }
    let place = model.places[example.index]
    reach(
      (place.lowerBound + place.upperBound) / 2, WaveformLayout(size: size, state: self),
      "nearest to the prototype of \(model.classes[chosenClass]), similarity "
        + decimal(example.similarity, 2))
  }

  private mutating func moveTokens(_ ecg: Int, _ iegm: Int) {
    let last = max(0, (model?.tokens ?? 0) - 1)
    tokenCursor.ecg = min(max(tokenCursor.ecg + ecg, 0), last)
    tokenCursor.iegm = min(max(tokenCursor.iegm + iegm, 0), last)
  }
}
