/// The peaks that a stretch of a record shows in columns of equal width, from the samples
/// themselves where few enough are in view, and from a `PeakCache` where not.
public struct PeakReader: Sendable {
  public let record: Record
  public let cache: PeakCache

  public init(record: Record) {
    self.record = record
    cache = PeakCache(record: record)
  }

  /// What one channel shows.
  public struct Lane: Sendable, Equatable {
    /// A peak a column; nil where the cache has not come so far yet.
    public var peaks: [Peak?]
  }

  /// Peaks of `channels` in `columns` columns of `secondsPerColumn`, the first one beginning at
  /// `start` seconds (which may lie before the record).
  ///
  /// Each sample is in exactly one column. A column between two samples, where columns are
  /// narrower than samples, holds the value on the line between them.
  public func lanes(
    channels: [Int], start: Double, secondsPerColumn: Double, columns: Int
  ) -> [Lane] {
    let framesPerColumn = secondsPerColumn * record.frameRateHz
    if framesPerColumn >= Double(4 * cache.baseFrames) {
      return cached(channels, start, secondsPerColumn, columns)
    }
    return direct(channels, start, secondsPerColumn, columns)
  }

  private func cached(
    _ channels: [Int], _ start: Double, _ width: Double, _ columns: Int
  ) -> [Lane] {
    let edges = (0...columns).map { column in
      let frame = ((start + Double(column) * width) * record.frameRateHz).rounded()
      return Int(min(max(frame, 0), Double(record.frameCount)))
    }
    // Columns outside the record have no width and are cut off before the cache is asked.
    let first = edges.lastIndex { $0 == 0 } ?? 0
    let end = edges.firstIndex { $0 == record.frameCount } ?? columns
    let inside = first..<max(first, end)
    return channels.map { channel in
      var peaks = [Peak?](repeating: .empty, count: columns)
      if !inside.isEmpty {
        let found = cache.peaks(
          channel: channel, edges: Array(edges[inside.lowerBound...inside.upperBound]))
        for (column, peak) in zip(inside, found) { peaks[column] = peak }
      }
      return Lane(peaks: peaks)
    }
  }

  private func direct(
    _ channels: [Int], _ start: Double, _ width: Double, _ columns: Int
  ) -> [Lane] {
    let rate = record.frameRateHz
    // One frame more on either side, for the lines to the neighbours outside.
    let first = (start * rate).rounded(.down) - 1
    let end = ((start + Double(columns) * width) * rate).rounded(.up) + 2
    let limit = Double(record.frameCount)
    let frames = Int(min(max(first, 0), limit))..<Int(min(max(end, 0), limit))
    guard !frames.isEmpty, let block = try? record.physical(channels: channels, frames: frames)
    else { return channels.map { _ in Lane(peaks: .init(repeating: .empty, count: columns)) } }
    return channels.enumerated().map { place, channel in
      let samplingRate = record.channels[channel].samplingRateHz
      let origin =
        Double(frames.lowerBound * record.channels[channel].samplesPerFrame) / samplingRate
      return Lane(
        peaks: Self.columns(
          block[place], offset: (origin - start) / width, step: 1 / (samplingRate * width),
          count: columns))
    }
  }

  /// Sorts samples into columns: sample i is at column `offset + i * step`.
  static func columns(
    _ samples: ArraySlice<Float>, offset: Double, step: Double, count: Int
  ) -> [Peak?] {
    var peaks = [Peak](repeating: .empty, count: count)
    var position = offset
    for (index, value) in samples.enumerated() {
      // Positions are computed, not summed, so that no rounding moves a sample to a neighbour.
      position = offset + Double(index) * step
      guard position >= 0, position < Double(count), !value.isNaN else { continue }
      peaks[Int(position)].formUnion(Peak(minimum: value, maximum: value))
    }
    if step > 1 { interpolate(samples, offset: offset, step: step, into: &peaks) }
    return peaks
  }

  private static func interpolate(
    _ samples: ArraySlice<Float>, offset: Double, step: Double, into peaks: inout [Peak]
  ) {
    for column in peaks.indices where peaks[column].isEmpty {
      let place = (Double(column) + 0.5 - offset) / step
      let before = Int(place.rounded(.down))
      guard before >= 0, before + 1 < samples.count else { continue }
      let a = samples[samples.startIndex + before]
      let b = samples[samples.startIndex + before + 1]
      guard !a.isNaN, !b.isNaN else { continue }
      let value = a + (b - a) * Float(place - Double(before))
      peaks[column] = Peak(minimum: value, maximum: value)
    }
  }
}
