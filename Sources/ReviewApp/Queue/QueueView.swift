import ArrhythmiaModel
import ReviewSession
import TerminalGraphics
import Waveforms

/// Draws what to label next: the windows at the left, the selected one's traces at the right, and
/// below them what may be said of it and what there is so far.
struct QueueView {
  let state: QueueState
  let size: Size
  let theme: Theme
  private let listWidth: Int
  /// Classes, their counts and the last steps, below the traces.
  private let footRows: Int
  private var isNarrow: Bool { listWidth < 40 }

  init(state: QueueState, size: Size, theme: Theme) {
    (self.state, self.size, self.theme) = (state, size, theme)
    listWidth = min(50, max(30, size.width * 2 / 5))
    footRows = min(max(4, (state.list?.counts.count ?? 0) + 2), max(3, size.height / 3))
  }

  func frame() -> Frame {
    var frame = Frame(size: size, style: theme[.background])
    drawHeader(&frame)
    drawList(&frame)
    for y in 1..<max(1, size.height - 1) { frame[listWidth, y] = Cell("│", theme[.border]) }
    drawWindow(&frame)
    drawFoot(&frame)
    drawHints(&frame)
    if let top = state.showsHelp {
      PanelView(theme: theme).draw(
        title: "What to label next", lines: HelpText.queueLines, top: top, &frame)
    }
    return frame
  }

  private func drawHeader(_ frame: inout Frame) {
    let style = theme[.status]
    frame.fill(Rect(x: 0, y: 0, width: size.width, height: 1), Cell(" ", style))
    let x = frame.write(" ◆ label next", x: 0, y: 0, style: style.adding(.bold))
    let read = state.readCount
    let total = state.names.count
    let right = read < total ? "reading \(read) of \(total) " : "\(total.counted("record")) "
    let room = size.width - x - right.count - 3
    let title = "  by \(state.criterion.title)"
    frame.write(TextWidth.truncated(title, to: max(0, room)), x: x, y: 0, style: style)
    frame.write(right, endingAt: size.width, y: 0, style: style)
  }

  // MARK: The windows

  private func drawList(_ frame: inout Frame) {
    let rows = max(1, size.height - 3)
    guard let list = state.list, !list.entries.isEmpty else {
      let text = state.problem ?? (isReading ? "the model reads the records…" : nothingLeft)
      frame.write(
        TextWidth.truncated(" " + text, to: listWidth - 1), x: 0, y: 2,
        style: theme[state.problem == nil ? .textMuted : .warning])
      return
    }
    let title =
      isNarrow ? " record   time    says" : " record     time        the model says"
    frame.write(title, x: 0, y: 1, style: theme[.textMuted], width: listWidth)
    let first = max(0, min(state.selection - rows / 2, list.entries.count - rows))
    for (line, number) in (first..<list.entries.count).prefix(rows).enumerated() {
      drawRow(number, list, y: 2 + line, &frame)
    }
  }

  private var isReading: Bool { state.readCount < state.names.count }

  /// Beats with labels are asked by the criterion alone that doubts them.
  private var nothingLeft: String {
    state.list?.board.list.candidates.isEmpty == true
      ? "no window to ask" : "nothing is left: c chooses by something else"
  }

  private func drawRow(_ number: Int, _ list: QueueList, y: Int, _ frame: inout Frame) {
    let isSelected = number == state.selection
    let style = theme[isSelected ? .menuSelected : .text]
    for x in 0..<listWidth { frame[x, y] = Cell(" ", style) }
    let entry = list.entries[number]
    let window = list.window(of: entry.index)
    frame.write(isSelected ? "▸" : " ", x: 0, y: y, style: style)
    let (time, words) = isNarrow ? (10, 18) : (12, 24)
    let name = TextWidth.truncated(window.record, to: time - 2)
    frame.write(name, x: 1, y: y, style: style, width: time - 2)
    let moment = TimeLabel.text(window.middle, decimals: isNarrow ? 0 : 1)
    frame.write(moment, x: time, y: y, style: style, width: words - time - 1)
    let guessed = guesses(list.board.list.candidates[entry.index], list.board.list.classes)
    let aside = entry.isDeferred ? " put off" : ""
    frame.write(guessed + aside, x: words, y: y, style: style, width: listWidth - words)
  }

