import Simulation
import Testing

@Suite("Layouts and sample records")
struct LayoutTests {
  private static let leads = [
    "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6",
  ]

  @Test("The catheters follow the twelve leads")
  func layouts() {
    let sinus = ["CS12", "CS34", "CS56", "CS78", "CS90"]
    let expected: [(PatientScript.Layout, [String])] = [
      (.full, ["ABL12", "RVA12"] + sinus), (.ventricularOnly, ["ABL12", "RVA12"]),
      (.withoutAblationCatheter, ["RVA12"] + sinus),
      (.study, ["HRA12", "HIS12", "HIS34"] + sinus + ["RVA12"]),
    ]
    for (layout, catheters) in expected {
      let patient = QuietPatients.child(layout: layout, [.sinus(beats: 2)])
      #expect(patient.channelNames == Self.leads + catheters)
      #expect(patient.samples.map { $0.count }.allSatisfy { $0 == patient.frameCount })
    }
  }

  @Test("A disconnected catheter is constant at 0.076 mV")
  func deadChannel() {
    var script = PatientScript.sampleScripts[0]
    script.hasDeadAblationChannel = true
    let patient = PatientSimulator.patient(script)
    #expect(Set(patient.channel("ABL12", in: patient.samples)) == [152])
  }

  @Test("Names count as in the release")
  func names() {
    let simulator = PatientSimulator(
      plan: SimulationPlan(patients: 39, seed: 1, durationSeconds: 10...11))
    let names = (0..<39).map { simulator.patient($0).subject.recordName }
    #expect(names[0] == "x001")
    #expect(names[9] == "x0010")
    #expect(names[28] == "x0029")
    #expect(names[29] == "x100")
    #expect(names[38] == "x109")
    let ages = (0..<39).map { simulator.patient($0).subject }
    #expect(ages.allSatisfy { $0.isAdult ? $0.ageYears >= 20 : (5...18.2).contains($0.ageYears) })
  }

  @Test("The sample records are small and hold what they promise")
  func sampleRecords() {
    let patients = PatientScript.sampleScripts.map { PatientSimulator.patient($0) }
    let bytes = patients.reduce(0) { $0 + $1.frameCount * $1.channelNames.count * 3 }
    #expect(bytes < 18_000_000)
    #expect(Set(patients.map { $0.channelNames.count }) == [14, 18, 19, 21])
    let kinds = Set(patients.flatMap { $0.truth.map { $0.kind } })
    #expect(
      kinds.isSuperset(of: [
        .sinus, .preexcited, .rightBundle, .avnrt, .avrt, .vt, .afib, .flutter, .ectopicAtrial,
        .ivr, .atrialPaced, .ventricularPaced, .avnrtAberrant, .avnrtBlock,
      ]))
    // Every tachycardia ends: the records close in the baseline rhythm.
    for patient in patients { #expect(patient.truth.last?.kind.rhythmMarker == "(N") }
  }
}
