import Simulation
import Testing

@Suite("Surface leads")
struct SurfaceLeadTests {
  @Test("Einthoven's and Goldberger's relations hold in the counts", arguments: 0..<4)
  func relations(_ index: Int) {
    let patient = PatientSimulator.patient(PatientScript.sampleScripts[index])
    let samples = patient.samples
    var broken = 0
    for frame in 0..<patient.frameCount {
      let (first, second) = (samples[0][frame], samples[1][frame])
      let derived = [
        second - first, -(first + second) / 2, first - second / 2, second - first / 2,
      ]
      let limbs = (0..<6).map { samples[$0][frame] }
      guard limbs.allSatisfy({ abs($0) < SimulatedPatient.rail }) else { continue }
      if derived != Array(limbs[2...]) { broken += 1 }
    }
    #expect(broken == 0)
  }

  @Test("Every sample lies within the rails, and artefacts reach them")
  func rails() {
    var touched = 0
    for seed in 1...6 {
      var script = PatientScript.sampleScripts[0]
      script.seed = UInt64(seed)
      script.events = [.sinus(beats: 4), .artifact(seconds: 6), .sinus(beats: 3)]
      for channel in PatientSimulator.patient(script).samples {
        let greatest = channel.map { abs($0) }.max() ?? 0
        #expect(greatest <= SimulatedPatient.rail)
        if greatest == SimulatedPatient.rail { touched += 1 }
      }
    }
    #expect(touched > 0)
  }

  @Test("R waves grow and S waves shrink from V1 to V5 in a narrow QRS complex")
  func progression() {
    let patient = QuietPatients.child([.sinus(beats: 6)])
    let samples = patient.samples
    let peak = QuietPatients.frame(patient.truth[3].qrsPeak)
    func extremes(_ name: String) -> (Int32, Int32) {
      let window = patient.channel(name, in: samples)[(peak - 50)...(peak + 50)]
      return (window.max() ?? 0, window.min() ?? 0)
    }
    #expect(extremes("V5").0 > extremes("V1").0)
    #expect(extremes("V1").1 < extremes("V5").1)
  }

  @Test("Nothing jumps between beats")
  func continuity() {
    let patient = QuietPatients.child(
      diagnosis: "AVRT", pathway: "left lateral",
      [.sinus(beats: 8), .onset(.avrt), .run(.avrt, beats: 30), .sinus(beats: 8)])
    for lead in patient.samples.prefix(12) {
      let steepest = zip(lead, lead.dropFirst()).map { abs($1 - $0) }.max() ?? 0
      // 0.25 mV in a millisecond is twice as steep as a tall R wave.
      #expect(steepest < 500)
    }
  }
}
