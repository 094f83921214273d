/// What shapes one patient's P, QRS and T waves, beside the way in which the heart is activated.
struct SurfaceForm: Sendable {
  /// Turns all forces in the frontal plane, in radians; positive is clockwise, to the right.
  let axisRotation: Double
  let amplitude: Double
  /// 1 for an adult; a child's QRS is shorter.
  let qrsWidth: Double
  let repolarizationAmplitude: Double
  let correctedQT: Double
  let tachycardiaForce: SIMD3<Double>
  let ectopicForce: SIMD3<Double>
  let escapeForce: SIMD3<Double>
  let hasLeftBundleAberrancy: Bool

  init(
    subject: SimulatedPatient.Subject, pathway: AccessoryPathway?,
    using random: inout SeededGenerator
  ) {
    let isAdult = subject.isAdult
    axisRotation = random.normal() * 0.18 + (isAdult ? -0.05 : 0.05)
    amplitude = random.uniform(0.75, 1.25)
    qrsWidth = isAdult ? random.uniform(0.98, 1.12) : random.uniform(0.82, 0.95)
    repolarizationAmplitude = random.uniform(0.75, 1.3)
    correctedQT = random.uniform(0.385, 0.425)
    let forces: [SIMD3<Double>] = [
      [0.3, 1.15, 0.65], [-0.55, -0.85, -0.7], [0.85, -0.8, 0.75], [-0.6, 0.95, -0.5],
    ]
    let first = random.index(weights: [4, 2, 3, 2])
    tachycardiaForce = forces[first] + random.direction(0.15)
    let isSameFocus = random.chance(isAdult ? 0.6 : 0.25)
    let second = isSameFocus ? first : random.index(weights: [4, 1, 2, 2])
    ectopicForce = forces[second] + random.direction(0.2)
    escapeForce = forces[random.index(weights: [1, 2, 2, 1])] + random.direction(0.2)
    hasLeftBundleAberrancy = random.chance(pathway?.isLeft == true ? 0.6 : 0.25)
  }
}
