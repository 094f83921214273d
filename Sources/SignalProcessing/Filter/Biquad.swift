import Foundation

/// A second-order recursive filter: `y = b0 x + b1 x' + b2 x'' − a1 y' − a2 y''`, where a stroke is
/// one sample earlier.
public struct Biquad: Sendable, Equatable {
  /// Feed-forward coefficients.
  public var b0: Double, b1: Double, b2: Double
  /// Feedback coefficients; the one of the newest output is 1.
  public var a1: Double, a2: Double

  /// A filter with given coefficients.
  public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
    (self.b0, self.b1, self.b2, self.a1, self.a2) = (b0, b1, b2, a1, a2)
  }

  /// A Butterworth low-pass of second order, by the bilinear transform: -3 dB at the cut-off.
  ///
  /// `scipy.signal.butter(2, cutoffHz, "low", fs=samplingRateHz)` gives the same coefficients.
  public static func lowPass(cutoffHz: Double, samplingRateHz: Double) -> Biquad {
    let k = warped(cutoffHz, samplingRateHz)
    let norm = 1 / (1 + 2.0.squareRoot() * k + k * k)
    return Biquad(
      b0: k * k * norm, b1: 2 * k * k * norm, b2: k * k * norm,
      a1: 2 * (k * k - 1) * norm, a2: (1 - 2.0.squareRoot() * k + k * k) * norm)
  }

  /// A Butterworth high-pass of second order: -3 dB at the cut-off.
  public static func highPass(cutoffHz: Double, samplingRateHz: Double) -> Biquad {
    let k = warped(cutoffHz, samplingRateHz)
    let norm = 1 / (1 + 2.0.squareRoot() * k + k * k)
    return Biquad(
      b0: norm, b1: -2 * norm, b2: norm,
      a1: 2 * (k * k - 1) * norm, a2: (1 - 2.0.squareRoot() * k + k * k) * norm)
  }

  /// A notch whose width at -3 dB is the centre frequency divided by `quality`.
  ///
  /// `scipy.signal.iirnotch(centreHz, quality, fs=samplingRateHz)` gives the same coefficients.
  public static func notch(centreHz: Double, quality: Double, samplingRateHz: Double) -> Biquad {
    let angle = 2 * Double.pi * centreHz / samplingRateHz
    let beta = tan(angle / quality / 2)
    let gain = 1 / (1 + beta)
    return Biquad(
      b0: gain, b1: -2 * gain * cos(angle), b2: gain,
      a1: -2 * gain * cos(angle), a2: 2 * gain - 1)
  }

  private static func warped(_ cutoffHz: Double, _ samplingRateHz: Double) -> Double {
    guard cutoffHz > 0, cutoffHz < samplingRateHz / 2 else {
      fatalError("a cut-off of \(cutoffHz) Hz at \(samplingRateHz) samples a second")
    }
    return tan(.pi * cutoffHz / samplingRateHz)
  }

  /// The state after a constant input of 1 that has always been there.
  var steadyState: (Double, Double) {
    let gain = (b0 + b1 + b2) / (1 + a1 + a2)
    let second = b2 - a2 * gain
    return (b1 - a1 * gain + second, second)
  }

  /// Output for a constant input of 1.
  var gainAtRest: Double { (b0 + b1 + b2) / (1 + a1 + a2) }
}
