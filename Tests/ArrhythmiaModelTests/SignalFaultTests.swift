import ArrhythmiaModel
import NeuralNetwork
import Testing
import Waveforms

@Suite("Faults of prepared signals")
struct SignalFaultTests {
  /// The whole record's blocks joined.
  private func whole(_ preparation: RecordPreparation) throws -> PreparedSignal {
    var reader = PreparedReader(preparation)
    return try reader.signal(0..<preparation.sampleCount, crew: Crew(count: 1))
  }

  private static let flat = PreparedSignal.Fault.flat.rawValue
  private static let clipped = PreparedSignal.Fault.clipped.rawValue

  @Test("Missing samples are flagged as clipped, and the last value is held over them")
  func gap() throws {
    var values = Waves.surface(seconds: 8, rateHz: 250)
    for index in 1000..<1100 { values[index] = .nan }
    let held = values.indices.map { values[$0].isNaN ? values[999] : values[$0] }
    func signal(_ values: [Double]) throws -> PreparedSignal {
      try whole(RecordPreparation(.synthetic([SyntheticChannel(name: "II", values: values)])))
    }
    let (found, expected) = (try signal(values), try signal(held))
    #expect(found.channels[1] == expected.channels[1])
    #expect(found.channels[1].allSatisfy { $0.isFinite })
    let places = found.faults[1].indices.filter { found.faults[1][$0] != 0 }
    #expect(places == Array(1000..<1100))
    #expect(found.faults[1][1000..<1100].allSatisfy { $0 == Self.clipped })
  }

  @Test("A channel without any sample is silent and flagged throughout")
  func allMissing() throws {
    let record = Record.synthetic([
      SyntheticChannel(name: "II", values: Waves.surface(seconds: 4, rateHz: 250)),
      SyntheticChannel(name: "V1", values: [Double](repeating: .nan, count: 1000)),
    ])
    let signal = try whole(RecordPreparation(record))
    #expect(signal.channels[6] == [Float](repeating: 0, count: 1000))
    #expect(signal.faults[6] == [UInt8](repeating: Self.clipped, count: 1000))
    #expect(signal.faults[1].allSatisfy { $0 == 0 })
  }

  @Test("A gap at the record's beginning takes the first value that there is")
  func leadingGap() throws {
    var values = Waves.surface(seconds: 4, rateHz: 250)
    for index in 0..<50 { values[index] = .nan }
    let held = values.indices.map { values[$0].isNaN ? values[50] : values[$0] }
    func lead(_ values: [Double]) throws -> [Float] {
      try whole(
        RecordPreparation(.synthetic([SyntheticChannel(name: "II", values: values)]))
      ).channels[1]
    }
    #expect(try lead(values) == lead(held))
  }

  @Test("A signal that stands still for a tenth of a second is flagged as flat, less is not")
  func flatRuns() throws {
    var values = Waves.surface(seconds: 8, rateHz: 250)
    for index in 800..<825 { values[index] = values[800] }
    for index in 1200..<1224 { values[index] = values[1200] }
    let faults = try whole(
      RecordPreparation(.synthetic([SyntheticChannel(name: "II", values: values)]))
    ).faults[1]
    #expect(faults.indices.filter { faults[$0] != 0 } == Array(800..<825))
    #expect(faults[800..<825].allSatisfy { $0 == Self.flat })
  }

  @Test("Samples at the amplifier's limit are flagged as clipped, the rest is not")
  func clippedRuns() throws {
    let values = Waves.surface(seconds: 8, rateHz: 250).map { max(-0.15, min($0, 0.6)) }
    let faults = try whole(
      RecordPreparation(.synthetic([SyntheticChannel(name: "II", values: values)]))
    ).faults[1]
    let limits = (values.min() ?? 0, values.max() ?? 0)
    var flagged = 0
    for index in 2..<values.count - 2 where faults[index] != 0 {
      #expect(values[index] == limits.0 || values[index] == limits.1, "\(index)")
      #expect(faults[index] & Self.clipped != 0)
      flagged += 1
    }
    #expect(flagged > 20)
    // One sample at the extreme is a peak, not a limit.
    let free = try whole(
      RecordPreparation(
        .synthetic([SyntheticChannel(name: "II", values: Waves.surface(seconds: 8, rateHz: 250))]))
    ).faults[1]
    #expect(free.allSatisfy { $0 == 0 })
  }

  @Test("A dead electrode is flat throughout, and not clipped")
  func constant() throws {
    let signal = try whole(
      RecordPreparation(
        .synthetic([
          SyntheticChannel(name: "ABL12", values: [Double](repeating: 0.3, count: 2000))
        ])))
    #expect(signal.faults[12] == [UInt8](repeating: Self.flat, count: 2000))
    #expect(signal.channels[12].allSatisfy { abs($0) < 1e-6 })
    #expect(signal.channels[19].allSatisfy { abs($0) < 1e-6 })
  }

  @Test("Faults stand at their time whatever the channel's rate", arguments: [500.0, 977])
  func faultPlaces(_ rate: Double) throws {
    var values = Waves.surface(seconds: 12, rateHz: rate)
    for index in Int(4 * rate)..<Int(6 * rate) { values[index] = .nan }
    let faults = try whole(
      RecordPreparation(
        .synthetic([SyntheticChannel(name: "II", values: values)], frameRateHz: rate))
    ).faults[1]
    let places = faults.indices.filter { faults[$0] != 0 }
    #expect(abs((places.first ?? 0) - 1000) <= 1)
    #expect(abs((places.last ?? 0) - 1500) <= 1)
    #expect(abs(places.count - 500) <= 2)
  }
}
