import Annotations
import SignalProcessing
import TestSupport
import Testing

@Suite("Alignment of readers' beats") struct BeatAlignmentTests {
  private static let milliseconds = TimeLine(ticksPerSecond: 1000)

  /// A reader's marks at some milliseconds.
  private static func reader(
    _ beats: [(Int, String)], timeLine: TimeLine = milliseconds
  ) throws -> MarkIndex {
    let marks = beats.enumerated().map { number, beat in
      Mark(
        id: Mark.ID(rawValue: UInt64(number)), ticks: beat.0..<beat.0,
        label: Label(symbol: beat.1), provenance: .reader("ab"))
    }
    return try MarkIndex(marks, timeLine: timeLine)
  }

  private static func reader(_ ticks: [Int]) throws -> MarkIndex {
    try reader(ticks.map { ($0, "N") })
  }

  /// Each place as the readers' ticks.
  private static func ticks(_ alignment: BeatAlignment) -> [[Int?]] {
    alignment.places.map { $0.marks.map { $0?.start } }
  }

  private static func randomTicks(_ random: inout SeededGenerator, gap: Range<Int>) -> [Int] {
    var tick = 0
    return (0..<Int.random(in: 0..<60, using: &random)).map { _ in
      tick += Int.random(in: gap, using: &random)
      return tick
    }
  }

