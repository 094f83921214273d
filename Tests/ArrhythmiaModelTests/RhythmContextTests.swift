import ArrhythmiaModel
import Foundation
import TestSupport
import Testing

@Suite("A beat's timing in its rhythm")
struct RhythmContextTests {
  /// Beats of a rhythm with some intervals, in samples at 250 Hz.
  private func beats(_ intervals: [Int], from start: Int = 100) -> [Int] {
    intervals.reduce(into: [start]) { $0.append(($0.last ?? 0) + $1) }
  }

  private func values(_ beats: [Int]) -> [[Float]] { RhythmContext(beats: beats).values }

  /// Regular intervals with one replaced by two.
  private func premature(_ count: Int, at index: Int, early: Int, pause: Int) -> [Int] {
    var intervals = [Int](repeating: 200, count: count)
    (intervals[index], intervals[index + 1]) = (early, pause)
    return beats(intervals)
  }

  @Test("In a regular rhythm all beats are alike, and none is early")
  func regular() throws {
    let rows = values(beats([Int](repeating: 200, count: 60)))
    #expect(rows.count == 61)
    let first = try #require(rows.first)
    #expect(first.count == RhythmContext.width)
    #expect(rows.allSatisfy { $0 == first })
    // Ratios of intervals that are all the same are 1, up to the training set's means.
    for index in [0, 1, 2, 4, 5, 8, 9] { #expect(abs(first[index]) < 0.15, "\(index)") }
    // Neither spread nor restlessness.
    for index in [6, 7] { #expect(first[index] < -1, "\(index)") }
  }

  @Test("A premature beat stands out by its own interval, the one after it by the pause")
  func premature() {
    // Beat 31 comes after 120 instead of 200 samples, beat 32 after 280.
    let rows = values(premature(60, at: 30, early: 120, pause: 280))
    #expect(rows[31][0] < -2.5)
    #expect(rows[31][4] < -2)
    #expect(rows[31][8] < -2, "against the interval before")
    #expect(rows[31][9] > 2, "the next one against its own")
    #expect(rows[32][0] > 1.5)
    #expect(rows[30][1] < -2.5, "the beat before sees it coming")
    for (index, row) in rows.enumerated() where !(30...33).contains(index) {
      #expect(abs(row[0]) < 0.15, "\(index)")
    }
    let least = rows.indices.min { rows[$0][0] < rows[$1][0] }
    #expect(least == 31)
  }

  @Test("The earlier a beat, the lower its number")
  func monotone() {
    let own = [190, 170, 150, 130].map { early in
      values(premature(60, at: 30, early: early, pause: 400 - early))[31][0]
    }
    #expect(zip(own, own.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test("Only ratios count: a rhythm twice as slow looks the same")
  func rates() {
    let fast = values(premature(60, at: 30, early: 80, pause: 120))
    var intervals = [Int](repeating: 400, count: 60)
    (intervals[30], intervals[31]) = (160, 240)
    var quick = [Int](repeating: 200, count: 60)
    (quick[30], quick[31]) = (80, 120)
    let (slow, same) = (values(beats(intervals)), values(beats(quick)))
    #expect(fast == same)
    for (one, other) in zip(slow, same) {
      for index in one.indices { #expect(abs(one[index] - other[index]) < 1e-4) }
    }
    #expect(slow[31][0] < -2.5)
  }

  @Test("Where a record begins does not count, nor do the samples a second by themselves")
  func origin() {
    let intervals = (0..<50).map { 200 + ($0 * 37) % 41 }
    let rows = values(beats(intervals))
    #expect(values(beats(intervals, from: 9_999)) == rows)
    let fine = RhythmContext(
      beats: beats(intervals.map { $0 * 4 }, from: 400), samplingRateHz: 1000)
    #expect(fine.values == rows)
    #expect(Set(rows.map { $0[0] }).count > 10, "an irregular rhythm has all kinds of rows")
  }

  @Test("An irregular rhythm is restless, and an early beat in it stands out less")
  func irregular() {
    let intervals = (0..<60).map { 200 + [0, 55, -60, 30, -25, 70, -45][$0 % 7] }
    var early = intervals
    (early[30], early[31]) = (120, 280)
    let calm = values(premature(60, at: 30, early: 120, pause: 280))
    let restless = values(beats(early))
    #expect(restless[20][7] > calm[20][7] + 1)
    #expect(restless[20][6] > calm[20][6] + 1)
    #expect(restless[31][4] > calm[31][4])
  }

  @Test("No beats have no rows")
  func none() { #expect(values([]).isEmpty) }

  @Test("One beat and two have rows of numbers that say nothing is early")
  func few() {
    for rows in [values([500]), values([500, 700]), values([0, 200])] {
      for row in rows {
        #expect(row.count == RhythmContext.width)
        #expect(row.allSatisfy { $0.isFinite && abs($0) <= 4 })
        #expect(abs(row[0]) < 0.15)
      }
    }
    #expect(values([500]).count == 1 && values([500, 700]).count == 2)
  }

  @Test(
    "Whatever the beats, numbers are finite and within 4",
    arguments: [
      [0, 250 * 3600, 250 * 7200], [10, 10, 10, 10], [0, 1, 2, 3, 100_000],
      [0, 200, 400, 100_000_000, 100_000_200], [5, 4, 3, 2], [-900, 0, 900], [.min / 4, .max / 4],
    ])
  func extremes(_ beats: [Int]) {
    let rows = values(beats)
    #expect(rows.count == beats.count)
    for row in rows {
      #expect(row.count == RhythmContext.width)
      #expect(row.allSatisfy { $0.isFinite && abs($0) <= 4 })
    }
  }

  @Test("A pause of hours counts as one of three seconds")
  func hugePause() {
    func rows(_ pause: Int) -> [[Float]] {
      var intervals = [Int](repeating: 200, count: 40)
      intervals[20] = pause
      return values(beats(intervals))
    }
    let longest = rows(750)
    #expect(rows(250 * 3600)[21] == longest[21])
    #expect(rows(300)[21] != longest[21])
    #expect(longest[21][0] == 4)
    #expect(zip(rows(250 * 3600), longest).allSatisfy { $0 == $1 })
  }

  @Test("Extra beats by the dozen keep rows finite, a row a beat")
  func random() {
    var random = SeededGenerator(seed: 8)
    for count in [3, 17, 300] {
      let intervals = (0..<count).map { _ in Int.random(in: 1...2000, using: &random) }
      let rows = values(beats(intervals))
      #expect(rows.count == count + 1)
      #expect(rows.allSatisfy { row in row.allSatisfy { $0.isFinite && abs($0) <= 4 } })
    }
  }

  // MARK: Pieces

  @Test("In pieces, each beat's timing is that of its piece alone")
  func pieces() {
    let all = beats((0..<130).map { 180 + ($0 * 31) % 53 })
    let rows = BeatContext.timing(beats: all, pieceBeats: 50)
    #expect(rows.count == all.count)
    #expect(Array(rows[..<50]) == values(Array(all[..<50])))
    #expect(Array(rows[50..<100]) == values(Array(all[50..<100])))
    #expect(Array(rows[100...]) == values(Array(all[100...])))
    #expect(rows != values(all))
  }

  @Test("A piece as long as the record is the record", arguments: [20, 21, 1000])
  func onePiece(_ size: Int) {
    let all = beats((0..<19).map { 180 + ($0 * 31) % 53 })
    #expect(BeatContext.timing(beats: all, pieceBeats: size) == values(all))
    #expect(BeatContext.timing(beats: [], pieceBeats: size).isEmpty)
  }
}
