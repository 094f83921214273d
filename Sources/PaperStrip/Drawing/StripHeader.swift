import Foundation
import Waveforms

/// What is printed above the rows of each page: title, facts, settings, the model's word.
struct StripHeader {
  private let title: String
  private let lines: [String]
  private let pageWidth: Double
  private let tagWidth: Double

  private static let titleSize = 4.2
  private static let tagSize = 3.0
  private static let textSize = 2.5
  private static let lineHeight = 3.5
  private static let titleBaseline = StripLayout.margin + 4

  init(_ strip: Strip, ruler: any TextRuler, pageWidth: Double) {
    self.pageWidth = pageWidth
    let width = pageWidth - 2 * StripLayout.margin
    let tag = StripPainter.notForDiagnosis
    tagWidth = ruler.width(tag, size: Self.tagSize, isBold: true) + 4
    title = ruler.fitted(
      strip.title, size: Self.titleSize, isBold: true, width: width - tagWidth - 4)
    lines = [Self.facts(strip), Self.settings(strip), Self.reading(strip)].flatMap { parts in
      ruler.lines(parts, separator: "  ·  ", size: Self.textSize, width: width)
    }
  }

  var height: Double { Self.titleBaseline + Double(lines.count) * Self.lineHeight + 2 }

  func draw(on page: inout Page) {
    page.text(
      Label(
        text: title, at: Point(x: StripLayout.margin, y: Self.titleBaseline),
        size: Self.titleSize, isBold: true))
    let box = Box(
      x: pageWidth - StripLayout.margin - tagWidth, y: StripLayout.margin - 0.4, width: tagWidth,
      height: 5)
    page.frame(box, width: 0.3)
    page.text(
      Label(
        text: StripPainter.notForDiagnosis,
        at: Point(x: box.x + box.width / 2, y: box.y + 3.6), size: Self.tagSize, isBold: true,
        alignment: .centre))
    for (number, line) in lines.enumerated() {
      let y = Self.titleBaseline + Double(number + 1) * Self.lineHeight + 0.6
      page.text(Label(text: line, at: Point(x: StripLayout.margin, y: y), size: Self.textSize))
    }
  }

  private static func facts(_ strip: Strip) -> [String] {
    let times = [strip.start, strip.end]
    func span(_ times: [Double]) -> String {
      times.map { ClockTime.text($0, decimals: 3) }.joined(separator: " to ")
    }
    let clock = strip.clockAtRecordStart.map { start in
      ", " + span(times.map { ($0 + start).truncatingRemainder(dividingBy: ClockTime.day) })
        + " by its clock"
    }
    return [span(times) + " of the record" + (clock ?? ", which has no clock time")] + strip.facts
  }

  /// What the paper is true to.
  private static func settings(_ strip: Strip) -> [String] {
    func gains(_ title: String, _ isSurface: Bool) -> String? {
      let lanes = strip.lanes.filter { $0.unit == "mV" && ($0.kind == .surface) == isSurface }
      let gains = Set(lanes.map(\.gain)).sorted().map(NumberText.short)
      return gains.isEmpty ? nil : "\(title) \(gains.joined(separator: ", ")) mm/mV"
    }
    let pulse = StripLayout.pulseSeconds(speed: strip.speed) * 1000
    return [
      "\(NumberText.short(strip.speed)) mm/s", gains("surface leads", true),
      gains("electrograms", false), "filters off",
      "pulse 1 mV unless said otherwise, \(Int(pulse)) ms", "grid 1 mm and 5 mm",
      "zero line at each lane's median",
    ].compactMap { $0 }
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
