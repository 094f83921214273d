import Measures
import Simulation
import Testing
import Waveforms

@Suite("Intervals of the surface ECG")
struct SurfaceMeasureTests {
  private static let patients: [PatientScript] =
    (1...3).map { .child(seed: $0, [.sinus(beats: 30)]) }
    + (5...6).map { .adult(seed: $0, [.sinus(beats: 30)]) }

  @Test("P, QRS and T stand where the simulated heart has them", arguments: patients)
  func waves(_ script: PatientScript) throws {
    let patient = try MeasuredPatient(script)
    let onset = Errors(patient.pairs, { $0.fiducials.qrsOnset }, { $0.ventricularOnset })
    #expect(onset.share == 1 && onset.mean < 0.01 && onset.worst < 0.03)
    let offset = Errors(patient.pairs, { $0.fiducials.qrsOffset }, { $0.qrsOffset })
    #expect(offset.share == 1 && offset.mean < 0.02, "\(offset.mean)")
    let duration = Errors(patient.pairs, { $0.qrs }, { $0.qrsOffset - $0.ventricularOnset })
    #expect(duration.mean < 0.04, "\(duration.mean)")
    let end = Errors(patient.pairs, { $0.fiducials.tEnd }, { $0.tEnd })
    #expect(end.share > 0.85 && end.mean < 0.05)
    let interval = Errors(patient.pairs, { $0.qt }, { $0.tEnd - $0.ventricularOnset })
    #expect(interval.mean < 0.06, "\(interval.mean)")
    let conduction = Errors(
      patient.pairs, { $0.pr }, { truth in truth.atrial.map { truth.ventricularOnset - $0.onset } })
    #expect(conduction.share > 0.6 && conduction.mean < 0.02 && conduction.worst < 0.06)
  }

  @Test("No wave is measured outside of the record", arguments: [0.15, 0.25, 0.3, 0.35])
  func ends(behind last: Double) throws {
    let patient = PatientSimulator.patient(.adult([.sinus(beats: 12)]))
    var record = Record(patient)
    let beats = Array(patient.truth.map(\.qrsPeak).prefix(10))
    record.frameCount = Int((beats[9] + last) * record.frameRateHz)
    for index in record.channels.indices {
      record.channels[index].sampleCount =
        record.frameCount * record.channels[index].samplesPerFrame
    }
    let measures = try BeatMeasurer(record: record, beats: beats).measure(from: 0, to: .infinity)
    #expect(measures.count == 10 && measures[8].fiducials.tEnd != nil)
    let ends = measures.compactMap(\.fiducials.tEnd)
    #expect(ends.allSatisfy { $0 <= record.durationSeconds }, "\(ends.last ?? 0)")
  }

  @Test("PR needs no electrograms")
  func surfaceAlone() throws {
    let patient = try MeasuredPatient(.adult(layout: .ventricularOnly, [.sinus(beats: 40)]))
    let errors = Errors(
      patient.pairs, { $0.pr }, { truth in truth.atrial.map { truth.ventricularOnset - $0.onset } })
    #expect(errors.share > 0.6 && errors.mean < 0.015)
    #expect(patient.pairs.allSatisfy { $0.measures.coronarySinus.isEmpty && $0.measures.av == nil })
  }

  @Test("Fibrillation has no PR")
  func fibrillation() throws {
    for layout in [PatientScript.Layout.full, .ventricularOnly] {
      let patient = try MeasuredPatient(
        .adult(layout: layout, [.sinus(beats: 6), .run(.afib, beats: 40), .sinus(beats: 6)]))
      let given = patient.pairs(.afib).filter { $0.measures.pr != nil }.count
      #expect(given <= 2, "\(given) of 40 beats")
    }
  }

  @Test("RR is the beats' own, and QTc follows from it by Bazett and Fridericia")
  func correction() throws {
    let patient = try MeasuredPatient(.child([.sinus(beats: 20)]))
    for (pair, next) in zip(patient.pairs, patient.pairs.dropFirst()) {
      let rr = next.truth.qrsPeak - pair.truth.qrsPeak
      #expect(next.measures.rr == rr && next.measures.beatsPerMinute == 60 / rr)
      guard let qt = next.measures.qt, let bazett = next.measures.qtcBazett,
        let fridericia = next.measures.qtcFridericia
      else { continue }
      #expect(abs(bazett * bazett * rr - qt * qt) < 1e-9)
      #expect(abs(fridericia * fridericia * fridericia * rr - qt * qt * qt) < 1e-9)
    }
    #expect(patient.pairs.contains { $0.measures.qtcBazett != nil })
  }
}
