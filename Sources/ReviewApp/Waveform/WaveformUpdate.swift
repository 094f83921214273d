public import TerminalGraphics
import Waveforms

/// What the review screen asks of the program around it.
public enum WaveformEffect: Sendable, Equatable {
  case close
  case showAnnotator(String)
}

extension WaveformState {
  /// Answers a key. Returns what is to be done outside of this value.
  public mutating func handle(_ key: KeyPress, size: Size) -> WaveformEffect? {
    message = nil
    if case .goToTime(let text)? = overlay {
      type(key, text, size)
      return nil
    }
    let command = Keymap.command(for: key)
    if case .panel(let panel, let top)? = overlay {
      let lines = lines(of: panel)
      if let top = PanelView.scrolled(command, from: top, lines: lines, size: size) {
        overlay = .panel(panel, top: top)
        return nil
      }
      // Any other key puts help and warnings away; the one that leaves does no more than that.
      overlay = nil
      if command == .back || command == .help || command == .showWarnings { return nil }
    }
    guard let command else { return nil }
    return perform(command, size: size)
  }

  /// Carries out a command.
  public mutating func perform(_ command: Command, size: Size) -> WaveformEffect? {
    let layout = WaveformLayout(size: size, state: self)
    switch command {
    case .back: return .close
    case .nextAnnotator: return nextAnnotator()
    case .help: overlay = .panel(.help, top: 0)
    case .showWarnings: overlay = .panel(.warnings, top: 0)
    case .goToTime: overlay = .goToTime("")
    case .open, .filter: break
    case .panLeft, .panRight, .pageLeft, .pageRight, .goToStart, .goToEnd: pan(command, layout)
    case .zoomIn, .zoomOut, .standardSpeed, .wholeRecord: zoom(command, layout)
    case .nextAnnotation: find(forward: true, layout) { _ in true }
    case .previousAnnotation: find(forward: false, layout) { _ in true }
    case .nextEvent: find(forward: true, layout, where: \.isEvent)
    case .previousEvent: find(forward: false, layout, where: \.isEvent)
    case .focusPrevious, .focusNext, .moveChannelUp, .moveChannelDown, .hideChannel,
      .showAllChannels, .fitLanes:
      arrange(command, size)
    case .gainUp, .gainDown, .channelGainUp, .channelGainDown, .standardGain, .autoscale,
      .centreBaseline:
      amplify(command, layout)
    }
    return nil
  }

  /// The text of a panel.
  func lines(of panel: Panel) -> [(head: String, text: String)] {
    switch panel {
    case .help: return HelpText.lines
    case .warnings:
      let warnings = document.warnings
      let texts = warnings.isEmpty ? ["nothing: the files are as their headers say"] : warnings
      return texts.map { ("", $0) }
    }
  }

  // MARK: Time

  private mutating func pan(_ command: Command, _ layout: WaveformLayout) {
    let view = viewSeconds(dots: layout.dots)
    // From mark to mark of the axis: what stays in view is drawn by the same dots as before, and
    // the marks stand still.
    let mark = AxisTicks.step(secondsPerCell: speed.secondsPerDot * 2)
    switch command {
    case .panLeft: start -= mark
    case .panRight: start += mark
    case .pageLeft: start -= view
    case .pageRight: start += view
    case .goToStart: start = 0
    default: start = document.record.durationSeconds - view
    }
    clampStart(layout)
  }

  /// Takes the screen's new size: the focused lane stays in view, and no room is left empty
  /// behind the record's end.
  mutating func resize(_ size: Size) {
    keepFocusInView(size)
    clampStart(WaveformLayout(size: size, state: self))
  }

  /// Keeps the view on the record: nothing lies before its start, and its end is the last edge.
  mutating func clampStart(_ layout: WaveformLayout) {
    let last = document.record.durationSeconds - viewSeconds(dots: layout.dots)
    start = min(start, max(0, last))
    start = max(0, start)
    let dot = speed.secondsPerDot
    // On a grid of dots: a view that comes back to a place shows it the same.
    if start < max(0, last) { start = (start / dot).rounded(.down) * dot }
  }

  private mutating func zoom(_ command: Command, _ layout: WaveformLayout) {
    let view = viewSeconds(dots: layout.dots)
    let inView = cursor.flatMap { (start...start + view).contains($0) ? $0 : nil }
    let anchor = inView ?? start + view / 2
    let place = (anchor - start) / view
    let slowest = SweepSpeed.slowest(
      duration: document.record.durationSeconds, dots: layout.dots)
    let before = speed
    switch command {
    case .zoomIn: speed.step += 1
    case .zoomOut: speed.step -= 1
    case .standardSpeed: speed = .standard
    default: speed = slowest
    }
    speed.step = min(max(speed.step, min(slowest.step, 0)), SweepSpeed.fastestStep)
    if speed == before && command == .zoomIn { say("400 mm/s is the fastest sweep") }
    if speed == before && command == .zoomOut { say("the whole record is in view") }
    start = anchor - viewSeconds(dots: layout.dots) * place
    clampStart(layout)
  }

