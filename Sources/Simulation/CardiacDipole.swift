import Foundation

/// A force of the heart that grows and fades: a Gaussian in time along a fixed direction.
struct CardiacForce: Sendable {
  /// Centre, in seconds after the onset of activation.
  var center: Double
  /// Standard deviation, in seconds.
  var width: Double
  /// Left, inferior and posterior component, in millivolts (the axes of Frank).
  var vector: SIMD3<Double>

  func scaled(_ factor: Double, delayed: Double = 0) -> CardiacForce {
    CardiacForce(center: center + delayed, width: width, vector: vector * factor)
  }
}

/// A stretch of heart vector, ready to be added to the record at a frame.
struct DipoleTemplate: Sendable {
  /// Frames before the onset at which the samples begin.
  static let lead = 30

  /// [frame] of left, inferior, posterior and 0, in millivolts.
  var samples: [SIMD4<Float>]
  /// The greatest magnitude, in frames after the onset.
  var peak: Int

  init(_ forces: [CardiacForce]) {
    let end = forces.map { $0.center + 4.2 * $0.width }.max() ?? 0
    let count = Self.lead + Int(end * SimulatedPatient.frameRateHz) + 1
    var samples = [SIMD4<Float>](repeating: .zero, count: count)
    for force in forces {
      let vector = SIMD4<Float>(SIMD4(force.vector, 0))
      for index in 0..<count {
        let time = Double(index - Self.lead) / SimulatedPatient.frameRateHz - force.center
        let distance = time / force.width
        guard abs(distance) < 4.2 else { continue }
        samples[index] += vector * Float(exp(-0.5 * distance * distance))
      }
    }
    self.init(samples: samples)
  }

  init(samples: [SIMD4<Float>]) {
    self.samples = samples
    let magnitudes = samples.map { ($0 * $0).sum() }
    let greatest = magnitudes.indices.max { magnitudes[$0] < magnitudes[$1] } ?? 0
    peak = greatest - Self.lead
  }
}

/// All stretches of heart vector of one patient: P, QRS and T loops.
struct CardiacDipole: Sendable {
  private static let repolarizationSteps = 14
  private static let shortestCycle = 0.24
  private static let cycleStep = 0.06

  let templates: [DipoleTemplate]
  private let qrsEnds: [Double]
  private let correctedQT: Double

  init(profile: PatientProfile) {
    let ventricular = VentricularForces(profile: profile)
    var templates: [DipoleTemplate] = []
    var ends: [Double] = []
    for shape in VentricularShape.allCases {
      let forces = ventricular.forces(shape)
      templates.append(DipoleTemplate(forces + profile.variety.notches))
      ends.append(forces.map { $0.center + 2 * $0.width }.max() ?? 0)
    }
    for shape in VentricularShape.allCases {
      let vector = ventricular.repolarization(shape)
      for step in 0..<Self.repolarizationSteps {
        let cycle = Self.shortestCycle + Self.cycleStep * Double(step)
        templates.append(Self.repolarization(vector, cycle: cycle))
      }
    }
    for origin in AtrialOrigin.allCases {
      let forces = AtrialForces.forces(origin, pathway: profile.pathway)
      templates.append(
        DipoleTemplate(forces.map { $0.scaled(profile.variety.atrialAmplitude) }))
    }
    for direction: SIMD3<Double> in [[0.5, 0.35, -0.1], [0.3, -0.6, 0.1]] {
      templates.append(Self.spike(direction))
    }
    self.templates = templates
    qrsEnds = ends
    correctedQT = profile.form.correctedQT
  }

  /// From the onset of a QRS complex to its greatest magnitude, in frames.
  func peakFrames(_ shape: VentricularShape) -> Int { templates[shape.rawValue].peak }

  func ventricularIndex(_ shape: VentricularShape) -> Int { shape.rawValue }

