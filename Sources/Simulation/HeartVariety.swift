import Foundation

/// How one heart departs from the type of its diagnosis. The defaults are the type.
struct HeartVariety: Sendable {
  /// How much of the QRS complex the pathway activates in sinus rhythm, 0 to 1.
  var preexcitation = 1.0
  /// Factor of the time that the right ventricle is late in right bundle branch block.
  var rightBundleDelay = 1.0
  /// Terminal forces to the right, as in children's incomplete right bundle branch block, 0 to 1.
  var terminalForce = 0.0
  /// Length of the complex in ventricular tachycardia, of that of a focus far from the bundles.
  var tachycardiaDuration = 1.05
  /// How much of it the bundles activate: a fascicle's tachycardia, or bundle branch re-entry.
  var tachycardiaConduction = 0.0
  /// One bundle blocks whenever the heart is fast.
  var isAberrant = false
  /// Where an ectopic atrial focus lies, as a position along the coronary sinus catheter (0 distal,
  /// 4 proximal); nil for the right atrium's free wall.
  var focus: Double?
  /// Where the atria are paced, likewise; nil for high in the right atrium.
  var pacedSite: Double?
  /// From a ventricular stimulus to the muscle's answer, in seconds.
  var captureLatency = 0.01
  /// The left atrium fibrillates in order: its cycle in seconds.
  var organisedCycle: Double?
  /// Irregularity of the ventricles in fibrillation: standard deviation of the interval's logarithm.
  var fibrillationSpread = 0.24
  /// Factor of the P waves.
  var atrialAmplitude = 1.0
  /// What ST and T have beside one smooth wave, the same in every beat: notches, early repolarisation
  /// and U waves, in which an atrial wave would not be seen.
  var notches: [CardiacForce] = []
  /// Spans of a hurried sinus node, as under isoprenaline: in seconds, with the cycle's factor.
  var hurry: [(span: ClosedRange<Double>, factor: Double)] = []

  private static let hurryRise = 25.0

  /// What the sinus cycle is multiplied by at a time.
  func pace(at time: Double) -> Double {
    hurry.reduce(1) { product, hurry in
      let inside = min(time - hurry.span.lowerBound, hurry.span.upperBound - time)
      let part = min(max(inside / Self.hurryRise, 0), 1)
      return product * (1 - (1 - hurry.factor) * part)
    }
  }
}

extension PatientProfile {
  /// The same patient with a heart of its own: what the type leaves open is drawn from `seed`.
  func varied(seed: UInt64, durationSeconds: Double) -> PatientProfile {
    var random = SeededGenerator(seed: seed, stream: 0x600)
    var profile = self
    profile.varyPathway(using: &random)
    profile.varyNode(using: &random)
    profile.varyTachycardias(using: &random)
    profile.variety = HeartVariety(self, durationSeconds, using: &random)
    return profile
  }

  /// Septal pathways conduct back as fast as the node (VA 60 to 95 ms), free walls more slowly;
  /// one in sixteen conducts slowly and late, as in permanent junctional re-entry.
  private mutating func varyPathway(using random: inout SeededGenerator) {
    let (septal, free) = (random.uniform(0.06, 0.095), random.uniform(0.085, 0.145))
    let (slow, slowed) = (random.uniform(0.16, 0.26), random.uniform(0.05, 0.12))
    let isSlow = random.chance(0.06) || subject.diagnosis == "AVRT-PJRT"
    let scale = random.uniform(0.92, 1.22)
    guard let pathway else { return }
    pathwayVentriculoatrial = isSlow ? slow : pathway.isSeptal ? septal : free
    avrtCycle = avrtCycle * scale + (isSlow && subject.diagnosis != "AVRT-PJRT" ? slowed : 0)
  }

  /// Of nodal re-entry eight in ten return over the fast pathway; one in eight slow-slow, with the
  /// atria 60 to 120 ms after the ventricles, the others fast-slow, with a long RP (Heidbuechel and
  /// Jackman 2004).
  private mutating func varyNode(using random: inout SeededGenerator) {
    avnrtCycle *= random.uniform(0.9, 1.25)
    let typical = min(nodalVentriculoatrial + random.uniform(-0.01, 0.025), 0.065)
    let slow = random.uniform(0.06, 0.12)
    let fast = avnrtCycle * random.uniform(0.52, 0.68)
    nodalVentriculoatrial = [typical, slow, fast][random.index(weights: [80, 12, 8])]
    retrogradeConduction = random.uniform(0.1, 0.21)
    atrioventricular *= random.uniform(0.9, 1.3)
  }

  private mutating func varyTachycardias(using random: inout SeededGenerator) {
    vtCycle = random.uniform(0.25, 0.48)
    vtConductsBack = random.chance(0.4)
    fibrillationCycle = random.uniform(subject.isAdult ? 0.42 : 0.33, 0.7)
    flutterCycle = random.uniform(0.2, 0.3)
    ectopicAtrialCycle = random.uniform(0.33, 0.55)
    escapeCycle = random.uniform(0.55, 0.9)
  }
}

extension HeartVariety {
  init(
    _ profile: PatientProfile, _ durationSeconds: Double, using random: inout SeededGenerator
  ) {
    // The sinus impulse reaches a left pathway when the node has activated much already.
    let isLeft = profile.pathway?.isLeft == true
    preexcitation = isLeft ? random.uniform(0.1, 0.8) : random.uniform(0.3, 1)
    rightBundleDelay = random.uniform(0.72, 1.2)
    let force = random.uniform(0.2, 0.8)
    terminalForce = random.chance(0.25) && !profile.subject.isAdult ? force : 0
    let (fast, usual) = (random.uniform(0.6, 0.8), random.uniform(0.85, 1.2))
    let (bundles, little) = (random.uniform(0.35, 0.75), random.uniform(0, 0.25))
    let isFascicular = random.chance(0.2)
    tachycardiaDuration = isFascicular ? fast : usual
    tachycardiaConduction = isFascicular ? bundles : little
    isAberrant = random.chance(0.2)
    let (focus, site) = (random.uniform(-1, 5), random.uniform(0, 4))
    self.focus = random.chance(0.6) ? focus : nil
    pacedSite = random.chance(0.35) ? site : nil
    captureLatency = random.uniform(0.006, 0.04)
    let cycle = random.uniform(0.15, 0.23)
    organisedCycle = random.chance(0.4) ? cycle : nil
    fibrillationSpread = random.uniform(0.12, 0.3)
    atrialAmplitude = random.uniform(0.4, 1.15)
    notches = Self.notches(using: &random)
    hurry = Self.hurry(durationSeconds, using: &random)
  }

  private static func notches(using random: inout SeededGenerator) -> [CardiacForce] {
    let count = 1 + random.index(weights: [1, 2, 2, 1])
    return (0..<count).map { _ in
      CardiacForce(
        center: random.uniform(0.09, 0.3), width: random.uniform(0.011, 0.024),
        vector: random.direction(0.045))
    }
  }

  /// In four of ten records, for a quarter to a half of it.
  private static func hurry(
    _ seconds: Double, using random: inout SeededGenerator
  ) -> [(span: ClosedRange<Double>, factor: Double)] {
    let length = seconds * random.uniform(0.25, 0.5)
    let start = random.uniform(0, max(seconds - length, 1))
    let factor = random.uniform(0.52, 0.8)
    return random.chance(0.4) ? [(start...start + length, factor)] : []
  }
}
