import Simulation
import Testing

@Suite("Re-entry in the coronary sinus")
struct ReentryTests {
  private static let catheter = ["CS12", "CS34", "CS56", "CS78", "CS90"]

  private static func avrt(_ pathway: String) -> SimulatedPatient {
    QuietPatients.child(
      diagnosis: "AVRT", pathway: pathway,
      [.sinus(beats: 6), .onset(.avrt), .run(.avrt, beats: 20), .sinus(beats: 6)])
  }

  private static let avnrt = QuietPatients.child([
    .sinus(beats: 6), .onset(.avnrt), .run(.avnrt, beats: 20), .sinus(beats: 6),
  ])

  /// The steepest moment of each bipole between two times after a beat's onset, in seconds from
  /// that onset: where the atrium passes, when the window holds no ventricle.
  private func activations(
    _ patient: SimulatedPatient, _ beat: BeatTruth, _ window: ClosedRange<Double>
  ) -> [Double] {
    let onset = QuietPatients.frame(beat.ventricularOnset)
    let first = onset + QuietPatients.frame(window.lowerBound)
    let last = onset + QuietPatients.frame(window.upperBound)
    let samples = patient.samples(frames: first..<last)
    return Self.catheter.map { name in
      let channel = patient.channel(name, in: samples)
      let steepest = SimulatedPatient.steepest(channel, near: channel.count / 2, reach: .max / 4)
      return Double(first - onset + steepest.frame) / SimulatedPatient.frameRateHz
    }
  }

  @Test("The atria follow within 70 ms in AVNRT, later in AVRT", arguments: 0..<12)
  func ventriculoatrial(_ seed: Int) {
    let nodal = QuietPatients.child(
      seed: UInt64(seed), [.sinus(beats: 4), .onset(.avnrt), .run(.avnrt, beats: 15)])
    for beat in nodal.beats(.avnrt) {
      guard let atrial = beat.atrial else { continue }
      #expect((atrial.coronarySinus.min() ?? 1) - beat.ventricularOnset < 0.07)
    }
    let pathway = QuietPatients.child(
      diagnosis: "AVRT", pathway: "right lateral", seed: UInt64(seed),
      [.sinus(beats: 4), .onset(.avrt), .run(.avrt, beats: 15)])
    for beat in pathway.beats(.avrt) {
      guard let interval = beat.ventriculoatrialSeconds else { continue }
      #expect(interval > 0.07)
    }
  }

  @Test("The recorded atrial deflections are where the truth says")
  func measured() {
    let patient = Self.avrt("left lateral")
    for beat in patient.beats(.avrt).dropFirst().dropLast() {
      guard let atrial = beat.atrial else { continue }
      let found = activations(patient, beat, 0.082...0.24)
      for (measured, expected) in zip(found, atrial.coronarySinus) {
        #expect(abs(measured - (expected - beat.ventricularOnset)) < 0.0025)
      }
      #expect((found.min() ?? 0) > 0.07)
    }
  }

  @Test("In AVNRT the catheter is silent after the ventricles")
  func silent() {
    for beat in Self.avnrt.beats(.avnrt).dropFirst().dropLast() {
      let onset = QuietPatients.frame(beat.ventricularOnset)
      let samples = Self.avnrt.samples(frames: onset - 30..<onset + 230)
      for name in Self.catheter {
        let channel = Self.avnrt.channel(name, in: samples).map { abs($0) }
        let early = channel[..<150].max() ?? 0
        let late = channel[170...].max() ?? 0
        #expect(late < early / 3)
      }
    }
  }

  @Test("The pathway's side decides which bipole is first")
  func order() {
    let expectations = [
      ("left lateral", "CS12"), ("left posterior", "CS56"), ("right posteroseptal", "CS90"),
      ("right lateral", "CS90"),
    ]
    for (pathway, expected) in expectations {
      let patient = Self.avrt(pathway)
      for beat in patient.beats(.avrt) {
        guard let times = beat.atrial?.coronarySinus else { continue }
        let first = times.firstIndex(of: times.min() ?? 0) ?? 0
        #expect(Self.catheter[first] == expected)
      }
    }
    for beat in Self.avnrt.beats(.avnrt) {
      guard let times = beat.atrial?.coronarySinus else { continue }
      #expect(times == times.sorted(by: >))
    }
  }

  @Test("With 2:1 block the atria beat twice as often as the ventricles")
  func block() {
    let patient = QuietPatients.child([
      .sinus(beats: 4), .onset(.avnrt), .run(.avnrt, beats: 6), .run(.avnrtBlock, beats: 10),
    ])
    let beats = patient.beats(.avnrtBlock)
    let (first, last) = (beats[0].ventricularOnset, beats[9].ventricularOnset)
    let atria = patient.atrialActivations.filter { first - 0.02..<last - 0.02 ~= $0.onset }
    #expect((17...19).contains(atria.count))
  }

  @Test("Aberrant beats are wide")
  func aberrancy() {
    let patient = QuietPatients.child([
      .sinus(beats: 4), .onset(.avnrt), .run(.avnrt, beats: 6), .run(.avnrtAberrant, beats: 6),
    ])
    let samples = patient.samples
    func lateEnergy(_ beat: BeatTruth) -> Double {
      let onset = QuietPatients.frame(beat.ventricularOnset)
      return (onset + 85..<onset + 115).reduce(0.0) { sum, frame in
        sum + (0..<12).reduce(0.0) { $0 + abs(Double(samples[$1][frame])) }
      }
    }
    let narrow = patient.beats(.avnrt)[4]
    let wide = patient.beats(.avnrtAberrant)[3]
    #expect(lateEnergy(wide) > 2 * lateEnergy(narrow))
  }
}
