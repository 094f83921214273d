import Foundation

/// How one bipole sees the chambers from afar: as a lead of the heart vector, so that their far
/// field lasts as long as the QRS complex or the P wave and is as round as they are.
///
/// Sizes: in a recorded AV nodal re-entry the ventricles' far field was 4 to 25 % of the atrial
/// deflection in the coronary sinus bipoles, after the amplifier's high-pass filter; the release,
/// from 0.05 Hz on, has more of it.
struct FarField: Sendable {
  /// Millivolts to a millivolt of heart vector, at rest and what a breath adds.
  private let ventricles: (rest: SIMD4<Float>, breath: SIMD4<Float>)
  private let atria: (rest: SIMD4<Float>, breath: SIMD4<Float>)

  init(_ bipole: Bipole, seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: 0x300 + UInt64(bipole.rawValue))
    let typical: Double =
      switch bipole {
      // The proximal bipoles lie nearest to the septum's base.
      case .sinus12, .sinus34: 0.15
      case .sinus56: 0.18
      case .sinus78: 0.23
      case .sinus90: 0.28
      case .atrium12: 0.12
      default: 0.25
      }
    ventricles = Self.lead(typical, 0.05...0.7, using: &random)
    atria = Self.lead(0.3, 0.1...0.8, using: &random)
  }

  private static func lead(
    _ typical: Double, _ bounds: ClosedRange<Double>, using random: inout SeededGenerator
  ) -> (rest: SIMD4<Float>, breath: SIMD4<Float>) {
    let drawn = typical * exp(0.5 * random.normal())
    let size = min(max(drawn, bounds.lowerBound), bounds.upperBound)
    let direction = random.direction(1)
    let length = max((direction * direction).sum().squareRoot(), 1e-6)
    let turn = random.direction(0.15)
    return (
      SIMD4(SIMD4(direction / length * size, 0)), SIMD4(SIMD4(turn * size, 0))
    )
  }

  /// Adds what the bipole sees. `breath`: -1 to 1, by frame.
  func add(to signal: inout [Float], _ vectors: ChamberVectors, breath: [Float]) {
    for frame in signal.indices {
      let ventricular = ventricles.rest + ventricles.breath * breath[frame]
      let atrial = atria.rest + atria.breath * breath[frame]
      signal[frame] +=
        (vectors.ventricles[frame] * ventricular).sum() + (vectors.atria[frame] * atrial).sum()
    }
  }
}

/// The heart vector, and what each chamber has in it; [frame], millivolts.
struct ChamberVectors: Sendable {
  var whole: [SIMD4<Float>]
  var ventricles: [SIMD4<Float>]
  var atria: [SIMD4<Float>]

  init(frames: Int) {
    whole = [SIMD4<Float>](repeating: .zero, count: frames)
    (ventricles, atria) = (whole, whole)
  }
}