  /// The T loop's template and its delay after the QRS onset in seconds, for the length of the
  /// cycle in seconds. QT follows the root of the cycle (Bazett) and grows with a wide QRS.
  func repolarization(_ shape: VentricularShape, cycle: Double) -> (index: Int, delay: Double) {
    let step = Int(((cycle - Self.shortestCycle) / Self.cycleStep).rounded())
    let bounded = min(max(step, 0), Self.repolarizationSteps - 1)
    let shapes = VentricularShape.allCases.count
    let root = min(max(cycle, 0.26), 1.1).squareRoot()
    let widening = max(0, qrsEnds[shape.rawValue] - 0.08) * 0.7
    return (
      shapes + shape.rawValue * Self.repolarizationSteps + bounded,
      (correctedQT - 0.085) * root + widening
    )
  }

  /// From the onset of a QRS complex to the end of its last force, in seconds: two standard
  /// deviations after the centre, where the tangent to its steepest fall meets 0.
  func qrsEnd(_ shape: VentricularShape) -> Double { qrsEnds[shape.rawValue] }

  /// The T loop of a beat: template and delay after the QRS onset in seconds. QT adapts to a new
  /// cycle by degrees: the beat's own cycle in seconds counts for six tenths.
  func repolarization(of shape: VentricularShape, after cycle: Double) -> (
    index: Int, delay: Double
  ) {
    repolarization(shape, cycle: 0.6 * cycle + 0.4 * 0.7)
  }

  /// From the onset of a QRS complex to the end of its T loop, in seconds, as `qrsEnd` has it.
  func repolarizationEnd(_ shape: VentricularShape, after cycle: Double) -> Double {
    let wave = repolarization(of: shape, after: cycle)
    let step = (wave.index - VentricularShape.allCases.count) % Self.repolarizationSteps
    let fall = Self.fall(cycle: Self.shortestCycle + Self.cycleStep * Double(step))
    return wave.delay + 2 * fall
  }

  private static func fall(cycle: Double) -> Double { 0.036 * cycle.squareRoot() }

  /// The chamber whose forces a template holds, T included; nil of a stimulus.
  func chamber(_ template: Int) -> Chamber? {
    let ventricular = VentricularShape.allCases.count * (1 + Self.repolarizationSteps)
    if template < ventricular { return .ventricles }
    return template < ventricular + AtrialOrigin.allCases.count ? .atria : nil
  }

  enum Chamber: Sendable {
    case ventricles, atria
  }

  func atrialIndex(_ origin: AtrialOrigin) -> Int {
    VentricularShape.allCases.count * (1 + Self.repolarizationSteps) + origin.rawValue
  }

  /// The stimulus of a pacing catheter as the skin sees it.
  func spikeIndex(isVentricular: Bool) -> Int { templates.count - (isVentricular ? 1 : 2) }

  /// A stimulus of a millisecond or two after the 100 Hz filter, with its recharge.
  private static func spike(_ direction: SIMD3<Double>) -> DipoleTemplate {
    DipoleTemplate([
      CardiacForce(center: 0, width: 0.0013, vector: direction),
      CardiacForce(center: 0.004, width: 0.0016, vector: direction * -0.3),
    ])
  }

  /// A T loop: it rises more slowly than it falls. Its onset means its peak, which is why it is
  /// added `peak` frames earlier than the templates of forces.
  private static func repolarization(_ vector: SIMD3<Double>, cycle: Double) -> DipoleTemplate {
    let root = cycle.squareRoot()
    let rise = 0.058 * root
    let fall = fall(cycle: cycle)
    let before = Int(4 * rise * SimulatedPatient.frameRateHz)
    let after = Int(4 * fall * SimulatedPatient.frameRateHz)
    let direction = SIMD4<Float>(SIMD4(vector, 0))
    let samples = (-before...after).map { frame -> SIMD4<Float> in
      let distance = Double(frame) / SimulatedPatient.frameRateHz / (frame < 0 ? rise : fall)
      return direction * Float(exp(-0.5 * distance * distance))
    }
    return DipoleTemplate(samples: samples)
  }
}
