/// Where the tangent at the steepest part of a wave's flank meets a level.
///
/// The method of Lepeschkin and Surawicz (Circulation 1952;6:378) for the end of the T wave; here
/// the flank may rise or fall.
enum Tangent {
  /// - Parameters:
  ///   - wave: samples in millivolts, positive at the wave's peak.
  ///   - flank: the samples among which the steepest is sought; ascending.
  ///   - isRising: whether the flank leads up to the peak.
  ///   - reach: slopes are taken across twice as many samples.
  /// - Returns: the place between samples, the slope in millivolts a sample, and the steepest
  ///   sample; nil without a slope.
  static func foot(
    _ wave: [Float], flank: Range<Int>, isRising: Bool, level: Float, reach: Int
  ) -> (place: Double, slope: Float, steepest: Int)? {
    var best = (slope: Float(0), index: flank.lowerBound)
    for index in flank where index >= reach && index + reach < wave.count {
      let rise = (wave[index + reach] - wave[index - reach]) / Float(2 * reach)
      let slope = isRising ? rise : -rise
      if slope > best.slope { best = (slope, index) }
    }
    guard best.slope > 0 else { return nil }
    let distance = Double((wave[best.index] - level) / best.slope)
    let place = Double(best.index) + (isRising ? -distance : distance)
    return (place, best.slope, best.index)
  }
}
