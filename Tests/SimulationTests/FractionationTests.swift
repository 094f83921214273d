import Simulation
import Testing

@Suite("Fractionated electrograms")
struct FractionationTests {
  private static let names = ["CS12", "CS34", "CS56", "CS78", "CS90"]

  private static func child(_ seed: UInt64, _ features: ElectrogramFeatures) -> SimulatedPatient {
    QuietPatients.child(seed: seed, features: features, [.sinus(beats: 10)])
  }

  /// A broken activation in the coronary sinus.
  private struct Broken {
    var patient: SimulatedPatient
    var place: Int
    var fragmentation: SiteTruth.Fragmentation
    var seed: UInt64
  }

  private static let broken: [Broken] = (UInt64(0)..<60).flatMap { seed -> [Broken] in
    let patient = child(seed, .fractionation)
    return patient.sites.flatMap { site in
      site.fragmentations.compactMap { fragmentation in
        names.firstIndex(of: site.channel).map {
          Broken(patient: patient, place: $0, fragmentation: fragmentation, seed: seed)
        }
      }
    }
  }

  @Test("Some sites have two to five deflections over 20 to 60 ms, a few are double")
  func truth() {
    let share = Double(Self.broken.count) / Double(60 * Self.names.count)
    #expect(0.07...0.24 ~= share, "\(share)")
    #expect(Self.broken.contains { $0.fragmentation.isDouble })
    for site in Self.broken.map(\.fragmentation) {
      #expect(site.offsets == site.offsets.sorted() && site.offsets.contains(0))
      #expect(site.isDouble ? site.offsets.count == 2 : 2...5 ~= site.offsets.count)
      #expect((site.isDouble ? 0.035...0.075 : 0.0199...0.0601).contains(site.seconds))
    }
    #expect(Self.child(3, .motion).sites.allSatisfy { $0.fragmentations.isEmpty })
  }

  @Test("Adults with scars have more of them")
  func adults() {
    let scripts = (0..<40).map { seed in
      QuietPatients.adult(seed: UInt64(seed), [.sinus(beats: 2)])
    }
    let scars = scripts.filter { patient in
      patient.sites.contains { $0.channel == "ABL12" && !$0.fragmentations.isEmpty }
    }
    #expect(8...26 ~= scars.count)
  }

  @Test("They are low and long, and steepest at the truth", arguments: 0..<8)
  func recorded(_ index: Int) throws {
    let site = try #require(Self.broken.count > index ? Self.broken[index] : nil)
    let (patient, span) = (site.patient, site.fragmentation)
    let name = Self.names[site.place]
    let channel = patient.channel(name, in: patient.samples)
    let whole = Self.child(site.seed, [])
    let other = whole.channel(name, in: whole.samples)
    for beat in patient.truth.dropFirst().dropLast() {
      let time = try #require(beat.atrial?.coronarySinus[site.place])
      let frame = QuietPatients.frame(time)
      let found = SimulatedPatient.steepest(channel, near: frame, reach: 70)
      // The ventricles' complex may begin within 70 ms of the last atrial site.
      let isApart = beat.ventricularOnset - time > 0.075
      if isApart { #expect(abs(found.frame - frame) <= 2) }
      let near = frame - 15...frame + 15
      let sizes = [channel, other].map { one in near.map { abs(one[$0]) }.max() ?? 0 }
      #expect(Double(sizes[0]) < 0.85 * Double(sizes[1]))
      // Each deflection leaves something of its own.
      for offset in span.offsets where isApart || offset <= 0 {
        let own = SimulatedPatient.steepest(
          channel, near: frame + QuietPatients.frame(offset), reach: 4)
        #expect(Double(own.slope) > 0.1 * Double(found.slope))
      }
    }
  }
}
