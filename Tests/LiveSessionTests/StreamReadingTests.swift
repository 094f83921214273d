import ArrhythmiaModel
import Foundation
import LiveSession
import LiveStreams
import NeuralNetwork
import SignalProcessing
import Testing
import Waveforms

/// The shipped models on the sample data, which come frame by frame.
@Suite struct StreamReadingTests {
  private static func path(_ name: String) -> String {
    var folder = URL(filePath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.appending(path: name).path
  }

  /// A shipped model as if it had been trained on causal input, so that a record is prepared so too.
  private func classifier(_ name: String) throws -> RecordClassifier {
    var weights = try ModelWeights(path: Self.path("Models/\(name).safetensors"))
    var properties = try #require(weights.properties)
    properties.filters = FilterCascade.Direction.causal.rawValue
    try weights.setProperties(properties)
    return try #require(RecordClassifier(weights, crew: Crew(count: 1)))
  }

  /// What is said of a record while it comes, in pieces of so many frames; the mains are looked for in its
  /// first seconds.
  private func readings(
    _ classifier: RecordClassifier, _ record: Record, piece: Int, mainsSeconds: Double = 5
  ) throws -> (readings: [StreamReading.Reading], beats: [Int]) {
    let header = try StreamHeader(
      name: record.name, samplingRateHz: record.frameRateHz,
      channels: record.channels.map { .init(name: $0.name, calibration: $0.calibration) },
      source: "test")
    let buffer = LiveBuffer(header, seconds: record.durationSeconds + 1)
    let block = try record.digital(
      channels: Array(record.channels.indices), frames: 0..<record.frameCount)
    buffer.append(
      (0..<record.frameCount).flatMap { frame in
        record.channels.indices.map { block.samples[block.starts[$0] + frame] }
      })
    let beginning = buffer.record(
      frames: 0..<min(record.frameCount, Int(mainsSeconds * record.frameRateHz)))
    var signal = try StreamSignal(beginning, keptSeconds: StreamReading.keptSeconds)
    var beats = StreamBeats(keptSeconds: StreamReading.keptSeconds)
    var reading = try StreamReading(classifier, beginning)
    var found: [StreamReading.Reading] = []
    for start in stride(from: 0, to: record.frameCount, by: piece) {
      let frames = start..<min(start + piece, record.frameCount)
      signal.append(buffer.physical(channels: signal.channels, frames: frames))
      let new = beats.update(signal)
      found += try reading.update(signal, beats, new: new)
    }
    return (found, beats.beats)
  }

  /// Of the same four seconds the same is said, live or of the whole record.
  @Test func saysOfAWindowWhatIsSaidOfTheRecord() throws {
    let classifier = try classifier("g8")
    let record = try Recording(path: Self.path("SampleData/x003")).record
    var whole = try RecordReading(classifier, record)
    let offline = try whole.findings(0..<whole.count)
    let live = try readings(classifier, record, piece: 98, mainsSeconds: 1e4).readings
    let byPlace = Dictionary(
      live.map { ($0.finding.place.lowerBound, $0.finding) },
      uniquingKeysWith: { first, _ in first })
    let pairs = offline.compactMap { finding in
      byPlace[finding.place.lowerBound].map { (finding, $0) }
    }
    #expect(pairs.count > offline.count - 3)
    #expect(live.count > 2 * offline.count - 6)
    let differences = pairs.map { one, other in
      zip(one.evidence?.probabilities ?? [], other.evidence?.probabilities ?? [])
        .map { abs($0 - $1) }.max() ?? 1
    }
    #expect(pairs.allSatisfy { $0.decision == $1.decision && $0.verdict.set == $1.verdict.set })
    #expect(differences.allSatisfy { $0 < 1e-5 }, "\(differences)")
    #expect(live.allSatisfy { abs($0.attention.reduce(0, +) - 1) < 1e-3 })
  }

  /// Beats are told by what is around them, of which a stream knows less than the record.
  @Test func namesBeatsAsTheRecordDoes() throws {
    let classifier = try classifier("aami")
    let record = try Recording(path: Self.path("SampleData/x004")).record
    let live = try readings(classifier, record, piece: 98)
    let rate = PreparationSettings.samplingRateHz
    let frames = live.beats.map { Int((Double($0) * record.frameRateHz / rate).rounded()) }
    var whole = try RecordReading(classifier, record, beats: frames)
    let offline = try whole.findings(0..<whole.count)
    let byPlace = Dictionary(
      offline.map { ($0.place.lowerBound, $0.decision) }, uniquingKeysWith: { first, _ in first })
    let compared = live.readings.compactMap { reading in
      byPlace[reading.finding.place.lowerBound].map { $0 == reading.finding.decision }
    }
    #expect(compared.count > live.beats.count * 9 / 10)
    #expect(Double(compared.count { $0 }) > 0.9 * Double(compared.count))
  }

  @Test(arguments: [977, 250]) func isTheSameHoweverItIsCut(piece: Int) throws {
    let classifier = try classifier("g8")
    let record = try Recording(path: Self.path("SampleData/x004")).record
    let one = try readings(classifier, record, piece: 98)
    let other = try readings(classifier, record, piece: piece)
    #expect(one.beats == other.beats && one.readings == other.readings)
  }

  @Test func refusesModelsThatWereNotTestedCausally() throws {
    var properties = try #require(
      try ModelWeights(path: Self.path("Models/g8.safetensors")).properties)
    #expect(StreamReading.refusal(properties) == nil)
    properties.evaluation.removeAll { $0.contains(ModelProperties.causalRemark) }
    #expect(StreamReading.refusal(properties)?.contains("causal filters") == true)
    properties.filters = FilterCascade.Direction.causal.rawValue
    #expect(StreamReading.refusal(properties) == nil)
    properties.evaluation = []
    #expect(StreamReading.refusal(properties) != nil)
  }
}
