import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import TestSupport
import Testing
import Waveforms

@Suite("Preparing records")
struct RecordPreparationTests {
  private static let block = RecordPreparation.blockSamples

  /// The whole record's blocks joined.
  private func whole(_ preparation: RecordPreparation) throws -> PreparedSignal {
    var reader = PreparedReader(preparation)
    return try reader.signal(0..<preparation.sampleCount, crew: Crew(count: 1))
  }

  /// Lead II and the ablation catheter, with samples from formulas.
  private func record(seconds: Double, rateHz: Double = 500) -> Record {
    .synthetic(
      [
        SyntheticChannel(name: "II", values: Waves.surface(seconds: seconds, rateHz: rateHz)),
        SyntheticChannel(
          name: "ABL12", values: Waves.electrogram(seconds: seconds, rateHz: rateHz)),
      ], frameRateHz: rateHz)
  }

  private func largestDifference(_ one: some Sequence<Float>, _ other: some Sequence<Float>)
    -> Float
  { zip(one, other).reduce(0) { max($0, abs($1.0 - $1.1)) } }

  // MARK: Blocks

  @Test("A block's bits depend neither on what was made before nor on who asks")
  func blocksAlone() throws {
    let preparation = try RecordPreparation(record(seconds: 150))
    #expect(preparation.sampleCount == 37_500)
    #expect(preparation.blockCount == 3)
    let forwards = try (0..<3).map { try preparation.block($0) }
    let backwards = try (0..<3).reversed().map { try preparation.block($0) }
    #expect(Array(backwards.reversed()) == forwards)
    let again = try RecordPreparation(record(seconds: 150))
    #expect(try again.block(1) == forwards[1])
    #expect(forwards.map(\.range) == [0..<15_000, 15_000..<30_000, 30_000..<37_500])
  }

  @Test("A minute's end does not show: stretches across it are those of the whole")
  func blockBoundary() throws {
    let preparation = try RecordPreparation(record(seconds: 150))
    let all = try whole(preparation)
    for range in [
      Self.block - 512..<Self.block + 512, Self.block..<Self.block + 1,
      Self.block - 1..<Self.block, Self.block - 1..<2 * Self.block + 1,
    ] {
      var reader = PreparedReader(preparation)
      let part = try reader.signal(range, crew: Crew(count: 1))
      #expect(part == all[range], "\(range)")
    }
  }

  @Test(
    "Block by block it is the whole record resampled and filtered at once",
    arguments: [FilterCascade.Direction.forwardBackward, .causal])
  func wholeRecord(_ direction: FilterCascade.Direction) throws {
    let (seconds, rate) = (150.0, 500.0)
    let record = record(seconds: seconds, rateHz: rate)
    let preparation = try RecordPreparation(
      record, PreparationSettings(direction: direction, mainsHz: 50))
    #expect(preparation.mainsHz == 50)
    #expect(preparation.notched == [Bool](repeating: false, count: 7))
    let found = try whole(preparation)
    func resampled(_ channel: Int) throws -> [Float] {
      let raw = try record.physical(channels: [channel], frames: 0..<record.frameCount).samples
      let resampler = Resampler(from: rate, to: 250, cutoffHz: 112)
      let needed = resampler.inputs(for: 0..<preparation.sampleCount)
      let input = needed.map { raw[max(0, min(raw.count - 1, $0))] }
      return resampler.resample(
        input, inputStart: needed.lowerBound, outputs: 0..<preparation.sampleCount)
    }
    // What is live cannot be reflected about a time that has not come.
    let reach = direction == .causal ? 0 : 500
    var lead = try resampled(0)
    FilterCascade([
      .highPass(cutoffHz: 0.5, samplingRateHz: 250), .lowPass(cutoffHz: 90, samplingRateHz: 250),
      .notch(centreHz: 50, quality: 30, samplingRateHz: 250),
    ]).apply(to: &lead, direction, oddReflection: reach)
    var electrogram = try resampled(1)
    FilterCascade([
      .highPass(cutoffHz: 30, samplingRateHz: 250), .lowPass(cutoffHz: 100, samplingRateHz: 250),
    ]).apply(to: &electrogram, direction, oddReflection: reach)
    var envelope = electrogram.map { abs($0) }
    FilterCascade([.lowPass(cutoffHz: 20, samplingRateHz: 250)]).apply(
      to: &envelope, direction, oddReflection: reach)
    for (name, channel, expected) in [
      ("lead", 1, lead), ("electrogram", 12, electrogram), ("envelope", 19, envelope),
    ] {
      try #require(found.channels[channel].count == expected.count)
      #expect(largestDifference(found.channels[channel], expected) < 1e-5, "\(name)")
      #expect((expected.max() ?? 0) > 0.3, "\(name) has waves to compare")
    }
    #expect(found.channels.filter { !$0.isEmpty }.count == 3)
  }

