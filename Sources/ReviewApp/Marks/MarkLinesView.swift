import ReviewSession
import TerminalGraphics
import Annotations
import Waveforms

/// The lines above the traces: rhythms, marks, beats that were found, R-R.
struct MarkLinesView: CanvasPart {
  let canvas: Canvas
  let review: RecordReview
  /// What keys act on while labels are set; nil where they act on no marks.
  var selected: SelectedTime?
  /// Other sets of marks, below the one in view.
  var compared: [ComparedSet] = []

  func draw(_ section: TimeSection, _ frame: inout Frame) {
    if let row = layout.rhythmRow, let timeline = review.document.rhythms {
      drawRhythms(timeline, " rhythm", row, section, &frame)
    }
    drawBeats(section, &frame)
    for (rows, other) in zip(layout.compared, compared) { draw(other, rows, section, &frame) }
    drawDetected(section, &frame)
    drawIntervals(section, &frame)
  }

  /// Another set: what in it differs from the marks in view stands out, and so does what it lacks.
  private func draw(
    _ other: ComparedSet, _ rows: WaveformLayout.ComparedRows, _ section: TimeSection,
    _ frame: inout Frame
  ) {
    if let row = rows.rhythms { drawRhythms(other.rhythms, " rhythm", row, section, &frame) }
    frame.write(
      " " + other.name, x: 0, y: rows.beats, style: theme[.textMuted], width: layout.gutter)
    let own = review.document.marks
    for mark in review.document.marks(from: section.start, to: section.end)
    where mark.isBeat && !ComparedSet.hasLike(mark, among: other.marks) {
      let x = section.column(of: mark.seconds)
      if section.columns.contains(x) { frame[x, rows.beats] = Cell("·", theme[.warning]) }
    }
    drawSymbols(
      other.marks.within(from: section.start, to: section.end), rows.beats, section,
      &frame
    ) { mark, _ in
      let differs = mark.isBeat && !ComparedSet.hasLike(mark, among: own)
      return differs ? theme[.warning].adding(.reverse) : theme[mark.group.role]
    }
  }

  /// Rhythms as spans with their names, and unusable signal as a shade over them.
  private func drawRhythms(
    _ timeline: RhythmTimeline, _ title: String, _ row: Int, _ section: TimeSection,
    _ frame: inout Frame
  ) {
    frame.write(title, x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    let view = frames(section)
    for episode in timeline.episodes where episode.frames.overlaps(view) {
      let style = theme[RhythmStyle.role(of: episode.name)]
      let columns = canvas.columns(of: episode.frames, section)
      for x in columns { frame[x, row] = Cell("─", style) }
      // The name stands where the episode begins, or at the edge where it goes on.
      let begins = episode.frames.lowerBound >= view.lowerBound
      let name = (begins ? "(" : "‹") + episode.name + " "
      if columns.count >= min(3, name.count) {
        frame.write(name, x: columns.lowerBound, y: row, style: style, width: columns.count)
      }
    }
    for span in timeline.noise where span.frames.overlaps(view) {
      let columns = canvas.columns(of: span.frames, section)
      for x in columns { frame[x, row] = Cell("▒", theme[.noise]) }
      if columns.count >= 7 {
        frame.write(" noise ", x: columns.lowerBound + 1, y: row, style: theme[.noise])
      }
    }
  }

  private func drawBeats(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.beatRow else { return }
    let name = review.document.annotations?.annotator ?? ""
    frame.write(" " + name, x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    let cursor = section.cursor.map { section.column(of: $0) }
    drawSymbols(
      review.document.marks(from: section.start, to: section.end), row, section, &frame
    ) { mark, x in
      if x == cursor || selected?.contains(mark) == true { return theme[.selection] }
      if mark.isDisputed { return theme[.warning].adding(.bold) }
      let style = theme[mark.group.role]
      return mark.isProposal ? style.adding(.dim) : style
    }
    drawHeld(section, row, &frame)
  }

  /// The symbols of marks. Where several share a column, the one that says most stands for them.
  private func drawSymbols(
    _ marks: some Sequence<ShownMark>, _ row: Int, _ section: TimeSection, _ frame: inout Frame,
    style: (ShownMark, _ column: Int) -> Style
  ) {
    var shown: [Int: ShownMark] = [:]
    for mark in marks where mark.symbol != "+" {
      let x = section.column(of: mark.seconds)
      if let other = shown[x], other.gravity >= mark.gravity { continue }
      shown[x] = mark
    }
    for (x, mark) in shown where section.columns.contains(x) {
      // What two readers say of a place stands in the lines of both.
      let symbol = mark.isDisputed ? "?" : mark.symbol
      frame.write(symbol, x: x, y: row, style: style(mark, x), width: 1)
    }
  }

  /// The mark in the hand, where it would be put down.
  private func drawHeld(_ section: TimeSection, _ row: Int, _ frame: inout Frame) {
    guard let held = selected?.held else { return }
    for seconds in [held.start, held.end] {
      let x = section.column(of: seconds)
      guard section.columns.contains(x) else { continue }
      frame.write(held.symbol, x: x, y: row, style: theme[.caliper].adding(.bold), width: 1)
    }
  }

  /// Beats that the detector found; those that the annotations lack stand out.
  private func drawDetected(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.detectorRow else { return }
    frame.write(" found", x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    guard let detected = review.detected else {
      frame.write(
        "looking for beats…", x: section.columns.lowerBound, y: row, style: theme[.textMuted],
        width: section.columns.count)
      return
    }
    let document = review.document
    let first = RecordReview.index(detected, section.start)
    for beat in detected[first...].prefix(while: { $0 < section.end }) {
      let isKnown = !review.isAnnotated || document.hasBeat(near: beat)
      let cell = isKnown ? Cell("•", theme[.beatDetected]) : Cell("+", theme[.warning])
      frame[section.column(of: beat), row] = cell
    }
  }

  /// R-R in milliseconds, each between its two beats.
  private func drawIntervals(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.intervalRow else { return }
    frame.write(" R-R ms", x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    let beats = review.beats
    let first = max(1, RecordReview.index(beats, section.start))
    var free = section.columns.lowerBound
    let inView = review.beats(from: section.start, to: section.end).count
    guard inView * 5 <= section.columns.count else {
      frame.write(
        "zoom in to read each", x: free, y: row, style: theme[.textMuted],
        width: section.columns.count)
      return
    }
    for index in first..<max(first, beats.count) {
      let (before, beat) = (beats[index - 1], beats[index])
      if before >= section.end { break }
      let text = decimal((beat - before) * 1000, 0)
      let middle = (section.column(of: before) + section.column(of: beat)) / 2
      let x = middle - text.count / 2
      guard x >= free, x + text.count <= section.columns.upperBound else { continue }
      free = frame.write(text, x: x, y: row, style: theme[.measure]) + 1
    }
  }

  /// The frames from the left edge to the right one.
  private func frames(_ section: TimeSection) -> Range<Int> {
    let rate = record.frameRateHz
    let first = Int(section.start * rate)
    let end = Int(min(section.end * rate, Double(record.frameCount)).rounded(.up))
    return first..<max(first, end)
  }
}
