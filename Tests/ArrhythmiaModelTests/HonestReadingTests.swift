import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import Waveforms

@Suite("What a reading knows of its model's limits")
struct HonestReadingTests {
  /// Classes of a beat model with Q.
  private static func beats(
    _ change: (inout ModelProperties) -> Void = { _ in }
  ) throws -> RecordClassifier {
    try ReadingFixtures.classifier(
      ReadingFixtures.weights(ReadingFixtures.beatSizes, preset: "aami") { properties in
        properties.modality = ModalityChoice.ecg.rawValue
        properties.trainedLeads = ["II": 60, "V1": 54]
        properties.mostLeads = 2
        change(&properties)
      })
  }

  private static let names = ["II", "V1"]
  private static func record(
    _ leads: [String], electrograms: [String] = [], seconds: Double = 20
  ) -> Record {
    ReadingFixtures.record(seconds: seconds, leads: leads, electrograms: electrograms)
  }

  private static let frames = Array(stride(from: 250, to: 4500, by: 190))

  @Test("A model of two leads makes the same of a record with electrograms beside them")
  func besides() throws {
    let classifier = try Self.beats()
    let plain = try classifier.run(Self.record(Self.names), beats: Self.frames)
    let study = Self.record(Self.names, electrograms: ["CS 1-2", "RVA 1-2"])
    #expect(try classifier.run(study, beats: Self.frames) == plain)
    #expect(plain.allSatisfy { $0.kind == InputKind(leads: 2, hasElectrograms: false) })
    #expect(classifier.fit(study).state(.iegm) == .unread)
  }

  @Test("Further leads change nothing, and which are read is said")
  func further() throws {
    let classifier = try Self.beats()
    let plain = try classifier.run(Self.record(Self.names), beats: Self.frames)
    let more = Self.record(Self.names + ["V5", "aVF"])
    #expect(try classifier.run(more, beats: Self.frames) == plain)
    let fit = classifier.fit(more)
    #expect(fit.leads == ["II", "V1"] && fit.missingChannels.isEmpty)
    #expect(fit.remark?.contains("of 4 leads it reads II V1") == true)
    #expect(fit.channels.filter { $0.recorded != nil && $0.isRead }.map(\.name) == ["II", "V1"])
  }

  @Test("Without any lead it is refused in a sentence that says what to take")
  func refused() throws {
    let inside = Self.record([], electrograms: ["CS 1-2", "RVA 1-2"])
    let error = #expect(throws: PreparationError.self) {
      try Self.beats().run(inside, beats: Self.frames)
    }
    #expect("\(try #require(error))".contains("expected a surface lead"))
    #expect(try Self.beats().fit(inside).problem == error)
    let deaf = try Self.beats { $0.modality = ModalityChoice.iegm.rawValue }
    let other = #expect(throws: PreparationError.self) {
      try deaf.run(Self.record(Self.names), beats: Self.frames)
    }
    #expect("\(try #require(other))".contains("expected one of the electrograms"))
  }

  @Test("A lead that no training showed is read where there is no other, and never with certainty")
  func foreign() throws {
    let found = try Self.beats().run(Self.record(["aVL"]), beats: Self.frames)
    #expect(!found.isEmpty && found.allSatisfy { $0.evidence != nil && $0.isUncertain })
    #expect(
      found.allSatisfy { $0.verdict.reasons.first == .foreign("aVL was not in its training") })
  }

  @Test("A beat behind a pulse is paced, and so is a record with pulses in a fifth of its beats")
  func pulses() throws {
    let classifier = try Self.beats()
    let record = Self.record(Self.names)
    func paced(_ stimuli: [Double]) throws -> [Bool] {
      try classifier.run(record, beats: Self.frames, stimuli: stimuli)
        .map { $0.verdict.reasons.contains(.paced) }
    }
    let times = Self.frames.map { Double($0) / 250 }
    #expect(try paced([]).allSatisfy { !$0 })
    // 120 ms before the third beat, and one that nothing follows in time.
    let some = try paced([times[2] - 0.12, times[5] - 0.4])
    #expect(some.indices.filter { some[$0] } == [2])
    #expect(try paced(times.prefix(6).map { $0 - 0.05 }).allSatisfy { $0 })
  }

  @Test("A record of which the model calls every few beats paced is a paced one")
  func named() throws {
    let classifier = try Self.beats { $0.classes = ["N", "S", "V", "Q"] }
    let record = Self.record(Self.names)
    let found = try classifier.run(record, beats: Self.frames)
    let share = Double(found.count { $0.decision == 3 }) / Double(found.count)
    // The weights are random; whatever they say, the rule holds.
    #expect(found.allSatisfy { $0.verdict.reasons.contains(.paced) } == (share > 0.2))
    let rhythms = try ReadingFixtures.classifier(ReadingFixtures.weights())
    #expect(try rhythms.run(record).allSatisfy { !$0.verdict.reasons.contains(.paced) })
  }

  @Test("What was found comes back from the disk with its reasons")
  func cached() throws {
    let folder = try ScratchFolder()
    let classifier = try Self.beats()
    let record = Self.record(["aVL"], seconds: 12)
    var reading = try RecordReading(
      classifier, record, beats: [500, 700, 900, 2990], stimuli: [700 / 250 - 0.05])
    var table = FindingTable(reading)
    for (index, finding) in try reading.findings(0..<reading.count).enumerated() {
      table.findings[index] = finding
    }
    try folder.write("r1 1 250 500\nr1.dat 16 200(0)/mV 16 0 0 0 0 II\n".utf8, "r1.hea")
    try folder.write([UInt8](repeating: 1, count: 1000), "r1.dat")
    let key = try #require(FindingKey(recordPath: folder.file("r1"), model: "m"))
    let cache = FindingCache(folder: folder.file("cache"))
    #expect(cache.write(table, key))
    let back = try #require(cache.read(key))
    #expect(back == table)
    #expect(back.findings.compactMap { $0?.verdict.reasons.count }.max() ?? 0 >= 2)
  }
}
