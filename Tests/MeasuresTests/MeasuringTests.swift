import Measures
import Simulation
import Testing
import Waveforms

@Suite("Measuring")
struct MeasuringTests {
  private static let script = PatientScript.child(
    diagnosis: "AVRT-WPW", pathway: "left lateral",
    [.sinus(beats: 12), .onset(.avrt), .run(.avrt, beats: 20), .sinus(beats: 12)])

  @Test("A beat's measures do not depend on the span that is asked for")
  func spans() throws {
    let patient = PatientSimulator.patient(Self.script)
    let beats = patient.truth.map(\.qrsPeak)
    let measurer = try BeatMeasurer(record: Record(patient), beats: beats)
    let all = try measurer.measure(from: 0, to: .infinity)
    #expect(all.map(\.beat) == beats)
    for (from, to) in [(3.0, 4.0), (0.0, 7.7), (9.3, 14.1), (12.0, 100.0), (5.0, 5.0)] {
      let part = try measurer.measure(from: from, to: to)
      #expect(part == all.filter { $0.beat >= from && $0.beat < to })
    }
    let again = try BeatMeasurer(record: Record(patient), beats: beats)
    #expect(try again.measure(from: 0, to: .infinity) == all)
  }

  @Test("Moments stand in the order of the heart")
  func order() throws {
    let patient = try MeasuredPatient(Self.script)
    for (measures, _) in patient.pairs {
      let moments = measures.fiducials
      let times = [moments.pOnset, moments.qrsOnset, moments.qrsOffset, moments.tEnd]
        .compactMap { $0 }
      #expect(times == times.sorted())
      if let pr = measures.pr { #expect(pr > 0.05 && pr < 0.42) }
      if let qrs = measures.qrs { #expect(qrs > 0.03 && qrs < 0.26) }
    }
  }

  @Test("Records that hold nothing to measure give beats without measures")
  func nothing() throws {
    var patient = PatientScript.child(layout: .ventricularOnly, [.sinus(beats: 5)])
    patient.noise = .absent
    let simulated = PatientSimulator.patient(patient)
    var record = Record(simulated)
    // Pressures are not leads.
    for index in record.channels.indices {
      record.channels[index].identity = ChannelIdentity(kind: .pressure)
    }
    let beats = simulated.truth.map(\.qrsPeak)
    let measures = try BeatMeasurer(record: record, beats: beats).measure(from: 0, to: 100)
    #expect(measures.count == beats.count)
    #expect(measures.allSatisfy { $0.qrs == nil && $0.fiducials == Fiducials() })
    #expect(measures.dropFirst().allSatisfy { $0.rr != nil })
    #expect(try BeatMeasurer(record: record, beats: []).measure(from: 0, to: 100).isEmpty)
  }
}
