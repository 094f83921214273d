import Annotations
import TestSupport
import Testing

@Suite("Spans by the marks at their ends") struct SpanMarksTests {
  private let timeLine = TimeLine(ticksPerSecond: 100)

  private func mark(_ label: Label, _ ticks: Range<Int>, subtype: Int8 = 0) -> Mark {
    Mark(
      id: .random(), ticks: ticks, label: label, provenance: .reader("ab"),
      fields: subtype == 0 ? nil : FormatFields(code: 14, subtype: subtype))
  }

  private func rhythm(_ name: String, _ start: Int, _ end: Int? = nil) -> Mark {
    mark(Label(symbol: "+", text: "(" + name), start..<(end ?? start))
  }

  private func words(_ marks: [Mark]) -> [String] {
    marks.withSpansAsInstants().map {
      "\($0.label) \($0.start)" + ($0.isInstant ? "" : "-\($0.end)")
    }
  }

  @Test("a rhythm's span returns to what was there before, or to N")
  func returns() {
    #expect(words([rhythm("AFIB", 10, 20)]) == ["+ (AFIB 10", "+ (N 20"])
    #expect(
      words([rhythm("B", 0), rhythm("VT", 10, 20)]) == ["+ (B 0", "+ (VT 10", "+ (B 20"])
  }

  @Test("markers within a span give way, and what they begin goes on behind it")
  func within() {
    #expect(
      words([rhythm("N", 0), rhythm("T", 15), rhythm("VT", 10, 20)])
        == ["+ (N 0", "+ (VT 10", "+ (T 20"])
    #expect(
      words([rhythm("N", 0), rhythm("B", 20), rhythm("VT", 10, 20)])
        == ["+ (N 0", "+ (VT 10", "+ (B 20"])
  }

  @Test("spans that cross: the one that begins last rules, and gives back what is left")
  func crossing() {
    #expect(
      words([rhythm("AFIB", 0, 30), rhythm("VT", 10, 20)])
        == ["+ (AFIB 0", "+ (VT 10", "+ (AFIB 20", "+ (N 30"])
    #expect(
      words([rhythm("AFIB", 0, 20), rhythm("VT", 10, 30)])
        == ["+ (AFIB 0", "+ (VT 10", "+ (N 30"])
  }

  @Test("noise is a pair of marks, or begins with a subtype where the file has them")
  func noise() {
    let span = mark(Label(symbol: "~"), 10..<20)
    #expect(words([span]) == ["~ 10", "~ 20"])
    let typed = [mark(Label(symbol: "~"), 1..<1, subtype: 1), span].withSpansAsInstants()
    #expect(typed.map { $0.fields?.subtype } == [1, -1, 0])
  }

  @Test("marks without spans stay as they are; other spans are spans still")
  func others() {
    let marks = [rhythm("N", 3), mark(Label(symbol: "N"), 1..<1)]
    #expect(marks.withSpansAsInstants() == marks)
    #expect(
      words([mark(Label(symbol: "\"", text: "a"), 1..<5), rhythm("VT", 2, 4)]).first == "\" a 1-5")
  }

  @Test(
    "what is in force is the same from spans as from the marks at their ends", arguments: 0..<200)
  func timeline(seed: Int) {
    var random = RandomMarks(seed: seed)
    let names = ["N", "AFIB", "VT", "B"]
    let marks = (0..<8).map { _ in
      let start = random.number(0..<900)
      return rhythm(
        names[random.number(0..<names.count)], start,
        random.chance(2) ? nil : start + random.number(1..<300))
    }
    let frames = RecordFrames(count: 1200, rateHz: 100)
    let spans = RhythmTimeline(marks, timeLine: timeLine, frames: frames)
    let instants = RhythmTimeline(marks.withSpansAsInstants(), timeLine: timeLine, frames: frames)
    #expect(spans.episodes == instants.episodes)
    for frame in stride(from: 0, to: 1200, by: 7) {
      let ruling = marks.filter { !$0.isInstant && $0.start <= frame && frame < $0.end }
      guard let last = ruling.map(\.start).max() else { continue }
      let allowed = ruling.filter { $0.start == last }.compactMap { $0.label.rhythmName }
      #expect(allowed.contains(spans.rhythm(at: frame)?.name ?? ""))
    }
  }
}
