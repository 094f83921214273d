import ArrhythmiaModel
import TerminalGraphics

/// The pane of cross-attention.
struct TokensPane: CanvasPart {
  let canvas: Canvas
  /// The window that is told of; nil while it is not explained.
  let detail: WindowDetail?
  let cursor: TokenCursor
  let isFocused: Bool

  /// Rows of text below the map.
  static let textRows = 4

  /// What each ECG token attends to among the IEGM tokens: ECG from left to right, IEGM downwards.
  func draw(_ rect: Rect, _ frame: inout Frame) {
    guard let detail else {
      frame.write("explaining…", x: rect.x, y: rect.y, style: theme[.textMuted])
      return
    }
    guard let cross = detail.crossAttention, detail.tokens > 0 else {
      let text = detail.iegm == .used ? "no ECG in this window" : "no IEGM in this window"
      frame.write(text, x: rect.x, y: rect.y, style: theme[.textMuted], width: rect.width)
      return
    }
    let map = TokenMap(
      cross, tokens: detail.tokens, width: rect.width, height: max(1, rect.height - Self.textRows))
    for row in 0..<map.rows {
      for column in 0..<map.columns {
        frame[rect.x + column, rect.y + row] = canvas.heatCell(map[column, row])
      }
    }
    let place = map.cell(of: cursor)
    frame[rect.x + place.x, rect.y + place.y] = Cell("◆", theme[.selection])
    writeTokenCursor(detail, cross, rect, map.rows, &frame)
  }

  private func writeTokenCursor(
    _ detail: WindowDetail, _ cross: [Float], _ rect: Rect, _ rows: Int, _ frame: inout Frame
  ) {
    let perToken = (detail.span.upperBound - detail.span.lowerBound) / Double(detail.tokens)
    func time(_ token: Int) -> String {
      TimeLabel.text(detail.span.lowerBound + Double(token) * perToken, decimals: 2)
    }
    let (ecg, iegm) = (cursor.ecg, cursor.iegm)
    let row = cross[ecg * detail.tokens..<(ecg + 1) * detail.tokens]
    let most = row.indices.max { row[$0] < row[$1] } ?? row.startIndex
    let share = decimal(Double(row[row.startIndex + iegm]) * 100, 1)
    let lines = [
      "\(time(ecg)) to \(time(iegm))",
      "\(share)%, most \(time(most - row.startIndex)) \(decimal(Double(row[most]) * 100, 1))%",
      isFocused ? "h l ECG  j k IEGM  Esc leaves" : "5 moves the cursor",
    ]
    for (offset, line) in lines.enumerated() {
      frame.write(
        line, x: rect.x, y: rect.y + rows + offset,
        style: theme[offset == 2 ? .textMuted : .text], width: rect.width)
    }
    let y = rect.y + rows + lines.count
    guard rect.rows.contains(y) else { return }
    let x = canvas.drawHeatLegend(
      x: rect.x, y: y, width: rect.width, theme[.textMuted], &frame, cell: canvas.heatCell)
    frame.write(
      "even share", x: x, y: y, style: theme[.textMuted], width: rect.columns.upperBound - x)
  }
}
