/// One patient's heart, catheters and circumstances. Times in seconds, amplitudes in millivolts.
struct PatientProfile: Sendable {
  let subject: SimulatedPatient.Subject
  let pathway: AccessoryPathway?

  // Sinus node and AV conduction.
  let sinusCycle: Double
  let sinusArrhythmia: Double
  let respirationHz: Double
  /// From the sinus P wave's onset to the ventricles.
  var atrioventricular: Double
  /// The same over the pathway, in pre-excited beats.
  let preexcitedAtrioventricular: Double
  let hisVentricular: Double
  let hasRetrogradeConduction: Bool
  var retrogradeConduction: Double

  // Tachycardias.
  var avrtCycle: Double
  var avnrtCycle: Double
  /// From the ventricles to the earliest atrium, over the pathway and over the node's fast limb.
  var pathwayVentriculoatrial: Double
  var nodalVentriculoatrial: Double
  /// The conduction time over the AV node's slow limb, with which AVNRT begins.
  let slowPathwayConduction: Double
  var vtCycle: Double
  var vtConductsBack: Bool
  var escapeCycle: Double
  var fibrillationCycle: Double
  var flutterCycle: Double
  var ectopicAtrialCycle: Double

  let form: SurfaceForm
  /// How this heart departs from the type; it does not unless `varied`.
  var variety = HeartVariety()
  var catheters = CatheterPlacement()

  init(subject: SimulatedPatient.Subject, using random: inout SeededGenerator) {
    self.subject = subject
    let isAdult = subject.isAdult
    let age = subject.ageYears
    pathway = subject.accessoryPathway.map(AccessoryPathway.init(location:))
    let rate = isAdult ? 72 : max(72, 118 - 2.7 * age)
    sinusCycle = 60 / (rate * random.uniform(0.86, 1.14))
    sinusArrhythmia = isAdult ? random.uniform(0.01, 0.03) : random.uniform(0.02, 0.07)
    respirationHz = isAdult ? random.uniform(0.2, 0.28) : random.uniform(0.25, 0.38)
    atrioventricular = (isAdult ? 0.155 : 0.108 + 0.002 * age) * random.uniform(0.92, 1.18)
    preexcitedAtrioventricular = random.uniform(0.078, 0.098)
    hisVentricular = random.uniform(0.034, isAdult ? 0.055 : 0.045)
    hasRetrogradeConduction = !isAdult || random.chance(0.35)
    retrogradeConduction = random.uniform(0.125, 0.175)
    avnrtCycle = random.uniform(0.29, 0.36) + 0.001 * age
    // PJRT: a slow pathway near the septum, hence a slow tachycardia with a long way back.
    let isPermanent = subject.diagnosis == "AVRT-PJRT"
    avrtCycle = random.uniform(0.275, 0.345) + 0.002 * age + (isPermanent ? 0.11 : 0)
    pathwayVentriculoatrial = isPermanent ? 0.22 : random.uniform(0.088, 0.135)
    nodalVentriculoatrial = random.uniform(-0.008, 0.042)
    slowPathwayConduction = random.uniform(0.26, 0.33)
    vtCycle = random.uniform(0.28, 0.42)
    vtConductsBack = random.chance(0.2)
    escapeCycle = random.uniform(0.62, 0.82)
    fibrillationCycle = random.uniform(0.42, 0.62)
    flutterCycle = random.uniform(0.22, 0.29)
    ectopicAtrialCycle = random.uniform(0.37, 0.46)
    form = SurfaceForm(subject: subject, pathway: pathway, using: &random)
  }

  /// What an impulse that comes down the AV node makes of the ventricles.
  var conductedShape: VentricularShape {
    subject.group == .fallot ? .rightBundle : .normal
  }
}

extension SeededGenerator {
  /// A vector of independent normal components with the given standard deviation.
  mutating func direction(_ deviation: Double) -> SIMD3<Double> {
    SIMD3(normal(), normal(), normal()) * deviation
  }
}
