import Foundation

/// The QRS and T forces of one patient. Typical directions and times after Durrer 1970 (activation
/// of the human heart) and the vectorcardiograms of Frank; x is left, y inferior, z posterior.
struct VentricularForces: Sendable {
  let profile: PatientProfile

  /// The forces of a QRS complex, turned to the patient's axis.
  func forces(_ shape: VentricularShape) -> [CardiacForce] {
    let scale = profile.form.amplitude
    return raw(shape).map { force in
      CardiacForce(
        center: force.center, width: force.width, vector: turned(force.vector) * scale)
    }
  }

  /// The direction and size of the T loop.
  func repolarization(_ shape: VentricularShape) -> SIMD3<Double> {
    let size = profile.form.repolarizationAmplitude
    // Children's T loops point backward: T is negative in V1 to V3 until about twelve years.
    let posterior = profile.subject.ageYears < 12 ? 0.13 : -0.12
    let normal = SIMD3<Double>(0.34, 0.24, posterior)
    guard shape != .normal else { return turned(normal) * size }
    var area = SIMD3<Double>.zero
    for force in raw(shape) { area += force.vector * force.width }
    let length = max((area * area).sum().squareRoot(), 1e-6)
    // Secondary T waves oppose the QRS complex; in bundle branch block only the late forces count.
    let secondary = area / length * -0.42
    let ownShare =
      switch shape {
      case .rightBundle, .aberrant: 0.75
      case .preexcited, .fusion: 0.6
      default: 0.1
      }
    let late = SIMD3<Double>(0.2, 0.04, 0.22)
    let mixed = shape == .rightBundle ? normal * 0.8 + late : normal * ownShare + secondary
    return turned(mixed) * size
  }

  private func turned(_ vector: SIMD3<Double>) -> SIMD3<Double> {
    let cosine = cos(profile.form.axisRotation)
    let sine = sin(profile.form.axisRotation)
    return SIMD3(
      vector.x * cosine - vector.y * sine, vector.x * sine + vector.y * cosine, vector.z)
  }

  private func raw(_ shape: VentricularShape) -> [CardiacForce] {
    switch shape {
    case .normal: normal
    case .preexcited: preexcited
    case .rightBundle: rightBundle(delay: 1.1 * profile.variety.rightBundleDelay)
    case .leftBundle: leftBundle
    case .aberrant: profile.form.hasLeftBundleAberrancy ? leftBundle : rightBundle(delay: 0.9)
    case .ectopic: focal(profile.form.ectopicForce, duration: 1)
    case .tachycardia: tachycardia
    case .escape: focal(profile.form.escapeForce, duration: 0.95)
    case .paced: paced
    case .fusion: mixture(profile.form.ectopicForce)
    case .pacedFusion:
      conducted.map { $0.scaled(0.5, delayed: 0.01) } + paced.map { $0.scaled(0.5) }
    case .odd: conducted.map { $0.scaled(0.55) } + paced.map { $0.scaled(0.4, delayed: 0.005) }
    }
  }

  private var conducted: [CardiacForce] {
    profile.conductedShape == .rightBundle
      ? rightBundle(delay: 1.1 * profile.variety.rightBundleDelay) : normal
  }

  /// Septum, apex, free walls, base; all within 80 ms.
  private var normal: [CardiacForce] {
    let width = profile.form.qrsWidth
    let anterior = profile.subject.isAdult ? 1.0 : 1.25
    return [
      CardiacForce(center: 0.014 * width, width: 0.0055 * width, vector: [-0.2, -0.06, -0.2]),
      CardiacForce(
        center: 0.026 * width, width: 0.0065 * width, vector: [0.22, 0.22, -0.42 * anterior]),
      CardiacForce(center: 0.041 * width, width: 0.0085 * width, vector: [1.15, 0.85, 0.34]),
      CardiacForce(center: 0.06 * width, width: 0.009 * width, vector: [0.02, -0.2, 0.42]),
    ] + terminal
  }

  /// The outflow tract of the right ventricle, a little late.
  private var terminal: [CardiacForce] {
    let size = profile.variety.terminalForce
    guard size > 0 else { return [] }
    return [CardiacForce(center: 0.078, width: 0.011, vector: [-0.36 * size, -0.06, -0.42 * size])]
  }

  /// From its focus, and in part by the bundles.
  private var tachycardia: [CardiacForce] {
    let variety = profile.variety
    let focus = focal(profile.form.tachycardiaForce, duration: variety.tachycardiaDuration)
    guard variety.tachycardiaConduction > 0 else { return focus }
    return focus.map { $0.scaled(1 - variety.tachycardiaConduction) }
      + conducted.map { $0.scaled(variety.tachycardiaConduction, delayed: 0.008) }
  }

