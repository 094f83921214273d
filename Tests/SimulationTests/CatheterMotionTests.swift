import Foundation
import Simulation
import Testing

@Suite("Catheters that move")
struct CatheterMotionTests {
  private static let names = ["CS12", "CS34", "CS56", "CS78", "CS90"]

  private static func patient(
    _ seed: UInt64, _ features: ElectrogramFeatures, beats: Int = 60
  ) -> SimulatedPatient {
    QuietPatients.child(seed: seed, features: features, [.sinus(beats: beats)])
  }

  /// Sizes of the atrial deflections of a coronary sinus channel, beat by beat, in counts; without
  /// those while the bipole is off the wall.
  private func sizes(_ patient: SimulatedPatient, _ place: Int, _ channel: [Int32]) -> [Double] {
    let losses = patient.sites.first { $0.channel == Self.names[place] }?.contactLosses ?? []
    return patient.truth.dropFirst().dropLast().compactMap { beat in
      guard let time = beat.atrial?.coronarySinus[place],
        !losses.contains(where: { $0.contains(time) })
      else { return nil }
      let frame = QuietPatients.frame(time)
      let near = channel[frame - 10...frame + 10]
      return Double((near.max() ?? 0) - (near.min() ?? 0))
    }
  }

  @Test("Sizes change within bounds, and the moment stays", arguments: 0..<4)
  func bounds(_ seed: Int) {
    let moving = Self.patient(UInt64(seed), .motion)
    let (samples, still) = (moving.samples, Self.patient(UInt64(seed), []))
    let stillSamples = still.samples
    #expect(moving.truth == still.truth)
    for (place, name) in Self.names.enumerated() {
      let channel = moving.channel(name, in: samples)
      let moved = sizes(moving, place, channel)
      let usual = sizes(still, place, still.channel(name, in: stillSamples)).sorted()
      let middle = usual[usual.count / 2]
      #expect(moved.allSatisfy { $0 > 0.25 * middle && $0 < 3 * middle })
      let range = (moved.max() ?? 0) / (moved.min() ?? 1)
      #expect(range > 1.1, "\(name): \(range)")
      for beat in moving.truth.dropFirst().dropLast() {
        guard let time = beat.atrial?.coronarySinus[place] else { continue }
        let frame = QuietPatients.frame(time)
        let found = SimulatedPatient.steepest(channel, near: frame, reach: 8)
        if found.slope > 40 { #expect(abs(found.frame - frame) <= 1) }
      }
    }
  }

  @Test("A bipole loses contact for about a second now and then")
  func losses() throws {
    var spans: [(patient: SimulatedPatient, place: Int, span: ClosedRange<Double>)] = []
    var count = 0
    for seed in 100..<160 {
      let patient = Self.patient(UInt64(seed), .motion)
      for site in patient.sites {
        #expect(site.contactLosses.allSatisfy { 0.59...1.51 ~= $0.upperBound - $0.lowerBound })
        count += site.contactLosses.count
        guard let place = Self.names.firstIndex(of: site.channel) else { continue }
        spans += site.contactLosses.map { (patient, place, $0) }
      }
    }
    // 60 patients of about 40 s, seven bipoles: 28 are to be expected.
    #expect(12...48 ~= count, "\(count)")
    let (patient, place, span) = try #require(spans.first { $0.span.lowerBound > 3 })
    let channel = patient.channel(Self.names[place], in: patient.samples)
    let usual = sizes(patient, place, channel).sorted()
    let lost = patient.truth.compactMap { beat -> Double? in
      guard let time = beat.atrial?.coronarySinus[place],
        span.lowerBound + 0.1...span.upperBound - 0.1 ~= time
      else { return nil }
      let frame = QuietPatients.frame(time)
      let near = channel[frame - 6...frame + 6]
      return Double((near.max() ?? 0) - (near.min() ?? 0))
    }
    #expect(lost.allSatisfy { $0 < 0.35 * usual[usual.count / 2] })
  }

  @Test("Atria and ventricles change their share in a channel in the course of a record")
  func drift() {
    let moving = Self.patient(7, .motion, beats: 300)
    let channel = moving.channel("ABL12", in: moving.samples)
    // The sinus impulse is at the bundle 38 ms after its beginning.
    let ratios = moving.truth.dropFirst().dropLast().compactMap { beat -> Double? in
      guard let atrial = beat.atrial else { return nil }
      func size(_ time: Double, _ reach: Int) -> Double {
        let near = channel[
          QuietPatients.frame(time) - reach...QuietPatients.frame(time) + reach]
        return Double((near.max() ?? 0) - (near.min() ?? 0))
      }
      return size(atrial.onset + 0.038, 10) / max(1, size(beat.ventricularOnset + 0.034, 25))
    }
    let tenth = ratios.count / 10
    let medians = (0..<10).map { part in
      ratios[part * tenth..<(part + 1) * tenth].sorted()[tenth / 2]
    }
    let range = (medians.max() ?? 0) / (medians.min() ?? 1)
    #expect(1.1...6 ~= range, "\(range)")
  }

  @Test("Bipoles differ in noise, and mains is on single channels")
  func noise() {
    var (levels, mains) = ([Double](), [Double]())
    for seed in 200..<230 {
      let events: [PatientScript.Event] = [.sinus(beats: 8)]
      let quiet = QuietPatients.child(seed: UInt64(seed), events)
      let noisy = PatientSimulator.patient(
        PatientScript(subject: quiet.subject, seed: UInt64(seed), events: events))
      for (channel, still) in zip(noisy.samples[12...], quiet.samples[12...]) {
        let noise = zip(channel, still).map {
          Double($0 - $1) / SimulatedPatient.countsPerMillivolt
        }
        let steps = zip(noise, noise.dropFirst()).map { abs($1 - $0) }.sorted()
        levels.append(steps[steps.count / 2])
        mains.append(Self.size(of: 50, noise))
      }
    }
    levels.sort()
    #expect(levels[levels.count * 9 / 10] > 2 * levels[levels.count / 10])
    let loud = mains.filter { $0 > 0.025 }.count
    #expect(0.03...0.2 ~= Double(loud) / Double(mains.count), "\(loud) of \(mains.count)")
  }

  /// The amplitude of a frequency in a trace, by Goertzel's recursion.
  private static func size(of hertz: Double, _ samples: [Double]) -> Double {
    let turn = 2 * Double.pi * hertz / SimulatedPatient.frameRateHz
    let coefficient = 2 * cos(turn)
    var (last, before) = (0.0, 0.0)
    for sample in samples { (last, before) = (sample + coefficient * last - before, last) }
    let power = last * last + before * before - coefficient * last * before
    return 2 * max(0, power).squareRoot() / Double(samples.count)
  }
}
