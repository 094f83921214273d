import Annotations
import Foundation
import Testing
import Waveforms

@testable import PaperStrip

@Suite("What is on the page")
struct PageContentTests {
  @Test("Missing samples leave a gap, and nothing is drawn in it")
  func gap() throws {
    let page = try #require(try Strip.all(.squares(["II"], gap: 4..<6)).pages.first)
    let trace = try #require(page.traces.first)
    let clip = try #require(trace.clip)
    #expect(trace.paths.count == 2)
    let (left, right) = (clip.x + 100, clip.x + 150 - 0.01)
    #expect(!trace.paths.joined().contains { $0.x > left && $0.x < right })
  }

  @Test("A lane without any sample says so")
  func noSamples() throws {
    let page = try #require(try Strip.all(.squares(["II"], gap: 0..<10)).pages.first)
    #expect(page.texts.contains("no samples"))
  }

  @Test("Names, gains, speed, filters and warning are printed, surface leads first")
  func texts() throws {
    var strip = try Strip.all(.squares(["CS12", "II", "V1"]))
    strip.program = "tawara 9.9"
    let page = try #require(try strip.pages.first)
    let names = page.texts.filter { ["CS12", "II", "V1"].contains($0) }
    #expect(names == ["II", "V1", "CS12"])
    #expect(page.texts.contains("NOT FOR DIAGNOSIS"))
    let settings = try #require(page.texts.first { $0.contains("25 mm/s") })
    for part in ["filters off", "surface leads 10 mm/mV", "electrograms 5 mm/mV"] {
      #expect(settings.contains(part))
    }
    #expect(page.texts.contains { $0.hasPrefix("tawara 9.9") })
  }

  @Test("A gain stands beside its lane where leads differ in it, and there alone")
  func gains() throws {
    var strip = try Strip.all(.squares(["I", "II"]))
    #expect(try !strip.pages[0].texts.contains { $0.hasPrefix("10 mm/mV") })
    strip.lanes[1].gain = 5
    #expect(try strip.pages[0].texts.filter { $0 == "10 mm/mV" || $0 == "5 mm/mV" }.count == 2)
  }

  @Test("Time marks have the clock's time, over midnight too")
  func clock() throws {
    let strip = try Strip.all(.squares(["II"], clock: "23:59:58"), start: 1, seconds: 3)
    let page = try #require(try strip.pages.first)
    #expect(page.texts.contains("0:00:03") && page.texts.contains("23:59:59"))
    #expect(page.texts.contains("0:00:00"))
    let without = try #require(try Strip.all(.squares(["II"])).pages.first)
    #expect(!without.texts.contains("clock"))
  }

  @Test("A trace beyond what is drawn is marked, and only such a one")
  func clipped() throws {
    func triangles(_ height: Double) throws -> Int {
      let page = try #require(try Strip.all(.squares(["II"], height: height)).pages.first)
      return page.shapes.filter { if case .fill(_, .black) = $0 { true } else { false } }.count
    }
    #expect(try triangles(2.9) == 0)
    #expect(try triangles(5) > 5)
  }

