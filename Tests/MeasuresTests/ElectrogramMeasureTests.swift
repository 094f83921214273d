import Measures
import Simulation
import Testing
import Waveforms

@Suite("Intervals of electrograms")
struct ElectrogramMeasureTests {
  private static let sites = ["CS12", "CS34", "CS56", "CS78", "CS90"]

  /// Patient, the beats that count, and which site is first.
  private static let cases: [(PatientScript, BeatKind, String)] = [
    (.child([.sinus(beats: 40)]), .sinus, "CS90"),
    (
      .child(
        diagnosis: "AVRT", pathway: "left lateral",
        [.sinus(beats: 8), .onset(.avrt), .run(.avrt, beats: 32)]),
      .avrt, "CS12"
    ),
    (
      .child(
        diagnosis: "AVRT", pathway: "left posterior", seed: 1,
        [.sinus(beats: 8), .onset(.avrt), .run(.avrt, beats: 32)]), .avrt, "CS56"
    ),
  ]

  @Test("Coronary sinus activations are true to 3 ms and in the true order", arguments: 0..<3)
  func order(_ index: Int) throws {
    let (script, kind, first) = Self.cases[index]
    let patient = try MeasuredPatient(script)
    let pairs = patient.pairs(kind).dropFirst(4)
    #expect(pairs.count > 20)
    var told = 0
    for (measures, truth) in pairs {
      guard let times = truth.atrial?.coronarySinus, measures.coronarySinus.count == 5 else {
        continue
      }
      told += 1
      for site in measures.coronarySinus {
        let place = Self.sites.firstIndex(of: patient.record.channels[site.channel].name)
        #expect(place.map { abs(times[$0] - site.time) < 0.003 } == true)
      }
      let earliest = measures.earliestSite.map { patient.record.channels[$0.channel].name }
      #expect(earliest == first)
      #expect(measures.coronarySinus.map(\.time) == measures.coronarySinus.map(\.time).sorted())
    }
    let unread = Set(
      pairs.flatMap { pair in
        pair.measures.unreadSites.map { patient.record.channels[$0].name }
      })
    #expect(Double(told) > 0.9 * Double(pairs.count), "\(told) of \(pairs.count); \(unread)")
  }

  @Test("VA is the re-entry's, AV the sinus rhythm's, and no beat has both")
  func ventriculoatrial() throws {
    let patient = try MeasuredPatient(Self.cases[1].0)
    let back = Errors(
      Array(patient.pairs(.avrt).dropFirst(4)), { $0.va },
      { truth in truth.atrial?.coronarySinus.min().map { $0 - truth.ventricularOnset } })
    #expect(back.share > 0.9 && back.mean < 0.02)
    #expect(patient.pairs(.sinus).allSatisfy { $0.measures.va == nil })
    #expect(patient.pairs.allSatisfy { $0.measures.va == nil || $0.measures.av == nil })
    #expect(patient.pairs(.avrt).dropFirst(4).allSatisfy { $0.measures.pr == nil })
  }

  @Test("AH and HV come from a His channel, and only from one")
  func his() throws {
    let script = PatientScript.child([.sinus(beats: 32)])
    let patient = try MeasuredPatient(script, names: ["ABL12": "HIS12"])
    let ventricular = Errors(
      patient.pairs, { $0.hv }, { truth in truth.his.map { truth.ventricularOnset - $0 } })
    #expect(ventricular.share > 0.85 && ventricular.mean < 0.02)
    // The simulated catheter at the bundle sees the atrium 38 ms after the sinus impulse.
    let atrial = Errors(
      patient.pairs, { $0.ah },
      { truth in truth.his.flatMap { his in truth.atrial.map { his - $0.onset - 0.038 } } })
    #expect(atrial.share > 0.85 && atrial.mean < 0.003)
    let without = try MeasuredPatient(script)
    #expect(without.pairs.allSatisfy { $0.measures.ah == nil && $0.measures.hv == nil })
  }

  @Test("Dissociated atria are given to no ventricular beat")
  func dissociation() throws {
    let patient = try MeasuredPatient(
      .adult(seed: 3, [.sinus(beats: 10), .run(.ivr, beats: 32), .sinus(beats: 10)]))
    let beats = patient.pairs(.ivr).filter { $0.truth.atrial == nil }
    let given = beats.filter { $0.measures.va != nil || $0.measures.av != nil }.count
    #expect(beats.count > 20 && 10 * given <= beats.count, "\(given) of \(beats.count)")
  }
}
