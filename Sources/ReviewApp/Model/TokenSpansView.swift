import ArrhythmiaModel
import TerminalGraphics
import Waveforms

/// The two tokens of the map's cursor in the time of the traces.
struct TokenSpansView: CanvasPart {
  let canvas: Canvas
  let detail: WindowDetail
  let cursor: TokenCursor

  /// The spans of the two tokens that the map's cursor is at: on the surface leads what asks, on
  /// the electrograms what it asks of.
  func draw(_ section: TimeSection, _ frame: inout Frame) {
    guard section.isActive, detail.tokens > 0 else { return }
    let perToken = (detail.span.upperBound - detail.span.lowerBound) / Double(detail.tokens)
    for lane in layout.lanes {
      let isSurface = record.channels[lane.channel].kind == .surface
      let token = isSurface ? cursor.ecg : cursor.iegm
      let start = detail.span.lowerBound + Double(token) * perToken
      for x in section.columns(from: start, to: start + perToken) {
        for y in lane.rect.rows {
          let style = theme.applying(.selection, to: frame[x, y].style)
          frame[x, y].style.background = style.background
          // Where there is no colour the span is seen by its glyph.
          if frame[x, y].glyph == " " { frame[x, y] = Cell("▒", style) }
        }
      }
    }
  }
}
