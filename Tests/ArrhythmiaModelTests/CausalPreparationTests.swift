import ArrhythmiaModel
import NeuralNetwork
import SignalProcessing
import Testing
import Waveforms

@Suite("Causal preparation of a recording that comes")
struct CausalPreparationTests {
  /// Channels of several rates with gaps, stillness and clipping, over two blocks and a bit.
  private static func record(seconds: Double = 130, frameRateHz: Double = 125) -> Record {
    let perFrame = [1, 2, 8]
    let channels = zip(["II", "V1", "CS12"], perFrame).map { name, count in
      let rate = frameRateHz * Double(count)
      var values = Waves.surface(seconds: seconds, rateHz: rate)
      func span(_ start: Double, _ length: Double) -> Range<Int> {
        (Int(start * rate)..<Int((start + length) * rate)).clamped(to: values.indices)
      }
      for index in span(0, 0.3) where count == 2 { values[index] = .nan }
      for index in span(40, 0.5) { values[index] = .nan }
      for index in span(59.9, 0.4) { values[index] = values[Int(59.9 * rate)] }
      for index in values.indices where values[index] > 0.9 { values[index] = 0.9 }
      return SyntheticChannel(
        name: name, values: Array(values.prefix(values.count / count * count)),
        samplesPerFrame: count)
    }
    return Record.synthetic(channels, frameRateHz: frameRateHz)
  }

  /// The record when it had no more than its first frames.
  private static func snapshot(of record: Record, frames: Int) -> Record {
    var record = record
    record.frameCount = frames
    for index in record.channels.indices {
      record.channels[index].sampleCount = frames * record.channels[index].samplesPerFrame
    }
    return record
  }

  private static func preparation(_ record: Record) throws -> RecordPreparation {
    try RecordPreparation(record, PreparationSettings(direction: .causal, mainsHz: 50))
  }

  private static func whole(_ preparation: RecordPreparation) throws -> PreparedSignal {
    var reader = PreparedReader(preparation)
    return try reader.signal(0..<preparation.sampleCount, crew: Crew(count: 1))
  }

  private static func differs(_ one: PreparedSignal, _ other: PreparedSignal) -> Bool {
    one.range != other.range || one.faults != other.faults
      || one.channels.map { $0.map(\.bitPattern) } != other.channels.map { $0.map(\.bitPattern) }
  }

  /// Joins parts that follow on each other.
  private struct Joined {
    var signal = PreparedSignal(range: 0..<0, channels: [], faults: [])

    mutating func add(_ part: PreparedSignal) {
      guard !part.range.isEmpty else { return }
      guard !signal.range.isEmpty else { return signal = part }
      #expect(part.range.lowerBound == signal.range.upperBound)
      for index in part.channels.indices { signal.channels[index] += part.channels[index] }
      for index in part.faults.indices { signal.faults[index] += part.faults[index] }
      signal.range = signal.range.lowerBound..<part.range.upperBound
    }
  }

  @Test("Any cutting gives the bits of the blocks of the whole", arguments: 1...4)
  func cuttings(seed: UInt64) throws {
    let record = Self.record(frameRateHz: seed % 2 == 0 ? 125 : 97.7)
    let preparation = try Self.preparation(record)
    let expected = try Self.whole(preparation)
    var random = seed &* 0x9E37_79B9_7F4A_7C15
    var stream = CausalPreparation(preparation)
    var joined = Joined()
    while stream.frameCount < record.frameCount {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let most = [1, 5, 300, 4000][Int(random >> 62)]
      let count = Int(random >> 33) % (most + 1)
      let frames = stream.frameCount..<min(stream.frameCount + count, record.frameCount)
      joined.add(
        stream.append(try record.physical(channels: stream.channels, frames: frames)))
    }
    joined.add(stream.finish())
    #expect(!Self.differs(joined.signal, expected))
    #expect(expected.channels.filter { !$0.isEmpty }.count == 4)
    for slot in [1, 6, 14] {
      let found = Set(expected.faults[slot])
      #expect(found.isSuperset(of: [0, 1, 2]), "clean, flat and clipped samples in slot \(slot)")
    }
  }

  @Test("What is given does not change when more comes, and is given soon")
  func causal() throws {
    let record = Self.record(seconds: 70)
    let preparation = try Self.preparation(record)
    let expected = try Self.whole(preparation)
    let shorter = Self.snapshot(of: record, frames: 125 * 62)
    let frames = try record.physical(channels: [0, 1, 2], frames: 0..<shorter.frameCount)
    var stream = CausalPreparation(preparation.continuing(with: shorter))
    let early = stream.append(frames)
    #expect(!Self.differs(early, expected[early.range]))
    // The slowest channel has 125 samples a second, and the resampler needs 18 of them.
    #expect((62 * 250 - 40..<62 * 250).contains(early.range.upperBound))
    var louder = frames
    for index in louder.samples.indices.suffix(3000) { louder.samples[index] += 1 }
    var other = CausalPreparation(preparation)
    #expect(Self.differs(other.append(louder), early), "what is compared is heard")
  }

  @Test("A preparation that goes on with a longer snapshot keeps its mains")
  func continuing() throws {
    let record = Self.record(seconds: 20)
    let shorter = Self.snapshot(of: record, frames: 1250)
    let before = try RecordPreparation(shorter, PreparationSettings(direction: .causal))
    let after = before.continuing(with: record)
    #expect(after.mainsHz == before.mainsHz && after.notched == before.notched)
    #expect(before.sampleCount == 2500 && after.sampleCount == 5000)
    let early = try Self.whole(before)
    #expect(!Self.differs(try Self.whole(after)[0..<2300], early[0..<2300]))
  }
}
