import Foundation
import Waveforms

/// Where everything stands on the pages of a strip. Lengths are in millimetres.
struct StripLayout {
  /// One lane in one row.
  struct LanePlace: Equatable {
    /// The lane's number in the strip.
    var index: Int
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
  static let footerHeight = 5.0
  static let marksHeight = 6.4
  static let spansHeight = 4.4
  static let attentionTitleHeight = 4.0
  static let attentionHeight = 6.0
  private static let namesWidth = 17.0
  private static let rowGap = 2.0
  /// Narrower ones have no room for what is printed above.
  private static let leastWidth = 150.0

  let strip: Strip
  let forms: [LaneForm]
  let headerHeight: Double

  init(_ strip: Strip, headerHeight: Double) {
    self.strip = strip
    self.headerHeight = headerHeight
    forms = strip.lanes.map(LaneForm.init)
  }

  // MARK: Across

  /// Length of the calibration pulse: 200 ms, or at fast speeds a tenth of it.
  static func pulseSeconds(speed: Double) -> Double { speed <= 100 ? 0.2 : 0.02 }

  /// From the grid's left edge to the trace, in whole squares of the grid.
  private static func pulseWidth(speed: Double) -> Double {
    ((pulseSeconds(speed: speed) * speed + 4) / 5).rounded(.up) * 5
  }

  static func pageWidth(_ strip: Strip) -> Double {
    guard strip.paper == .wide else { return a4.width }
    let sides = 2 * margin + namesWidth + pulseWidth(speed: strip.speed)
    return max(leastWidth, sides + strip.seconds * strip.speed)
  }

  var pageWidth: Double { Self.pageWidth(strip) }
  var namesLeft: Double { Self.margin }
  var gridLeft: Double { Self.margin + Self.namesWidth }
  var traceLeft: Double { gridLeft + Self.pulseWidth(speed: strip.speed) }
  var traceWidth: Double { pageWidth - Self.margin - traceLeft }

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

  // MARK: Down

  private var marksHeight: Double { strip.marks.isEmpty ? 0 : Self.marksHeight }
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
      let row = row(time, Array(forms.indices), heights: forms.map(\.height), top: top)
      top = row.axisTop + axisHeight + Self.rowGap
      return row
    }
    return (top + Self.footerHeight + Self.margin, [rows])
  }

  private var a4Pages: [[Row]] {
    let usable = Self.a4.height - headerHeight - Self.footerHeight - Self.margin
    let most = rowTimes.map(overhead).max() ?? 0
    let groups = groups(capacity: usable - most)
    var pages: [[Row]] = []
    var top = Double.infinity
    for time in rowTimes {
      for group in groups {
        let heights = heights(group, capacity: usable - overhead(time))
        let height = heights.reduce(0, +) + overhead(time)
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

  /// Lanes that go on one page: all if they can, else surface leads apart from electrograms, each
  /// on as many pages as they need.
  private func groups(capacity: Double) -> [[Int]] {
    guard forms.reduce(0, { $0 + $1.least }) > capacity else { return [Array(forms.indices)] }
    var groups: [[Int]] = []
    var used = 0.0
    for index in forms.indices {
      let isSurface = strip.lanes[index].kind == .surface
      let changes = index > 0 && isSurface != (strip.lanes[index - 1].kind == .surface)
      if groups.isEmpty || changes || used + forms[index].least > capacity {
        groups.append([])
        used = 0
      }
      groups[groups.count - 1].append(index)
      used += forms[index].least
    }
    return groups
  }

  /// Lanes' heights, pressed together evenly where there is less room than they want.
  private func heights(_ group: [Int], capacity: Double) -> [Double] {
    let wanted = group.reduce(0) { $0 + forms[$1].height }
    guard wanted > capacity else { return group.map { forms[$0].height } }
    let least = group.reduce(0) { $0 + forms[$1].least }
    guard wanted > least, capacity > least else {
      return group.map { forms[$0].least * min(1, capacity / least) }
    }
    let share = (capacity - least) / (wanted - least)
    return group.map { forms[$0].least + share * (forms[$0].height - forms[$0].least) }
  }

  private func row(
    _ time: Range<Double>, _ group: [Int], heights: [Double], top: Double
  ) -> Row {
    let gridTop = top + spansHeight + marksHeight
    var y = gridTop
    let lanes = zip(group, heights).map { index, height in
      let form = forms[index]
      // On a line of the grid, so that millimetres can be counted.
      let baseline = gridTop + (y - gridTop + height * form.up / form.height).rounded()
      defer { y += height }
      return LanePlace(index: index, top: y, height: height, baseline: baseline)
    }
    return Row(
      time: time, lanes: lanes, top: top, marksTop: top + spansHeight, gridTop: gridTop,
      gridBottom: y, showsAttention: showsAttention(time), axisTop: y + attentionHeight(time))
  }
}