  @Test("Forwards alone delays a beat, there and back does not")
  func direction() throws {
    // One deflection in silence, at 2 s, the same on either side.
    let values = (0..<1000).map { exp(-pow(Double($0 - 500) / 3, 2)) }
    let record = Record.synthetic([SyntheticChannel(name: "CS12", values: values)])
    func peak(_ direction: FilterCascade.Direction) throws -> Int {
      let signal = try whole(
        RecordPreparation(record, PreparationSettings(direction: direction, mainsHz: 50)))
      let envelope = signal.channels[21]
      return envelope.indices.max { envelope[$0] < envelope[$1] } ?? 0
    }
    #expect(try peak(.forwardBackward) == 500)
    #expect(try (502...506).contains(peak(.causal)))
  }

  @Test("Drift is taken out, beats stay as they are")
  func drift() throws {
    let clean = Waves.surface(seconds: 20, rateHz: 250, noise: 0)
    let drifting = clean.indices.map { clean[$0] + 0.8 * sin(2 * .pi * 0.05 * Double($0) / 250) }
    func lead(_ values: [Double]) throws -> [Float] {
      try whole(
        RecordPreparation(.synthetic([SyntheticChannel(name: "II", values: values)]))
      ).channels[1]
    }
    let (one, other) = (try lead(clean), try lead(drifting))
    #expect(largestDifference(one[500..<4500], other[500..<4500]) < 0.02)
    #expect((one.max() ?? 0) > 0.7)
  }

  // MARK: Length and rate

  @Test("A record shorter than a second is one short block", arguments: [1, 2, 7, 100, 249])
  func short(_ samples: Int) throws {
    let values = Array(Waves.surface(seconds: 1, rateHz: 250).prefix(samples))
    let record = Record.synthetic([
      SyntheticChannel(name: "II", values: values), SyntheticChannel(name: "CS12", values: values),
    ])
    let preparation = try RecordPreparation(record)
    #expect(preparation.sampleCount == samples)
    #expect(preparation.blockCount == 1)
    let signal = try whole(preparation)
    for channel in [1, 14, 21] {
      #expect(signal.channels[channel].count == samples)
      #expect(signal.channels[channel].allSatisfy { $0.isFinite })
    }
    #expect(signal.faults[1].count == samples)
  }

  @Test("A record without frames has no samples")
  func empty() throws {
    let preparation = try RecordPreparation(
      .synthetic([SyntheticChannel(name: "II", values: [])]))
    #expect(preparation.sampleCount == 0 && preparation.blockCount == 0)
  }

  @Test("Channels of several rates stand beside each other in time")
  func severalRates() throws {
    let seconds = 10.0
    let record = Record.synthetic(
      [
        SyntheticChannel(
          name: "II", values: Waves.surface(seconds: seconds, rateHz: 125, noise: 0)),
        SyntheticChannel(
          name: "V1", values: Waves.surface(seconds: seconds, rateHz: 250, noise: 0),
          samplesPerFrame: 2),
        SyntheticChannel(
          name: "V2", values: Waves.surface(seconds: seconds, rateHz: 1000, noise: 0),
          samplesPerFrame: 8),
      ], frameRateHz: 125)
    let preparation = try RecordPreparation(record)
    #expect(preparation.sampleCount == 2500)
    let signal = try whole(preparation)
    let lead = signal.channels[6]
    #expect(largestDifference(lead[250..<2250], signal.channels[7][250..<2250]) < 0.02)
    // At 125 Hz the resampling cuts off at 56 Hz, which lowers the complex.
    func peaks(_ values: [Float]) -> [Int] {
      (300..<2200).filter { place in
        values[place] > 0.5 && values[place] == values[place - 20...place + 20].max()
      }
    }
    let places = peaks(lead)
    #expect(places.count > 8)
    #expect(peaks(signal.channels[7]) == places)
    let slow = peaks(signal.channels[1])
    #expect(slow.count == places.count)
    #expect(zip(slow, places).allSatisfy { abs($0 - $1) <= 1 })
    #expect(signal.faults[1].count == 2500 && signal.faults[7].count == 2500)
  }

