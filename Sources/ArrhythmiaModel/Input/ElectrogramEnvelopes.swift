import SignalProcessing
public import Waveforms

/// How steep a record's electrograms are, at 250 Hz: what tells when each site is activated, and
/// how.
///
/// Slopes over 4 ms, their mean over 4 ms, smoothed over 20 ms and their root taken, so that atrial
/// deflections count beside ventricular ones many times as high, and far fields little. A missing
/// sample is no slope.
public struct ElectrogramEnvelopes {
  public let values: [[Float]]
  public let names: [String]

  /// Frames that are read at once.
  private static let blockFrames = 1 << 18
  /// Weights of neighbours 8 ms before and behind.
  private static let smoothing: [Float] = [1, 2, 3, 2, 1]

  /// - Parameter progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(of record: Record, progress: (Double) throws -> Void = { _ in }) throws {
    let channels = record.channels.indices.filter { record.channels[$0].kind.isElectrogram }
    names = channels.map { record.channels[$0].shownName }
    var found: [[Float]] = []
    for (number, channel) in channels.enumerated() {
      found.append(
        try Self.envelope(channel, of: record) {
          try progress((Double(number) + $0) / Double(channels.count))
        })
    }
    values = found
  }

  private static func envelope(
    _ channel: Int, of record: Record, _ progress: (Double) throws -> Void
  ) throws -> [Float] {
    let rate = record.frameRateHz
    let reach = max(1, Int((0.004 * rate).rounded()))
    let count = Int((record.durationSeconds * FormWindow.sourceRateHz).rounded(.up))
    var sums = [Float](repeating: 0, count: count)
    var sizes = [Float](repeating: 0, count: count)
    for start in stride(from: 0, to: record.frameCount, by: blockFrames) {
      try progress(Double(start) / Double(record.frameCount))
      let first = max(0, start - reach)
      let frames = first..<min(start + blockFrames, record.frameCount)
      let samples = try record.physical(channels: [channel], frames: frames)[0]
      for index in max(reach, start - first)..<max(reach, samples.count) {
        let slope = abs(samples[index] - samples[index - reach])
        let bin = min(Int(Double(first + index) / rate * FormWindow.sourceRateHz), count - 1)
        guard slope.isFinite else { continue }
        sums[bin] += slope
        sizes[bin] += 1
      }
    }
    return smoothed(zip(sums, sizes).map { $1 > 0 ? $0 / $1 : 0 })
  }

  private static func smoothed(_ slopes: [Float]) -> [Float] {
    let half = smoothing.count / 2
    return slopes.indices.map { index in
      var (sum, weights): (Float, Float) = (0, 0)
      for (number, weight) in smoothing.enumerated() {
        let place = index + number - half
        guard slopes.indices.contains(place) else { continue }
        sum += weight * slopes[place]
        weights += weight
      }
      return (sum / weights).squareRoot()
    }
  }
}
