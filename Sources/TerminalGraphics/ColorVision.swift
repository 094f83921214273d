/// How colours are seen: as most people see them, or without one of the three kinds of cones.
public enum ColorVision: String, Sendable, CaseIterable {
  case usual
  /// Without the cones for long waves.
  case protanopia
  /// Without the cones for medium waves.
  case deuteranopia
  /// Without the cones for short waves.
  case tritanopia

  /// The colour that looks, to usual eyes, as `color` does to these.
  ///
  /// Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color
  /// vision deficiency", IEEE TVCG 15 (2009) 1291, severity 1, on linear components.
  public func seen(_ color: Color) -> Color {
    guard let matrix, !color.isTerminalDefault else { return color }
    let linear = SIMD3(
      Palette.linear(color.red), Palette.linear(color.green), Palette.linear(color.blue))
    let components = matrix.map { Palette.component(($0 * linear).sum()) }
    return Color(red: components[0], green: components[1], blue: components[2])
  }

  private var matrix: [SIMD3<Double>]? {
    switch self {
    case .usual: nil
    case .protanopia:
      [
        SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
        SIMD3(-0.003882, -0.048116, 1.051998),
      ]
    case .deuteranopia:
      [
        SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
        SIMD3(-0.011820, 0.042940, 0.968881),
      ]
    case .tritanopia:
      [
        SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
        SIMD3(0.004733, 0.691367, 0.303900),
      ]
    }
  }
}
