import Annotations
import Testing

@Suite struct RhythmTimelineTests {
  static let rate = 977.0

  /// Marks from words such as `N`, `X:AVRT`, `+:(N` or `~`, one every 100 ticks from 100.
  static func marks(_ words: String, subtypes: [Int: Int8] = [:]) -> [Mark] {
    words.split(separator: " ").enumerated().map { index, word in
      let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
      let tick = 100 * (index + 1)
      return Mark(
        id: Mark.ID(rawValue: UInt64(index)), ticks: tick..<tick,
        label: Label(symbol: parts[0], text: parts.count > 1 ? parts[1] : ""),
        provenance: .file(annotator: "atr"),
        fields: FormatFields(code: 0, subtype: subtypes[index] ?? 0))
    }
  }

  static func timeline(
    _ marks: [Mark], frames: Int, ticksPerSecond: Double = rate
  ) -> RhythmTimeline {
    RhythmTimeline(
      marks, timeLine: TimeLine(ticksPerSecond: ticksPerSecond),
      frames: RecordFrames(count: frames, rateHz: rate))
  }

  static func timeline(_ words: String, frames: Int, subtypes: [Int: Int8] = [:]) -> RhythmTimeline
  {
    timeline(marks(words, subtypes: subtypes), frames: frames)
  }

  /// The marks of some words at other ticks.
  static func marks(_ words: String, at ticks: [Int]) -> [Mark] {
    zip(marks(words), ticks).map { mark, tick in
      var moved = mark
      moved.ticks = tick..<tick
      return moved
    }
  }

  /// Episodes as `name first..<last`, with `m` or `b` for what they rest on.
  static func summary(_ timeline: RhythmTimeline) -> [String] {
    timeline.episodes.map { episode in
      let evidence =
        (episode.evidence.contains(.marker) ? "m" : "")
        + (episode.evidence.contains(.beats) ? "b" : "")
      return "\(episode.name) \(episode.frames) \(evidence)"
    }
  }

  @Test(arguments: [
    ("N +:(N N N +:(N N", ["N 200..<1000 m"]),
    ("+:(N N +:(VT R R +:(N N", ["N 100..<300 m", "VT 300..<600 m", "N 600..<1000 m"]),
    (
      "+:(/A / X:AVRT X:AVRT X:AVRT / N",
      ["/A 100..<300 m", "AVRT 300..<600 b", "/A 600..<1000 m"]
    ),
    ("+:(/A / X:AVRT X:AVRT / N", ["/A 100..<1000 m"]),
    ("+:(N X:AVRT X:avrt X:AVRT N", ["N 100..<200 m", "AVRT 200..<500 b", "N 500..<1000 m"]),
    (
      "+:(N X:AVNRT X:AVNRT+BII X:avnrt +:(N N",
      ["N 100..<200 m", "AVNRT 200..<500 b", "N 500..<1000 m"]
    ),
    ("+:(N X:AVRT X:AVRT X:VT X:AVRT", ["N 100..<1000 m"]),
    ("+:(/V X:AVRT +:(AVRT X:AVRT X:AVRT N", ["/V 100..<200 m", "AVRT 200..<1000 mb"]),
    ("X:EAT X:EAT X:EAT", ["EAT 100..<1000 b"]),
    ("N Q N", []),
  ])
  func effectiveRhythm(words: String, expected: [String]) {
    #expect(Self.summary(Self.timeline(words, frames: 1000)) == expected)
  }

  @Test func noiseStopsTheRhythmAndItsEndResumesIt() {
    let timeline = Self.timeline("+:(N N ~ ~ N X:VT X:VT X:VT ~", frames: 1200)
    #expect(Self.summary(timeline) == ["N 100..<300 m", "N 400..<600 m", "VT 600..<900 b"])
    #expect(timeline.noise.map(\.frames) == [300..<400, 900..<1200])
    #expect(timeline.warnings.count == 1)
    #expect(timeline.rhythm(at: 350) == nil)
  }

