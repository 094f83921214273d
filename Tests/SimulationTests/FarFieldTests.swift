import Simulation
import Testing

@Suite("Far fields in electrograms")
struct FarFieldTests {
  private static func study(_ features: ElectrogramFeatures) -> SimulatedPatient {
    QuietPatients.child(seed: 21, layout: .study, features: features, [.sinus(beats: 14)])
  }

  private static let near = study([])
  private static let both = study(.farField)
  private static let nearSamples = near.samples
  private static let bothSamples = both.samples

  /// What the far field adds to a channel, in millivolts.
  private static func added(_ name: String) -> [Double] {
    zip(both.channel(name, in: bothSamples), near.channel(name, in: nearSamples)).map {
      Double($0 - $1) / SimulatedPatient.countsPerMillivolt
    }
  }

  @Test("Atrial channels see the ventricles' whole complex, rounder than their own muscle")
  func ventricular() {
    for name in ["HRA12", "CS90", "CS12"] {
      let added = Self.added(name)
      for beat in Self.both.truth.dropFirst().dropLast() {
        let first = QuietPatients.frame(beat.ventricularOnset)
        let complex = added[first - 10..<QuietPatients.frame(beat.qrsOffset) + 10]
        let size = complex.map(abs).max() ?? 0
        #expect(size > 0.015, "\(name): \(size) mV")
        let places = complex.indices.filter { abs(complex[$0]) > 0.1 * size }
        #expect((places.last ?? 0) - (places.first ?? 0) > 35)
        // Across four frames, for the counts step by 5 uV.
        let slopes = complex.indices.dropFirst(4).map { abs(added[$0] - added[$0 - 4]) / 4 }
        #expect((slopes.max() ?? 0) < 0.2 * size)
      }
    }
  }

  @Test("The ventricle's channel sees the P wave")
  func atrial() {
    let added = Self.added("RVA12")
    for beat in Self.both.truth.dropFirst().dropLast() {
      guard let atrial = beat.atrial else { continue }
      let first = QuietPatients.frame(atrial.onset)
      let wave = added[first + 10..<first + 70].map(abs)
      #expect((wave.max() ?? 0) > 0.008 && (wave.max() ?? 0) < 0.2)
    }
  }

  @Test("It moves neither the truth nor the steepest moment of an activation")
  func truth() {
    #expect(Self.near.truth == Self.both.truth)
    let names = ["CS12", "CS34", "CS56", "CS78", "CS90"]
    for (place, name) in names.enumerated() {
      let channels = [
        Self.near.channel(name, in: Self.nearSamples),
        Self.both.channel(name, in: Self.bothSamples),
      ]
      for beat in Self.both.truth.dropFirst().dropLast() {
        guard let time = beat.atrial?.coronarySinus[place] else { continue }
        let frame = QuietPatients.frame(time)
        let found = channels.map {
          SimulatedPatient.steepest($0, near: frame, reach: 12).frame
        }
        #expect(abs(found[0] - frame) <= 1 && abs(found[1] - frame) <= 1)
      }
    }
  }

  @Test("In AVNRT the atria are activated while the ventricles are, in most patients")
  func overlap() {
    var inside = 0
    let patients = 20
    for seed in 0..<UInt64(patients) {
      let patient = QuietPatients.child(
        seed: seed, [.sinus(beats: 4), .onset(.avnrt), .run(.avnrt, beats: 12)])
      let beats = patient.beats(.avnrt).filter { $0.atrial != nil }
      let within = beats.filter { beat in
        guard let time = beat.atrial?.coronarySinus[4] else { return false }
        return (beat.ventricularOnset...beat.qrsOffset).contains(time)
      }
      let septal = beats.compactMap { beat in
        beat.atrial.map { $0.coronarySinus[4] - beat.ventricularOnset }
      }
      #expect(septal.allSatisfy { (-0.01...0.06).contains($0) })
      inside += 2 * within.count > beats.count ? 1 : 0
    }
    #expect(inside > patients / 2)
  }

  @Test("Surface leads do not hang on what the electrograms show")
  func surface() {
    let script: (ElectrogramFeatures) -> PatientScript = { features in
      PatientScript(
        subject: .init(subjectID: "001", gender: "F", ageYears: 9, diagnosis: "AVNRT"),
        features: features, seed: 31, events: [.sinus(beats: 6), .run(.atrialPaced, beats: 4)])
    }
    let all = PatientSimulator.patient(script(.all))
    let none = PatientSimulator.patient(script([]))
    #expect(all.samples[..<12] == none.samples[..<12])
    #expect(all.samples[12...] != none.samples[12...])
    #expect(all.annotations == none.annotations)
  }
}
