import Measures
import Testing
import Waveforms

@Suite("The network that delineates waves")
struct DelineationNetworkTests {
  /// What PyTorch makes of the same numbers and the same signal, in seconds: P onset and end, QRS
  /// onset and end, T end of leads II and V1, by `Benchmarks/delineation/train.py`'s network.
  private static let expected: [(beat: Int, leads: [[Double]])] = [
    (
      5,
      [
        [4.85115, 4.95781, 5.01143, 5.11076, 5.413], [4.85114, 4.95781, 5.0112, 5.111, 5.41308],
      ]
    ),
    (
      12,
      [
        [10.47731, 10.58355, 10.63756, 10.73672, 11.03878],
        [10.47729, 10.58355, 10.63734, 10.73696, 11.03884],
      ]
    ),
  ]

  private func heart() -> SyntheticHeart {
    var heart = SyntheticHeart()
    (heart.rateHz, heart.leads) = (250, ["II", "V1"])
    return heart
  }

  @Test("Marks are those that PyTorch finds by the same numbers")
  func parity() throws {
    let heart = heart()
    let measurer = try BeatMeasurer(record: heart.record, beats: heart.beats)
    for (beat, leads) in Self.expected {
      let found = try measurer.leads(ofBeat: beat)
      for (channel, expected) in leads.enumerated() {
        let marks = try #require(found[channel])
        let times = [marks.pOnset, marks.pOffset, marks.qrsOnset, marks.qrsOffset, marks.tEnd]
        for (time, expected) in zip(times, expected) {
          // Here mains are taken away first, which such sharp waves have some of: under a sample.
          #expect(abs((time ?? 0) - expected) < 0.003, "beat \(beat), lead \(channel)")
        }
      }
    }
  }

  @Test("The size of a lead and the side it is seen from change nothing")
  func scale() throws {
    let heart = heart()
    let record = heart.record
    var other = record
    other.channels = record.channels.map { channel in
      var channel = channel
      channel.calibration = Calibration(gain: -4 * channel.calibration.gain)
      return channel
    }
    let (one, two) = (
      try BeatMeasurer(record: record, beats: heart.beats).measure(from: 3, to: 8),
      try BeatMeasurer(record: other, beats: heart.beats).measure(from: 3, to: 8)
    )
    for (one, two) in zip(one, two) {
      // The amplifier's floor counts more in a small lead, and learning turned leads over.
      #expect(abs((one.fiducials.qrsOnset ?? 0) - (two.fiducials.qrsOnset ?? 9)) < 0.006)
      #expect(abs((one.fiducials.qrsOffset ?? 0) - (two.fiducials.qrsOffset ?? 9)) < 0.006)
    }
  }

  @Test("Intervals lie between the earliest and the latest lead, and both are given")
  func conventions() throws {
    for (measures, _) in try heart().measured() {
      let (median, global) = (measures.fiducials, measures.fiducials.global)
      let onset = try #require(global.qrsOnset)
      let offset = try #require(global.qrsOffset)
      #expect(measures.qrs == offset - onset && measures.qt == global.tEnd.map { $0 - onset })
      #expect(measures.pr == global.pOnset.map { onset - $0 })
      #expect(onset <= (median.qrsOnset ?? 0) + 0.004 && offset >= (median.qrsOffset ?? 9) - 0.004)
    }
  }

  @Test("A beat that cannot be measured says why")
  func reasons() throws {
    var heart = heart()
    #expect(try heart.measured().allSatisfy { $0.measures.doubts.isEmpty })
    heart.gap = heart.onset(10) - 0.3...heart.onset(10) - 0.2
    let doubted = try heart.measured().map(\.measures).filter { $0.qrs == nil }
    #expect(!doubted.isEmpty && doubted.allSatisfy { $0.doubts[.qrs] == .noLeads })
    #expect(doubted.allSatisfy { $0.doubts[.qt] == .noLeads && $0.doubts[.pr] == .noLeads })
  }
}
