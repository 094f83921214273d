import Foundation

/// Finds the QRS complexes of surface leads.
///
/// All leads are combined into one trace of QRS strength (`QRSFeature`); its maxima are judged
/// against the heights of the beats and other waves around them, with the threshold of Pan and
/// Tompkins (IEEE Trans Biomed Eng 1985;32:230), and the most plausible series of them is chosen
/// (`QRSPath`). Thresholds come from both sides of a wave, none from a learning period, so that
/// records of a few seconds are read as well as hours.
public struct QRSDetector: Sendable {
  /// The sampling rate that all durations here are made for, in hertz.
  public static let samplingRateHz = 250.0

  /// Candidates are 144 ms apart, less than the refractory period, lest one complex have two.
  private static let separationSamples = 35
  /// What is first taken for a beat: half of the usual, so that levels begin without T waves.
  private static let firstThreshold: Float = 0.5
  /// Each round judges by the beats of the one before; after the third next to nothing changes.
  private static let rounds = 3
  /// Levels come from eight beats on either side: Pan and Tompkins's averages, an eighth of the
  /// newest and seven of the old, reach back as far.
  private static let levelBeats = 8
  /// The part of the way from other waves to beats at which the threshold lies. Pan and Tompkins
  /// took a quarter; as whole series are judged here, not single waves, it may be lower, which
  /// low and wide ectopic beats need.
  private static let thresholdPart: Float = 0.16
  /// Whatever the noise, half the usual height is enough: missed beats would otherwise count as
  /// noise and raise the threshold that misses them.
  private static let greatestThreshold: Float = 0.5
  /// No threshold below an eighth of the usual height, where there are no other waves.
  private static let leastThreshold: Float = 0.12
  /// The level of other waves is their median: beats missed in an earlier round are among them,
  /// and must not drive it.
  private static let otherQuantile: Float = 0.5
  /// Bounds of one score: three is a twentieth of the threshold, and one wave of any height is
  /// not worth more than one sure beat.
  private static let scores = -3.0...1.2
  /// Usual intervals, in samples: 160 to 1600 ms, and 800 ms where no two beats are known.
  private static let intervals: ClosedRange<Float> = 40...400
  private static let unknownInterval: Float = 200
  /// The main deflection is sought so far from the maximum of strength: 60 ms, half a wide QRS.
  private static let searchReach = 15
  /// Beats between two calls of `progress`.
  static let pieceBeats = 256

  /// Finds QRS complexes in one call; the cost is linear in the samples.
  ///
  /// - Parameter leadsMillivolts: one or more leads of equal length at 250 Hz, in millivolts,
  ///   without not-a-numbers, drift below 0.5 Hz taken away. Leads may be flat, clipped or noise.
  /// - Returns: the samples of the main deflections, ascending, more than 60 ms apart.
  public static func detect(leadsMillivolts: [[Float]]) -> [Int] {
    detect(leadsMillivolts: leadsMillivolts) { _ in }
  }

  /// The same, in which `progress` is told the share that is done and can end it: see `Pieces`.
  public static func detect(
    leadsMillivolts: [[Float]], progress: (Double) throws -> Void
  ) rethrows -> [Int] {
    guard let first = leadsMillivolts.first, !first.isEmpty else { return [] }
    precondition(
      leadsMillivolts.allSatisfy { $0.count == first.count }, "leads of unequal length")
    let feature = try QRSFeature(leadsMillivolts: leadsMillivolts) { try progress(0.7 * $0) }
    let candidates = try ZeroPhase.maxima(feature.strength, separation: separationSamples) {
      try progress(0.7 + 0.05 * $0)
    }
    let heights = candidates.map { feature.strength[$0] }
    var chosen = candidates.indices.filter { heights[$0] > firstThreshold }
    for round in 0..<rounds where chosen.count > 2 {
      chosen = try choose(candidates, heights, known: chosen) {
        try progress(0.75 + 0.2 * (Double(round) + $0) / Double(rounds))
      }
    }
    let beats = chosen.map { candidates[$0] }
    let plausible = try QRSPlausibility.filter(beats, feature) { try progress(0.95 + 0.05 * $0) }
    try progress(1)
    return plausible.map { peak(near: $0, feature.deflection) }
  }

