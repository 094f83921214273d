import Foundation

/// Draws a strip as shapes on pages.
struct StripPainter {
  let strip: Strip
  let layout: StripLayout
  let ruler: any TextRuler
  private let header: StripHeader
  private let footer: StripFooter

  static let notForDiagnosis = "NOT FOR DIAGNOSIS"
  static let smallText = 2.3

  init(_ strip: Strip, ruler: any TextRuler) {
    self.strip = strip
    self.ruler = ruler
    let width = StripLayout.pageWidth(strip)
    header = StripHeader(strip, ruler: ruler, pageWidth: width)
    footer = StripFooter(strip, ruler: ruler, pageWidth: width)
    layout = StripLayout(strip, headerHeight: header.height, footerHeight: footer.height)
  }

  var pages: [Page] {
    guard !strip.lanes.isEmpty else { return [] }
    let (height, pages) = layout.pages
    return pages.enumerated().map { number, rows in
      var page = Page(width: layout.pageWidth, height: height)
      header.draw(on: &page)
      var remarks = Remarks()
      for row in rows { draw(row, &page, &remarks) }
      footer.draw(on: &page, number: number + 1, of: pages.count, remarks)
      return page
    }
  }

  /// What a page's footer has to say of its rows.
  struct Remarks {
    var isClipped = false
    var omittedTexts = 0
    var omittedIntervals: [String] = []
    var isSaturated = false
  }

  private func draw(_ row: StripLayout.Row, _ page: inout Page, _ remarks: inout Remarks) {
    drawGrid(row, &page)
    drawSpans(row, &page, &remarks)
    drawMarks(row, &page, &remarks)
    drawStimuli(row, &page)
    for lane in row.lanes { draw(lane, row, &page, &remarks) }
    drawIntervals(row, &page, &remarks)
    if row.showsAttention { drawAttention(row, &page) }
    drawAxis(row, &page)
  }

  /// The place of a moment in a row.
  func x(_ seconds: Double, _ row: StripLayout.Row) -> Double {
    layout.traceLeft + (seconds - row.time.lowerBound) * strip.speed
  }

  func right(_ row: StripLayout.Row) -> Double { x(row.time.upperBound, row) }

  // MARK: Paper

  private func drawGrid(_ row: StripLayout.Row, _ page: inout Page) {
    let (left, right) = (layout.gridLeft, layout.gridRight(row))
    let columns = (0...Int((right - left + 1e-6).rounded(.down))).map { number in
      let x = left + Double(number)
      return (number, [Point(x: x, y: row.gridTop), Point(x: x, y: row.gridBottom)])
    }
    let lines = (0...Int((row.gridBottom - row.gridTop + 1e-6).rounded(.down))).map { number in
      let y = row.gridTop + Double(number)
      return (number, [Point(x: left, y: y), Point(x: right, y: y)])
    }
    let all = columns + lines
    let fine = all.filter { $0.0 % 5 != 0 }.map(\.1)
    let coarse = all.filter { $0.0 % 5 == 0 }.map(\.1)
    page.shapes.append(.stroke(Stroke(paths: fine, width: 0.1, ink: .fineGrid)))
    page.shapes.append(.stroke(Stroke(paths: coarse, width: 0.2, ink: .coarseGrid)))
  }

  // MARK: Time

  private static let steps = [
    0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300,
  ]

  /// Ticks from the row's beginning on, where lines of the grid are, and times at some of them.
  private func drawAxis(_ row: StripLayout.Row, _ page: inout Page) {
    let top = row.axisTop
    let tick = Self.steps.first { $0 * strip.speed >= 5 } ?? 300
    let label = Self.steps.first {
      $0 * strip.speed >= 25 && ($0 / tick).truncatingRemainder(dividingBy: 1) < 1e-9
    }
    let seconds = row.time.upperBound - row.time.lowerBound
    for number in 0...Int((seconds / tick + 1e-9).rounded(.down)) {
      let offset = Double(number) * tick
      let time = row.time.lowerBound + offset
      let place = offset / (label ?? tick)
      let isLabelled = abs(place - place.rounded()) < 1e-6
      let x = x(time, row)
      page.line(
        [Point(x: x, y: top), Point(x: x, y: top + (isLabelled ? 1.2 : 0.7))], width: 0.15)
      if isLabelled { drawTime(time, x, top, &page) }
    }
    // Where lanes take turns there is no room beside the grid.
    guard !strip.hasTurns else { return }
    let y = top + 3.6
    page.text(
      PageText(text: "time", at: Point(x: layout.namesLeft, y: y), size: Self.smallText))
    if strip.clockAtRecordStart != nil {
      page.text(
        PageText(text: "clock", at: Point(x: layout.namesLeft, y: y + 3), size: Self.smallText))
    }
  }

  private func drawTime(_ time: Double, _ x: Double, _ top: Double, _ page: inout Page) {
    let text = ClockTime.text(time, decimals: ClockTime.decimals(time))
    page.text(
      PageText(
        text: text, at: Point(x: x, y: top + 3.6), size: Self.smallText, alignment: .centre))
    guard let start = strip.clockAtRecordStart else { return }
    let clock = (start + time).truncatingRemainder(dividingBy: ClockTime.day)
    page.text(
      PageText(
        text: ClockTime.text(clock, decimals: ClockTime.decimals(clock)),
        at: Point(x: x, y: top + 6.6), size: Self.smallText, alignment: .centre))
  }
}
