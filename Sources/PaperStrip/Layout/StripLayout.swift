import Foundation
import Waveforms

/// Where everything stands on the pages of a strip. Lengths are in millimetres.
struct StripLayout {
  /// One lane in one row.
  struct LanePlace: Equatable {
    /// The lane's number in the strip.
    var index: Int
    /// All of the row's time, or the part of it that is the lane's turn.
    var time: Range<Double>
    /// Whether it begins its line, where the pulse is.
    var isFirst: Bool
    var top: Double
    var height: Double
    /// The zero line.
    var baseline: Double
    var bottom: Double { top + height }
  }

  /// Some lanes over some time, with what belongs above and below them.
  struct Row: Equatable {
    /// In seconds from the record's start.
    var time: Range<Double>
    var lanes: [LanePlace]
    /// Where the bars of the rhythms begin, then the marks, then the grid.
    var top: Double
    var marksTop: Double
    var gridTop: Double
    var gridBottom: Double
    var showsAttention: Bool
    /// Where the attention begins; the time axis is below it.
    var axisTop: Double
  }

  static let margin = 6.0
  static let a4 = (width: 297.0, height: 210.0)
  /// The least that a footer takes.
  static let footerHeight = 5.0
  static let marksHeight = 6.4
  static let spansHeight = 4.4
  static let attentionTitleHeight = 4.0
  static let attentionHeight = 6.0
  private static let namesWidth = 17.0
  private static let rowGap = 2.0
  /// Between surface leads and catheters, and between one catheter and the next.
  private static let groupGap = 2.0
  /// Lines of lanes that take turns fill a page as long as they are no higher than this.
  private static let highestLine = 42.0
  /// Narrower ones have no room for what is printed above.
  private static let leastWidth = 150.0

  let strip: Strip
  let forms: [LaneForm]
  let headerHeight: Double
  private let footerHeight: Double
  /// Lanes of each line, and what the line needs.
  private let lines: [[Int?]]
  private let lineForms: [LaneForm]

  init(_ strip: Strip, headerHeight: Double, footerHeight: Double = footerHeight) {
    self.strip = strip
    (self.headerHeight, self.footerHeight) = (headerHeight, footerHeight)
    let (lines, forms) = (strip.shownLines, strip.lanes.map(LaneForm.init))
    (self.lines, self.forms) = (lines, forms)
    // Lines of lanes that take turns stand at even distances.
    let common = LaneForm(turns: lines.joined().compactMap { $0.map { forms[$0] } })
    lineForms = lines.map { line in
      let own = line.compactMap { $0.map { forms[$0] } }
      return strip.hasTurns ? common : own.first ?? common
    }
  }

  // MARK: Across

  /// Length of the calibration pulse: 200 ms, or at fast speeds what is no longer than 10 mm.
  static func pulseSeconds(speed: Double) -> Double {
    [0.2, 0.1, 0.05].first { $0 * speed <= 10 } ?? 0.02
  }

  /// Names stand before the grid, or on it where lanes take turns.
  private static func namesWidth(_ strip: Strip) -> Double { strip.hasTurns ? 0 : namesWidth }

  /// From the grid's left edge to the trace, in whole squares of the grid.
  private static func pulseWidth(speed: Double) -> Double {
    ((pulseSeconds(speed: speed) * speed + 4) / 5).rounded(.up) * 5
  }

  static func pageWidth(_ strip: Strip) -> Double {
    guard strip.paper == .wide else { return a4.width }
    let sides = 2 * margin + namesWidth(strip) + pulseWidth(speed: strip.speed)
    return max(leastWidth, sides + strip.seconds * strip.speed)
  }

  var pageWidth: Double { Self.pageWidth(strip) }
  var namesLeft: Double { Self.margin }
  var gridLeft: Double { Self.margin + Self.namesWidth(strip) }
  var traceLeft: Double { gridLeft + Self.pulseWidth(speed: strip.speed) }
  var traceWidth: Double { pageWidth - Self.margin - traceLeft }

