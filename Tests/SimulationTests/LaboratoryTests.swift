import Simulation
import Testing
import Waveforms

@Suite("The laboratory")
struct LaboratoryTests {
  private static let simulator = PatientSimulator(
    plan: SimulationPlan(
      patients: 150, seed: 31, durationSeconds: 120...180, world: .laboratory))
  private static let patients = (0..<150).map { simulator.patient($0) }

  private func child(
    _ laboratory: LaboratoryFeatures, seed: UInt64 = 5, pathway: String? = nil,
    _ events: [PatientScript.Event]
  ) -> SimulatedPatient {
    PatientSimulator.patient(
      PatientScript(
        subject: .init(
          subjectID: "001", gender: "F", ageYears: 13,
          diagnosis: pathway == nil ? "AVNRT" : "AVRT", accessoryPathway: pathway),
        laboratory: laboratory, seed: seed, maximumSeconds: 90, events: events))
  }

  private static let story: [PatientScript.Event] = [
    .sinus(beats: 20), .run(.atrialPaced, beats: 8), .sinus(beats: 8), .onset(.avnrt),
    .run(.avnrt, beats: 30), .sinus(beats: 12),
  ]

  /// The share of patients who have something, of those that it is asked of.
  private func share(
    _ patients: [SimulatedPatient] = Self.patients, _ has: (SimulatedPatient) -> Bool?
  ) -> Double {
    let found = patients.compactMap(has)
    return Double(found.count { $0 }) / Double(max(1, found.count))
  }

  // MARK: Each feature alone

  @Test("What is drawn for one feature does not hang on the others")
  func alone() {
    let plain = child([], Self.story)
    let labels = child(.labels, Self.story)
    #expect(labels.truth == plain.truth)
    #expect(labels.samples == plain.samples)
    let amplifier = child(.amplifier, Self.story)
    #expect(amplifier.truth == plain.truth && amplifier.annotations == plain.annotations)
    #expect(amplifier.samples != plain.samples)
    let catheters = child(.catheters, Self.story)
    #expect(catheters.truth.map(\.ventricularOnset) == plain.truth.map(\.ventricularOnset))
    #expect(Array(catheters.samples.prefix(12)) == Array(plain.samples.prefix(12)))
    #expect(child(.hearts, Self.story).truth != plain.truth)
  }

  @Test("The same seed makes the same patient, however it is asked for")
  func deterministic() {
    let (one, other) = (Self.patients[2], Self.simulator.patient(2))
    #expect(one.annotations == other.annotations)
    let whole = one.samples
    #expect(whole == other.samples)
    let seam = SimulatedPatient.blockFrames
    for frames in [5..<40_000, seam - 3..<seam + 3] {
      #expect(one.samples(frames: frames) == whole.map { Array($0[frames]) })
    }
  }

  // MARK: Hearts

