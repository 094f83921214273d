import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import TestSupport
import Testing
import Waveforms

/// Long work can be ended, says how far it is every few milliseconds, and computes the same
/// whether or not anybody listens.
@Suite struct EndingTests {
  /// An hour of a lead and an electrogram.
  private static let hour = ReadingFixtures.record(
    seconds: 3600, leads: ["II"], electrograms: ["CS 1-2"])
  /// On average a call in so many seconds is often enough; single ones may be twice as long.
  private static let longest = 0.025

  /// Runs work three times: to its end, without anybody who listens, and to its second call.
  private func expectEndable<Value: Equatable>(
    _ name: String, leastCalls: Int = 10,
    _ work: ((Double) throws -> Void) throws -> Value
  ) throws -> Value {
    var watch = ProgressWatch()
    let value = try work { try watch.note($0) }
    try watch.note(1)
    #expect(watch.isSound, "\(name): \(watch.shares.prefix(40))")
    #expect(watch.shares.count >= leastCalls, "\(name)")
    #expect(watch.longest < Self.longest, "\(name): \(watch.longest) s")
    #expect(try work { _ in } == value, "\(name)")
    var brief = ProgressWatch(endingAt: 2)
    #expect(throws: ProgressWatch.Ended(), "\(name)") { try work { try brief.note($0) } }
    #expect(brief.shares.count == 2, "\(name)")
    return value
  }

  @Test func preparationAndDetection() throws {
    let crew = Crew(count: 1)
    // Made before anybody looks at the time.
    #expect(Self.hour.frameCount == 900_000)
    let notched = try expectEndable("survey") {
      try RecordPreparation(Self.hour, progress: $0).notched
    }
    let preparation = try RecordPreparation(Self.hour)
    #expect(notched == preparation.notched)
    _ = try expectEndable("block", leastCalls: 2) { try preparation.block(7, progress: $0) }
    let signal = try expectEndable("signal", leastCalls: 4) {
      var reader = PreparedReader(preparation)
      return try reader.signal(0..<60_000, crew: crew, progress: $0)
    }
    #expect(signal.channels[1] == (try (0..<4).flatMap { try preparation.block($0).channels[1] }))
    let leads = try expectEndable("surface") {
      var reader = PreparedReader(preparation)
      return try reader.surface(crew: crew, progress: $0)
    }
    let present = leads.filter { !$0.isEmpty }
    let beats = try expectEndable("detection") {
      try QRSDetector.detect(leadsMillivolts: present, progress: $0)
    }
    #expect(beats == QRSDetector.detect(leadsMillivolts: present))
    #expect(beats.count > 4_700)
    let rows = try expectEndable("context") {
      try BeatContext.rows(leads: leads, beats: beats, progress: $0)
    }
    #expect(rows == BeatContext.rows(leads: leads, beats: beats))
  }

  @Test func readings() throws {
    let weights = try ReadingFixtures.weights(ReadingFixtures.beatSizes, preset: "aami")
    let classifier = try ReadingFixtures.classifier(weights)
    #expect(Self.hour.frameCount == 900_000)
    let places = try expectEndable("layout") {
      try RecordReading(classifier, Self.hour, progress: $0).places
    }
    #expect(places.count > 4_700)
    var reading = try RecordReading(classifier, Self.hour)
    let findings = try expectEndable("findings") {
      try reading.findings(0..<600, progress: $0)
    }
    #expect(findings == (try reading.findings(0..<600)))
    _ = try expectEndable("detail", leastCalls: 4) {
      try reading.detail(40, progress: $0)?.channels.map(\.relevance)
    }
  }

  @Test(arguments: 1...3) func whatWasEndedIsMadeAnew(threads: Int) throws {
    let preparation = try RecordPreparation(ReadingFixtures.long)
    let crew = Crew(count: threads)
    var reader = PreparedReader(preparation)
    for limit in 1...2 {
      var watch = ProgressWatch(endingAt: limit)
      #expect(throws: ProgressWatch.Ended()) {
        try reader.signal(0..<60_000, crew: crew) { try watch.note($0) }
      }
    }
    var fresh = PreparedReader(preparation)
    let expected = try fresh.signal(0..<60_000, crew: Crew(count: 1))
    #expect(try reader.signal(0..<60_000, crew: crew) == expected)
  }
}
