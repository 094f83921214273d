import Foundation
import Waveforms

/// What is printed below the rows of each page: what the paper is true to, what marks mean, and
/// what drew it.
struct StripFooter {
  private let strip: Strip
  private let ruler: any TextRuler
  private let lines: [String]
  private let pageWidth: Double

  private static let textSize = StripPainter.smallText
  private static let lineHeight = 3.4
  /// Symbols that are explained; a record may have dozens.
  private static let mostMeanings = 8

  init(_ strip: Strip, ruler: any TextRuler, pageWidth: Double) {
    (self.strip, self.ruler, self.pageWidth) = (strip, ruler, pageWidth)
    lines = [Self.settings(strip), Self.legend(strip)].flatMap { parts in
      ruler.lines(
        parts, separator: "  ·  ", size: Self.textSize, width: pageWidth - 2 * StripLayout.margin)
    }
  }

  var height: Double {
    StripLayout.footerHeight + Double(lines.count) * Self.lineHeight
  }

  func draw(on page: inout Page, number: Int, of count: Int, _ remarks: StripPainter.Remarks) {
    let bottom = page.height - StripLayout.margin
    for (place, line) in lines.enumerated() {
      let y = bottom - Double(lines.count - place) * Self.lineHeight
      page.text(
        PageText(text: line, at: Point(x: StripLayout.margin, y: y), size: Self.textSize))
    }
    let parts = [strip.program, "not for diagnosis"] + remarks.sentences
    let width = page.width - 2 * StripLayout.margin - 25
    page.text(
      PageText(
        text: ruler.fitted(
          parts.joined(separator: "  ·  "), size: Self.textSize, width: width),
        at: Point(x: StripLayout.margin, y: bottom), size: Self.textSize))
    page.text(
      PageText(
        text: "page \(number) of \(count)",
        at: Point(x: page.width - StripLayout.margin, y: bottom), size: Self.textSize,
        alignment: .right))
  }

  /// What the paper is true to.
  private static func settings(_ strip: Strip) -> [String] {
    func gains(_ title: String, _ isSurface: Bool) -> String? {
      let gains = strip.gains(isSurface: isSurface).map(NumberText.short)
      return gains.isEmpty ? nil : "\(title) \(gains.joined(separator: ", ")) mm/mV"
    }
    let pulse = StripLayout.pulseSeconds(speed: strip.speed) * 1000
    return [
      "\(NumberText.short(strip.speed)) mm/s", gains("surface leads", true),
      gains("electrograms", false), strip.filters,
      "pulse 1 mV unless said otherwise, \(Int(pulse)) ms", "grid 1 mm and 5 mm",
      "zero line at each lane's median",
    ].compactMap { $0 }
  }

  /// What the marks mean.
  private static func legend(_ strip: Strip) -> [String] {
    var parts: [String] = []
    var known: Set<String> = []
    for mark in strip.marks
    where !mark.isBound && !mark.meaning.isEmpty && known.insert(mark.symbol).inserted {
      parts.append("\(mark.symbol) \(mark.meaning)")
    }
    if parts.count > mostMeanings { parts = parts.prefix(mostMeanings) + ["…"] }
    if strip.marks.contains(where: \.isBound) {
      parts.append("ticks alone: onset and end of a wave")
    }
    if !strip.rhythms.isEmpty { parts.append("bars: rhythms as annotated") }
    if !strip.noise.isEmpty { parts.append("hatched: noise as annotated") }
    if !strip.stimuli.isEmpty { parts.append("▼ stimulus") }
    if !strip.intervals.isEmpty { parts.append("├┤ interval set by a reader") }
    if strip.lanes.contains(where: { !$0.isCalibrated }) {
      parts.append("* no gain in the record, 200 ADC units per mV taken")
    }
    return parts
  }
}

extension StripPainter.Remarks {
  /// What could not be drawn as it is.
  fileprivate var sentences: [String] {
    [
      isClipped ? "▲▼ the trace goes on beyond its lane" : nil,
      isSaturated ? "thick lines: the recorder's limit, the signal goes beyond it" : nil,
      omittedTexts > 0 ? "annotations without text for want of room: \(omittedTexts)" : nil,
      omittedIntervals.isEmpty
        ? nil : "across two rows, not drawn: \(omittedIntervals.joined(separator: ", "))",
    ].compactMap { $0 }
  }
}
