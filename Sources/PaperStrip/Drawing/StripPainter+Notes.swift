import Foundation

extension StripPainter {
  private static let textSize = 2.3
  private static let levelHeight = 3.4

  // MARK: Stimuli

  /// A line through all lanes, with a triangle above; names stand among the marks.
  func drawStimuli(_ row: StripLayout.Row, _ page: inout Page) {
    for stimulus in strip.stimuli where row.time.contains(stimulus.seconds) {
      let x = x(stimulus.seconds, row)
      page.line(
        [Point(x: x, y: row.gridTop), Point(x: x, y: row.gridBottom)], width: 0.15, ink: .grey,
        dash: [0.8, 0.8])
      page.shapes.append(
        .fill(
          [
            Point(x: x, y: row.gridTop), Point(x: x - 0.7, y: row.gridTop - 1.3),
            Point(x: x + 0.7, y: row.gridTop - 1.3),
          ], .black))
    }
  }

  // MARK: Intervals

  /// A bracket from one end to the other at the upper edge of the later end's lane, its name and
  /// length beside it; as many below one another as stand in each other's way.
  func drawIntervals(_ row: StripLayout.Row, _ page: inout Page, _ remarks: inout Remarks) {
    var taken = strip.hasTurns ? row.lanes.map { nameBox($0, row) } : []
    for interval in strip.intervals.sorted(by: { $0.from.seconds < $1.from.seconds }) {
      guard let (from, to) = places(of: interval, row) else {
        let isHere = row.time.contains(interval.from.seconds)
        if isHere, row.lanes.contains(where: { $0.index == interval.from.lane }) {
          remarks.omittedIntervals.append(interval.text)
        }
        continue
      }
      let (left, right) = (x(interval.from.seconds, row), x(interval.to.seconds, row))
      var bracket = bracket(interval.text, left, right, top: to.top + 1, row)
      while let other = taken.first(where: { $0.overlaps(bracket.area) }),
        bracket.y + Self.levelHeight < row.gridBottom
      {
        bracket.move(down: max(Self.levelHeight, other.bottom - bracket.area.y + 0.2))
      }
      taken.append(bracket.area)
      let ends = [(left, from), (right, to)]
      for (x, place) in ends {
        page.line(
          [Point(x: x, y: bracket.y), Point(x: x, y: place.baseline)], width: 0.15,
          dash: [0.7, 0.5])
      }
      draw(bracket, left, right, &page)
    }
  }

  /// What a lane's name covers where lanes take turns.
  private func nameBox(_ place: StripLayout.LanePlace, _ row: StripLayout.Row) -> Box {
    let y = layout.nameBaseline(place)
    let name = strip.lanes[place.index].name
    return Box(
      x: x(place.time.lowerBound, row), y: y - 3,
      width: ruler.width(name, size: Self.turnSize, isBold: true) + 1.4, height: 3.8)
  }

  /// Where both ends are drawn in a row: on a lane that has both, where there is one.
  private func places(
    of interval: StripInterval, _ row: StripLayout.Row
  ) -> (StripLayout.LanePlace, StripLayout.LanePlace)? {
    func places(_ end: StripInterval.End) -> [StripLayout.LanePlace] {
      row.lanes.filter {
        $0.index == end.lane && $0.time.lowerBound <= end.seconds
          && end.seconds <= $0.time.upperBound
      }
    }
    let (froms, tos) = (places(interval.from), places(interval.to))
    if interval.from.lane == interval.to.lane {
      return froms.first(where: tos.contains).map { ($0, $0) }
    }
    return froms.first.flatMap { from in tos.first.map { (from, $0) } }
  }

  /// A bracket's line and text, and what they cover.
  private struct Bracket {
    var y: Double
    var text: PageText
    var textBox: Box
    var area: Box

    mutating func move(down distance: Double) {
      y += distance
      text.at.y += distance
      textBox.y += distance
      area.y += distance
    }
  }

  /// The text is above the line where it is no wider, else beside it.
  private func bracket(
    _ text: String, _ left: Double, _ right: Double, top: Double, _ row: StripLayout.Row
  ) -> Bracket {
    let width = ruler.width(text, size: Self.textSize, isBold: true)
    let isInside = width + 1 <= right - left
    let y = top + (isInside ? 2.6 : 1.2)
    let room = self.right(row) - right
    let textLeft =
      isInside
      ? (left + right - width) / 2 : width + 1 <= room ? right + 0.8 : left - 0.8 - width
    let baseline = isInside ? y - 0.6 : y + 0.8
    let box = Box(x: textLeft - 0.3, y: baseline - 1.9, width: width + 0.6, height: 2.3)
    let areaLeft = min(left, box.x)
    return Bracket(
      y: y,
      text: PageText(
        text: text, at: Point(x: textLeft, y: baseline), size: Self.textSize, isBold: true),
      textBox: box,
      area: Box(
        x: areaLeft, y: min(box.y, y - 0.8), width: max(right, box.right) - areaLeft,
        height: max(box.bottom, y + 0.8) - min(box.y, y - 0.8)))
  }

  private func draw(_ bracket: Bracket, _ left: Double, _ right: Double, _ page: inout Page) {
    page.line([Point(x: left, y: bracket.y), Point(x: right, y: bracket.y)], width: 0.3)
    for x in [left, right] {
      page.line(
        [Point(x: x, y: bracket.y - 0.8), Point(x: x, y: bracket.y + 0.8)], width: 0.3)
    }
    page.fill(bracket.textBox, .white)
    page.text(bracket.text)
  }
}