  @Test func `Beats within 150 ms are one, and the others are of one reader`() throws {
    let alignment = BeatAlignment([
      try Self.reader([1000, 2000, 3000, 5000]), try Self.reader([1150, 2151, 3000]),
    ])
    #expect(
      Self.ticks(alignment) == [
        [1000, 1150], [2000, nil], [nil, 2151], [3000, 3000], [5000, nil],
      ])
    #expect(alignment.places.map(\.seconds) == [1.075, 2, 2.151, 3, 5])
  }

  @Test func `The nearest is taken, not the first`() throws {
    let alignment = BeatAlignment([try Self.reader([1000, 1120]), try Self.reader([1100])])
    #expect(Self.ticks(alignment) == [[1000, nil], [1120, 1100]])
  }

  /// `bxb`, which looks one beat ahead, finds one pair here.
  @Test func `A crowd keeps as many pairs as the nearest leave`() throws {
    let (first, second) = ([0, 180], [100, 240])
    let alignment = BeatAlignment([try Self.reader(first), try Self.reader(second)])
    #expect(Self.ticks(alignment) == [[0, 100], [180, 240]])
    #expect(
      BeatComparison(reference: first, detected: second, tolerance: 150).truePositives == 1)
  }

  @Test func `Of pairs as near the earlier one is taken`() throws {
    let alignment = BeatAlignment([try Self.reader([1000, 1200]), try Self.reader([1100])])
    #expect(Self.ticks(alignment) == [[1000, 1100], [1200, nil]])
  }

  @Test func `Three readers share places, and none spans more than the window`() throws {
    let alignment = BeatAlignment([
      try Self.reader([1000, 2000, 3000]), try Self.reader([1100, 2010, 3100]),
      try Self.reader([1200, 1990]),
    ])
    #expect(
      Self.ticks(alignment) == [
        [1000, 1100, nil], [nil, nil, 1200], [2000, 2010, 1990], [3000, 3100, nil],
      ])
  }

  @Test func `Marks that are no beats do not count`() throws {
    let alignment = BeatAlignment([
      try Self.reader([(1000, "N"), (1010, "+"), (1020, "~")]), try Self.reader([(1000, "\"")]),
    ])
    #expect(Self.ticks(alignment) == [[1000, nil]])
  }

  @Test func `Two marks of a reader in one place find two of the other`() throws {
    let alignment = BeatAlignment([
      try Self.reader([(1000, "N"), (1000, "V")]), try Self.reader([(1000, "N"), (1000, "V")]),
    ])
    let symbols = alignment.places.map { $0.marks.map { $0?.label.symbol } }
    #expect(symbols == [["N", "N"], ["V", "V"]])
  }

  @Test func `Time lines of other resolution are compared in time`() throws {
    let coarse = try Self.reader([(250, "N"), (500, "N")], timeLine: TimeLine(ticksPerSecond: 250))
    let alignment = BeatAlignment([coarse, try Self.reader([1150, 2151])])
    #expect(Self.ticks(alignment) == [[250, 1150], [500, nil], [nil, 2151]])
    // 37.5 frames at 250 Hz are 150 ms: 37 are within, 38 are not.
    let frames = TimeLine(ticksPerSecond: 250)
    let one = try Self.reader([(0, "N"), (1000, "N")], timeLine: frames)
    let other = try Self.reader([(37, "N"), (1038, "N")], timeLine: frames)
    #expect(Self.ticks(BeatAlignment([one, other])) == [[0, 37], [1000, nil], [nil, 1038]])
  }

  @Test func `A span cuts no place in half`() throws {
    let readers = [try Self.reader([990, 2000]), try Self.reader([1020, 2000])]
    #expect(Self.ticks(BeatAlignment(readers, span: 1..<2)) == [[990, 1020]])
  }

  @Test func `Without readers or beats there are no places`() throws {
    #expect(BeatAlignment([]).places.isEmpty)
    #expect(BeatAlignment([try Self.reader([Int]()), try Self.reader([Int]())]).places.isEmpty)
    #expect(Self.ticks(BeatAlignment([try Self.reader([5])])) == [[5]])
  }

  // MARK: Properties

  @Test(arguments: 0..<60) func `Each beat is in one place, and places are as narrow as the window`(
    seed: Int
  ) throws {
    var random = SeededGenerator(seed: seed)
    let lists = (0..<(2 + seed % 3)).map { _ in Self.randomTicks(&random, gap: 1..<160) }
    let alignment = BeatAlignment(try lists.map(Self.reader))
    for (reader, list) in lists.enumerated() {
      let found = Self.ticks(alignment).compactMap { $0[reader] }
      #expect(found.sorted() == list)
    }
    for place in Self.ticks(alignment) {
      let ticks = place.compactMap { $0 }
      let (least, greatest) = (ticks.min() ?? 0, ticks.max() ?? 0)
      #expect(!ticks.isEmpty && greatest - least <= 150)
    }
    #expect(alignment.places.map(\.seconds) == alignment.places.map(\.seconds).sorted())
  }

  @Test(arguments: 0..<60) func `It does not matter which reader comes first`(seed: Int) throws {
    var random = SeededGenerator(seed: 100 + seed)
    let lists = (0..<(2 + seed % 3)).map { _ in Self.randomTicks(&random, gap: 1..<160) }
    let order = Array(lists.indices).shuffled(using: &random)
    let straight = Self.ticks(BeatAlignment(try lists.map(Self.reader)))
    let shuffled = Self.ticks(BeatAlignment(try order.map { try Self.reader(lists[$0]) }))
    let expected = straight.map { place in order.map { place[$0] } }
    #expect(Set(shuffled) == Set(expected))
  }

  /// With beats as far apart as a heart's, it is what `bxb` finds, but where both are in doubt.
  @Test(arguments: 0..<60) func `It matches what EC57's comparison matches`(seed: Int) throws {
    var random = SeededGenerator(seed: 200 + seed)
    let reference = Self.randomTicks(&random, gap: 310..<900)
    let test = reference.filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
      .map { $0 + Int.random(in: -150...150, using: &random) }
    let places = Self.ticks(BeatAlignment([try Self.reader(reference), try Self.reader(test)]))
    let comparison = BeatComparison(reference: reference, detected: test, tolerance: 150)
    #expect(places.count { $0[0] != nil && $0[1] != nil } == comparison.truePositives)
    #expect(places.filter { $0[1] == nil }.compactMap { $0[0] } == comparison.missed)
    #expect(places.filter { $0[0] == nil }.compactMap { $0[1] } == comparison.extra)
  }

  @Test(arguments: 0..<20) func `The nearest pair of all is always one`(seed: Int) throws {
    var random = SeededGenerator(seed: 300 + seed)
    let lists = (0..<2).map { _ in [700] + Self.randomTicks(&random, gap: 1..<160) }
    let distances = lists[0].flatMap { own in lists[1].map { abs(own - $0) } }
    let places = Self.ticks(BeatAlignment(try lists.map { try Self.reader($0.sorted()) }))
    let found = places.compactMap { place in
      place[0].flatMap { own in place[1].map { abs(own - $0) } }
    }
    #expect(found.min() == distances.min())
  }

  // MARK: Readings

  @Test func `Places become readings by class, with none as a category`() throws {
    let alignment = BeatAlignment([
      try Self.reader([(1000, "N"), (2000, "V"), (3000, "L")]),
      try Self.reader([(1010, "N"), (2010, "A")]),
    ])
    var study = AgreementStudy<PlaceReading<BeatClass>>(readers: 2)
    alignment.add(to: &study, patient: "p") { $0.label.meaning.beatClass ?? .unclassifiable }
    let report = study.report()
    #expect(report.table?.total == 3)
    #expect(agrees(report.overall.percentAgreement.value, 1.0 / 3, decimals: 12))
    #expect(
      report.tableCategories
        == [.marked(.normal), .marked(.ventricular), .marked(.supraventricular), .unmarked])
    var shared = AgreementStudy<PlaceReading<BeatClass>>(readers: 2)
    alignment.add(to: &shared, patient: "p", countsUnmarked: false) {
      $0.label.meaning.beatClass ?? .unclassifiable
    }
    #expect(shared.report().table?.total == 2)
    let disputed = alignment.disagreements { $0.label.meaning.beatClass }
    #expect(disputed.map(\.seconds) == [2.005, 3])
  }

  /// A day of three readers. Generous, for a build that is not optimised on a busy machine.
  @Test func `A hundred thousand beats of three readers take seconds at most`() throws {
    var random = SeededGenerator(seed: 9)
    let lists = (0..<3).map { _ in
      (0..<100_000).map { $0 * 800 + Int.random(in: 0..<40, using: &random) }
    }
    let readers = try lists.map(Self.reader)
    let time = ContinuousClock().measure {
      #expect(BeatAlignment(readers).places.count == 100_000)
    }
    print("alignment of 3 × 100,000 beats: \(time)")
    #expect(time < .seconds(60))
  }
}