  @Test func queriesFindTheEpisodeOfAFrame() {
    let timeline = Self.timeline("N +:(N N +:(VT V V +:(N N", frames: 1000)
    #expect(timeline.rhythm(at: 0) == nil)
    #expect(timeline.rhythm(at: 199) == nil)
    #expect(timeline.rhythm(at: 200)?.name == "N")
    #expect(timeline.rhythm(at: 399)?.name == "N")
    #expect(timeline.rhythm(at: 400)?.name == "VT")
    #expect(timeline.rhythm(at: 999)?.name == "N")
    #expect(timeline.rhythm(at: 1000) == nil)
    #expect(timeline.rhythm(at: -1) == nil)
  }

  /// The beginning of x001: noise, then sinus rhythm.
  @Test func recordThatOpensWithNoise() {
    let marks = Self.marks(
      "~ ~ +:(N N N N", at: [3, 93_691, 93_981, 94_109, 94_851, 95_579])
    let timeline = Self.timeline(marks, frames: 8_528_428)
    #expect(timeline.noise.map(\.frames) == [3..<93_691])
    #expect(Self.summary(timeline) == ["N 93981..<8528428 m"])
  }

  /// Qualities of the MIT-BIH database are levels, not pairs.
  @Test func qualityLevelsInterruptOnlyWhereNothingIsReadable() {
    let timeline = Self.timeline(
      "+:(N ~ N ~ N ~ N ~ +:(AFIB N", frames: 1200, subtypes: [1: 1, 5: -1, 7: 2])
    #expect(timeline.noise.map(\.frames) == [600..<800])
    #expect(
      Self.summary(timeline) == ["N 100..<600 m", "N 800..<900 m", "AFIB 900..<1200 m"])
    #expect(timeline.warnings.isEmpty)
  }

  @Test func timesFollowTheMarksOwnTimeLine() {
    let timeline = Self.timeline(
      Self.marks("+:(N N +:(VT"), frames: 50, ticksPerSecond: 10 * Self.rate)
    #expect(Self.summary(timeline) == ["N 10..<30 m", "VT 30..<50 m"])
  }

  @Test func timesOutOfOrderOrRangeAreTolerated() {
    let marks = Self.marks("+:(N +:(VT +:(AFL +:(B", at: [500, -100, Int.max, Int.min])
    let timeline = Self.timeline(marks, frames: 1000)
    #expect(Self.summary(timeline) == ["B 0..<500 m", "N 500..<1000 m"])
  }

  /// The beginning of x0013, the induction of an unmarked tachycardia by pacing in x001, and
  /// the onset with aberrated beats in x0020; the times are made up.
  @Test(arguments: [
    ("2 Q, +:(AVNRT, 19 X:AVNRT, +:(N, 83 N, Q, +:(AVNRT, 34 X:AVNRT", ["AVNRT", "N", "AVNRT"]),
    ("+:(/A, 9 /:/A, 117 X:AVRT, +:(N, 3 N", ["/A", "AVRT", "N"]),
    ("+:(N, 17 N, +:(A, 4 N, +:(AVRT, 4 X:avrt, 507 X:AVRT, Q, 5 X:AVRT", ["N", "A", "AVRT"]),
    ("+:(AVNRT, 9 X:AVNRT, 2 Q, 30 X:AVNRT, +:(N, 23 N, /:/A, 10 N", ["AVNRT", "N"]),
  ])
  func rhythmsOfTheDatabase(runs: String, expected: [String]) {
    let words = runs.split(separator: ", ").flatMap { run -> [Substring] in
      let parts = run.split(separator: " ")
      guard parts.count == 2, let count = Int(parts[0]) else { return [run] }
      return Array(repeating: parts[1], count: count)
    }
    let timeline = Self.timeline(words.joined(separator: " "), frames: 100 * (words.count + 1))
    #expect(timeline.episodes.map(\.name) == expected)
    #expect(timeline.warnings.isEmpty)
  }

  @Test func noiseSpansStandAlone() {
    let (spans, warnings) = NoiseSpan.spans(
      Self.marks("~ N ~ ~ N"), timeLine: TimeLine(ticksPerSecond: Self.rate),
      frames: RecordFrames(count: 700, rateHz: Self.rate))
    #expect(spans == [NoiseSpan(frames: 100..<300), NoiseSpan(frames: 400..<700)])
    #expect(warnings.count == 1)
  }
}
