import Simulation
import Testing
import Waveforms

@Suite("Beat labels")
struct BeatTimingTests {
  private static let patients: [SimulatedPatient] = [
    QuietPatients.child([
      .sinus(beats: 20), .onset(.avnrt), .run(.avnrt, beats: 30), .sinus(beats: 10),
    ]),
    QuietPatients.child(
      diagnosis: "AVRT-WPW", pathway: "left lateral",
      [.sinus(beats: 20), .onset(.avrt), .run(.avrt, beats: 30), .sinus(beats: 5)]),
    QuietPatients.adult([
      .sinus(beats: 20), .run(.vt, beats: 20), .sinus(beats: 8),
      .run(.ventricularPaced, beats: 8), .sinus(beats: 5),
    ]),
  ]

  @Test("Each label is where its beat is", arguments: 0..<3)
  func positions(_ index: Int) {
    let patient = Self.patients[index]
    let labels = patient.annotations.filter { $0.code != .rhythm && $0.code != .signalQuality }
    let beats = patient.truth.filter { $0.isAnnotated }
    #expect(labels.map { $0.time } == beats.map { QuietPatients.frame($0.qrsPeak) })
    #expect(labels.map { $0.code } == beats.map { $0.kind.code })
    #expect(labels.map { $0.text } == beats.map { $0.kind.auxiliaryText })
  }

  /// The leads weigh the heart vector, so their greatest sum of squares lies beside its greatest
  /// magnitude, in wide complexes by more than in narrow ones.
  @Test("The leads are largest at the label", arguments: 0..<3)
  func peaks(_ index: Int) {
    let patient = Self.patients[index]
    let samples = patient.samples
    let leads = [0, 1, 6, 7, 8, 9, 10, 11].map { samples[$0] }
    for beat in patient.truth.dropFirst().dropLast() {
      let label = QuietPatients.frame(beat.qrsPeak)
      let isNarrow = beat.kind == .sinus || beat.kind == .avnrt || beat.kind == .avrt
      let reach = isNarrow ? 25 : 12
      let energies = (label - reach...label + reach).map { frame in
        leads.reduce(0.0) { $0 + Double($1[frame]) * Double($1[frame]) }
      }
      let greatest = energies.max() ?? 0
      let found = (energies.firstIndex(of: greatest) ?? 0) - reach
      #expect(
        abs(found) <= (isNarrow ? 8 : 12), "\(beat.kind) at \(beat.qrsPeak) found at \(found)")
      #expect(energies[reach] > 0.6 * greatest)
    }
  }

  @Test("Labels are in order and inside the record")
  func order() {
    let simulator = PatientSimulator(
      plan: SimulationPlan(patients: 20, seed: 6, durationSeconds: 200...300))
    for index in 0..<20 {
      let patient = simulator.patient(index)
      let times = patient.annotations.map { $0.time }
      #expect(times == times.sorted())
      #expect((times.first ?? 0) >= 0)
      #expect((times.last ?? 0) < patient.frameCount)
      let onsets = patient.truth.map { $0.ventricularOnset }
      #expect(zip(onsets, onsets.dropFirst()).allSatisfy { $1 - $0 > 0.2 })
      let atria = patient.atrialActivations.map { $0.onset }
      #expect(zip(atria, atria.dropFirst()).allSatisfy { $1 - $0 > 0.08 })
    }
  }

  @Test("The release's own types are defined")
  func definitions() {
    let patient = QuietPatients.child([.sinus(beats: 3)])
    #expect(patient.definitions.map { $0.symbol } == ["X", "b"])
    #expect(patient.definitions.map { $0.code.rawValue } == [42, 43])
    #expect(BeatKind.avrt.code.rawValue == 42)
    #expect(BeatKind.firstDegreeBlock.code.rawValue == 43)
  }
}
