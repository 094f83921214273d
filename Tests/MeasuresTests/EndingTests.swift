import Measures
import Simulation
import TestSupport
import Testing
import Waveforms

@Suite struct EndingTests {
  private static let script = PatientScript.child(
    diagnosis: "AVRT-WPW", pathway: "left lateral", [.sinus(beats: 40)])

  @Test("Measuring says how far it is every few milliseconds, and can be ended")
  func ending() throws {
    let patient = PatientSimulator.patient(Self.script)
    let record = Record(patient)
    let beats = patient.truth.map(\.qrsPeak)
    var watch = ProgressWatch()
    let measurer = try BeatMeasurer(record: record, beats: beats) { try watch.note($0) }
    #expect(watch.isSound && watch.shares.count >= 20)
    var measuring = ProgressWatch()
    let measures = try measurer.measure(from: 0, to: .infinity) { try measuring.note($0) }
    #expect(measuring.isSound && measuring.shares.count == beats.count)
    #expect(max(watch.longest, measuring.longest) < 0.025)
    #expect(
      measures == (try BeatMeasurer(record: record, beats: beats).measure(from: 0, to: .infinity)))
    var brief = ProgressWatch(endingAt: 3)
    #expect(throws: ProgressWatch.Ended()) {
      try BeatMeasurer(record: record, beats: beats) { try brief.note($0) }
    }
    var briefer = ProgressWatch(endingAt: 3)
    #expect(throws: ProgressWatch.Ended()) {
      try measurer.measure(from: 0, to: .infinity) { try briefer.note($0) }
    }
    #expect(brief.shares.count == 3 && briefer.shares.count == 3)
  }
}