  /// The two likeliest classes: `N .54  V .41`
  private func guesses(_ candidate: WorklistCandidate, _ classes: [String]) -> String {
    let ranked = candidate.probabilities.enumerated().sorted {
      ($1.element, $0.offset) < ($0.element, $1.offset)
    }
    guard !ranked.isEmpty else { return "–" }
    return ranked.prefix(2).map {
      "\(classes[$0.offset]) " + DecidingFigures.probabilities([$0.element]).joined()
    }
    .joined(separator: "  ")
  }

  // MARK: The selected window

  private var left: Int { listWidth + 1 }

  private func drawWindow(_ frame: inout Frame) {
    let height = size.height - footRows - 3
    guard let entry = state.selected, let list = state.list, size.width - left > 20, height > 4
    else { return }
    let window = list.window(of: entry.index)
    let why = entry.text(classes: list.board.list.classes)
    let title = " \(window.record) \(moment(window)): \(why)"
    frame.write(
      TextWidth.truncated(title, to: size.width - left), x: left, y: 1, style: theme[.paneTitle])
    guard let preview = state.preview, preview.name == window.record else { return }
    guard let review = preview.review else {
      frame.write(
        " this record cannot be opened any more", x: left, y: 3, style: theme[.warning],
        width: size.width - left)
      return
    }
    // A beat with some before and behind it; a stretch of rhythm with as much around it.
    let span = window.seconds.upperBound - window.seconds.lowerBound
    let picture = RecordPreview(
      review, Size(width: size.width - left, height: height), about: window.middle,
      seconds: window.isBeat ? 6 : max(6, 2 * span)
    ).frame(theme: theme)
    // The picture's first row is a title of its own.
    for y in 1..<height {
      for x in 0..<size.width - left { frame[left + x, 1 + y] = picture[x, y] }
    }
  }

  private func moment(_ window: QueueWindow) -> String {
    guard !window.isBeat else { return TimeLabel.text(window.middle) }
    let ends = [window.seconds.lowerBound, window.seconds.upperBound]
    return ends.map { TimeLabel.text($0, decimals: 1) }.joined(separator: " to ")
  }

  // MARK: What may be said, and what there is

  private func drawFoot(_ frame: inout Frame) {
    guard let list = state.list else { return }
    let top = size.height - footRows - 2
    for x in left..<size.width { frame[x, top] = Cell("─", theme[.border]) }
    let width = size.width - left
    for (number, row) in list.counts.enumerated().prefix(footRows - 1) {
      let y = top + 1 + number
      let x = frame.write(" \(number + 1) ", x: left, y: y, style: theme[.key])
      frame.write(row.name, x: x, y: y, style: theme[.text].adding(.bold), width: 8)
      let labels = "\(row.labels.counted("label")) of \(row.patients.count.counted("patient"))"
      let words = labels + (row.warning == nil ? "" : ": too few to test on patients")
      frame.write(
        TextWidth.truncated(words, to: width - 13), x: x + 9, y: y, style: theme[.textMuted])
    }
    frame.write(
      TextWidth.truncated(" " + list.remaining.sentence, to: width), x: left, y: size.height - 2,
      style: theme[.text])
  }

  private func drawHints(_ frame: inout Frame) {
    let y = size.height - 1
    if let message = state.message {
      frame.write(
        TextWidth.truncated(" " + message, to: size.width), x: 0, y: y, style: theme[.text])
      return
    }
    let keys =
      "digits label  q leaves  u undo  . same again  s skip  x unsure  f flag  c criterion  "
      + "Enter open  ? keys"
    frame.write(
      " " + TextWidth.wholeEntries(keys, to: size.width - 2), x: 0, y: y, style: theme[.textMuted])
  }
}