  @Test("Septal pathways conduct back as fast as the node does, free walls more slowly")
  func pathways() {
    func intervals(_ pathway: String) -> [Double] {
      (0..<60).compactMap { seed in
        child(
          .hearts, seed: UInt64(seed), pathway: pathway,
          [.sinus(beats: 3), .onset(.avrt), .run(.avrt, beats: 5)]
        ).beats(.avrt).dropFirst().first?.ventriculoatrialSeconds
      }
    }
    let (septal, lateral) = (intervals("right posteroseptal"), intervals("left lateral"))
    #expect(septal.count { (0.06...0.095).contains($0) } > septal.count * 8 / 10)
    #expect(lateral.count { (0.085...0.145).contains($0) } > lateral.count * 8 / 10)
    // The rest conduct slowly, as in permanent junctional re-entry.
    for interval in septal where interval > 0.1 { #expect((0.16...0.26).contains(interval)) }
    #expect(septal.contains { $0 > 0.16 })
  }

  @Test("One nodal re-entry in five is atypical, and some of these have a long RP")
  func nodal() {
    let intervals = (0..<150).compactMap { seed in
      child(
        .hearts, seed: UInt64(seed),
        [.sinus(beats: 3), .onset(.avnrt), .run(.avnrt, beats: 5)]
      ).beats(.avnrt).dropFirst(2).first?.ventriculoatrialSeconds
    }
    let atypical = Double(intervals.count { $0 > 0.066 }) / Double(intervals.count)
    #expect((0.1...0.3).contains(atypical))
    #expect(intervals.contains { $0 > 0.15 })
  }

  @Test("Patients have other rhythms beside the diagnosis as often as the release has them")
  func visits() {
    let children = share { $0.subject.isAdult ? nil : !$0.beats(.vt).isEmpty }
    #expect((0.1...0.32).contains(children))
    #expect(share { $0.subject.isAdult ? !$0.beats(.vt).isEmpty : nil } > 0.7)
    #expect((0.08...0.3).contains(share { !$0.beats(.afib).isEmpty }))
  }

  @Test("The sinus node hurries in some")
  func hurry() {
    let hurried = share { patient in
      let beats = patient.truth
      let cycles = zip(beats, beats.dropFirst()).filter { $0.kind.isBase && $1.kind.isBase }
        .map { $1.ventricularOnset - $0.ventricularOnset }.sorted()
      guard cycles.count > 40 else { return nil }
      return cycles[cycles.count / 20] < 0.7 * cycles[cycles.count * 9 / 10]
    }
    #expect((0.15...0.7).contains(hurried))
  }

  @Test("However the node hurries, each of its impulses in sinus rhythm is conducted")
  func conducted() {
    var unheard = 0
    for patient in Self.patients where patient.subject.ageYears < 12 {
      let onsets = patient.atrialActivations.filter { $0.origin == .sinus }.map(\.onset)
      let beats = patient.truth
      for (one, next) in zip(beats, beats.dropFirst())
      where one.kind == .sinus && next.kind == .sinus {
        let between = onsets.count { $0 > one.ventricularOnset && $0 < next.ventricularOnset }
        if between != 1 { unheard += 1 }
      }
    }
    #expect(unheard == 0)
  }

  @Test("What is drawn over a story's time lies within it")
  func withinTheStory() {
    let study = RhythmStudy(patients: 40, seed: 9, world: .laboratory)
    let patients = (0..<40).map { study.patient($0) }
    for patient in patients {
      let seconds = Double(patient.frameCount) / SimulatedPatient.frameRateHz
      let last = patient.sites.flatMap(\.contactLosses).map(\.upperBound).max() ?? 0
      #expect(last <= seconds)
    }
    let withdrawn = share(patients) {
      $0.sites.contains { $0.contactLosses.contains { $0.seconds > 10 } }
    }
    #expect((0.2...0.65).contains(withdrawn))
  }

  // MARK: Catheters

  @Test("Some channels are dead, exchanged or drawn back, and the truth says which")
  func connections() {
    let sites = Self.patients.flatMap(\.sites)
    let dead = Double(sites.count(where: \.isDead)) / Double(sites.count)
    #expect((0.015...0.08).contains(dead))
    #expect((0.03...0.16).contains(share { $0.sites.contains { $0.channel != $0.bipole } }))
    let long = share { $0.sites.contains { $0.contactLosses.contains { $0.seconds > 10 } } }
    #expect((0.25...0.75).contains(long))
  }

  @Test("A dead channel is constant")
  func dead() throws {
    let patient = try #require(Self.patients.first { $0.sites.contains(where: \.isDead) })
    let samples = patient.samples(frames: 0..<20_000)
    for (site, channel) in zip(patient.sites, samples.dropFirst(12)) {
      #expect((Set(channel).count == 1) == site.isDead)
    }
  }

  @Test("The coronary sinus catheter lies more or less deep")
  func depth() throws {
    // The same activation of the node reaches CS90 first where that pair lies at the ostium.
    let firsts = Self.patients.compactMap { patient in
      patient.truth.first { $0.kind == .avnrt && $0.atrial?.origin == .node }?.atrial
    }.map { atrial in atrial.coronarySinus[4] - atrial.coronarySinus[0] }
    #expect(firsts.count > 20)
    let (least, most) = (try #require(firsts.min()), try #require(firsts.max()))
    #expect(least < -0.03 && most > least + 0.012)
  }

  // MARK: Amplifier

  @Test("The leads keep Einthoven's relation, whatever is plugged in where")
  func leads() {
    for patient in Self.patients.prefix(60) {
      let samples = patient.samples(frames: 2000..<3000)
      for frame in samples[0].indices {
        #expect(samples[1][frame] == samples[0][frame] + samples[2][frame])
      }
    }
  }

  @Test("A chest lead without an electrode shows nothing, in some patients")
  func electrodes() {
    let off = share { patient in
      patient.samples(frames: 2000..<4000)[6..<12].contains { Set($0) == [0] }
    }
    #expect((0.06...0.3).contains(off))
  }

  @Test("A stimulus shows less on the skin than in the textbook")
  func stimuli() {
    func height(_ laboratory: LaboratoryFeatures, _ seed: UInt64) -> Int32 {
      let patient = child(laboratory, seed: seed, [.sinus(beats: 2), .run(.atrialPaced, beats: 6)])
      let beats = patient.beats(.atrialPaced).compactMap(\.atrial)
      let lead = patient.samples[1]
      let heights = beats.map { atrial -> Int32 in
        let spike = QuietPatients.frame(atrial.onset - 0.024)
        let around = lead[spike - 4..<spike + 5]
        return (around.max() ?? 0) - (around.min() ?? 0)
      }
      return heights.sorted()[heights.count / 2]
    }
    let seeds = (0..<20).map(UInt64.init)
    let lower = seeds.count { height(.amplifier, $0) < height([], $0) }
    #expect(lower >= 14)
  }

  // MARK: Labels

  @Test("A few labels in a hundred are not what happened")
  func labels() {
    var (wrong, all) = (0, 0)
    for patient in Self.patients {
      let beats = patient.truth.filter(\.isAnnotated)
      let marks = patient.annotations.filter { $0.code != .rhythm && $0.code != .signalQuality }
      #expect(beats.count == marks.count)
      all += beats.count
      wrong += zip(beats, marks).count { beat, mark in
        mark.code != beat.kind.code || mark.aux != Array(beat.kind.auxiliaryText.utf8)
      }
    }
    #expect((0.01...0.08).contains(Double(wrong) / Double(all)))
  }
}

extension ClosedRange<Double> {
  fileprivate var seconds: Double { upperBound - lowerBound }
}

extension BeatKind {
  fileprivate var isBase: Bool { self == .sinus || self == .preexcited || self == .rightBundle }
}
