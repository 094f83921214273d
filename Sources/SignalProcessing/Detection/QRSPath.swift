import Foundation

/// The most plausible series of beats through candidate waves, found by dynamic programming.
///
/// Every candidate has a score: the logarithm of its height over the local threshold, positive
/// for a likely QRS. A series is worth the sum of its scores less a price for each interval that
/// is much shorter or longer than usual. The best series of all is found exactly (Viterbi, IEEE
/// Trans Inf Theory 1967;13:260): the search back for missed beats and the suppression of T waves
/// of Pan and Tompkins (IEEE Trans Biomed Eng 1985;32:230) follow from it without rules of their
/// own, and a doubtful wave is judged by both its neighbours.
struct QRSPath {
  /// No ventricle is activated again within 180 ms; beats 200 ms apart may vary a little.
  static let refractorySamples = 45
  /// An interval below 0.6 of the usual one costs, for such a wave is often a T wave or noise;
  /// above, prematurity is ordinary.
  private static let shortRatio = 0.6
  /// The price of shortness, in units of the height's logarithm: a wave at a third of the usual
  /// interval must be 2.4 times as high as the threshold, which most ectopic beats are.
  private static let shortPrice = 1.5
  /// An interval above 1.25 times the usual one costs, for a beat may have been missed.
  private static let longRatio = 1.25
  private static let longPrice = 0.75
  /// Beyond five usual intervals the price stays: that is a pause, however long.
  private static let pauseRatio = 5.0
  /// Candidates between two calls of `progress`: each looks back at a few dozen.
  private static let pieceCandidates = 2048

  /// Indices of the chosen candidates, in order of time.
  static func best(
    samples: [Int], scores: [Double], usualIntervals: [Double],
    _ progress: (Double) throws -> Void
  ) rethrows -> [Int] {
    var worth: [Double] = []
    var previous: [Int?] = []
    // The candidate at which the best series up to here ends, for intervals beyond a pause.
    var leaders: [Int] = []
    let pausePrice = longPrice * log(pauseRatio / longRatio)
    for index in samples.indices {
      if index % pieceCandidates == 0 { try progress(Double(index) / Double(samples.count)) }
      let usual = usualIntervals[index]
      let oldest = Double(samples[index]) - pauseRatio * usual
      var best = 0.0
      var origin: Int? = nil
      var earlier = index - 1
      while earlier >= 0 && Double(samples[earlier]) > oldest {
        let interval = samples[index] - samples[earlier]
        if interval >= refractorySamples {
          let value = worth[earlier] - price(Double(interval) / usual)
          if value > best { (best, origin) = (value, earlier) }
        }
        earlier -= 1
      }
      if earlier >= 0, worth[leaders[earlier]] - pausePrice > best {
        (best, origin) = (worth[leaders[earlier]] - pausePrice, leaders[earlier])
      }
      worth.append(best + scores[index])
      previous.append(origin)
      let leader = leaders.last ?? index
      leaders.append(worth[index] > worth[leader] ? index : leader)
    }
    guard let last = leaders.last, worth[last] > 0 else { return [] }
    return Array(sequence(first: last) { previous[$0] }).reversed()
  }

  /// The price of an interval, as a multiple of the usual one.
  private static func price(_ ratio: Double) -> Double {
    if ratio < shortRatio { return shortPrice * log(shortRatio / ratio) }
    return ratio > longRatio ? longPrice * log(ratio / longRatio) : 0
  }
}
