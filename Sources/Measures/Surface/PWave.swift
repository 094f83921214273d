/// A P wave that may belong to a beat.
struct PWave: Sendable, Equatable {
  /// Seconds from the record's start.
  let onset: Double
  /// The leads from 10 ms before the onset to 100 ms after it, less their level before it,
  /// [lead * places + place], in millivolts: by which waves of several beats are compared.
  let shape: [Float]

  /// How alike two waves are, -1...1.
  func likeness(_ other: PWave) -> Float {
    guard shape.count == other.shape.count else { return 0 }
    var (both, own, others) = (Float(0), Float(0), Float(0))
    for (a, b) in zip(shape, other.shape) {
      both += a * b
      own += a * a
      others += b * b
    }
    return own > 0 && others > 0 ? both / (own * others).squareRoot() : 0
  }
}

/// Finds the P wave before a QRS complex.
///
/// The wave is the greatest deflection from the line between the end of what came before and the
/// complex, all leads together; its onset is where the tangent to its steepest ascent leaves the
/// level before it, the T end's method mirrored (`Tangent`).
enum PWaveSearch {
  /// 36 ms: the wave is 90 ms long, and small.
  static let smoothingSeconds = 0.009
  private static let slopeSeconds = 0.006
  /// The CSE programs' least wave, 20 uV, in the mean over the leads.
  private static let leastMillivolts: Float = 0.02
  /// The wave is so many times greater than what comes before it varies.
  private static let leastContrast: Float = 3.5
  private static let intervals = 0.05...0.42

  /// - Parameters:
  ///   - leads: smoothed by `smoothingSeconds`.
  ///   - start: the end of the T wave before, or of the complex before with some of its T wave.
  ///   - atrial: earliest atrial electrogram that leads to the beat, where there are electrograms:
  ///     the wave's onset is less than 120 ms before it, its peak not long after.
  static func find(_ leads: LeadGroup, qrsOnset: Double, start: Double, atrial: Double?) -> PWave? {
    let trace = leads.first
    let from = max(start, qrsOnset - intervals.upperBound, (atrial ?? 0) - 0.16)
    let search = trace.range(from, qrsOnset - 0.008)
    guard search.count > trace.count(0.07) else { return nil }
    let left = (search.lowerBound, leads.level(from, from + 0.012))
    let right = (search.upperBound, leads.level(qrsOnset - 0.014, qrsOnset - 0.004))
    let waves = leads.deflections(search, from: left, to: right)
    let last = atrial.map { trace.index($0 + 0.07) - search.lowerBound } ?? waves.count
    guard last > 1 else { return nil }
    let peak = waves.greatest(0..<min(waves.count, last))
    let height = waves.size(peak)
    let wave = waves.projected(on: peak)
    guard height > leastMillivolts, let foot = foot(wave, peak: peak, trace) else { return nil }
    let before = wave[max(0, foot - trace.count(0.05))..<max(1, foot - trace.count(0.004))]
    guard height > leastContrast * deviation(before) else { return nil }
    let rough = TWaveEnd.roughness(wave, trace.count(0.014, least: 1))
    guard height > leastContrast * rough else { return nil }
    return describe(leads, trace, first: search.lowerBound, wave, peak, qrsOnset)
  }

  /// A first estimate of the onset's sample.
  private static func foot(_ wave: [Float], peak: Int, _ trace: Trace) -> Int? {
    let flank = max(0, peak - trace.count(0.085))..<peak
    let reach = trace.count(slopeSeconds, least: 1)
    guard
      let foot = Tangent.foot(wave, flank: flank, isRising: true, level: 0, reach: reach),
      foot.place >= 0
    else { return nil }
    return Int(foot.place)
  }

  private static func describe(
    _ leads: LeadGroup, _ trace: Trace, first: Int, _ wave: [Float], _ peak: Int,
    _ qrsOnset: Double
  ) -> PWave? {
    guard let rough = foot(wave, peak: peak, trace) else { return nil }
    let span = max(0, rough - trace.count(0.035))..<max(1, rough - trace.count(0.004))
    let level = wave[span].reduce(0, +) / Float(span.count)
    let flank = max(0, peak - trace.count(0.085))..<peak
    guard
      let foot = Tangent.foot(
        wave, flank: flank, isRising: true, level: level,
        reach: trace.count(slopeSeconds, least: 1))
    else { return nil }
    let onset = trace.time(Double(first) + foot.place)
    guard intervals.contains(qrsOnset - onset), foot.place >= 0 else { return nil }
    let levels = leads.level(onset - 0.03, onset - 0.004)
    let places = stride(from: onset - 0.01, to: onset + 0.1, by: 0.005).map(trace.index)
    let shape = leads.leads.indices.flatMap { lead in
      places.map { leads.leads[lead].samples[$0] - levels[lead] }
    }
    return PWave(onset: onset, shape: shape)
  }

  private static func deviation(_ values: ArraySlice<Float>) -> Float {
    guard values.count > 2 else { return 0 }
    let mean = values.reduce(0, +) / Float(values.count)
    let square = values.reduce(Float(0)) { $0 + ($1 - mean) * ($1 - mean) }
    return (square / Float(values.count)).squareRoot()
  }
}
