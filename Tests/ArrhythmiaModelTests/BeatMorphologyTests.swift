import ArrhythmiaModel
import Foundation
import TestSupport
import Testing

@Suite("A beat's form among its record's")
struct BeatMorphologyTests {
  private static let beats = (0..<40).map { 150 + $0 * 200 }

  /// A lead whose complexes are what `shape` makes of a beat's number and the milliseconds from it.
  private func lead(
    _ beats: [Int] = Self.beats, count: Int = 8200, seed: Int = 1,
    _ shape: (_ beat: Int, _ milliseconds: Double) -> Double
  ) -> [Float] {
    var random = SeededGenerator(seed: seed)
    var values = random.normals(count, scale: 0.005)
    for (index, beat) in beats.enumerated() {
      for place in max(0, beat - 60)..<min(count, beat + 60) {
        values[place] += shape(index, Double(place - beat) * 4)
      }
    }
    return values.map(Float.init)
  }

  private static func narrow(_ milliseconds: Double) -> Double {
    exp(-pow(milliseconds / 15, 2)) - 0.3 * exp(-pow((milliseconds - 30) / 12, 2))
  }

  private static func wide(_ milliseconds: Double) -> Double {
    -0.9 * exp(-pow((milliseconds + 10) / 45, 2)) + 0.4 * exp(-pow((milliseconds - 70) / 40, 2))
  }

  private func rows(_ leads: [[Float]], _ beats: [Int] = Self.beats) -> [[Float]] {
    BeatMorphology(leads: leads, beats: beats).values
  }

  @Test("Beats that are all alike resemble each other")
  func alike() {
    let rows = rows([lead { _, time in Self.narrow(time) }])
    #expect(rows.count == Self.beats.count)
    for row in rows {
      #expect(row.count == BeatMorphology.width)
      #expect(row[0] > 0.2 && row[0] <= 0.3001, "likeness near 1")
      #expect(abs(row[1] - 0.9) < 1e-5, "all beats are like it")
      #expect(abs(row[2]) < 0.2 && abs(row[3]) < 1)
    }
  }