  private mutating func find(
    forward: Bool, _ layout: WaveformLayout, where isWanted: (Mark) -> Bool
  ) {
    let view = viewSeconds(dots: layout.dots)
    guard !document.marks.isEmpty else {
      say("this record has no annotations beside it")
      return
    }
    // From the cursor, or from the view's edge where the cursor was left behind.
    let inView = cursor.flatMap { (start...start + view).contains($0) ? $0 : nil }
    let from = inView ?? (forward ? start : start + view)
    let found: Mark?
    if forward {
      let first = document.index(at: inView == nil ? from : from.nextUp)
      found = document.marks[first...].first(where: isWanted)
    } else {
      found = document.marks[..<document.index(at: from)].last(where: isWanted)
    }
    guard let found else {
      say(forward ? "nothing more to the end of the record" : "nothing before this")
      return
    }
    show(found, layout)
  }

  private mutating func show(_ mark: Mark, _ layout: WaveformLayout) {
    let view = viewSeconds(dots: layout.dots)
    cursor = mark.seconds
    if mark.seconds < start || mark.seconds > start + view * 0.95 {
      start = mark.seconds - view / 2
      clampStart(layout)
    }
    let meaning = document.annotations?.meaning(symbol: mark.symbol) ?? ""
    let text = mark.text.isEmpty ? "" : "  \(mark.text)"
    say("\(mark.symbol)\(text)  \(meaning)  at \(TimeLabel.text(mark.seconds))")
  }

  private mutating func type(_ key: KeyPress, _ text: String, _ size: Size) {
    switch key {
    case .escape: overlay = nil
    case .backspace: overlay = .goToTime(String(text.dropLast()))
    case .enter:
      overlay = nil
      goTo(text, WaveformLayout(size: size, state: self))
    case .character(let character) where text.count < 20:
      overlay = .goToTime(text + String(character))
    default: break
    }
  }

  private mutating func goTo(_ text: String, _ layout: WaveformLayout) {
    let record = (document.record.durationSeconds, document.record.frameRateHz)
    if text.isEmpty { return }
    guard let seconds = TimeLabel.parse(text, record: record) else {
      say("expected a time such as 1:02:03.5, 90s, 15m, 50% or #12000, found \"\(text)\"", true)
      return
    }
    guard seconds <= document.record.durationSeconds else {
      let end = TimeLabel.text(document.record.durationSeconds)
      say("expected a time up to \(end), found \"\(text)\"", true)
      return
    }
    cursor = seconds
    // A little of what comes before stays in view.
    start = seconds - viewSeconds(dots: layout.dots) / 8
    clampStart(layout)
  }

  // MARK: Channels

  private mutating func arrange(_ command: Command, _ size: Size) {
    let shown = shown
    let place = shown.firstIndex(of: focus) ?? 0
    switch command {
    case .focusPrevious: focus = shown.isEmpty ? focus : shown[max(0, place - 1)]
    case .focusNext: focus = shown.isEmpty ? focus : shown[min(shown.count - 1, place + 1)]
    case .moveChannelUp: swapOrder(place, place - 1)
    case .moveChannelDown: swapOrder(place, place + 1)
    case .hideChannel: hide(place)
    case .showAllChannels: hidden = []
    default:
      fitsAllLanes.toggle()
      let layout = WaveformLayout(size: size, state: self)
      let gain = (sensitivity ?? .opening(laneRows: layout.laneRows)).label
      say("\(layout.lanes.count) of \(shown.count) channels in view, at \(gain)")
    }
    keepFocusInView(size)
  }

  private mutating func swapOrder(_ place: Int, _ other: Int) {
    let shown = shown
    guard shown.indices.contains(place), shown.indices.contains(other),
      let a = order.firstIndex(of: shown[place]), let b = order.firstIndex(of: shown[other])
    else { return }
    order.swapAt(a, b)
  }

  private mutating func hide(_ place: Int) {
    let shown = shown
    guard shown.count > 1 else {
      say("the last channel stays; X shows all")
      return
    }
    hidden.insert(focus)
    focus = shown[place + 1 < shown.count ? place + 1 : place - 1]
    say("hidden: \(hidden.count) of \(order.count) channels; X shows all")
  }

  /// Scrolls the lanes so that the focused one is among them.
  mutating func keepFocusInView(_ size: Size) {
    let layout = WaveformLayout(size: size, state: self)
    let place = shown.firstIndex(of: focus) ?? 0
    firstLane = min(firstLane, max(0, shown.count - layout.lanes.count))
    firstLane = min(firstLane, place)
    firstLane = max(firstLane, place - layout.lanes.count + 1)
  }

  // MARK: Annotators

  private mutating func nextAnnotator() -> WaveformEffect? {
    let annotators = document.annotators
    guard annotators.count > 1 else {
      say(
        annotators.isEmpty
          ? "this record has no annotations beside it" : "only \(annotators[0]) is beside it")
      return nil
    }
    let place = annotators.firstIndex(of: document.annotations?.annotator ?? "") ?? -1
    return .showAnnotator(annotators[(place + 1) % annotators.count])
  }

  mutating func say(_ text: String, _ isProblem: Bool = false) {
    message = Message(text: text, isProblem: isProblem)
  }
}

extension AnnotationSet {
  /// What a mnemonic means, by the file's own definitions first.
  func meaning(symbol: String) -> String {
    definitions.last { $0.symbol == symbol }?.description
      ?? AnnotationDefinition.standardCode(symbol: symbol)
      .flatMap(AnnotationDefinition.standard)?.description ?? ""
  }
}
