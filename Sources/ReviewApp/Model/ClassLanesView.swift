import ReviewSession
import TerminalGraphics
import Waveforms

/// The model's classes, window by window.
struct ClassLanesView: CanvasPart {
  let canvas: Canvas
  let model: ModelState

  /// The model's classes window by window: a name where there is room, a letter where not.
  func drawClasses(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.classRow else { return }
    frame.write(" class", x: 0, y: row, style: theme[.model], width: layout.gutter)
    let runs = ClassRun.runs(model, model.indices(from: section.start, to: section.end))
    var free = Set(section.columns)
    for run in runs {
      let columns = section.columns(from: run.from, to: run.to)
      let name = draw(run, columns, row, &frame)
      free.subtract(name)
    }
    if section.isActive, !layout.shows(.model) { drawOwner(section.columns, free, row, &frame) }
  }

  /// Whose word the lane is, where the model's pane does not say it: as far to the right as no
  /// class's name is hidden, in the colours of what it stands on.
  private func drawOwner(_ columns: Range<Int>, _ free: Set<Int>, _ row: Int, _ frame: inout Frame)
  {
    let text = " \(model.label), not for diagnosis "
    let width = text.count
    guard columns.count > width else { return }
    let last = columns.upperBound - width
    let start = (columns.lowerBound...last).last { start in
      (start..<start + width).allSatisfy(free.contains)
    }
    for (offset, glyph) in text.unicodeScalars.enumerated() {
      let x = (start ?? last) + offset
      let style = frame[x, row].glyph == " " ? theme[.model] : frame[x, row].style
      frame[x, row] = Cell(glyph, style)
    }
  }

  /// The same over the whole record.
  func drawWholeClasses(_ frame: inout Frame) {
    guard let row = layout.wholeClassRow, layout.overview.width > 0 else { return }
    let name = model.isComplete ? " whole" : " \(model.readPercent)%…"
    frame.write(name, x: 0, y: row, style: theme[.model], width: layout.gutter)
    let section = TimeSection(
      columns: layout.overview.columns, start: 0,
      secondsPerDot: record.durationSeconds / Double(layout.overview.width * 2))
    for run in ClassRun.runs(model, model.places.indices) {
      let columns = section.columns(from: run.from, to: run.to)
      draw(run, columns, row, &frame)
    }
  }

  /// Returns the columns that its name takes.
  @discardableResult
  private func draw(
    _ run: ClassRun, _ columns: Range<Int>, _ row: Int, _ frame: inout Frame
  ) -> Range<Int> {
    var end = columns.lowerBound
    switch run.state {
    case .unread:
      for x in columns { frame[x, row] = Cell("░", theme[.textMuted]) }
    case .uncertain(let index):
      let style = theme[.modelUncertain]
      for x in columns { frame[x, row] = Cell("?", style) }
      let name = index.map { "?\(model.classes[$0])? " } ?? ""
      guard columns.count > name.count else { break }
      let why = run.reason(model).map { name + $0 + " " } ?? name
      end = frame.write(columns.count > why.count ? why : name, x: end, y: row, style: style)
    case .sure(let index):
      let style = theme[ThemeRole.ofClass(index)]
      for x in columns { frame[x, row] = Cell("▄", style) }
      let name = model.classes[index]
      let text = columns.count > name.count + 1 ? name + " " : model.shortName(index)
      end = frame.write(text, x: end, y: row, style: style, width: columns.count)
    }
    return columns.lowerBound..<max(columns.lowerBound, end)
  }
}