  @Test("Frames that begin in the midst of a channel's samples are read right")
  func samplesPerFrame() throws {
    // 977 frames a second with three samples each: blocks do not begin at whole frames.
    let values = Waves.surface(seconds: 70, rateHz: 2931)
    let record = Record.synthetic(
      [
        SyntheticChannel(
          name: "II", values: Array(values.prefix(values.count / 3 * 3)), samplesPerFrame: 3)
      ], frameRateHz: 977)
    let single = Record.synthetic(
      [SyntheticChannel(name: "II", values: Array(values.prefix(values.count / 3 * 3)))],
      frameRateHz: 2931)
    let settings = PreparationSettings(mainsHz: 50)
    let (one, other) = (
      try RecordPreparation(record, settings), try RecordPreparation(single, settings)
    )
    #expect(one.sampleCount == other.sampleCount)
    #expect(try one.block(1) == other.block(1))
  }

  @Test("Places of frames are those of time, within the record")
  func nearest() throws {
    let preparation = try RecordPreparation(record(seconds: 4, rateHz: 1000))
    #expect(preparation.sampleCount == 1000)
    #expect(preparation.sample(nearestTo: 0) == 0)
    #expect(preparation.sample(nearestTo: 400) == 100)
    #expect(preparation.sample(nearestTo: 403) == 101)
    #expect(preparation.sample(nearestTo: -9) == 0)
    #expect(preparation.sample(nearestTo: 4000) == 999)
    #expect(preparation.sample(nearestTo: .max / 1000) == 999)
  }

  // MARK: Units

  @Test(
    "Volts and microvolts become the same millivolts",
    arguments: [("V", 1e-3), ("uV", 1e3), ("µV", 1e3), ("nV", 1e6)])
  func units(_ unit: String, _ perMillivolt: Double) throws {
    let values = Waves.surface(seconds: 5, rateHz: 250)
    let plain = try whole(
      RecordPreparation(.synthetic([SyntheticChannel(name: "V3", values: values)])))
    let other = try whole(
      RecordPreparation(
        .synthetic([
          SyntheticChannel(
            name: "V3", values: values.map { $0 * perMillivolt }, unit: unit,
            gain: 10_000 / perMillivolt)
        ])))
    #expect(largestDifference(plain.channels[8], other.channels[8]) < 1e-5)
    #expect((plain.channels[8].max() ?? 0) > 0.5)
    #expect(plain.faults == other.faults)
  }

  // MARK: Refusals

  @Test("A record without a channel of the model's is refused in a sentence")
  func noChannel() {
    let record = Record.synthetic(
      [
        SyntheticChannel(name: "ART", values: [1, 2], unit: "mmHg"),
        SyntheticChannel(name: "II", values: [1, 2], unit: "NU"),
        SyntheticChannel(name: "RESP", values: [1, 2]),
      ], name: "x007")
    let error = #expect(throws: PreparationError.self) { try RecordPreparation(record) }
    #expect(error == .noChannel(record: "x007", found: ["ART", "II", "RESP"]))
    let text = error.map { "\($0)" } ?? ""
    #expect(
      text == "x007: expected at least one channel of the 12 leads or of ABL12 RVA12 CS12 CS34 "
        + "CS56 CS78 CS90 in volts, found ART, II, RESP")
    #expect(sentenceProblem(text, about: "x007") == nil)
  }
}
