import Simulation
import Testing

@Suite("Rhythms")
struct RhythmTests {
  @Test("In VT the atria go their own way", arguments: 1..<6)
  func dissociation(_ seed: Int) {
    let patient = QuietPatients.adult(
      seed: UInt64(seed), [.sinus(beats: 6), .run(.vt, beats: 40), .sinus(beats: 6)])
    let beats = patient.beats(.vt)
    // Some patients conduct back; the others' atria are slower than their ventricles.
    guard beats.allSatisfy({ $0.atrial == nil }) else { return }
    let span = beats[1].ventricularOnset...beats[38].ventricularOnset
    let atria = patient.atrialActivations.filter { span.contains($0.onset) }
    #expect(atria.count < 30)
    #expect(atria.allSatisfy { $0.origin == .sinus })
    let phases = atria.map { activation in
      let beat = beats.last { $0.ventricularOnset <= activation.onset }
      return activation.onset - (beat?.ventricularOnset ?? 0)
    }
    #expect((phases.max() ?? 0) - (phases.min() ?? 0) > 0.1)
  }

  @Test("A ventricular extra beat has a full pause, an atrial one does not", arguments: 1..<8)
  func pauses(_ seed: Int) {
    func aroundExtra(_ kind: BeatKind) -> (sum: Double, cycle: Double) {
      let patient = QuietPatients.child(
        seed: UInt64(seed), [.sinus(beats: 8), .run(kind, beats: 1), .sinus(beats: 8)])
      let onsets = patient.truth.map { $0.ventricularOnset }
      return (onsets[9] - onsets[7], (onsets[7] - onsets[3]) / 4)
    }
    let ventricular = aroundExtra(.ventricular)
    #expect(abs(ventricular.sum / ventricular.cycle - 2) < 0.22)
    let atrial = aroundExtra(.atrialPremature)
    #expect(atrial.sum / atrial.cycle < 1.95)
    #expect(atrial.sum < ventricular.sum)
  }

  @Test("Fibrillation is irregular, re-entry regular")
  func regularity() {
    let patient = QuietPatients.child([
      .sinus(beats: 4), .run(.afib, beats: 60), .sinus(beats: 4), .onset(.avnrt),
      .run(.avnrt, beats: 40),
    ])
    func variation(_ kind: BeatKind) -> Double {
      let onsets = patient.beats(kind).map { $0.ventricularOnset }
      let cycles = zip(onsets, onsets.dropFirst()).map { $1 - $0 }
      let mean = cycles.reduce(0, +) / Double(cycles.count)
      let variance = cycles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(cycles.count)
      return variance.squareRoot() / mean
    }
    #expect(variation(.afib) > 0.12)
    #expect(variation(.avnrt) < 0.03)
  }

  @Test("Flutter turns two to four times for one beat")
  func flutter() {
    let patient = QuietPatients.child([.sinus(beats: 4), .run(.flutter, beats: 30)])
    let onsets = patient.beats(.flutter).map { $0.ventricularOnset }
    let waves = patient.atrialActivations.filter { $0.origin == .flutter }.map { $0.onset }
    let cycles = zip(waves, waves.dropFirst()).map { $1 - $0 }
    #expect(cycles.allSatisfy { (0.2...0.31).contains($0) })
    for (first, second) in zip(onsets, onsets.dropFirst()) {
      let turns = ((second - first) / cycles[0]).rounded()
      #expect((2...5).contains(turns))
    }
  }

  @Test("Pre-excited beats have a short PQ and begin with a slow wave")
  func preexcitation() {
    let patient = QuietPatients.child(
      diagnosis: "AVRT-WPW", pathway: "left lateral", [.sinus(beats: 8)])
    for beat in patient.beats(.preexcited) {
      let interval = beat.atrial.map { beat.ventricularOnset - $0.onset } ?? 1
      #expect(interval < 0.12)
      #expect(beat.qrsPeak - beat.ventricularOnset > 0.05)
    }
  }

  @Test("Pacing spikes stand before the beats that they make")
  func pacing() {
    let patient = QuietPatients.adult([
      .sinus(beats: 4), .run(.ventricularPaced, beats: 8), .sinus(beats: 4),
    ])
    let samples = patient.samples
    let apex = patient.channel("RVA12", in: samples)
    for beat in patient.beats(.ventricularPaced) {
      let onset = QuietPatients.frame(beat.ventricularOnset)
      let spike = apex[onset - 20..<onset].map { abs($0) }.max() ?? 0
      #expect(spike > 6000)
    }
  }

  @Test("Children's hearts are faster than adults'")
  func rates() {
    let simulator = PatientSimulator(
      plan: SimulationPlan(patients: 60, seed: 2, durationSeconds: 120...150))
    func meanCycle(_ kind: BeatKind, _ indices: Range<Int>) -> Double {
      var cycles: [Double] = []
      for index in indices {
        let truth = simulator.patient(index).truth
        for (one, next) in zip(truth, truth.dropFirst()) where one.kind == kind {
          if next.kind == kind { cycles.append(next.ventricularOnset - one.ventricularOnset) }
        }
      }
      return cycles.reduce(0, +) / Double(max(cycles.count, 1))
    }
    let children = 60 - simulator.adultCount
    #expect(meanCycle(.sinus, 0..<children) < meanCycle(.rightBundle, children..<60))
  }
}
