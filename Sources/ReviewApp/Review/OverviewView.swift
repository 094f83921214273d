import Annotations
import ReviewSession
import TerminalGraphics
import Waveforms

/// The whole record in one strip: the focused channel, its rhythms by colour, and where the view
/// is.
struct OverviewView: CanvasPart {
  let canvas: Canvas
  let state: WaveformState
  let signals: ShownSignals

  func draw(_ frame: inout Frame) {
    let area = layout.overview
    guard area.height > 0, area.width > 0, record.durationSeconds > 0 else { return }
    let name = layout.wholeClassRow == nil ? "whole" : state.focused?.name ?? "whole"
    frame.write(" " + name, x: 0, y: area.y, style: theme[.textMuted], width: layout.gutter)
    let picture = painter.paint(signals.overview)
    let styles = styles(secondsPerCell: record.durationSeconds / Double(area.width))
    for column in 0..<area.width {
      for row in 0..<area.height {
        let pending = picture.pending.contains(column)
        let glyph = picture.canvas.glyph(x: column, y: row) ?? (pending ? "░" : " ")
        frame[area.x + column, area.y + row] = Cell(glyph, styles[column])
      }
    }
    guard signals.filledFrames < record.frameCount, area.height > 1 else { return }
    let percent = 100 * signals.filledFrames / max(1, record.frameCount)
    frame.write(
      " \(percent)% read", x: 0, y: area.y + 1, style: theme[.textMuted], width: layout.gutter)
  }

  /// An artefact must not flatten all else: it runs off the lane's edge.
  private var painter: TracePainter {
    let area = layout.overview
    let (low, high) = TraceExtent.bulk(signals.overview)
    let dots = Double(area.height * 4 - 1)
    let span = max(Double(high - low), .leastNormalMagnitude)
    return TracePainter(
      dotsPerUnit: min(dots / span, 1e9), centre: Double(low), baseline: dots,
      size: Size(width: area.width, height: area.height))
  }

  private func styles(secondsPerCell: Double) -> [Style] {
    var styles = Array(repeating: theme[.overview], count: layout.overview.width)
    let framesPerCell = secondsPerCell * record.frameRateHz
    for episode in state.document.rhythms?.episodes ?? [] where episode.name != "N" {
      let first = Int(Double(episode.frames.lowerBound) / framesPerCell)
      let end = Int((Double(episode.frames.upperBound) / framesPerCell).rounded(.up))
      let style = theme[RhythmStyle.role(of: episode.name)]
      for column in (first..<max(end, first)).clamped(to: styles.indices) {
        styles[column].foreground = style.foreground
      }
    }
    for section in layout.sections {
      let first = Int(section.start / secondsPerCell)
      let end = max(first + 1, Int((section.end / secondsPerCell).rounded(.up)))
      for column in (first..<end).clamped(to: styles.indices) {
        styles[column].background = theme[.overviewWindow].background
        styles[column].attributes.formUnion(theme[.overviewWindow].attributes.union(.bold))
      }
    }
    return styles
  }
}