  /// Where a row's grid ends: with the trace, or with the page where lanes take turns, as on paper
  /// that comes with its grid.
  func gridRight(_ row: Row) -> Double {
    let end = traceLeft + (row.time.upperBound - row.time.lowerBound) * strip.speed
    return strip.hasTurns ? max(end, pageWidth - Self.margin) : end
  }

  /// The baseline of a lane's name where lanes take turns: above all that the line has to hold.
  func nameBaseline(_ place: LanePlace) -> Double {
    let up = lineForms.first?.up ?? 0
    return max(place.top, place.baseline - up) + 3
  }

  /// Seconds that fit on a row of A4 with names beside it.
  static func rowCapacity(speed: Double) -> Double {
    (a4.width - 2 * margin - namesWidth - pulseWidth(speed: speed)) / speed
  }

  /// Seconds of a row: as many as fit, in a round number of them.
  var rowSeconds: Double {
    let most = traceWidth / strip.speed
    guard strip.seconds > most + 1e-9 else { return strip.seconds }
    let step = [10.0, 5, 1, 0.5, 0.1, 0.05].first { $0 <= most / 2 } ?? 0.01
    return (most / step + 1e-9).rounded(.down) * step
  }

  var rowTimes: [Range<Double>] {
    let count = max(1, Int((strip.seconds / rowSeconds - 1e-9).rounded(.up)))
    return (0..<count).map { row in
      let start = strip.start + Double(row) * rowSeconds
      return start..<max(start, min(start + rowSeconds, strip.end))
    }
  }

  /// The part of a row's time that is a lane's, as the turn of that number of so many.
  private func time(_ row: Range<Double>, turn: Int, of count: Int) -> Range<Double> {
    let each = rowSeconds / Double(count)
    let start = row.lowerBound + Double(turn) * each
    let end = turn == count - 1 ? row.upperBound : start + each
    return min(start, row.upperBound)..<min(max(start, end), row.upperBound)
  }

  // MARK: Down

  private var marksHeight: Double {
    strip.marks.isEmpty && strip.stimuli.isEmpty ? 0 : Self.marksHeight
  }
  private var spansHeight: Double {
    strip.rhythms.isEmpty && strip.noise.isEmpty ? 0 : Self.spansHeight
  }
  private var axisHeight: Double { strip.clockAtRecordStart == nil ? 4.2 : 7.2 }

  private func attentionHeight(_ time: Range<Double>) -> Double {
    guard showsAttention(time), let reading = strip.reading else { return 0 }
    return Self.attentionTitleHeight + Self.attentionHeight * Double(reading.attention.count)
  }

  private func showsAttention(_ time: Range<Double>) -> Bool {
    guard let reading = strip.reading, !reading.attention.isEmpty else { return false }
    return reading.window.overlaps(time)
  }

  /// What a row takes beside its lanes.
  private func overhead(_ time: Range<Double>) -> Double {
    spansHeight + marksHeight + attentionHeight(time) + axisHeight + Self.rowGap
  }

  /// Rows by page, and the height of all pages.
  var pages: (height: Double, rows: [[Row]]) {
    strip.paper == .a4 ? (Self.a4.height, a4Pages) : sheet
  }

  /// Everything at its own height, one row below the other.
  private var sheet: (height: Double, rows: [[Row]]) {
    var top = headerHeight
    let rows = rowTimes.map { time in
      let row = row(
        time, Array(lines.indices), heights: lineForms.map(\.height), top: top)
      top = row.axisTop + axisHeight + Self.rowGap
      return row
    }
    return (top + footerHeight + Self.margin, [rows])
  }

