import Foundation

extension StripPainter {
  private static let markSize = 2.6
  /// Baselines of the two lines of symbols, above the grid.
  private static let markLevels = [1.8, 4.4]
  private static let longestMark = 40.0

  /// A tick for each annotation; its symbol, and a stimulus' name, where neither line of symbols is
  /// taken there.
  func drawMarks(_ row: StripLayout.Row, _ page: inout Page, _ remarks: inout Remarks) {
    let names = strip.stimuli.filter { !$0.name.isEmpty }.map {
      StripMark(seconds: $0.seconds, symbol: $0.name)
    }
    for mark in strip.marks where row.time.contains(mark.seconds) {
      let x = x(mark.seconds, row)
      page.line(
        [Point(x: x, y: row.gridTop - (mark.isBound ? 0.8 : 1.3)), Point(x: x, y: row.gridTop)],
        width: 0.2)
    }
    let texts = strip.marks.filter { !$0.isBound } + names
    drawTexts(texts.sorted { $0.seconds < $1.seconds }, row, &page, &remarks)
  }

  private func drawTexts(
    _ marks: [StripMark], _ row: StripLayout.Row, _ page: inout Page, _ remarks: inout Remarks
  ) {
    var ends = Self.markLevels.map { _ in -Double.infinity }
    for mark in marks where row.time.contains(mark.seconds) {
      let x = x(mark.seconds, row)
      let text = ruler.fitted(mark.symbol, size: Self.markSize, width: Self.longestMark)
      let half = ruler.width(text, size: Self.markSize, isBold: false) / 2
      guard let level = ends.indices.first(where: { ends[$0] + 0.6 <= x - half }) else {
        remarks.omittedTexts += 1
        continue
      }
      ends[level] = x + half
      page.text(
        PageText(
          text: text, at: Point(x: x, y: row.gridTop - Self.markLevels[level]),
          size: Self.markSize, alignment: .centre))
    }
  }

  /// Rhythms as framed bars, noise as hatched ones, with their names inside.
  func drawSpans(_ row: StripLayout.Row, _ page: inout Page, _ remarks: inout Remarks) {
    for span in strip.rhythms { drawBar(span, row, isNoise: false, &page, &remarks) }
    for span in strip.noise { drawBar(span, row, isNoise: true, &page, &remarks) }
  }

  private func drawBar(
    _ span: StripSpan, _ row: StripLayout.Row, isNoise: Bool, _ page: inout Page,
    _ remarks: inout Remarks
  ) {
    let time = span.range.clamped(to: row.time)
    guard !time.isEmpty else { return }
    let (left, right) = (x(time.lowerBound, row), x(time.upperBound, row))
    let box = Box(
      x: left, y: row.top, width: right - left, height: StripLayout.spansHeight - 0.8)
    if isNoise { hatch(box, &page) }
    page.frame(box, width: 0.15)
    let width = ruler.width(span.name, size: Self.markSize, isBold: true)
    guard width + 1.5 <= box.width else {
      remarks.omittedTexts += 1
      return
    }
    let middle = (left + right) / 2
    if isNoise {
      page.fill(
        Box(x: middle - width / 2 - 0.7, y: box.y + 0.3, width: width + 1.4, height: 3), .white)
    }
    page.text(
      PageText(
        text: span.name, at: Point(x: middle, y: box.y + 2.75), size: Self.markSize,
        isBold: true, alignment: .centre))
  }

  private func hatch(_ box: Box, _ page: inout Page) {
    let paths = stride(from: box.x - box.height, to: box.right, by: 1.5).map { x in
      [Point(x: x, y: box.bottom), Point(x: x + box.height, y: box.y)]
    }
    page.shapes.append(.stroke(Stroke(paths: paths, width: 0.12, ink: .grey, clip: box)))
  }

  // MARK: Attention

  /// A column for each of the window's tokens, from 0 to 1.
  func drawAttention(_ row: StripLayout.Row, _ page: inout Page) {
    guard let reading = strip.reading else { return }
    let title = reading.attentionTitle + ", 0 to 1 of the window's largest"
    page.text(
      PageText(
        text: title, at: Point(x: layout.traceLeft, y: row.gridBottom + 2.9),
        size: Self.smallText))
    for (number, attention) in reading.attention.enumerated() {
      let bottom =
        row.gridBottom + StripLayout.attentionTitleHeight
        + Double(number + 1) * StripLayout.attentionHeight
      page.text(
        PageText(
          text: attention.modality, at: Point(x: layout.namesLeft, y: bottom - 1.8),
          size: Self.markSize, isBold: true))
      draw(attention, reading.window, row, bottom: bottom, &page)
    }
  }

  private func draw(
    _ attention: ModelReading.Attention, _ window: Range<Double>, _ row: StripLayout.Row,
    bottom: Double, _ page: inout Page
  ) {
    let most = StripLayout.attentionHeight - 0.8
    let each =
      (window.upperBound - window.lowerBound) / Double(max(1, attention.values.count))
    var outline: [Point] = []
    for (token, value) in attention.values.enumerated() {
      let first = window.lowerBound + Double(token) * each
      let time = (first..<first + each).clamped(to: row.time)
      guard !time.isEmpty else { continue }
      let height = min(max(value, 0), 1) * most
      outline += [time.lowerBound, time.upperBound].map {
        Point(x: x($0, row), y: bottom - height)
      }
    }
    guard let first = outline.first, let last = outline.last else { return }
    let feet = [Point(x: last.x, y: bottom), Point(x: first.x, y: bottom)]
    page.shapes.append(.fill(outline + feet, .pale))
    page.line([feet[1]] + outline + [feet[0]], width: 0.12)
    page.line([Point(x: layout.traceLeft, y: bottom), Point(x: right(row), y: bottom)], width: 0.1)
  }
}
