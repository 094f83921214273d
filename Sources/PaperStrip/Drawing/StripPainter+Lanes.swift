import Foundation
import Waveforms

extension StripPainter {
  private static let traceWidth = 0.25
  private static let nameSize = 2.8
  private static let gainSize = 1.9

  /// Name, gain, pulse and trace of a lane.
  func draw(
    _ place: StripLayout.LanePlace, _ row: StripLayout.Row, _ page: inout Page,
    _ remarks: inout Remarks
  ) {
    let lane = strip.lanes[place.index]
    let form = layout.forms[place.index]
    drawName(lane, form, place, &page)
    drawPulse(form, place, &page)
    let trace = Trace(lane, form, place, row, layout: layout)
    if trace.paths.isEmpty {
      page.text(
        Label(
          text: "no samples", at: Point(x: layout.traceLeft + 2, y: place.baseline),
          size: Self.smallText, ink: .grey))
    }
    page.shapes.append(
      .stroke(Stroke(paths: trace.paths, width: Self.traceWidth, clip: trace.clip)))
    for marker in trace.markers { page.shapes.append(.fill(marker, .black)) }
    if !trace.markers.isEmpty { remarks.isClipped = true }
  }

  private func drawName(
    _ lane: StripLane, _ form: LaneForm, _ place: StripLayout.LanePlace, _ page: inout Page
  ) {
    // Beside the zero line, but never in a neighbour's lane.
    let y = min(max(place.baseline, place.top + 2.8), max(place.top + 2.8, place.bottom - 2.9))
    let width = layout.gridLeft - layout.namesLeft - 1
    func text(_ text: String, _ y: Double, _ size: Double, isBold: Bool) {
      page.text(
        Label(
          text: ruler.fitted(text, size: size, isBold: isBold, width: width),
          at: Point(x: layout.namesLeft, y: y), size: size, isBold: isBold))
    }
    text(lane.name, y, Self.nameSize, isBold: true)
    text(scale(lane, form), y + 2.5, Self.gainSize, isBold: false)
  }

  /// `10 mm/mV`; the pulse's height where it is not 1 mV.
  private func scale(_ lane: StripLane, _ form: LaneForm) -> String {
    let star = lane.isCalibrated ? "" : "*"
    if lane.unit == "mV" && form.pulse == 1 {
      return "\(NumberText.short(lane.gain)) mm/mV\(star)"
    }
    return "pulse \(NumberText.short(form.pulse)) \(lane.unit)\(star)"
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
  let clip: Box

  /// Markers nearer than that would run into each other.
  private static let markerDistance = 2.0

  init(
    _ lane: StripLane, _ form: LaneForm, _ place: StripLayout.LanePlace, _ row: StripLayout.Row,
    layout: StripLayout
  ) {
    let top = max(row.gridTop, place.baseline - form.up)
    let bottom = min(row.gridBottom, place.baseline + form.down)
    let width = (row.time.upperBound - row.time.lowerBound) * layout.strip.speed
    clip = Box(x: layout.traceLeft, y: top, width: width, height: bottom - top)
    let begin = row.time.lowerBound
    var path: [Point] = []
    for index in Self.samples(lane, row.time) {
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