  private var a4Pages: [[Row]] {
    let usable = Self.a4.height - headerHeight - footerHeight - Self.margin
    let most = rowTimes.map(overhead).max() ?? 0
    let groups = groups(capacity: usable - most)
    var pages: [[Row]] = []
    var top = Double.infinity
    for time in rowTimes {
      for group in groups {
        let heights = heights(group, capacity: usable - overhead(time))
        let gaps = group.dropFirst().reduce(0) { $0 + gap(above: $1) }
        let height = heights.reduce(gaps, +) + overhead(time)
        // Parts of one moment are not to be taken for another moment's.
        if groups.count > 1 || top + height > headerHeight + usable + 1e-6 {
          pages.append([])
          top = headerHeight
        }
        pages[pages.count - 1].append(row(time, group, heights: heights, top: top))
        top += height
      }
    }
    return pages
  }

  /// Lines that go on one page: all if they can, else surface leads apart from electrograms, each
  /// on as many pages as they need.
  private func groups(capacity: Double) -> [[Int]] {
    let gaps = lines.indices.map { gap(above: $0) }
    let least = lineForms.reduce(gaps.reduce(0, +)) { $0 + $1.least }
    // Leads that take turns are one picture.
    guard least > capacity, !strip.hasTurns else {
      return [Array(lines.indices)]
    }
    var groups: [[Int]] = []
    var used = 0.0
    for line in lines.indices {
      let changes = line > 0 && isSurface(line) != isSurface(line - 1)
      let least = lineForms[line].least + gaps[line]
      if groups.isEmpty || changes || used + least > capacity {
        groups.append([])
        used = 0
      }
      groups[groups.count - 1].append(line)
      used += least
    }
    return groups
  }

  private func kind(_ line: Int) -> ChannelKind? {
    lines[line].compactMap { $0 }.first.map { strip.lanes[$0].kind }
  }

  private func isSurface(_ line: Int) -> Bool { kind(line) == .surface }

  /// What is left free above a line that begins another catheter, or the catheters.
  private func gap(above line: Int) -> Double {
    line > 0 && kind(line) != kind(line - 1) ? Self.groupGap : 0
  }

  /// Lines' heights, pressed together evenly where there is less room than they want; where lanes
  /// take turns they fill the page.
  private func heights(_ group: [Int], capacity: Double) -> [Double] {
    let capacity = capacity - group.dropFirst().reduce(0) { $0 + gap(above: $1) }
    let wanted = group.reduce(0) { $0 + lineForms[$1].height }
    guard wanted > capacity else {
      let spare = strip.hasTurns ? (capacity - wanted) / Double(group.count) : 0
      return group.map { line in
        let height = lineForms[line].height
        return max(height, min(height + spare, Self.highestLine))
      }
    }
    let least = group.reduce(0) { $0 + lineForms[$1].least }
    guard wanted > least, capacity > least else {
      return group.map { lineForms[$0].least * min(1, capacity / least) }
    }
    let share = (capacity - least) / (wanted - least)
    return group.map {
      lineForms[$0].least + share * (lineForms[$0].height - lineForms[$0].least)
    }
  }

  private func row(
    _ time: Range<Double>, _ group: [Int], heights: [Double], top: Double
  ) -> Row {
    let gridTop = top + spansHeight + marksHeight
    var y = gridTop
    var lanes: [LanePlace] = []
    for (place, (line, height)) in zip(group, heights).enumerated() {
      if place > 0 { y += gap(above: line) }
      let form = lineForms[line]
      // On a line of the grid, so that millimetres can be counted.
      let baseline = gridTop + (y - gridTop + height * form.up / form.height).rounded()
      for (turn, index) in lines[line].enumerated() {
        let own = self.time(time, turn: turn, of: lines[line].count)
        guard let index, !own.isEmpty else { continue }
        let isFirst = lines[line][..<turn].allSatisfy { $0 == nil }
        lanes.append(
          LanePlace(
            index: index, time: own, isFirst: isFirst, top: y, height: height, baseline: baseline))
      }
      y += height
    }
    return Row(
      time: time, lanes: lanes, top: top, marksTop: top + spansHeight, gridTop: gridTop,
      gridBottom: y, showsAttention: showsAttention(time), axisTop: y + attentionHeight(time))
  }
}
