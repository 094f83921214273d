import Annotations
import TestSupport
import Testing

@Suite("Comparison of episodes") struct EpisodeComparisonTests {
  private static func tally(_ reference: [Range<Int>], _ test: [Range<Int>]) -> EpisodeTally {
    EpisodeComparison(reference: reference, test: test).tally(frameRateHz: 1)
  }

  private static func episode(_ frames: Range<Int>, _ name: String) -> RhythmEpisode {
    RhythmEpisode(frames: frames, name: name, evidence: .marker)
  }

  /// By hand, by the rules of `epicmp`: any overlap matches, one long episode matches two short.
  @Test func `Any overlap matches`() {
    let tally = Self.tally([0..<100, 200..<300, 400..<500], [90..<210, 600..<650])
    #expect(tally.reference == .init(episodes: 3, matched: 2, seconds: 300))
    #expect(tally.test == .init(episodes: 2, matched: 1, seconds: 170))
    #expect(tally.overlapSeconds == 20)
    #expect(tally.episodeSensitivity.value == 2.0 / 3)
    #expect(tally.episodePositivePredictivity.value == 0.5)
    #expect(tally.durationSensitivity.value == 20.0 / 300)
    #expect(tally.durationPositivePredictivity.value == 20.0 / 170)
  }

  @Test func `Episodes that only touch do not overlap`() {
    let tally = Self.tally([0..<100], [100..<200])
    #expect(tally.reference.matched == 0 && tally.test.matched == 0)
    #expect(tally.durationSensitivity.value == 0)
  }

  @Test func `Pieces of one reader's episode are one, and empty ones none`() {
    let tally = Self.tally([50..<80, 0..<30, 30..<60, 200..<200], [10..<20, 40..<50])
    #expect(tally.reference == .init(episodes: 1, matched: 1, seconds: 80))
    #expect(tally.test == .init(episodes: 2, matched: 2, seconds: 20))
  }

  @Test func `Without episodes there is a reason`() {
    let tally = Self.tally([], [0..<10])
    #expect(tally.episodeSensitivity == .undefined(.noEpisodes))
    #expect(tally.durationSensitivity == .undefined(.noEpisodes))
    #expect(tally.episodePositivePredictivity.value == 0)
  }

  @Test func `Which episodes are matched is told`() {
    let comparison = EpisodeComparison(reference: [0..<10, 20..<30], test: [25..<40])
    #expect(comparison.reference.map(\.overlap) == [0, 5])
    #expect(comparison.reference.map(\.isMatched) == [false, true])
    #expect(comparison.test.map(\.overlap) == [5])
  }

  private static func random(_ generator: inout SeededGenerator) -> [Range<Int>] {
    (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
      let start = Int.random(in: 0..<200, using: &generator)
      return start..<start + Int.random(in: 0..<30, using: &generator)
    }
  }

  @Test(arguments: 0..<80) func `It is what looking at each frame gives`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let (first, second) = (Self.random(&generator), Self.random(&generator))
    let tally = Self.tally(first, second)
    func frames(_ spans: [Range<Int>]) -> Set<Int> { Set(spans.joined()) }
    #expect(tally.reference.seconds == Double(frames(first).count))
    #expect(tally.test.seconds == Double(frames(second).count))
    #expect(tally.overlapSeconds == Double(frames(first).intersection(frames(second)).count))
    // Exchanged readers exchange their figures.
    let exchanged = Self.tally(second, first)
    #expect(exchanged.reference == tally.test && exchanged.test == tally.reference)
    #expect(exchanged.episodeSensitivity == tally.episodePositivePredictivity)
    #expect(exchanged.durationSensitivity == tally.durationPositivePredictivity)
    // And a reader agrees with himself.
    let own = Self.tally(first, first)
    #expect(own.reference == own.test)
    #expect(own.reference.matched == own.reference.episodes)
    #expect(own.overlapSeconds == own.reference.seconds)
  }

  // MARK: Rhythms

  @Test func `Rhythms are compared each by itself, and records add up`() {
    var study = EpisodeStudy()
    study.add(
      patient: "a", reference: [Self.episode(0..<100, "AFIB"), Self.episode(100..<200, "N")],
      test: [Self.episode(0..<50, "AFIB"), Self.episode(50..<200, "N")], frameRateHz: 10)
    study.add(
      patient: "b", reference: [Self.episode(0..<200, "N")],
      test: [Self.episode(0..<200, "AFL")], frameRateHz: 100)
    #expect(study.rhythms == ["AFIB", "AFL", "N"])
    let normal = study.tally(of: "N")
    #expect(normal.reference == .init(episodes: 2, matched: 1, seconds: 12))
    #expect(normal.test == .init(episodes: 1, matched: 1, seconds: 15))
    #expect(normal.overlapSeconds == 10)
    #expect(study.tally(of: "AFL").episodePositivePredictivity.value == 0)
    #expect(study.tally(of: "VT") == EpisodeTally())
    let figures = study.figures(of: "AFIB")
    #expect(figures.durationSensitivity.value == 0.5)
    #expect(figures.durationPositivePredictivity.value == 1)
  }

  @Test func `Names can be taken together`() {
    var study = EpisodeStudy()
    study.add(
      patient: "a", reference: [Self.episode(0..<10, "avrt"), Self.episode(10..<20, "AVRT")],
      test: [Self.episode(0..<20, "AVRT")], frameRateHz: 1
    ) { Vocabulary.rhythm(named: $0.name).mechanism }
    #expect(study.rhythms == ["AVRT"])
    #expect(study.tally(of: "AVRT").reference.episodes == 1)
  }

  // MARK: Time

  @Test func `Pieces of time are as long as nobody changes the rhythm`() {
    let pieces = RhythmPiece.pieces(
      [
        [Self.episode(10..<40, "N"), Self.episode(40..<60, "VT")],
        [Self.episode(0..<50, "N"), Self.episode(50..<200, "N")],
      ], frames: 0..<100)
    #expect(
      pieces == [
        RhythmPiece(frames: 0..<10, readings: [.unmarked, .marked("N")]),
        RhythmPiece(frames: 10..<40, readings: [.marked("N"), .marked("N")]),
        RhythmPiece(frames: 40..<60, readings: [.marked("VT"), .marked("N")]),
        RhythmPiece(frames: 60..<100, readings: [.unmarked, .marked("N")]),
      ])
    #expect(RhythmPiece.pieces([[], []], frames: 0..<0).isEmpty)
    #expect(
      RhythmPiece.pieces([[]], frames: 5..<9)
        == [RhythmPiece(frames: 5..<9, readings: [.unmarked])])
  }

  @Test(arguments: 0..<40) func `Pieces follow each other and say what is in force`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let readers = (0..<3).map { _ -> [RhythmEpisode] in
      var frame = -20
      return (0..<12).map { _ in
        frame += Int.random(in: 0..<15, using: &generator)
        let start = frame
        frame += Int.random(in: 1..<25, using: &generator)
        return Self.episode(start..<frame, ["N", "VT", "AFIB"][Int(generator.next() % 3)])
      }
    }
    let pieces = RhythmPiece.pieces(readers, frames: 0..<150)
    #expect(pieces.flatMap { Array($0.frames) } == Array(0..<150))
    for piece in pieces {
      for frame in piece.frames {
        let expected = readers.map { episodes -> PlaceReading<String> in
          episodes.first { $0.frames.contains(frame) }.map { .marked($0.name) } ?? .unmarked
        }
        #expect(piece.readings == expected)
      }
    }
  }
}
