import SignalProcessing
import Testing

struct BeatFamiliesTests {
  /// A lead with a narrow upright complex at some samples and a wide inverted one at others.
  private func lead(_ narrow: [Int], _ wide: [Int], count: Int, noise: Float = 0) -> [Float] {
    var signals = SyntheticSignals(seed: 5)
    var lead =
      noise > 0 ? signals.noise(count: count, millivolts: noise) : .init(repeating: 0, count: count)
    for beat in narrow { for step in -4...4 { lead[beat + step] += 1 - Float(abs(step)) / 5 } }
    for beat in wide { for step in -14...14 { lead[beat + step] -= 1.5 - Float(abs(step)) / 10 } }
    return lead
  }

  @Test("Two shapes are two families, the commoner first", arguments: [0, 0.05] as [Float])
  func shapes(noise: Float) throws {
    let narrow = stride(from: 100, to: 6000, by: 250).map { $0 }
    let wide = stride(from: 230, to: 6000, by: 1000).map { $0 }
    let beats = (narrow + wide).sorted()
    let found = try BeatFamilies(
      leadsMillivolts: [lead(narrow, wide, count: 6200, noise: noise)], beats: beats)
    #expect(found.numbers == beats.map { narrow.contains($0) ? 0 : 1 })
  }

  @Test("A complex of another height, or found a little beside, is of the same family")
  func heights() throws {
    var one = lead([100, 400, 700], [], count: 900)
    for index in 380..<420 { one[index] *= 2.5 }
    let found = try BeatFamilies(leadsMillivolts: [one, one.map { -$0 }], beats: [102, 400, 697])
    #expect(found.numbers == [0, 0, 0])
  }

  @Test("A beat at the lead's end has no family, and a flat lead one of its own for each")
  func edges() throws {
    let lead = lead([100], [], count: 300)
    #expect(try BeatFamilies(leadsMillivolts: [lead], beats: [5, 100]).numbers == [nil, 0])
    #expect(try BeatFamilies(leadsMillivolts: [], beats: [5]).numbers == [nil])
  }

  @Test("Families have letters, and numbers behind them")
  func letters() {
    #expect([0, 25, 26].map(BeatFamilies.letter) == ["A", "Z", "27"])
  }
}
