import ReviewSession
import TerminalGraphics
import Waveforms

/// What every part of the review's picture is drawn by: where things are, how they look, and of
/// what record.
struct Canvas {
  let layout: WaveformLayout
  let theme: Theme
  let record: Record

  /// The columns of a section that the record reaches into.
  func recordColumns(_ section: TimeSection) -> Range<Int> {
    let end = section.column(of: record.durationSeconds)
    let first = section.columns.lowerBound
    return first..<max(first, min(end, section.columns.upperBound))
  }

  /// The columns of a section that a span of frames covers, one at least.
  func columns(of frames: Range<Int>, _ section: TimeSection) -> Range<Int> {
    let rate = record.frameRateHz
    return section.columns(
      from: Double(frames.lowerBound) / rate, to: Double(frames.upperBound) / rate)
  }

  func channelName(_ channel: Int) -> String {
    record.channels.indices.contains(channel) ? record.channels[channel].shownName : ""
  }

  /// A line down the lanes, where no trace is.
  func drawLine(
    at seconds: Double, _ glyph: Unicode.Scalar, _ role: ThemeRole, _ section: TimeSection,
    _ frame: inout Frame
  ) {
    let x = section.column(of: seconds)
    guard section.columns.contains(x) else { return }
    for y in layout.traces.rows where frame[x, y].glyph == " " {
      frame[x, y] = Cell(glyph, theme.applying(role, to: frame[x, y].style))
    }
  }
}

/// A part of the review's picture.
protocol CanvasPart {
  var canvas: Canvas { get }
}

extension CanvasPart {
  var layout: WaveformLayout { canvas.layout }
  var theme: Theme { canvas.theme }
  var record: Record { canvas.record }
}
