/// Finds the end of the T wave by the tangent (`Tangent`) to the wave as all leads show it.
///
/// The leads are weighed by what they are at the wave's peak, so that the wave is above noise as
/// far as it can be. The isoelectric line runs from before this complex to before the next one
/// (Meyer and Keiser, Comput Biomed Res 1977;10:459), which takes drift away.
enum TWaveEnd {
  /// 28 ms: muscle is gone, and a T wave's descent of 80 ms or more stays.
  static let smoothingSeconds = 0.007
  private static let slopeSeconds = 0.006
  /// Below this a T wave is flat by the usual standard (a tenth of a millivolt in one lead, less
  /// over all).
  private static let leastMillivolts: Float = 0.035
  /// The wave's peak is so many times greater than what the smoothed leads do from 12 to 12 ms.
  private static let leastContrast: Float = 5
  private static let qtRange = 0.16...0.68
  /// The peak of a T wave comes sooner than this share of the root of the longer cycle beside it
  /// (QTc far beyond 0.5 s): later waves are U and P.
  private static let latestPeak = 0.47

  /// - Parameter leads: smoothed by `smoothingSeconds`.
  static func find(
    _ leads: LeadGroup, qrs: QRSBounds, nextOnset: Double?, cycle: Double
  ) -> Double? {
    let trace = leads.first
    let end = min(nextOnset.map { $0 - 0.012 } ?? .infinity, qrs.onset + qtRange.upperBound + 0.1)
    let search = trace.range(qrs.offset + 0.02, min(end, trace.time(Double(leads.count - 8))))
    guard search.count > trace.count(0.08) else { return nil }
    let left = (trace.index(qrs.onset - 0.012), leads.level(qrs.onset - 0.02, qrs.onset - 0.006))
    let waves: Deflections
    if let nextOnset, nextOnset + 0.02 < trace.time(Double(leads.count)) {
      let right = (trace.index(nextOnset - 0.012), leads.level(nextOnset - 0.02, nextOnset - 0.006))
      waves = leads.deflections(search, from: left, to: right)
    } else {
      waves = leads.deflections(search, from: left, to: (left.0 + 1, left.1))
    }
    let latest = min(qtRange.upperBound - 0.08, latestPeak * cycle.squareRoot())
    return descend(waves, trace, qrs, latest: trace.index(qrs.onset + latest) - waves.first)
  }

  private static func descend(
    _ waves: Deflections, _ trace: Trace, _ qrs: QRSBounds, latest: Int
  ) -> Double? {
    let from = min(waves.count, trace.count(0.02))
    guard latest > from else { return nil }
    let peak = waves.greatest(from..<min(latest, waves.count))
    let height = waves.size(peak)
    guard height > leastMillivolts, peak > from + 2, peak < waves.count - trace.count(0.03) else {
      return nil
    }
    let wave = waves.projected(on: peak)
    guard height > leastContrast * roughness(wave, trace.count(0.012, least: 1)) else { return nil }
    let flank = peak..<min(wave.count, peak + trace.count(0.16))
    let reach = trace.count(slopeSeconds, least: 1)
    guard
      let steepest = Tangent.foot(wave, flank: flank, isRising: false, level: 0, reach: reach)?
        .steepest,
      let level = level(wave, after: steepest, trace), wave[steepest] > level,
      // It must come down before anything else comes.
      level < 0.35 * height,
      let foot = Tangent.foot(wave, flank: flank, isRising: false, level: level, reach: reach)
    else { return nil }
    let time = trace.time(Double(waves.first) + foot.place)
    return qtRange.contains(time - qrs.onset) && foot.place < Double(wave.count) ? time : nil
  }

  /// The isoelectric line behind a T wave: the mean of its flattest 24 ms. Where a P or a U wave
  /// comes at once, that is the trough between them.
  private static func level(_ wave: [Float], after steepest: Int, _ trace: Trace) -> Float? {
    let length = trace.count(0.024, least: 2)
    let from = steepest + trace.count(0.03)
    let last = min(wave.count - length, steepest + trace.count(0.2))
    guard from <= last else { return nil }
    var best = (range: Float.infinity, start: from)
    for start in from...last {
      let piece = wave[start..<start + length]
      let range = (piece.max() ?? 0) - (piece.min() ?? 0)
      if range < best.range { best = (range, start) }
    }
    return wave[best.start..<best.start + length].reduce(0, +) / Float(length)
  }

  /// The root mean square of second differences: what noise leaves, and a smooth wave does not.
  static func roughness(_ wave: [Float], _ step: Int) -> Float {
    guard wave.count > 2 * step else { return 0 }
    var sum: Float = 0
    for index in step..<wave.count - step {
      let bend = wave[index - step] - 2 * wave[index] + wave[index + step]
      sum += bend * bend
    }
    // White noise of deviation 1 has second differences of variance 6.
    return (sum / Float(wave.count - 2 * step) / 6).squareRoot()
  }
}
