import Foundation
import Waveforms

extension StripPainter {
  private static let traceWidth = 0.25
  private static let nameSize = 2.8
  static let turnSize = 3.0
  private static let limitWidth = 0.8
  private static let gainSize = 1.9

  /// Name, gain, pulse and trace of a lane.
  func draw(
    _ place: StripLayout.LanePlace, _ row: StripLayout.Row, _ page: inout Page,
    _ remarks: inout Remarks
  ) {
    let lane = strip.lanes[place.index]
    let form = layout.forms[place.index]
    if strip.hasTurns {
      drawTurn(lane, form, place, row, &page)
    } else {
      drawName(lane, form, place, &page)
    }
    if place.isFirst { drawPulse(form, place, &page) }
    let trace = Trace(lane, form, place, row, layout: layout)
    if trace.paths.isEmpty {
      page.text(
        PageText(
          text: "no samples", at: Point(x: trace.clip.x + 2, y: place.baseline),
          size: Self.smallText, ink: .grey))
    }
    page.shapes.append(
      .stroke(Stroke(paths: trace.paths, width: Self.traceWidth, clip: trace.clip)))
    for marker in trace.markers { page.shapes.append(.fill(marker, .black)) }
    if !trace.markers.isEmpty { remarks.isClipped = true }
    for limit in trace.limits {
      page.line(limit, width: Self.limitWidth)
      remarks.isSaturated = true
    }
  }

  private func drawName(
    _ lane: StripLane, _ form: LaneForm, _ place: StripLayout.LanePlace, _ page: inout Page
  ) {
    let scale = scale(lane, form)
    // Beside the zero line, but never in a neighbour's lane.
    let below = scale.isEmpty ? 0.6 : 2.9
    let y = min(
      max(place.baseline + 1, place.top + 2.8), max(place.top + 2.8, place.bottom - below))
    let width = layout.gridLeft - layout.namesLeft - 1
    func text(_ text: String, _ y: Double, _ size: Double, isBold: Bool) {
      page.text(
        PageText(
          text: ruler.fitted(text, size: size, isBold: isBold, width: width),
          at: Point(x: layout.namesLeft, y: y), size: size, isBold: isBold))
    }
    text(lane.name, y, Self.nameSize, isBold: true)
    if !scale.isEmpty { text(scale, y + 2.5, Self.gainSize, isBold: false) }
  }

  /// Where a lane's turn begins: a tick, and its name beside it.
  private func drawTurn(
    _ lane: StripLane, _ form: LaneForm, _ place: StripLayout.LanePlace, _ row: StripLayout.Row,
    _ page: inout Page
  ) {
    let (left, y) = (x(place.time.lowerBound, row), layout.nameBaseline(place))
    page.line(
      [Point(x: left, y: y - 3), Point(x: left, y: y + 0.6)], width: 0.25)
    let scale = scale(lane, form)
    let width = x(place.time.upperBound, row) - left - 2
    page.text(
      PageText(
        text: ruler.fitted(lane.name, size: Self.turnSize, isBold: true, width: width),
        at: Point(x: left + 1, y: y), size: Self.turnSize, isBold: true))
    guard !scale.isEmpty else { return }
    let indent = ruler.width(lane.name + " ", size: Self.turnSize, isBold: true) + 1
    page.text(
      PageText(
        text: ruler.fitted(scale, size: Self.gainSize, width: width - indent),
        at: Point(x: left + indent, y: y), size: Self.gainSize))
  }

  /// What the header does not say of a lane's scale: the gain of one of several, `5 mm/mV`; the
  /// pulse's height where it is not 1 mV.
  private func scale(_ lane: StripLane, _ form: LaneForm) -> String {
    let star = lane.isCalibrated ? "" : "*"
    guard lane.unit == "mV" && form.pulse == 1 else {
      return "pulse \(NumberText.short(form.pulse)) \(lane.unit)\(star)"
    }
    let isOneOfSeveral = strip.gains(isSurface: lane.kind == .surface).count > 1
    return isOneOfSeveral || !lane.isCalibrated ? "\(NumberText.short(lane.gain)) mm/mV\(star)" : ""
  }