  /// The left ventricle in time, then the right one slowly, to the right and forward.
  private func rightBundle(delay: Double) -> [CardiacForce] {
    normal.prefix(3) + [
      CardiacForce(center: 0.066 * delay, width: 0.011, vector: [-0.1, -0.12, 0.08]),
      CardiacForce(center: 0.088 * delay, width: 0.014, vector: [-0.42, -0.04, -0.42]),
      CardiacForce(center: 0.114 * delay, width: 0.016, vector: [-0.52, -0.12, -0.6]),
    ]
  }

  private var leftBundle: [CardiacForce] {
    [
      CardiacForce(center: 0.022, width: 0.011, vector: [0.22, 0.15, 0.05]),
      CardiacForce(center: 0.052, width: 0.017, vector: [0.7, 0.35, 0.6]),
      CardiacForce(center: 0.084, width: 0.018, vector: [0.95, 0.3, 0.75]),
      CardiacForce(center: 0.114, width: 0.014, vector: [0.25, 0.08, 0.3]),
    ]
  }

  /// From the right ventricular apex: leftward, upward and backward.
  private var paced: [CardiacForce] {
    [
      CardiacForce(center: 0.026, width: 0.013, vector: [0.12, -0.3, 0.2]),
      CardiacForce(center: 0.06, width: 0.019, vector: [0.5, -0.7, 0.45]),
      CardiacForce(center: 0.094, width: 0.021, vector: [0.75, -0.85, 0.6]),
      CardiacForce(center: 0.13, width: 0.015, vector: [0.2, -0.2, 0.2]),
    ]
  }

  /// From a focus in the muscle: slow at first, then past the septum, with a notch.
  private func focal(_ force: SIMD3<Double>, duration: Double) -> [CardiacForce] {
    let aside = SIMD3(force.y, force.z, force.x) * 0.25
    return [
      CardiacForce(center: 0.026 * duration, width: 0.012, vector: force * 0.3 + aside),
      CardiacForce(center: 0.058 * duration, width: 0.019, vector: force * 0.7 - aside * 0.6),
      CardiacForce(center: 0.094 * duration, width: 0.02, vector: force * 0.95),
      CardiacForce(center: 0.132 * duration, width: 0.015, vector: force * -0.12 + aside),
    ]
  }

  /// A delta wave from the pathway's ventricular end, into which the normal activation runs.
  private var preexcited: [CardiacForce] {
    let degree = profile.variety.preexcitation
    let delta = (profile.pathway?.deltaDirection ?? [0.5, -0.5, 0.2]) * degree
    return [
      CardiacForce(center: 0.022, width: 0.011, vector: delta * 0.26),
      CardiacForce(center: 0.043, width: 0.013, vector: delta * 0.5),
      CardiacForce(center: 0.066, width: 0.014, vector: delta * 0.35),
    ] + normal.map { $0.scaled(1 - 0.15 * degree, delayed: 0.03 * degree) }
  }

  private func mixture(_ force: SIMD3<Double>) -> [CardiacForce] {
    conducted.map { $0.scaled(0.6, delayed: 0.012) }
      + focal(force, duration: 0.8).map { $0.scaled(0.45) }
  }
}

/// The P forces, by the place from which the atria are activated.
enum AtrialForces {
  static func forces(_ origin: AtrialOrigin, pathway: AccessoryPathway?) -> [CardiacForce] {
    switch origin {
    case .sinus: wave([0.03, 0.085, -0.055], [0.085, 0.055, 0.05])
    case .ectopic: wave([0.075, 0.005, -0.035], [0.07, -0.05, 0.05])
    case .node: wave([0, -0.07, -0.02], [0.02, -0.085, 0.02])
    case .pathway:
      pathway?.isLeft == true
        ? wave([-0.075, -0.02, -0.03], [-0.07, -0.045, -0.05])
        : wave([0.05, -0.055, 0.03], [0.065, -0.05, 0.045])
    case .paced: wave([0.05, 0.06, -0.05], [0.08, 0.06, 0.06])
    case .flutter:
      [
        CardiacForce(center: 0.05, width: 0.028, vector: [0, -0.1, -0.04]),
        CardiacForce(center: 0.105, width: 0.032, vector: [0.02, -0.13, 0.02]),
        CardiacForce(center: 0.17, width: 0.022, vector: [0, 0.09, -0.06]),
      ]
    case .fibrillation: wave([0.02, 0.045, -0.05], [-0.02, -0.045, 0.045])
    }
  }

  private static func wave(_ right: SIMD3<Double>, _ left: SIMD3<Double>) -> [CardiacForce] {
    [
      CardiacForce(center: 0.028, width: 0.014, vector: right * 1.3),
      CardiacForce(center: 0.06, width: 0.017, vector: left * 1.3),
    ]
  }
}
