import Foundation
import Testing
import Waveforms

@testable import PaperStrip

@Suite("What is set and found on a strip")
struct StripNotesTests {
  private func strip(_ names: [String] = ["II", "HIS d", "CS 1-2"]) throws -> Strip {
    try Strip.all(.squares(names), seconds: 2, speed: 100)
  }

  private func interval(_ name: String, _ from: (Double, Int), _ to: (Double, Int)) -> StripInterval
  {
    StripInterval(
      name: name, from: .init(seconds: from.0, lane: from.1),
      to: .init(seconds: to.0, lane: to.1))
  }

  /// Horizontal lines of a bracket's width.
  private func brackets(_ page: Page) -> [[Point]] {
    page.strokes.filter { $0.width == 0.3 && $0.clip == nil }.flatMap(\.paths)
      .filter { $0.count == 2 && $0[0].y == $0[1].y }
  }

  @Test("An interval is a bracket as long as it is, with its name and milliseconds")
  func bracket() throws {
    var strip = try strip()
    strip.intervals = [interval("AH", (0.5, 1), (0.578, 1))]
    let page = try #require(try strip.pages.first)
    let clip = try #require(page.traces.first?.clip)
    let line = try #require(brackets(page).first)
    #expect(brackets(page).count == 1)
    #expect(abs(line[0].x - clip.x - 50) < 1e-9 && abs(line[1].x - clip.x - 57.8) < 1e-9)
    #expect(page.texts.contains("AH 78 ms"))
    // On its own lane, which is the second.
    let lanes = page.traces.compactMap(\.clip)
    #expect(line[0].y > lanes[0].bottom - 4 && line[0].y < lanes[1].bottom)
    #expect(page.texts.contains { $0.contains("interval set by a reader") })
  }

  @Test("Ends may come in either order, and on two lanes")
  func twoLanes() throws {
    var strip = try strip()
    strip.intervals = [interval("VA", (0.9, 2), (0.6, 0))]
    #expect(strip.intervals[0].from == .init(seconds: 0.6, lane: 0))
    let page = try #require(try strip.pages.first)
    #expect(page.texts.contains("VA 300 ms") && brackets(page).count == 1)
    let ends = page.strokes.filter { $0.dash == [0.7, 0.5] }.flatMap(\.paths)
    #expect(Set(ends.map { $0[1].y }).count == 2)
  }

  @Test("Intervals at one place stand below one another")
  func stacked() throws {
    var strip = try strip()
    strip.intervals = [
      interval("AH", (0.5, 1), (0.6, 1)), interval("HV", (0.55, 1), (0.65, 1)),
      interval("x", (1.5, 1), (1.6, 1)),
    ]
    let lines = brackets(try #require(try strip.pages.first))
    #expect(lines.count == 3)
    #expect(lines[1][0].y > lines[0][0].y + 2 && lines[2][0].y == lines[0][0].y)
  }

  @Test("An interval that no row holds is named below, not dropped")
  func across() throws {
    var strip = try Strip.all(.squares(["II"], seconds: 20), seconds: 20)
    strip.intervals = [interval("RR", (9.8, 0), (10.4, 0))]
    let page = try #require(try strip.pages.first)
    #expect(page.texts.contains { $0.contains("not drawn: RR 600 ms") })
    #expect(brackets(page).isEmpty)
  }

  @Test("A stimulus is a triangle and a line through all lanes at its moment, with its name")
  func stimuli() throws {
    var strip = try strip()
    #expect(try !strip.pages[0].texts.contains { $0.contains("stimulus") })
    strip.stimuli = [StripStimulus(seconds: 0.5, name: "S1"), StripStimulus(seconds: 1.1)]
    let page = try #require(try strip.pages.first)
    let left = try #require(page.traces.first?.clip).x
    let tips = page.shapes.compactMap { shape -> Double? in
      if case .fill(let polygon, .black) = shape { polygon[0].x - left } else { nil }
    }
    #expect(tips.map { ($0 * 10).rounded() / 10 } == [50, 110])
    #expect(page.texts.contains("S1") && page.texts.contains { $0.contains("▼ stimulus") })
  }

  @Test("Measures and the patient's line are printed where there are any")
  func head() throws {
    var strip = try strip()
    strip.patient = ["female, 51 years", "AVNRT"]
    strip.measures = StripMeasures(
      entries: [.init(name: "QRS", value: "92 ms")],
      caption: "medians of 8 beats N; not for diagnosis")
    var texts = try #require(try strip.pages.first).texts
    #expect(texts.contains("female, 51 years  ·  AVNRT"))
    #expect(texts.contains("QRS") && texts.contains("92 ms"))
    #expect(texts.contains("medians of 8 beats N; not for diagnosis"))
    strip.patient = []
    strip.measures = nil
    texts = try #require(try strip.pages.first).texts
    #expect(!texts.contains { $0.contains("female") || $0 == "QRS" })
  }

  @Test("Symbols are explained, once each; bounds of waves are ticks without a letter")
  func legend() throws {
    var strip = try strip()
    strip.marks = [
      StripMark(seconds: 0.2, symbol: "(", meaning: "Waveform onset"),
      StripMark(seconds: 0.3, symbol: "V", meaning: "Premature ventricular contraction"),
      StripMark(seconds: 0.9, symbol: "V", meaning: "Premature ventricular contraction"),
    ]
    let texts = try #require(try strip.pages.first).texts
    #expect(texts.filter { $0 == "V" }.count == 2 && !texts.contains("("))
    let legend = try #require(texts.first { $0.contains("V Premature ventricular contraction") })
    #expect(legend.components(separatedBy: "Premature").count == 2)
    #expect(legend.contains("ticks alone: onset and end of a wave"))
  }

  @Test("A recorder's limit is marked, the flat top of a slow wave is not")
  func limits() throws {
    func marked(_ samples: [Float]) throws -> Bool {
      var strip = try strip(["II"])
      strip.lanes[0].samples = samples
      let page = try #require(try strip.pages.first)
      #expect(
        page.texts.contains { $0.contains("recorder's limit") }
          == page.strokes.contains { $0.width == 0.8 })
      return page.strokes.contains { $0.width == 0.8 }
    }
    let slow = (0..<1000).map { Float(min(0.9, 1 - abs(Double($0) - 500) / 500)) }
    #expect(try !marked(slow))
    #expect(try marked((0..<1000).map { (300..<360).contains($0) ? 2 : 0 }))
    #expect(try !marked(Array(repeating: 1, count: 1000)))
    // Pulses from a line at rest, which is the lowest value.
    #expect(try !marked((0..<1000).map { $0 % 100 == 0 ? 2 : 0 }))
  }
}
