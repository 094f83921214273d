/// The twelve leads of a heart vector, for electrodes that also pick up noise.
struct SurfaceLeads: Sendable {
  static let names = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
  /// RA, LA, LL and V1 ... V6; the right leg is the amplifier's ground.
  static let electrodeCount = 9
  /// The release's values step by 5 uV. Even counts also keep Einthoven's and Goldberger's
  /// relations exact in whole numbers.
  static let step: Float = 10
  static let countsPerMillivolt: Float = 2000

  /// Weights of left, inferior and posterior for I, II and V1 ... V6: Dower's transform of the
  /// Frank leads (Dower, Machado and Osborne 1980), in which V1 ... V4 are large for being near.
  private static let dower: [SIMD3<Float>] = [
    [0.632, -0.235, 0.059], [0.235, 1.066, -0.132], [-0.515, 0.157, -0.917],
    [0.044, 0.164, -1.387], [0.882, 0.098, -1.277], [1.213, 0.127, -0.601],
    [1.125, 0.127, -0.086], [0.831, 0.076, 0.230],
  ]

  private let weights: [SIMD4<Float>]

  /// Electrodes are never quite in their places: each weight differs a little between patients.
  init(using random: inout SeededGenerator) {
    weights = Self.dower.map { ideal in
      let placed = ideal * Float(1 + 0.08 * random.normal())
      let slant = SIMD3<Float>(random.direction(0.04))
      return SIMD4(placed + slant, 0)
    }
  }

  /// Digital counts of the twelve leads, [lead][frame], before they meet the amplifier's rails.
  /// `vector`: [frame], millivolts; `noise`: [electrode][frame], millivolts.
  func digital(vector: [SIMD4<Float>], noise: [[Float]]) -> [[Int32]] {
    var leads = [[Int32]](repeating: [], count: 12)
    let count = vector.count
    var first = [Int32](repeating: 0, count: count)
    var second = first
    for frame in 0..<count {
      let right = noise[0][frame]
      first[frame] = Self.count((vector[frame] * weights[0]).sum() + noise[1][frame] - right)
      second[frame] = Self.count((vector[frame] * weights[1]).sum() + noise[2][frame] - right)
    }
    leads[2] = zip(first, second).map { $1 - $0 }
    leads[3] = zip(first, second).map { -($0 + $1) / 2 }
    leads[4] = zip(first, second).map { $0 - $1 / 2 }
    leads[5] = zip(first, second).map { $1 - $0 / 2 }
    leads[0] = first
    leads[1] = second
    for chest in 0..<6 {
      let weight = weights[chest + 2]
      var lead = [Int32](repeating: 0, count: count)
      for frame in 0..<count {
        let central = (noise[0][frame] + noise[1][frame] + noise[2][frame]) * (1 / 3)
        let potential = (vector[frame] * weight).sum() + noise[chest + 3][frame] - central
        lead[frame] = Self.count(potential)
      }
      leads[chest + 6] = lead
    }
    return leads
  }

  /// Millivolts as counts, in steps of 5 uV.
  static func count(_ millivolts: Float) -> Int32 {
    Int32((millivolts * (countsPerMillivolt / step)).rounded()) * Int32(step)
  }
}
