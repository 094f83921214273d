import Measures
import Testing
import Waveforms

/// Half a sine that begins at once has no counterpart in people, from whom the marks were learned: the
/// bounds here say that figures are of the right waves, not how far off they are on people, which
/// `tawara bench delineation` does.
@Suite("Measures of waves that are exactly known")
struct SyntheticHeartTests {
  /// The greatest error of a moment or an interval over all beats, in milliseconds; nil where a beat
  /// lacks it.
  private func worst(
    _ heart: SyntheticHeart, _ error: (BeatMeasures, Double) -> Double?
  ) throws -> Double? {
    let errors = try heart.measured().map { error($0.measures, $0.onset) }
    #expect(errors.count == heart.beatCount - 4)
    let found = errors.compactMap { $0 }
    return found.count == errors.count ? found.map { abs($0) * 1000 }.max() : nil
  }

  /// Expects all surface moments of all beats within so many milliseconds.
  private func expectWaves(_ heart: SyntheticHeart, within bound: Double) throws {
    let onset = try worst(heart) { measures, onset in measures.fiducials.qrsOnset.map { $0 - onset }
    }
    let offset = try worst(heart) { measures, onset in
      measures.fiducials.qrsOffset.map { $0 - onset - heart.qrs }
    }
    let end = try worst(heart) { measures, onset in
      measures.fiducials.tEnd.map { $0 - onset - heart.qt }
    }
    for error in [onset, offset, end] { #expect(error ?? .infinity < bound) }
    #expect(
      try worst(heart) { measures, _ in measures.qrs.map { $0 - heart.qrs } } ?? .infinity < 2
        * bound)
    #expect(
      try worst(heart) { measures, _ in measures.qt.map { $0 - heart.qt } } ?? .infinity < 4 * bound
    )
    #expect(
      try worst(heart) { measures, _ in measures.rr.map { $0 - heart.cycle } } ?? .infinity < 1.1)
    guard let pr = heart.pr else {
      #expect(try heart.measured().allSatisfy { $0.measures.pr == nil })
      #expect(try heart.measured().allSatisfy { $0.measures.fiducials.pOnset == nil })
      return
    }
    let start = try worst(heart) { measures, onset in
      measures.fiducials.pOnset.map { $0 - onset + pr }
    }
    #expect(start ?? .infinity < bound)
    #expect(
      try worst(heart) { measures, _ in measures.pr.map { $0 - pr } } ?? .infinity < 2 * bound)
  }

  @Test("All moments of a narrow beat", arguments: [0.12, 0.16, 0.24])
  func narrow(_ pr: Double) throws {
    var heart = SyntheticHeart()
    heart.pr = pr
    try expectWaves(heart, within: 18)
  }

  @Test("A beat without a P wave has no PR, and the others' moments as before")
  func noP() throws {
    var heart = SyntheticHeart()
    heart.pr = nil
    try expectWaves(heart, within: 18)
  }

  @Test("A complex of 160 ms is that long")
  func wide() throws {
    var heart = SyntheticHeart()
    (heart.qrs, heart.isSlurred, heart.qt) = (0.16, true, 0.44)
    try expectWaves(heart, within: 18)
  }

  @Test("A stimulus is no part of the complex that it starts")
  func paced() throws {
    var heart = SyntheticHeart()
    (heart.qrs, heart.isSlurred, heart.qt, heart.pr) = (0.16, true, 0.44, nil)
    heart.stimulus = 0.012
    try expectWaves(heart, within: 28)
    // What is bridged around a stimulus that touches the complex hides its first milliseconds.
    heart.stimulus = 0.004
    try expectWaves(heart, within: 36)
  }

  @Test("Low rates cost a sample", arguments: [500.0, 250, 125])
  func rates(_ rateHz: Double) throws {
    var heart = SyntheticHeart()
    heart.rateHz = rateHz
    try expectWaves(heart, within: 18)
  }

  @Test("Below 100 Hz nothing is measured but the cycle")
  func lowRate() throws {
    var heart = SyntheticHeart()
    heart.rateHz = 90
    for (measures, _) in try heart.measured() {
      #expect(measures.fiducials == Fiducials() && measures.qrs == nil && measures.rr != nil)
    }
  }

  @Test("White noise costs milliseconds", arguments: [(0.01, 18.0), (0.03, 25)])
  func noise(_ millivolts: Double, _ bound: Double) throws {
    var heart = SyntheticHeart()
    heart.noise = millivolts
    try expectWaves(heart, within: bound)
  }

  @Test("One lead is enough", arguments: ["II", "V5"])
  func oneLead(_ name: String) throws {
    var heart = SyntheticHeart()
    heart.leads = [name]
    try expectWaves(heart, within: 18)
  }

  @Test("Beats with missing samples around them have no figures, all others theirs")
  func gap() throws {
    var heart = SyntheticHeart()
    let whole = try heart.measured()
    heart.gap = heart.onset(10) - 0.3...heart.onset(10) - 0.2
    for (index, (one, other)) in zip(try heart.measured(), whole).enumerated() {
      // The first beats are left out: beat 10 is the ninth. A beat is read up to 1.05 s after it.
      let isTouched = [7, 8].contains(index)
      #expect((one.measures.qrs == nil) == isTouched, "beat \(index + 2)")
      if !isTouched { #expect(one.measures.qrs == other.measures.qrs) }
      #expect(one.measures.rr == other.measures.rr)
    }
  }

  // MARK: Electrograms

  private static let sites = ["CS90", "CS78", "CS56", "CS34", "CS12"]

  /// Coronary sinus bipoles that the atria activate one after the other, 8 ms apart, with the
  /// ventricles' far field at 50 ms.
  private func sinus(from first: Double) -> [(String, [(time: Double, millivolts: Double)])] {
    Self.sites.enumerated().map { place, name in
      (name, [(first + 0.008 * Double(place), 1), (0.05, 0.4)])
    }
  }

  private func bundle() -> SyntheticHeart {
    var heart = SyntheticHeart()
    heart.electrograms =
      sinus(from: -0.13) + [("HIS12", [(-0.125, 0.6), (-0.045, 0.3), (0.01, 1.2)])]
    return heart
  }

  @Test("AH, HV and AV are those of the bipoles, to 1 ms beside the error of QRS onset")
  func bundleTimes() throws {
    let heart = bundle()
    try expectWaves(heart, within: 18)
    #expect(try worst(heart) { measures, _ in measures.ah.map { $0 - 0.08 } } ?? .infinity < 1)
    let his = try worst(heart) { measures, onset in
      measures.fiducials.his.map { $0 - onset + 0.045 }
    }
    // The middle of the slopes of a wave that is not symmetrical is not its top.
    #expect(his ?? .infinity < 4)
    #expect(try worst(heart) { measures, _ in measures.hv.map { $0 - 0.045 } } ?? .infinity < 18)
    #expect(try worst(heart) { measures, _ in measures.av.map { $0 - 0.13 } } ?? .infinity < 18)
    for (measures, onset) in try heart.measured() {
      #expect(measures.conduction == .antegrade && measures.va == nil)
      #expect(measures.coronarySinus.map(\.channel) == Array(5...9))
      for (place, site) in measures.coronarySinus.enumerated() {
        #expect(abs(site.time - onset + 0.13 - 0.008 * Double(place)) < 0.004)
      }
    }
  }

  @Test("Without a bundle channel there is neither AH nor HV")
  func noBundle() throws {
    var heart = bundle()
    heart.electrograms.removeLast()
    for (measures, _) in try heart.measured() {
      #expect(measures.ah == nil && measures.hv == nil && measures.av != nil)
    }
  }

  @Test("VA is the time to the earliest site after the complex, and then there is no PR")
  func retrograde() throws {
    var heart = SyntheticHeart()
    heart.electrograms = sinus(from: 0.14)
    #expect(try worst(heart) { measures, _ in measures.va.map { $0 - 0.14 } } ?? .infinity < 18)
    for (measures, _) in try heart.measured() {
      #expect(measures.conduction == .retrograde && measures.av == nil && measures.pr == nil)
      #expect(measures.earliestSite?.channel == 5)
    }
  }

  @Test("H stands alone where A is hidden in V, and the atria are told by their early near fields")
  func nodalReentry() throws {
    var heart = SyntheticHeart()
    heart.pr = nil
    heart.electrograms =
      Self.sites.enumerated().map { place, name in (name, [(-0.01 + 0.008 * Double(place), 1)]) }
      + [("HIS12", [(-0.05, 0.15), (0.012, 1.2)])]
    for (measures, onset) in try heart.measured() {
      #expect(measures.conduction == .retrograde && measures.ah == nil && measures.pr == nil)
      #expect(abs((measures.hv ?? 0) - 0.05) < 0.015)
      #expect((measures.va == nil) != measures.unreadSites.isEmpty)
      if let va = measures.va { #expect(abs(va + 0.01) < 0.022) }
      // The first site lies before QRS onset, whose error decides whether it is read: where it is not,
      // there is no earliest one.
      let sites = measures.coronarySinus.map(\.channel)
      #expect(sites == Array(5...9) || sites == Array(6...9) && measures.earliestSite == nil)
      #expect(measures.hisChannel == 10)
      let own = measures.activations.filter { $0.channel == 10 }
      #expect(own.map(\.kind) == [.his, .ventricular])
      #expect(abs((own.first?.time ?? 0) - onset + 0.05) < 0.004)
    }
  }

  @Test("No site is the earliest while another could not be read")
  func unread() throws {
    var heart = bundle()
    heart.electrograms[2].activations = [(0.05, 0.8)]
    for (measures, _) in try heart.measured() {
      #expect(measures.conduction == .antegrade && measures.coronarySinus.count == 4)
      #expect(measures.unreadSites == [7] && measures.earliestSite == nil)
    }
  }

  @Test("Both parts of a double potential are exposed, each moment in one beat")
  func double() throws {
    var heart = bundle()
    heart.electrograms[0].activations = [(-0.13, 1), (-0.085, 0.8), (0.05, 0.4)]
    var last = -1.0
    for (measures, onset) in try heart.measured() {
      let own = measures.activations.filter { $0.channel == 5 }
      #expect(own.map(\.kind) == [.atrial, .atrial, .ventricular])
      #expect(own.map(\.isDouble) == [true, true, false])
      for (activation, time) in zip(own, [-0.13, -0.085, 0.05]) {
        #expect(abs(activation.time - onset - time) < 0.004)
      }
      #expect((own.first?.time ?? 0) > last)
      last = own.last?.time ?? last
    }
  }

  @Test("Electrode numbers give a catheter's order, whatever the order of the file")
  func catheterOrder() {
    var heart = SyntheticHeart()
    heart.electrograms = ["CS 5-6", "CS 1-2", "CS 9-10", "HIS p", "HIS d"].map { ($0, []) }
    let record = heart.record
    let names = record.fromTips(Array(5...9)).map { record.channels[$0].name }
    #expect(names == ["CS 1-2", "CS 5-6", "CS 9-10", "HIS d", "HIS p"])
  }
}