  /// From the zero line up, or as near to it as the lane's bounds allow.
  private func drawPulse(_ form: LaneForm, _ place: StripLayout.LanePlace, _ page: inout Page) {
    let foot = min(max(place.baseline, place.top + form.pulseHeight), place.bottom)
    let head = foot - form.pulseHeight
    let width = StripLayout.pulseSeconds(speed: strip.speed) * strip.speed
    let zone = layout.traceLeft - layout.gridLeft
    let left = layout.gridLeft + (zone - width) / 2
    let corners = [
      (left - 1, foot), (left, foot), (left, head), (left + width, head), (left + width, foot),
      (left + width + 1, foot),
    ]
    page.line(corners.map { Point(x: $0.0, y: $0.1) }, width: Self.traceWidth)
  }
}

/// A lane's samples as lines of a row.
private struct Trace {
  /// One for each stretch without a gap.
  private(set) var paths: [[Point]] = []
  /// Triangles where the signal is beyond what is drawn.
  private(set) var markers: [[Point]] = []
  /// Lines where the recorder has reached its limit.
  private(set) var limits: [[Point]] = []
  let clip: Box

  /// Markers nearer than that would run into each other.
  private static let markerDistance = 2.0

  init(
    _ lane: StripLane, _ form: LaneForm, _ place: StripLayout.LanePlace, _ row: StripLayout.Row,
    layout: StripLayout
  ) {
    let top = max(row.gridTop, place.baseline - form.up)
    let bottom = min(row.gridBottom, place.baseline + form.down)
    let (begin, time) = (row.time.lowerBound, place.time)
    clip = Box(
      x: layout.traceLeft + (time.lowerBound - begin) * layout.strip.speed, y: top,
      width: (time.upperBound - time.lowerBound) * layout.strip.speed, height: bottom - top)
    var path: [Point] = []
    for index in Self.samples(lane, time) {
      let value = Double(lane.samples[index])
      guard value.isFinite else {
        close(&path)
        continue
      }
      let seconds = lane.firstSample + Double(index) / lane.samplingRateHz
      let point = Point(
        x: layout.traceLeft + (seconds - begin) * layout.strip.speed,
        y: place.baseline - (value - form.level) * lane.gain)
      // Cairo cannot hold much larger numbers; the clip hides where it leads.
      path.append(Point(x: point.x, y: min(max(point.y, top - 200), bottom + 200)))
      mark(point, top, bottom)
    }
    close(&path)
    markLimits(lane, form, place, begin, speed: layout.strip.speed, left: layout.traceLeft)
  }

  private mutating func markLimits(
    _ lane: StripLane, _ form: LaneForm, _ place: StripLayout.LanePlace, _ begin: Double,
    speed: Double, left: Double
  ) {
    let shown = Self.samples(lane, place.time)
    for run in form.limits where run.overlaps(shown) {
      let y = place.baseline - (Double(lane.samples[run.lowerBound]) - form.level) * lane.gain
      guard y >= clip.y - 1e-6, y <= clip.bottom + 1e-6 else { continue }
      let ends = [run.lowerBound, run.upperBound - 1].map { index in
        let seconds = lane.firstSample + Double(index) / lane.samplingRateHz
        return Point(x: min(max(left + (seconds - begin) * speed, clip.x), clip.right), y: y)
      }
      if ends[0].x < ends[1].x { limits.append(ends) }
    }
  }

  /// Samples of a span of time, and one more at either end.
  private static func samples(_ lane: StripLane, _ time: Range<Double>) -> Range<Int> {
    let first = ((time.lowerBound - lane.firstSample) * lane.samplingRateHz - 1).rounded(.down)
    let end = ((time.upperBound - lane.firstSample) * lane.samplingRateHz + 2).rounded(.up)
    let range = Int(max(0, first))..<Int(max(0, first, end))
    return range.clamped(to: lane.samples.indices)
  }

  private mutating func close(_ path: inout [Point]) {
    let right = clip.right
    if path.contains(where: { $0.x >= clip.x - 1e-9 && $0.x <= right + 1e-9 }) || path.count > 1 {
      paths.append(path)
    }
    path = []
  }

  private mutating func mark(_ point: Point, _ top: Double, _ bottom: Double) {
    guard point.y < top - 0.2 || point.y > bottom + 0.2, point.x >= clip.x, point.x <= clip.right
    else { return }
    if let last = markers.last, point.x - last[0].x < Self.markerDistance { return }
    let isAbove = point.y < top
    let (tip, base) = isAbove ? (top, top + 1.4) : (bottom, bottom - 1.4)
    markers.append([
      Point(x: point.x, y: tip), Point(x: point.x - 0.8, y: base),
      Point(x: point.x + 0.8, y: base),
    ])
  }
}
