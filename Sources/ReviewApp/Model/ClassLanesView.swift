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
    for run in runs {
      let columns = section.columns(from: run.from, to: run.to)
      draw(run, columns, row, &frame)
    }
  }

  /// The same over the whole record.
  func drawWholeClasses(_ frame: inout Frame) {
    guard let row = layout.wholeClassRow, layout.overview.width > 0 else { return }
    let percent = 100 * model.readCount / max(1, model.places.count)
    let name = model.isComplete ? " whole" : " \(percent)%…"
    frame.write(name, x: 0, y: row, style: theme[.model], width: layout.gutter)
    let section = TimeSection(
      columns: layout.overview.columns, start: 0,
      secondsPerDot: record.durationSeconds / Double(layout.overview.width * 2))
    for run in ClassRun.runs(model, model.places.indices) {
      let columns = section.columns(from: run.from, to: run.to)
      draw(run, columns, row, &frame)
    }
  }

  private func draw(
    _ run: ClassRun, _ columns: Range<Int>, _ row: Int, _ frame: inout Frame
  ) {
    switch run.state {
    case .unread:
      for x in columns { frame[x, row] = Cell("░", theme[.textMuted]) }
    case .uncertain(let index):
      for x in columns { frame[x, row] = Cell("?", theme[.modelUncertain]) }
      let name = index.map { "?\(model.classes[$0])? " } ?? ""
      if columns.count > name.count, !name.isEmpty {
        frame.write(name, x: columns.lowerBound, y: row, style: theme[.modelUncertain])
      }
    case .sure(let index):
      let style = theme[ThemeRole.ofClass(index)]
      for x in columns { frame[x, row] = Cell("▄", style) }
      let name = model.classes[index]
      let text = columns.count > name.count + 1 ? name + " " : model.shortName(index)
      frame.write(text, x: columns.lowerBound, y: row, style: style, width: columns.count)
    }
  }
}
