import Annotations
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

/// Draws one row of the list.
struct RecordRowPainter {
  let view: RecordsView
  let row: RecordsState.Row
  let name: String
  let y: Int
  let style: Style

  private var state: RecordsState { view.state }
  private var theme: Theme { view.theme }

  func draw(_ frame: inout Frame) {
    guard let first = view.layout.columns.first else { return }
    drawName(first, &frame)
    if case .failed(let sentence)? = state.surveys[name] {
      let x = first.x + first.width + 1
      let room = view.layout.listWidth - x - 1
      let text = TextWidth.truncated(view.reason(sentence), to: room)
      frame.write(text, x: x, y: y, style: toned(.warning), width: room)
      return
    }
    for column in view.layout.columns.dropFirst() { draw(column, &frame) }
  }

  /// A style with this row's background.
  private func toned(_ role: ThemeRole) -> Style {
    var toned = theme[role]
    toned.background = style.background
    return toned
  }

  /// A name that is too long keeps its end: that is where records of one folder differ.
  private func drawName(_ column: RecordsLayout.Column, _ frame: inout Frame) {
    guard TextWidth.columns(of: name) > column.width else {
      return write(name, column, row.match.name, &frame)
    }
    let cut = name.count - (column.width - 1)
    let places = row.match.name.filter { $0 >= cut }.map { $0 - cut + 1 }
    write("…" + name.suffix(column.width - 1), column, Set(places), &frame)
  }

  private func draw(_ column: RecordsLayout.Column, _ frame: inout Frame) {
    guard let facts = state.facts[name] else {
      if column.kind == .length { frame.write("…", x: column.x, y: y, style: toned(.textMuted)) }
      if column.kind == .subject {
        write(state.subjectText(of: name), column, row.match.subject, &frame)
      }
      return
    }
    switch column.kind {
    case .name: break
    case .length: write(TimeLabel.text(facts.durationSeconds, decimals: 0), column, &frame)
    case .channels: write("\(facts.channelCount)", column, &frame)
    case .rate: write(decimal(facts.frameRateHz, 1, trimmed: true), column, &frame)
    case .marks: write(facts.markCount.map(String.init) ?? "–", column, &frame)
    case .review: drawReview(column, &frame)
    case .uncertainty: drawUncertainty(column, &frame)
    case .subject: write(state.subjectText(of: name), column, row.match.subject, &frame)
    case .strip: drawStrip(facts.strip, column, &frame)
    case .rhythms: drawRhythms(facts, column, &frame)
    }
  }

  private func drawReview(_ column: RecordsLayout.Column, _ frame: inout Frame) {
    let review = state.reviewState(of: name)
    let role: ThemeRole = review == .new ? .textMuted : review == .opened ? .key : .rhythm
    frame[column.x + column.width / 2 - 1, y] = Cell(review.glyph, toned(role))
  }

  private func drawUncertainty(_ column: RecordsLayout.Column, _ frame: inout Frame) {
    guard let reading = state.readings[name] else {
      frame.write("?", endingAt: column.x + column.width, y: y, style: toned(.textMuted))
      return
    }
    write(decimal(100 * reading.uncertainShare, 0) + "%", column, &frame)
  }

  private func drawStrip(
    _ strip: RhythmStrip, _ column: RecordsLayout.Column, _ frame: inout Frame
  ) {
    for (offset, cell) in strip.cells(width: column.width).enumerated() {
      switch cell {
      case .unlabelled: continue
      case .noise: frame[column.x + offset, y] = Cell("▒", toned(.noise))
      case .rhythm(let rhythm):
        let glyph = RhythmGlyph.scalar(of: rhythm)
        frame[column.x + offset, y] = Cell(glyph, toned(RhythmStyle.role(of: rhythm)))
      }
    }
  }

  /// Names in the colours of the strip, as many as have room.
  private func drawRhythms(
    _ facts: RecordFacts, _ column: RecordsLayout.Column, _ frame: inout Frame
  ) {
    var place = 0
    for (index, rhythm) in facts.rhythms.enumerated() {
      let room = column.width - place
      // What is left out is said: a place is kept for it.
      let rest = index == facts.rhythms.count - 1 ? 0 : 2
      guard TextWidth.columns(of: rhythm.name) + rest <= room else {
        if room > 0 { frame.write("…", x: column.x + place, y: y, style: toned(.textMuted)) }
        return
      }
      // Places are counted in the names joined by spaces, as they are searched.
      write(
        rhythm.name, x: column.x + place, toned(RhythmStyle.role(of: rhythm.name)),
        Set(row.match.rhythms.map { $0 - place }), &frame)
      place += rhythm.name.count + 1
    }
  }

  private func write(
    _ text: String, _ column: RecordsLayout.Column, _ frame: inout Frame
  ) {
    write(text, column, [], &frame)
  }

  private func write(
    _ text: String, _ column: RecordsLayout.Column, _ matched: Set<Int>, _ frame: inout Frame
  ) {
    let text = TextWidth.truncated(text, to: column.width)
    let width = TextWidth.columns(of: text)
    let shift = column.kind.alignsRight ? max(0, column.width - width) : 0
    write(text, x: column.x + shift, style, matched, &frame)
  }

  /// Writes text with its matched characters in the colour of keys, underlined as well: colour
  /// alone would be lost on a terminal without it.
  private func write(
    _ text: String, x: Int, _ style: Style, _ matched: Set<Int>, _ frame: inout Frame
  ) {
    guard !matched.isEmpty else {
      frame.write(text, x: x, y: y, style: style)
      return
    }
    let hit = toned(.key).adding(.underline)
    var x = x
    for (place, character) in text.enumerated() {
      let isHit = matched.contains(place) && character != "…"
      x = frame.write(String(character), x: x, y: y, style: isHit ? hit : style)
    }
  }
}