  @Test("One odd complex among many alike is unlike them, and its neighbours know")
  func odd() {
    let rows = rows([
      lead { index, time in index == 20 ? Self.wide(time) : Self.narrow(time) },
      lead(seed: 2) { index, time in
        index == 20 ? 0.6 * Self.wide(time) : -0.5 * Self.narrow(time)
      },
    ])
    #expect(rows[20][0] < -0.5)
    #expect(rows[20][1] < -1.9, "hardly a beat is like it")
    #expect(rows[19][5] == rows[20][0] && rows[21][4] == rows[20][0])
    for (index, row) in rows.enumerated() where index != 20 {
      #expect(row[0] > 0.15, "\(index)")
      #expect(row[1] > 0.7, "\(index)")
    }
    #expect(rows[20][3] > 1, "it is wider")
    for index in 1..<rows.count { #expect(rows[index][4] == rows[index - 1][0], "\(index)") }
    for index in 0..<rows.count - 1 { #expect(rows[index][5] == rows[index + 1][0], "\(index)") }
    #expect(rows[0][4] == rows[0][0] && rows[39][5] == rows[39][0])
  }

  @Test("What is wide throughout is usual there")
  func bundleBranchBlock() {
    let rows = rows([lead { _, time in Self.wide(time) }])
    #expect(rows.allSatisfy { $0[0] > 0.15 && $0[1] > 0.8 && abs($0[3]) < 1 })
  }

  @Test("The commonest form is the usual one, also where another is frequent")
  func twoForms() {
    let rows = rows([
      lead { index, time in index % 4 == 1 ? Self.wide(time) : Self.narrow(time) }
    ])
    for (index, row) in rows.enumerated() {
      #expect((row[0] > 0.1) == (index % 4 != 1), "\(index)")
      // Ten of forty are of the rarer form, thirty of the usual one.
      #expect(abs(row[1] - 3 * ((index % 4 == 1 ? 0.25 : 0.75) - 0.7)) < 0.01, "\(index)")
    }
  }

  @Test("A beat's height counts against the record's, in logarithms cut at 1.5")
  func amplitude() {
    let factors = [10: 2.0, 15: 0.5, 20: 20, 25: 0.02]
    let rows = rows([
      lead(seed: 3) { index, time in (factors[index] ?? 1) * Self.narrow(time) }
    ])
    #expect(abs(rows[10][2] - 2 * Float(log(2.0))) < 0.06)
    #expect(abs(rows[15][2] + 2 * Float(log(2.0))) < 0.06)
    #expect(rows[20][2] == 3 && rows[25][2] == -3)
    #expect(rows[10][0] > 0.2 && rows[15][0] > 0.2, "height is not form")
    #expect(abs(rows[5][2]) < 0.1)
  }

  @Test("The wider a complex, the larger its number")
  func widths() {
    func width(_ factor: Double) -> Float {
      rows([lead { index, time in Self.narrow(index == 20 ? time / factor : time) }])[20][3]
    }
    let found = [0.6, 1, 1.5, 2.2].map(width)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
    #expect(found[3] > 1)
  }

  @Test("A lead's gain does not count", arguments: [Float(0.25), 2, 64])
  func gain(_ factor: Float) {
    let (one, other) = (
      lead { index, time in index == 7 ? Self.wide(time) : Self.narrow(time) },
      lead(seed: 4) { _, time in 0.5 * Self.wide(time) }
    )
    let plain = rows([one, other])
    // Steepness is in millivolts: only together do leads keep their shares of it.
    let scaled = rows([one.map { $0 * factor }, other.map { $0 * factor }])
    for (row, expected) in zip(scaled, plain) {
      for index in row.indices { #expect(abs(row[index] - expected[index]) < 1e-4) }
    }
    let apart = rows([one.map { $0 * factor }, other])
    for (row, expected) in zip(apart, plain) {
      for index in [0, 1, 2, 4, 5] { #expect(abs(row[index] - expected[index]) < 1e-4) }
    }
  }

  @Test("Marks that are off by 12 ms change the likeness little")
  func jitter() {
    let one = lead { _, time in Self.narrow(time) }
    let marks = Self.beats.enumerated().map { index, beat in beat + [0, 3, -3, 2, -1][index % 5] }
    #expect(rows([one], marks).allSatisfy { $0[0] > 0.15 && $0[1] > 0.85 })
  }

  @Test("Dead and absent leads do not count")
  func deadLeads() {
    let one = lead { index, time in index == 9 ? Self.wide(time) : Self.narrow(time) }
    let expected = rows([one])
    let zeros = [Float](repeating: 0, count: one.count)
    let low = one.map { $0 * 1e-3 }
    #expect(rows([zeros, one]) == expected)
    #expect(rows([one, [Float](repeating: 5, count: one.count)]) == expected)
    #expect(rows([low, one, zeros]) == expected)
    #expect(expected[9][0] < 0)
  }

  @Test("Without a live lead all numbers are 0")
  func noLead() {
    let zeros = [[Float]](repeating: [Float](repeating: 0, count: 6), count: Self.beats.count)
    #expect(rows([]) == zeros)
    #expect(rows([[Float](repeating: 0, count: 8200)]) == zeros)
    #expect(rows([[]]) == zeros)
  }

  @Test("No beats have no rows, one beat one")
  func fewBeats() {
    let one = lead { _, time in Self.narrow(time) }
    #expect(rows([one], []).isEmpty)
    let single = rows([one], [150])
    #expect(single.count == 1)
    #expect(single.allSatisfy { row in row.allSatisfy { $0.isFinite } })
    #expect(single[0][0] > 0.29 && single[0][2] == 0 && single[0][3] == 0)
  }

  @Test("Beats at the record's edges, and beyond, have finite rows")
  func edges() {
    let places = [0, 3] + Self.beats + [8197, 8199]
    let one = lead(places) { _, time in Self.narrow(time) }
    let rows = rows([one], [-40] + places + [8300])
    #expect(rows.count == places.count + 2)
    #expect(rows.allSatisfy { row in row.allSatisfy { $0.isFinite && abs($0) <= 6 } })
    #expect(rows[10][0] > 0.2)
  }

  @Test("The same record gives the same bits")
  func deterministic() {
    let one = lead { index, time in index == 9 ? Self.wide(time) : Self.narrow(time) }
    let first = BeatMorphology(leads: [one], beats: Self.beats)
    #expect(first == BeatMorphology(leads: [one], beats: Self.beats))
    #expect(rows([one]) != rows([lead(seed: 2) { _, time in Self.narrow(time) }]))
  }

  @Test("More beats than are compared with each other still have a row each")
  func manyBeats() {
    let beats = (0..<700).map { 150 + $0 * 100 }
    let one = lead(beats, count: 70_300) { index, time in
      index == 333 ? Self.wide(time) : Self.narrow(time)
    }
    let rows = rows([one], beats)
    #expect(rows.count == 700)
    #expect(rows.indices.min { rows[$0][0] < rows[$1][0] } == 333)
    #expect(rows[334][1] > 0.85)
  }

  // MARK: Both together

  @Test("A beat's context is its timing and then its form, absent leads left out")
  func context() {
    let one = lead { index, time in index == 9 ? Self.wide(time) : Self.narrow(time) }
    var leads = [[Float]](repeating: [], count: 12)
    leads[1] = one
    let found = BeatContext.rows(leads: leads, beats: Self.beats)
    let timing = RhythmContext(beats: Self.beats).values
    #expect(found == zip(timing, rows([one])).map { $0 + $1 })
    #expect(found.allSatisfy { $0.count == BeatContext.width })
    #expect(BeatContext.width == RhythmContext.width + BeatMorphology.width)
    #expect(BeatContext.rows(leads: leads, beats: []).isEmpty)
    let silent = BeatContext.rows(
      leads: [[Float]](repeating: [], count: 12), beats: Self.beats)
    #expect(silent == timing.map { $0 + [Float](repeating: 0, count: 6) })
  }
}
