import SignalProcessing

/// What may be a stimulus in surface leads.
struct SpikeCandidate: Sendable {
  /// Where it leaves the line before it, in seconds from the record's start.
  let time: Double
  /// How far each lead is from the line between its neighbours, in millivolts: the stimulator's
  /// direction, by which its pulses are known.
  let bends: [Float]
  /// The root of the sum of their squares.
  var size: Float { bends.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot() }
}

/// Finds what is too sharp to come from the heart, out of a quiet stretch, in surface leads.
///
/// A pulse of half a millisecond behind a lead's filter of 100 or 150 Hz is over in 5 ms: across
/// twice the time its bend is hardly greater, where that of an R wave is four times as great. Steps
/// and spikes in the midst of complexes, as some recorders' compression makes them, do not come out
/// of a quiet stretch.
enum SpikeSearch {
  /// Below this a pulse is one sample, if it is there at all.
  static let leastRateHz = 240.0
  /// From here on a pulse has more than two samples.
  private static let fastRateHz = 450.0
  /// So long before a sample and after it is looked at.
  static let marginSeconds = 0.04
  private static let separationSeconds = 0.015
  /// The quiet stretch, and how much of the spike it may reach.
  private static let quietSeconds = (from: 0.03, to: 0.006)
  private static let quietPart: Float = 0.5
  private static let noiseMultiple: Float = 8

  /// Across which times bends are compared with those across twice the time, and the least part.
  /// At low rates the tip of a narrow R wave is as sharp as the recorder's pulse: both have to be
  /// short in 8 ms, and great. MIT-BIH's pulses (102, 104, 107) are 14 ms wide.
  private struct Rule {
    let steps: [(seconds: Double, part: Float)]
    /// In millivolts: of a lead, and of all together.
    let least: Float
    let leastSum: Float

    init(rateHz: Double) {
      let isFast = rateHz >= SpikeSearch.fastRateHz
      steps = isFast ? [(0.002, 0.5)] : [(0.0056, 0.55), (0.0083, 0.78)]
      (least, leastSum) = isFast ? (0.05, 0.1) : (0.3, 0.3)
    }
  }

  /// - Parameter core: candidates have their sharpest sample in here, in seconds.
  static func candidates(_ leads: [Trace], core: Range<Double>) -> [SpikeCandidate] {
    guard let first = leads.first, first.rateHz >= leastRateHz,
      leads.allSatisfy({ $0.samples.count == first.samples.count })
    else { return [] }
    let rule = Rule(rateHz: first.rateHz)
    var sums = [Float](repeating: 0, count: first.samples.count)
    for lead in leads { add(lead, rule, to: &sums) }
    let separation = first.count(separationSeconds, least: 2)
    var kept: [Int] = []
    for index in first.range(core.lowerBound, core.upperBound) where sums[index] > rule.leastSum {
      if let last = kept.last, index - last <= separation {
        if sums[index] > sums[last] { kept[kept.count - 1] = index }
      } else {
        kept.append(index)
      }
    }
    let step = first.count(rule.steps[0].seconds, least: 1)
    return kept.compactMap { candidate(leads, $0, step) }
  }

  /// Adds the bends of one lead where they are sharp.
  private static func add(_ lead: Trace, _ rule: Rule, to sums: inout [Float]) {
    let samples = lead.samples
    let steps = rule.steps.map { (reach: lead.count($0.seconds, least: 1), part: $0.part) }
    let margin = 2 * (steps.map(\.reach).max() ?? 1)
    guard samples.count > 4 * margin else { return }
    func bend(_ index: Int, _ reach: Int) -> Float {
      abs(samples[index] - (samples[index - reach] + samples[index + reach]) / 2)
    }
    let near = steps[0].reach
    var sizes = stride(from: margin, to: samples.count - margin, by: 4).map { bend($0, near) }
    let threshold = max(rule.least, noiseMultiple * OrderStatistics.median(&sizes))
    for index in margin..<samples.count - margin {
      let size = bend(index, near)
      guard size > threshold else { continue }
      let isSharp = steps.allSatisfy { bend(index, $0.reach) > $0.part * bend(index, 2 * $0.reach) }
      if isSharp { sums[index] += size }
    }
  }

  /// Nil where it does not come out of a quiet stretch.
  private static func candidate(_ leads: [Trace], _ index: Int, _ step: Int) -> SpikeCandidate? {
    let first = leads[0]
    let start = index - first.count(quietSeconds.from)
    let end = index - max(first.count(quietSeconds.to), step + 1)
    guard start >= 0, start < end, index + step < first.samples.count else { return nil }
    var (before, spike): (Float, Float) = (0, 0)
    var levels: [Float] = []
    let bends = leads.map { lead -> Float in
      let quiet = lead.samples[start...end]
      let range = (quiet.max() ?? 0) - (quiet.min() ?? 0)
      let bend = lead.samples[index] - (lead.samples[index - step] + lead.samples[index + step]) / 2
      levels.append(quiet.reduce(0, +) / Float(quiet.count))
      before += range * range
      spike += 4 * bend * bend
      return bend
    }
    guard before < quietPart * quietPart * spike else { return nil }
    func distance(_ place: Int) -> Float {
      zip(leads, levels).reduce(Float(0)) { sum, pair in
        let difference = pair.0.samples[place] - pair.1
        return sum + difference * difference
      }
    }
    // An onset is where a fifth of the way is gone: in squares, a twenty-fifth.
    let height = distance(index) / 25
    var onset = index
    while onset > end, distance(onset - 1) > height { onset -= 1 }
    return SpikeCandidate(time: first.time(Double(onset)), bends: bends)
  }
}