  /// The best series, with thresholds from the beats known so far.
  private static func choose(
    _ candidates: [Int], _ heights: [Float], known: [Int], _ progress: (Double) throws -> Void
  ) rethrows -> [Int] {
    var scores: [Double] = []
    var intervals: [Double] = []
    // All candidates from one known beat to the next have the same surroundings.
    for gap in 0...known.count {
      if gap % pieceBeats == 0 { try progress(Double(gap) / Double(known.count + 1) / 2) }
      let nearby = max(0, gap - levelBeats)..<min(known.count, gap + levelBeats)
      let threshold = threshold(heights, known[nearby])
      let interval = Double(usualInterval(candidates, known[nearby]))
      let start = gap > 0 ? known[gap - 1] + 1 : 0
      let end = gap < known.count ? known[gap] : candidates.count - 1
      guard start <= end else { continue }
      for index in start...end {
        let score = log(Double(heights[index] / threshold))
        scores.append(min(max(score, Self.scores.lowerBound), Self.scores.upperBound))
        intervals.append(interval)
      }
    }
    return try QRSPath.best(samples: candidates, scores: scores, usualIntervals: intervals) {
      try progress(0.5 + $0 / 2)
    }
  }

  /// The height above which a wave among these beats is rather a QRS than not.
  private static func threshold(_ heights: [Float], _ beats: ArraySlice<Int>) -> Float {
    let level = Quantiles.quantile(beats.lazy.map { heights[$0] }, 0.5)
    var others: [Float] = []
    for (beat, next) in zip(beats, beats.dropFirst()) { others += heights[beat + 1..<next] }
    let other = Quantiles.quantile(others, otherQuantile)
    let threshold = other + thresholdPart * (level - other)
    return min(max(threshold, leastThreshold * level), greatestThreshold * level)
  }

  /// The median interval between these beats, in samples.
  private static func usualInterval(_ candidates: [Int], _ beats: ArraySlice<Int>) -> Float {
    guard beats.count > 1 else { return unknownInterval }
    let between = zip(beats, beats.dropFirst()).map { Float(candidates[$1] - candidates[$0]) }
    let median = Quantiles.quantile(between, 0.5)
    return min(max(median, intervals.lowerBound), intervals.upperBound)
  }

  /// The greatest deflection near a maximum of strength.
  private static func peak(near sample: Int, _ deflection: [Float]) -> Int {
    let nearby = max(0, sample - searchReach)...min(deflection.count - 1, sample + searchReach)
    var best = sample
    for index in nearby where deflection[index] > deflection[best] { best = index }
    return best
  }
}

/// Tells rhythms from noise, among whose maxima a series can always be chosen.
enum QRSPlausibility {
  /// Beats that stand so far above the noise are beats. Ten minutes of white noise, in up to
  /// twelve leads, give contrasts up to 5.2; MIT-BIH's noisy minutes that can be read have 6.
  private static let sureContrast: Float = 5.5
  /// At 300 beats a minute there is no time between the beats in which noise would show, and
  /// contrast falls to 2. But such rhythms are regular: the middle half of their intervals spans
  /// less than a tenth of the median. In a series chosen from noise it is seldom so for long.
  private static let regularSpread: Float = 0.1
  /// Regularity is judged over so many intervals, all before, all after, or half and half: by
  /// fewer, noise is regular now and then.
  private static let run = 8

  /// The beats that stand out from noise or go regularly.
  static func filter(
    _ beats: [Int], _ feature: QRSFeature, _ progress: (Double) throws -> Void
  ) rethrows -> [Int] {
    let stays = try Pieces.map(Array(beats.indices), size: QRSDetector.pieceBeats, progress) {
      index in
      feature.contrast[feature.block(of: beats[index])] >= sureContrast
        || [0, run / 2, run].contains { isRegular(beats, index - $0...index - $0 + run) }
    }
    return zip(beats, stays).filter(\.1).map(\.0)
  }

  private static func isRegular(_ beats: [Int], _ span: ClosedRange<Int>) -> Bool {
    let nearby = beats[span.clamped(to: 0...beats.count - 1)]
    let intervals = zip(nearby, nearby.dropFirst()).map { Float($1 - $0) }
    guard intervals.count >= run / 2 else { return false }
    let spread = Quantiles.quantile(intervals, 0.75) - Quantiles.quantile(intervals, 0.25)
    return spread <= regularSpread * Quantiles.quantile(intervals, 0.5)
  }
}
