import Foundation
import Waveforms

/// What is printed above the rows of each page: title, patient, facts and the model's word; beside
/// them what was measured.
struct StripHeader {
  private let title: String
  private let patient: [String]
  private let lines: [String]
  private let measures: MeasuresBlock?
  private let pageWidth: Double
  private let tagWidth: Double

  private static let titleSize = 4.2
  private static let tagSize = 3.0
  private static let patientSize = 2.8
  private static let textSize = 2.4
  private static let lineHeight = 3.5
  private static let titleBaseline = StripLayout.margin + 4
  /// Lines of what is known of the patient; some files hold pages of it.
  private static let mostPatientLines = 3

  init(_ strip: Strip, ruler: any TextRuler, pageWidth: Double) {
    self.pageWidth = pageWidth
    let width = pageWidth - 2 * StripLayout.margin
    let tag = StripPainter.notForDiagnosis
    tagWidth = ruler.width(tag, size: Self.tagSize, isBold: true) + 4
    title = ruler.fitted(
      strip.title, size: Self.titleSize, isBold: true, width: width - tagWidth - 4)
    measures = MeasuresBlock(
      strip, ruler: ruler, right: pageWidth - StripLayout.margin, top: StripLayout.margin + 6.4)
    let textWidth = measures.map { $0.left - StripLayout.margin - 4 } ?? width
    patient = Self.patient(strip.patient, ruler, width: textWidth)
    lines = [Self.facts(strip), Self.reading(strip)].flatMap { parts in
      ruler.lines(parts, separator: "  ·  ", size: Self.textSize, width: textWidth)
    }
  }

  var height: Double {
    let text = Self.titleBaseline + Double(patient.count + lines.count) * Self.lineHeight + 2
    return max(text, measures.map { $0.bottom + 1.5 } ?? 0)
  }

  private static func patient(
    _ parts: [String], _ ruler: any TextRuler, width: Double
  ) -> [String] {
    var lines = ruler.lines(parts, separator: "  ·  ", size: patientSize, width: width)
    guard lines.count > mostPatientLines else { return lines }
    lines = Array(lines.prefix(mostPatientLines))
    let last = lines.removeLast() + " …"
    return lines + [ruler.fitted(last, size: patientSize, width: width)]
  }

  func draw(on page: inout Page) {
    page.text(
      PageText(
        text: title, at: Point(x: StripLayout.margin, y: Self.titleBaseline),
        size: Self.titleSize, isBold: true))
    let box = Box(
      x: pageWidth - StripLayout.margin - tagWidth, y: StripLayout.margin - 0.4, width: tagWidth,
      height: 5)
    page.frame(box, width: 0.3)
    page.text(
      PageText(
        text: StripPainter.notForDiagnosis,
        at: Point(x: box.x + box.width / 2, y: box.y + 3.6), size: Self.tagSize, isBold: true,
        alignment: .centre))
    for (number, line) in (patient + lines).enumerated() {
      let y = Self.titleBaseline + Double(number + 1) * Self.lineHeight + 0.9
      let size = number < patient.count ? Self.patientSize : Self.textSize
      page.text(PageText(text: line, at: Point(x: StripLayout.margin, y: y), size: size))
    }
    measures?.draw(on: &page)
  }

  private static func facts(_ strip: Strip) -> [String] {
    let times = [strip.start, strip.end]
    func span(_ times: [Double]) -> String {
      let decimals = times.map(ClockTime.decimals).max() ?? 0
      return times.map { ClockTime.text($0, decimals: decimals) }.joined(separator: " to ")
    }
    let clock = strip.clockAtRecordStart.map { start in
      ", " + span(times.map { ($0 + start).truncatingRemainder(dividingBy: ClockTime.day) })
        + " by its clock"
    }
    return [span(times) + " of the record" + (clock ?? ", which has no clock time")] + strip.facts
  }

  private static func reading(_ strip: Strip) -> [String] {
    guard let reading = strip.reading else { return [] }
    let window = [reading.window.lowerBound, reading.window.upperBound]
      .map { ClockTime.text($0, decimals: 3) }.joined(separator: " to ")
    let classes = reading.classes.sorted { $0.probability > $1.probability }.map {
      "\($0.name) \($0.text)"
    }
    let verdict =
      classes.isEmpty ? "no live channel" : reading.isUncertain ? "UNCERTAIN" : "not uncertain"
    return ["model \(reading.model)", window, verdict] + reading.doubts + classes
  }
}

/// Measures in columns at a page's right edge, with what they are measured of below them.
private struct MeasuresBlock {
  let left: Double
  let bottom: Double
  private let entries: [StripMeasures.Entry]
  private let caption: [String]
  private let rows: Int
  private let top: Double

  private static let columns = 3
  private static let columnWidth = 34.0
  private static let columnGap = 5.0
  private static let textSize = 2.6
  private static let captionSize = 2.0
  private static let lineHeight = 3.4
  private static let captionHeight = 2.8

  init?(_ strip: Strip, ruler: any TextRuler, right: Double, top: Double) {
    guard let measures = strip.measures, !measures.entries.isEmpty else { return nil }
    let room = right - 2 * StripLayout.margin
    let most = Int(room * 0.6 / (Self.columnWidth + Self.columnGap))
    let columns = max(1, min(Self.columns, most))
    rows = (measures.entries.count + columns - 1) / columns
    let width = Double(columns) * (Self.columnWidth + Self.columnGap) - Self.columnGap
    left = right - width
    self.top = top
    entries = measures.entries
    caption = ruler.lines(
      measures.caption.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) },
      separator: "; ", size: Self.captionSize, width: width)
    bottom =
      top + Double(rows) * Self.lineHeight + Double(caption.count) * Self.captionHeight + 0.6
  }

  func draw(on page: inout Page) {
    for (number, entry) in entries.enumerated() {
      let x = left + Double(number / rows) * (Self.columnWidth + Self.columnGap)
      let y = top + Double(number % rows + 1) * Self.lineHeight - 0.6
      page.text(
        PageText(text: entry.name, at: Point(x: x, y: y), size: Self.textSize, isBold: true))
      page.text(
        PageText(
          text: entry.value, at: Point(x: x + Self.columnWidth, y: y), size: Self.textSize,
          alignment: .right))
    }
    for (number, line) in caption.enumerated() {
      let y = top + Double(rows) * Self.lineHeight + Double(number + 1) * Self.captionHeight - 0.4
      page.text(PageText(text: line, at: Point(x: left, y: y), size: Self.captionSize, ink: .grey))
    }
  }
}
