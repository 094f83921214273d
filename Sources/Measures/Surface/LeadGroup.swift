import SignalProcessing

/// Surface leads around one beat, simultaneous and free of mains, in millivolts.
struct LeadGroup: Sendable {
  /// Leads that are alive; at least one.
  let leads: [Trace]
  var first: Trace { leads[0] }
  var count: Int { first.samples.count }

  /// Below this a lead is not connected: a thousandth of a small complex.
  private static let leastRange: Float = 0.01

  /// Nil where no lead is alive.
  /// - Parameter complexes: where QRS complexes are, in seconds from the record's start.
  init?(_ traces: [Trace], complexes: [ClosedRange<Double>]) {
    let alive = traces.filter { trace in
      guard let low = trace.samples.min(), let high = trace.samples.max() else { return false }
      return high - low > Self.leastRange
    }
    guard !alive.isEmpty else { return nil }
    leads = alive.map { trace in
      var samples = PacingSpikes.removed(from: trace)
      MainsSubtraction.apply(
        to: &samples, rateHz: trace.rateHz,
        excluded: complexes.map { trace.range($0.lowerBound, $0.upperBound) })
      return trace.with(samples)
    }
  }

  private init(leads: [Trace]) { self.leads = leads }

  /// The leads smoothed by a triangle with a base of four times `seconds`.
  func smoothed(_ seconds: Double) -> LeadGroup {
    LeadGroup(
      leads: leads.map { $0.with(Smoothing.triangle($0.samples, reach: $0.count(seconds))) })
  }

  /// The root mean square over the leads of their slopes across `2 * seconds`, in millivolts a
  /// second: the spatial velocity.
  func velocity(_ seconds: Double) -> Trace {
    let reach = first.count(seconds, least: 1)
    var sums = [Float](repeating: 0, count: count)
    for lead in leads {
      for index in 0..<count {
        let slope =
          lead.samples[min(count - 1, index + reach)] - lead.samples[max(0, index - reach)]
        sums[index] += slope * slope
      }
    }
    let scale = Float(first.rateHz) / Float(2 * reach)
    let part = 1 / Float(leads.count)
    return first.with(sums.map { ($0 * part).squareRoot() * scale })
  }

  /// What `velocity` seldom exceeds by noise alone, in millivolts a second.
  ///
  /// Noise is told by the lower quartile of second differences, which smooth waves hardly have, not
  /// even where the complexes of a fast rhythm fill the time.
  func noiseVelocity(_ seconds: Double) -> Float {
    let reach = first.count(seconds, least: 1)
    let step = 2 * reach
    guard count > 4 * step else { return 0 }
    var sum: Float = 0
    for lead in leads {
      var bends = stride(from: step, to: count - step, by: 3).map { index in
        abs(lead.samples[index - step] - 2 * lead.samples[index] + lead.samples[index + step])
      }
      let quartile = OrderStatistics.quantile(&bends, 0.25)
      sum += quartile * quartile
    }
    // A quarter of a normal variable's sizes is below 0.3186 of its deviation; second differences
    // of white noise have three times the variance of the differences that make a slope.
    let deviation = (sum / Float(leads.count) / 3).squareRoot() / 0.3186
    // The mean square over many leads varies less than that over one. Muscle is not white: after
    // smoothing it has less bend to its slopes.
    let multiple = 2.8 + 1.4 / Float(leads.count).squareRoot()
    return multiple * deviation * Float(first.rateHz) / Float(2 * reach)
  }

  /// The mean of each lead over a span of time, in millivolts.
  func level(_ from: Double, _ to: Double) -> [Float] {
    let range = first.range(from, to)
    let span = range.isEmpty ? range.lowerBound..<range.lowerBound + 1 : range
    return leads.map { $0.samples[span].reduce(0, +) / Float(span.count) }
  }

  /// The leads' values at a sample.
  func values(_ index: Int) -> [Float] { leads.map { $0.samples[index] } }

  /// What is left of the leads above straight lines from one level to another, sample by sample.
  func deflections(
    _ range: Range<Int>, from left: (index: Int, level: [Float]),
    to right: (index: Int, level: [Float])
  ) -> Deflections {
    let length = Float(max(1, right.index - left.index))
    let values = leads.indices.map { lead -> [Float] in
      let slope = (right.level[lead] - left.level[lead]) / length
      return range.map { index in
        leads[lead].samples[index] - left.level[lead] - slope * Float(index - left.index)
      }
    }
    return Deflections(first: range.lowerBound, values: values)
  }
}

/// How far the leads are from their baselines, [lead][sample], in millivolts.
struct Deflections {
  /// Index of the first sample in the leads.
  let first: Int
  let values: [[Float]]
  var count: Int { values[0].count }

  /// Root mean square over the leads.
  func size(_ index: Int) -> Float {
    let sum = values.reduce(Float(0)) { $0 + $1[index] * $1[index] }
    return (sum / Float(values.count)).squareRoot()
  }

  /// The sample of the greatest size.
  func greatest(_ range: Range<Int>) -> Int {
    range.reduce((range.lowerBound, Float(-1))) { best, index in
      let size = size(index)
      return size > best.1 ? (index, size) : best
    }.0
  }

  /// All leads as one, weighed by what they are at a sample: there it is the size times the root
  /// of the number of leads. Of all weights of the same length these show that wave best.
  func projected(on sample: Int) -> [Float] {
    let direction = values.map { $0[sample] }
    let square = direction.reduce(Float(0)) { $0 + $1 * $1 }
    guard square > 0 else { return [Float](repeating: 0, count: count) }
    let scale = 1 / (square * Float(values.count)).squareRoot()
    var sum = [Float](repeating: 0, count: count)
    for (lead, weight) in zip(values, direction) {
      for index in sum.indices { sum[index] += lead[index] * weight * scale }
    }
    return sum
  }
}
