import ArrhythmiaModel
import NeuralNetwork
import Testing
import Waveforms

@Suite("Reading prepared records")
struct PreparedReaderTests {
  /// 200 s: three blocks and a third.
  private static let samples = 50_000

  private let preparation: RecordPreparation

  init() throws {
    let seconds = Double(Self.samples) / 250
    preparation = try RecordPreparation(
      .synthetic([
        SyntheticChannel(name: "II", values: Waves.surface(seconds: seconds, rateHz: 250)),
        SyntheticChannel(name: "V4", values: Waves.surface(seconds: seconds, rateHz: 250, seed: 5)),
        SyntheticChannel(name: "CS90", values: Waves.electrogram(seconds: seconds, rateHz: 250)),
      ]))
  }

  /// All blocks in their order, without the reader.
  private func whole() throws -> PreparedSignal {
    let blocks = try (0..<preparation.blockCount).map { try preparation.block($0) }
    return PreparedSignal(
      range: 0..<Self.samples,
      channels: blocks[0].channels.indices.map { index in blocks.flatMap { $0.channels[index] } },
      faults: blocks[0].faults.indices.map { index in blocks.flatMap { $0.faults[index] } })
  }

  @Test("Any stretch is the same stretch of the whole, in whatever order it is asked for")
  func stretches() throws {
    let all = try whole()
    #expect(preparation.blockCount == 4)
    var reader = PreparedReader(preparation)
    let crew = Crew(count: 1)
    for range in [
      0..<1, 0..<Self.samples, 44_999..<Self.samples, 14_488..<15_512, 100..<1124,
      14_999..<30_001, 15_000..<30_000, 49_999..<50_000, 0..<15_000, 29_000..<31_000,
    ] {
      #expect(try reader.signal(range, crew: crew) == all[range], "\(range)")
    }
  }

  @Test("Beyond the record's ends all channels are silent and without fault")
  func beyond() throws {
    let all = try whole()
    var reader = PreparedReader(preparation)
    let crew = Crew(count: 1)
    for range in [
      -100..<100, -512..<512, 49_500..<50_600, -7..<50_007, -30..<0, 50_000..<50_010,
      -900..<(-400), 70_000..<70_100,
    ] {
      let found = try reader.signal(range, crew: crew)
      #expect(found.range == range)
      let inside = range.clamped(to: 0..<Self.samples)
      for channel in 0..<PreparedSignal.channelCount {
        let values = all.channels[channel]
        let expected =
          values.isEmpty ? [] : range.map { inside.contains($0) ? values[$0] : 0 }
        #expect(found.channels[channel] == expected, "channel \(channel) of \(range)")
      }
      for slot in 0..<PreparedSignal.slotCount {
        let faults = all.faults[slot]
        let expected =
          faults.isEmpty ? [] : range.map { inside.contains($0) ? faults[$0] : 0 }
        #expect(found.faults[slot] == expected, "slot \(slot) of \(range)")
      }
    }
  }

  @Test("Two and three threads prepare the bits of one", arguments: [2, 3])
  func threads(_ count: Int) throws {
    var (one, many) = (PreparedReader(preparation), PreparedReader(preparation))
    for range in [0..<Self.samples, 100..<400, -50..<31_000] {
      let expected = try one.signal(range, crew: Crew(count: 1))
      #expect(try many.signal(range, crew: Crew(count: count)) == expected, "\(range)")
    }
  }

  @Test("The surface leads come whole, absent ones empty", arguments: [1, 2])
  func surface(_ threads: Int) throws {
    let all = try whole()
    var reader = PreparedReader(preparation)
    let leads = try reader.surface(crew: Crew(count: threads))
    #expect(leads == Array(all.channels[..<12]))
    #expect(leads[1].count == Self.samples && leads[9].count == Self.samples)
    #expect(leads.count { $0.isEmpty } == 10)
    #expect(leads[1] != leads[9])
  }

  @Test("A part of a prepared stretch keeps its time, and ends where the stretch ends")
  func parts() throws {
    let block = try preparation.block(1)
    let part = block[15_100..<15_200]
    #expect(part.range == 15_100..<15_200)
    #expect(part.channels[1] == Array(block.channels[1][100..<200]))
    #expect(part.faults[18] == Array(block.faults[18][100..<200]))
    #expect(part.channels[0].isEmpty)
    let clamped = block[0..<15_010]
    #expect(clamped.range == 15_000..<15_010)
    #expect(clamped.channels[25] == Array(block.channels[25][..<10]))
  }

  @Test("Envelopes belong to their electrogram's slot")
  func slots() {
    #expect((0..<19).allSatisfy { PreparedSignal.slot(ofChannel: $0) == $0 })
    #expect((19..<26).map { PreparedSignal.slot(ofChannel: $0) } == Array(12..<19))
    #expect(PreparedSignal.channelCount == 26 && PreparedSignal.slotCount == 19)
  }
}