  @Test("What is no voltage has a pulse in its own unit")
  func pressure() throws {
    let page = try #require(
      try Strip.all(.squares(["ABP"], height: 100, unit: "mmHg")).pages.first)
    #expect(page.texts.contains { $0.hasPrefix("pulse ") && $0.hasSuffix(" mmHg") })
  }

  @Test("Annotations stand at their moment; those that bound spans give way to bars")
  func annotations() throws {
    let record = Record.squares(["II"])
    func rhythm(_ time: Int, _ name: String) -> WFDBAnnotation {
      WFDBAnnotation(time: time, code: .rhythm, aux: Array(name.utf8))
    }
    let set = AnnotationSet(
      annotator: "atr",
      annotations: [
        rhythm(0, "(N"), WFDBAnnotation(time: 1000, code: .normalBeat), rhythm(2500, "(AVNRT"),
      ])
    let strip = try Strip(
      record: record, annotations: set,
      rhythms: RhythmTimeline(set, frameCount: record.frameCount, frameRateHz: 500),
      channels: [0], start: 1, seconds: 9)
    #expect(strip.marks == [StripMark(seconds: 2, symbol: "N", meaning: "Normal beat")])
    #expect(strip.rhythms.map(\.name) == ["N", "AVNRT"])
    let page = try #require(try strip.pages.first)
    let clip = try #require(page.traces.first?.clip)
    let mark = try #require(page.labels.first { $0.text == "N" && !$0.isBold })
    #expect(abs(mark.at.x - clip.x - 25) < 1e-9)
    #expect(page.texts.contains("AVNRT"))
  }

  @Test("A model's word has its name, its doubt, and what its attention may be called")
  func reading() throws {
    var strip = try Strip.all(.squares(["II"]))
    var reading = ModelReading(
      model: "g8 7", window: 2..<6,
      classes: [.init(name: "AVRT", probability: 0.4, text: ".40")],
      isUncertain: true)
    reading.attention = [.init(modality: "ECG", values: [0, 0.5, 1, 0])]
    reading.doubts = ["probability .40 < .75"]
    strip.reading = reading
    var texts = try #require(try strip.pages.first).texts
    #expect(texts.contains { $0.contains("g8 7") && $0.contains("UNCERTAIN") })
    #expect(texts.contains { $0.contains("AVRT .40") })
    #expect(texts.contains { $0.contains("probability .40 < .75") })
    #expect(texts.contains { $0.hasPrefix("attention,") })
    strip.reading?.isFaithful = true
    texts = try #require(try strip.pages.first).texts
    #expect(texts.contains { $0.hasPrefix("attention (passed the faithfulness test)") })
  }

  @Test("No text lies on another", arguments: Paper.allCases, [nil, StripForm.threeByFour])
  func overlaps(paper: Paper, form: StripForm?) throws {
    let ruler = try CairoRuler()
    var strip = try Strip.all(
      .squares(Record.leads + Record.electrograms, seconds: 30, clock: "10:00:00"), seconds: 30,
      paper: paper)
    if let form { strip.arrange(form, rhythm: [1]) }
    strip.marks = (0..<300).map { StripMark(seconds: Double($0) / 10, symbol: "N", meaning: "n") }
    strip.rhythms = [StripSpan(range: 0..<0.1, name: "AVNRT"), StripSpan(range: 1..<9, name: "N")]
    strip.stimuli = [
      StripStimulus(seconds: 3, name: "S1"), StripStimulus(seconds: 3.1, name: "S2"),
    ]
    strip.intervals = (0..<4).map {
      StripInterval(
        name: "AH", from: .init(seconds: 0.1 + Double($0) / 50, lane: 1),
        to: .init(seconds: 0.2 + Double($0) / 50, lane: 1))
    }
    strip.patient = ["female, 51 years", String(repeating: "a long diagnosis ", count: 40)]
    strip.measures = StripMeasures(
      entries: (0..<9).map { .init(name: "M\($0)", value: "1234 ms, 46/min (12)") },
      caption: "medians of 12 beats N; annotations atr; not for diagnosis")
    for page in try strip.pages { expectApart(page, ruler) }
  }

  private func expectApart(_ page: Page, _ ruler: CairoRuler) {
    let boxes = page.labels.map { label -> Box in
      let width = ruler.width(label.text, size: label.size, isBold: label.isBold)
      let shift =
        label.alignment == .left ? 0 : label.alignment == .right ? width : width / 2
      // Capitals reach to 0.73 of the size above the baseline.
      return Box(
        x: label.at.x - shift, y: label.at.y - 0.73 * label.size, width: width,
        height: 0.73 * label.size)
    }.sorted { $0.y < $1.y }
    for (index, box) in boxes.enumerated() {
      for other in boxes[(index + 1)...].prefix(while: { $0.y < box.bottom }) {
        #expect(other.x >= box.right || box.x >= other.right, "\(box) and \(other)")
      }
      #expect(box.x >= 0 && box.right <= page.width && box.bottom <= page.height)
    }
  }
}
