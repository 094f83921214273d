import SignalProcessing

/// Onset and offset of one QRS complex, in seconds from the record's start.
struct QRSBounds: Sendable, Equatable {
  let onset: Double
  let offset: Double
}

/// Finds where a QRS complex begins and ends from all leads at once.
///
/// The spatial velocity, the root mean square of the leads' slopes, is followed from the complex's
/// steepest part to either side until it stays below a threshold: the way of the multi-lead
/// programs (van Bemmel, Kors and van Herpen, Methods Inf Med 1990;29:332), which by the CSE
/// recommendations take the earliest onset and the latest offset of any lead (CSE Working Party,
/// Eur Heart J 1985;6:815).
enum QRSDelineation {
  /// Slopes are those of leads smoothed over 8 ms, taken across 4 ms.
  static let smoothingSeconds = 0.002
  private static let slopeSeconds = 0.002
  /// Velocities in millivolts a second. The CSE programs count waves from 20 uV over 6 ms on,
  /// which is 3.3 mV/s; P waves reach 4.
  private static let leastOnsetVelocity: Float = 4.5
  private static let leastOffsetVelocity: Float = 5
  private static let onsetPart: Float = 0.045
  private static let offsetPart: Float = 0.07
  /// So long is the velocity low before the complex and after it: less than between the parts of
  /// a complex in bundle branch block.
  private static let restBefore = 0.014
  private static let restAfter = 0.02
  /// Nor is a complex over that goes on within this time, for so long and so much faster: where
  /// its vector turns back it hardly moves for 30 ms. T waves come later, and are slower.
  private static let resumption = (within: 0.075, for: 0.008, multiple: Float(1.1))
  private static let reach = (before: 0.2, after: 0.26)

  /// - Parameters:
  ///   - beat: near the complex's greatest deflection, in seconds.
  ///   - between: the beats before and after, where there are any.
  static func bounds(
    _ leads: LeadGroup, beat: Double, between neighbours: (before: Double?, after: Double?)
  ) -> QRSBounds? {
    let smooth = leads.smoothed(smoothingSeconds)
    let velocity = smooth.velocity(slopeSeconds)
    let noise = min(smooth.noiseVelocity(slopeSeconds), Self.quietVelocity(velocity))
    let near = velocity.range(beat - 0.09, beat + 0.09)
    guard let peak = near.max(by: { velocity.samples[$0] < velocity.samples[$1] }) else {
      return nil
    }
    let height = velocity.samples[peak]
    let onsetThreshold = max(leastOnsetVelocity, onsetPart * height, noise)
    let offsetThreshold = max(leastOffsetVelocity, offsetPart * height, noise)
    guard height > 2.2 * offsetThreshold else { return nil }
    let start = max(beat - reach.before, neighbours.before.map { ($0 + beat) / 2 } ?? 0)
    let last = min(beat + reach.after, neighbours.after.map { ($0 + beat) / 2 } ?? .infinity)
    guard
      let onset = crossing(
        velocity, from: peak, to: velocity.index(start), below: onsetThreshold,
        for: velocity.count(restBefore, least: 2)),
      let offset = end(
        velocity, from: peak, to: velocity.index(last), below: offsetThreshold)
    else { return nil }
    return QRSBounds(onset: velocity.time(onset), offset: velocity.time(offset))
  }

  /// A multiple of the lower quartile of all velocities, which is noise unless the rhythm is fast.
  private static func quietVelocity(_ velocity: Trace) -> Float {
    var values = stride(from: 0, to: velocity.samples.count, by: 3).map { velocity.samples[$0] }
    return 2.6 * OrderStatistics.quantile(&values, 0.25)
  }

  /// Where the complex ends for good.
  private static func end(
    _ velocity: Trace, from peak: Int, to limit: Int, below threshold: Float
  ) -> Double? {
    let rest = velocity.count(restAfter, least: 2)
    let (within, run) = (
      velocity.count(resumption.within), velocity.count(resumption.for, least: 2)
    )
    var start = peak
    while let place = crossing(velocity, from: start, to: limit, below: threshold, for: rest) {
      var high = 0
      let last = min(velocity.samples.count - 1, Int(place) + within, limit)
      guard
        let again = (Int(place)...max(Int(place), last)).first(where: { index in
          high = velocity.samples[index] > resumption.multiple * threshold ? high + 1 : 0
          return high == run && index > start
        })
      else { return place }
      start = again
    }
    return nil
  }

  /// The place, between samples, behind which the values are below a threshold for `count`
  /// samples; nil where they are not before `limit`.
  private static func crossing(
    _ trace: Trace, from peak: Int, to limit: Int, below threshold: Float, for count: Int
  ) -> Double? {
    let step = limit < peak ? -1 : 1
    var low = 0
    for index in stride(from: peak, through: limit, by: step) {
      low = trace.samples[index] < threshold ? low + 1 : 0
      guard low == count else { continue }
      let inside = index - step * count
      let (above, below) = (trace.samples[inside], trace.samples[inside + step])
      let part = above > below ? Double((above - threshold) / (above - below)) : 0
      return Double(inside) + Double(step) * part
    }
    return nil
  }
}
