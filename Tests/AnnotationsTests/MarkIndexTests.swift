import Annotations
import Foundation
import TestSupport
import Testing

@Suite("Index of marks") struct MarkIndexTests {
  private static let timeLine = RandomMarks.timeLine

  /// In the order that the index promises, by sorting alone.
  private static func sorted(_ marks: some Sequence<Mark>) -> [Mark] {
    marks.sorted { ($0.start, $0.rank, $0.id) < ($1.start, $1.rank, $1.id) }
  }

  private static func instant(
    _ id: UInt64, _ tick: Int, rank: Int = Mark.lastRank, _ symbol: String = "N"
  ) -> Mark {
    Mark(
      id: Mark.ID(rawValue: id), ticks: tick..<tick, rank: rank, label: Label(symbol: symbol),
      provenance: .reader("ab"))
  }

  /// Chunks fill, split, empty and join: the numbers lie around their size and far above it.
  @Test(arguments: [0, 1, 3, 255, 256, 257, 511, 512, 513, 1500, 5000])
  func `It is what a sorted array is, through all edits`(count: Int) throws {
    var random = RandomMarks(seed: count)
    random.ticks = 0..<max(60, count / 3)
    var plain = Dictionary(uniqueKeysWithValues: random.marks(count).map { ($0.id, $0) })
    var index = try MarkIndex(plain.values, timeLine: Self.timeLine)
    let first = index
    for edit in random.edits(index, count: 2 * count + 20) {
      try index.apply(edit)
      plain[edit.id] = edit.after
    }
    for mark in index.prefix(count) where random.chance(2) {
      try index.apply(.remove(mark))
      plain[mark.id] = nil
    }
    let expected = Self.sorted(plain.values)
    #expect(Array(index) == expected)
    #expect(Array(index.reversed()) == expected.reversed())
    #expect(index.count == expected.count)
    #expect(index.distance(from: index.startIndex, to: index.endIndex) == expected.count)
    #expect(try MarkIndex(expected.reversed(), timeLine: Self.timeLine) == index)
    for mark in expected { #expect(index[mark.id] == mark) }
    // A copy that was held is as it was.
    #expect(first.count == count)
    #expect(Array(first) == Self.sorted(first))
  }

  @Test(arguments: [0, 1, 2, 40, 700]) func `It finds what looking at each mark finds`(
    count: Int
  ) throws {
    var random = RandomMarks(seed: 100 + count)
    random.ticks = -50..<200
    let marks = Self.sorted(random.marks(count))
    let index = try MarkIndex(marks, timeLine: Self.timeLine)
    func seconds(_ mark: Mark) -> Double { Self.timeLine.seconds(mark.start) }
    for _ in 0..<200 {
      let from = Double(random.number(-300..<1200)) / 1000
      let to = from + Double(random.number(-100..<500)) / 1000
      #expect(
        Array(index.marks(from: from, to: to))
          == marks.filter { (from..<max(from, to)).contains(seconds($0)) })
      #expect(
        index.spans(from: from, to: to)
          == marks.filter {
            !$0.isInstant && seconds($0) < to && Self.timeLine.seconds($0.end) > from
          })
      let isBeat = { (mark: Mark) in mark.label.meaning.isBeat }
      #expect(index.first(atOrAfter: from) == marks.first { seconds($0) >= from })
      #expect(
        index.first(atOrAfter: from, where: isBeat)
          == marks.first { seconds($0) >= from && isBeat($0) })
      #expect(
        index.last(before: from, where: isBeat) == marks.last { seconds($0) < from && isBeat($0) })
      let nearest = index.nearest(to: from, where: isBeat).map { abs(seconds($0) - from) }
      #expect(nearest == marks.filter(isBeat).map { abs(seconds($0) - from) }.min())
    }
  }

  @Test func `Marks of one tick are in the file's order, and a reader's behind them`() throws {
    let marks = [
      Self.instant(9, 5, rank: 0), Self.instant(3, 5, rank: 1), Self.instant(7, 5, rank: 2),
      Self.instant(1, 5),
    ]
    var index = try MarkIndex(marks.reversed(), timeLine: Self.timeLine)
    #expect(Array(index) == marks)
    // One that is taken out and put back is where it was.
    try index.apply(.remove(marks[1]))
    try index.apply(.add(marks[1]))
    #expect(Array(index) == marks)
  }

  @Test func `The end of a span of time is not part of it, and its beginning is`() throws {
    let index = try MarkIndex(
      [Self.instant(1, 250), Self.instant(2, 500)], timeLine: Self.timeLine)
    #expect(index.marks(from: 1, to: 2).map(\.id.rawValue) == [1])
    #expect(index.first(atOrAfter: 1)?.id.rawValue == 1)
    #expect(index.last(before: 1) == nil)
    #expect(index.last(before: 2)?.id.rawValue == 1)
    // Of two as near, the later.
    #expect(index.nearest(to: 1.5)?.id.rawValue == 2)
  }

  @Test func `An edit of a mark that is not as expected is refused in a sentence`() throws {
    let mark = Self.instant(1, 500, "V")
    let other = Self.instant(1, 500, "N")
    var index = try MarkIndex([mark], timeLine: Self.timeLine)
    let before = index
    func refusal(_ edit: Edit) -> String? {
      do throws(MarkConflict) {
        try index.apply(edit)
        return nil
      } catch { return "\(error)" }
    }
    #expect(
      refusal(.remove(other))
        == "Mark N at 2.0 s: expected it as it was when it was edited, found V at 2.0 s")
    #expect(
      refusal(.add(other)) == "Mark V at 2.0 s: expected no mark of its identity, found this one")
    var gone = Self.instant(2, 500, "N")
    gone.ticks = 500..<750
    #expect(
      refusal(.remove(gone))
        == "Mark N from 2.0 to 3.0 s: expected it as it was when it was edited, found that it is gone"
    )
    var detailed = mark
    detailed.channels = [1]
    #expect(
      refusal(.remove(detailed))
        == "Mark V at 2.0 s: expected it as it was when it was edited, found it with other details")
    #expect(index == before)
    #expect(throws: MarkConflict.self) { try MarkIndex([mark, other], timeLine: Self.timeLine) }
  }

  @Test func `Two marks of different identities make no edit`() {
    #expect(Edit(before: Self.instant(1, 5), after: Self.instant(2, 5)) == nil)
    #expect(Edit(before: nil, after: nil) == nil)
    #expect(Edit(before: nil, after: Self.instant(1, 5)) == .add(Self.instant(1, 5)))
  }
}

@Suite("Times of marks") struct TimeLineTests {
  @Test(arguments: [1, 250, 360, 977, 1e6, 333.333])
  func `A tick is at its own moment, and found again there`(rate: Double) {
    let line = TimeLine(ticksPerSecond: rate)
    for tick in [-1000, -1, 0, 1, 2, 3, 977, 65_537, 1_234_567_891] {
      #expect(line.tick(nearest: line.seconds(tick)) == tick)
      #expect(line.tick(atOrAfter: line.seconds(tick)) == tick)
      #expect(line.tick(atOrAfter: line.seconds(tick).nextUp) == tick + 1)
    }
  }

  @Test func `Moments beyond all ticks are the last of them`() {
    let line = TimeLine(ticksPerSecond: 1e6)
    #expect(line.tick(nearest: 1e300) == Int.max)
    #expect(line.tick(nearest: -1e300) == Int.min)
    #expect(line.tick(atOrAfter: .infinity) == Int.max)
    #expect(line.tick(atOrAfter: -.infinity) == Int.min)
  }
}
