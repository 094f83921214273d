import Foundation

/// Takes the mains out of a stretch of ECG without touching the complexes.
///
/// A sine of constant size and phase is fitted by least squares outside the QRS complexes and
/// subtracted everywhere, in the manner of the subtraction procedure of Levkov, Michov, Ivanov and
/// Daskalov (Med Biol Eng Comput 1984;22:248): a notch would ring beside the complex, just where
/// onset and offset are sought.
enum MainsSubtraction {
  private static let frequenciesHz = [50.0, 60.0]

  /// Subtracts whichever of 50 and 60 Hz is the greater.
  /// - Parameter excluded: spans of complexes, as sample ranges.
  static func apply(to samples: inout [Float], rateHz: Double, excluded: [Range<Int>]) {
    var isUsed = [Bool](repeating: true, count: samples.count)
    for span in excluded {
      for index in span.clamped(to: samples.indices) { isUsed[index] = false }
    }
    var best: (size: Double, cosine: Double, sine: Double, turn: Double) = (0, 0, 0, 0)
    for hertz in frequenciesHz where rateHz > 3 * hertz {
      let turn = 2 * Double.pi * hertz / rateHz
      // The mean over a period has none of the mains: what it leaves has all.
      let slow = Smoothing.mean(samples, reach: Int((rateHz / hertz / 2).rounded()))
      let fit = fit(samples, slow, isUsed, turn)
      let size = fit.cosine * fit.cosine + fit.sine * fit.sine
      if size > best.size { best = (size, fit.cosine, fit.sine, turn) }
    }
    guard best.size > 0 else { return }
    forEachPhase(count: samples.count, turn: best.turn) { index, cosine, sine in
      samples[index] -= Float(best.cosine * cosine + best.sine * sine)
    }
  }

  private static func fit(
    _ samples: [Float], _ slow: [Float], _ isUsed: [Bool], _ turn: Double
  ) -> (cosine: Double, sine: Double) {
    var (cc, cs, ss, xc, xs) = (0.0, 0.0, 0.0, 0.0, 0.0)
    forEachPhase(count: samples.count, turn: turn) { index, cosine, sine in
      guard isUsed[index] else { return }
      let value = Double(samples[index] - slow[index])
      cc += cosine * cosine
      cs += cosine * sine
      ss += sine * sine
      xc += value * cosine
      xs += value * sine
    }
    let determinant = cc * ss - cs * cs
    guard determinant > 1e-6 * cc * ss, determinant > 0 else { return (0, 0) }
    return ((xc * ss - xs * cs) / determinant, (xs * cc - xc * cs) / determinant)
  }

  private static func forEachPhase(
    count: Int, turn: Double, _ body: (Int, Double, Double) -> Void
  ) {
    let (stepCosine, stepSine) = (cos(turn), sin(turn))
    var (cosine, sine) = (1.0, 0.0)
    for index in 0..<count {
      body(index, cosine, sine)
      (cosine, sine) = (
        cosine * stepCosine - sine * stepSine, cosine * stepSine + sine * stepCosine
      )
    }
  }
}
