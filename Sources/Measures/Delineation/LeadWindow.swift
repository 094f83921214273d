import Foundation
import SignalProcessing

/// One lead around one beat, as the network reads it: 250 Hz, half a second before the beat and
/// 0.78 s after it.
enum LeadWindow {
  static let rateHz = 250.0
  static let count = 320
  /// The beat's sample.
  static let beatSample = 125
  static let channels = 4

  /// Leads are smoothed over 8 ms before they are brought to 250 Hz.
  private static let smoothingSeconds = 0.002
  /// The complex lies within so many samples of its beat, by its greatest deflection: 100 ms.
  private static let complexReach = 25
  /// Below this a lead is not connected: a thousandth of a small complex.
  private static let leastMillivolts: Float = 0.01
  /// Added to the complex's size: what an amplifier's noise may be.
  private static let floorMillivolts: Float = 0.02

  /// A trace at 250 Hz on the grid that has a sample at the beat, without mains.
  struct Lead: Sendable {
    /// Sample 0 is `before` samples ahead of the beat.
    let samples: [Float]
    let before: Int

    /// Nil for a trace without samples or that shows nothing.
    init?(_ trace: Trace, beat: Double, complexes: [ClosedRange<Double>]) {
      guard let low = trace.samples.min(), let high = trace.samples.max(),
        high - low > LeadWindow.leastMillivolts
      else { return nil }
      let smooth = Smoothing.triangle(
        trace.samples, reach: trace.count(LeadWindow.smoothingSeconds))
      let end = trace.time(Double(trace.samples.count - 1))
      before = max(0, Int((beat - trace.start) * rateHz))
      let after = max(0, Int((end - beat) * rateHz))
      let first = (beat - trace.start) * trace.rateHz - Double(before) * trace.rateHz / rateHz
      let step = trace.rateHz / rateHz
      var samples = (0...before + after).map { index -> Float in
        let place = max(0, first + Double(index) * step)
        let left = min(Int(place), smooth.count - 1)
        let right = min(left + 1, smooth.count - 1)
        return smooth[left] + Float(place - Double(left)) * (smooth[right] - smooth[left])
      }
      let start = beat - Double(before) / rateHz
      MainsSubtraction.apply(
        to: &samples, rateHz: rateHz,
        excluded: complexes.map { span in
          let from = Int(((span.lowerBound - start) * rateHz).rounded())
          let to = Int(((span.upperBound - start) * rateHz).rounded())
          return max(0, from)..<max(0, from, to)
        })
      self.samples = samples
    }

    /// The window's samples; beyond the record's ends the last one goes on.
    var window: [Float] {
      (0..<count).map { samples[min(max($0 - beatSample + before, 0), samples.count - 1)] }
    }
  }

  /// What the network reads, `[count, channels]` row by row: the lead in units of its complex; the
  /// same with small waves enlarged; where the beats beside are; the time.
  /// - Parameter neighbours: the beats before and after, in seconds from this one.
  static func input(_ window: [Float], neighbours: (before: Double?, after: Double?)) -> [Float] {
    var sorted = window
    let middle = OrderStatistics.median(&sorted)
    let complex = window[beatSample - complexReach...beatSample + complexReach]
    let size = complex.reduce(floorMillivolts) { max($0, abs($1 - middle) + floorMillivolts) }
    var input = [Float](repeating: 0, count: count * channels)
    let places = [neighbours.before, neighbours.after].compactMap { $0 }.map {
      Float($0 * rateHz) + Float(beatSample)
    }
    for index in 0..<count {
      let value = (window[index] - middle) / size
      input[channels * index] = min(max(value, -2), 2)
      input[channels * index + 1] = asinh(min(max(value, -4), 4) * 15) / 2
      input[channels * index + 2] = places.reduce(0) { sum, place in
        sum + max(0, 1 - abs(Float(index) - place) / 10)
      }
      input[channels * index + 3] = Float(index - beatSample) / 100
    }
    return input
  }
}
