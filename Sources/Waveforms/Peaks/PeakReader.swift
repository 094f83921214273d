/// The peaks that a stretch of a record shows in columns of equal width, from the samples
/// themselves where few enough are in view, and from a `PeakCache` where not.
public struct PeakReader: Sendable {
  public let record: Record
  public let cache: PeakCache

  public init(record: Record) {
    self.record = record
    cache = PeakCache(record: record)
  }

  private init(record: Record, cache: PeakCache) {
    self.record = record
    self.cache = cache
  }

  /// The same peaks for a longer snapshot of the record, and what is filled of them stays.
  public func growing(to record: Record) -> PeakReader {
    cache.grow(to: record)
    return PeakReader(record: record, cache: cache)
  }

  /// The peaks of the same record whose channels are something else: what is filled stays, unless
  /// one was turned upside down.
  public func showing(_ record: Record) -> PeakReader {
    let isTurned = zip(record.channels, self.record.channels).contains {
      $0.isInverted != $1.isInverted
    }
    return isTurned ? PeakReader(record: record) : PeakReader(record: record, cache: cache)
  }

  /// Samples a column below which any record is drawn from its samples, without its peaks.
  public static let directSamples = 128.0

  /// What one channel shows.
  public struct Lane: Sendable, Equatable {
    /// A peak a column; nil where the cache has not come so far yet.
    public var peaks: [Peak?]

    public init(peaks: [Peak?]) { self.peaks = peaks }
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
    guard framesPerColumn.isFinite, framesPerColumn > 0, start.isFinite else {
      return channels.map { _ in Lane(peaks: .init(repeating: .empty, count: columns)) }
    }
    // Channels of several rates differ in how many samples a column has.
    let least = Double(4 * cache.baseSamples)
    let near = channels.filter {
      secondsPerColumn * record.channels[$0].samplingRateHz < least
    }
    var lanes: [Int: Lane] = [:]
    if !near.isEmpty {
      let found = direct(near, start, secondsPerColumn, columns)
      for (channel, lane) in zip(near, found) { lanes[channel] = lane }
    }
    return channels.map { lanes[$0] ?? cached($0, start, secondsPerColumn, columns) }
  }

  private func cached(_ channel: Int, _ start: Double, _ width: Double, _ columns: Int) -> Lane {
    let rate = record.channels[channel].samplingRateHz
    let count = record.channels[channel].sampleCount
    let edges = (0...columns).map { column in
      let sample = ((start + Double(column) * width) * rate).rounded()
      return Int(min(max(sample, 0), Double(count)))
    }
    // Columns outside the record have no width and are cut off before the cache is asked.
    let first = edges.lastIndex { $0 == 0 } ?? 0
    let end = edges.firstIndex { $0 == count } ?? columns
    var peaks = [Peak?](repeating: .empty, count: columns)
    if first < end {
      let found = cache.peaks(channel: channel, edges: Array(edges[first...end]))
      for (column, peak) in zip(first..<end, found) { peaks[column] = peak }
    }
    return Lane(peaks: peaks)
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
    guard !frames.isEmpty, let block = try? record.digital(channels: channels, frames: frames)
    else { return channels.map { _ in Lane(peaks: .init(repeating: .empty, count: columns)) } }
    return channels.enumerated().map { place, channel in
      let samplingRate = record.channels[channel].samplingRateHz
      let origin =
        Double(frames.lowerBound * record.channels[channel].samplesPerFrame) / samplingRate
      let stretch = SampleStretch(
        record: record, channel: channel, frames: frames, range: block.range(place),
        offset: (origin - start) / width, step: 1 / (samplingRate * width))
      return Lane(peaks: stretch.columns(columns, block.samples))
    }
  }
}

/// Samples of one channel in a block, and the columns that they fall into: sample i is at column
/// `offset + i * step`.
struct SampleStretch {
  let record: Record
  let channel: Int
  let frames: Range<Int>
  /// Where the samples are in the block.
  let range: Range<Int>
  let offset: Double
  let step: Double

  /// The peak of each column.
  func columns(_ count: Int, _ samples: [Int32]) -> [Peak?] {
    let missing = record.channels[channel].missingValue
    let calibrations = record.calibrations(channel: channel, frames: frames)
    let perFrame = record.channels[channel].samplesPerFrame
    var peaks: [Peak?] = []
    peaks.reserveCapacity(count)
    var first = firstSample(ofColumn: 0)
    for column in 0..<count {
      let end = firstSample(ofColumn: column + 1)
      if first < end {
        peaks.append(
          Peak(
            of: samples, range.lowerBound + first..<range.lowerBound + end, missing: missing,
            calibrations, first: frames.lowerBound * perFrame + first, perFrame: perFrame))
      } else {
        peaks.append(interpolated(column, samples, calibrations, missing, perFrame))
      }
      first = end
    }
    return peaks
  }

  /// The first sample at a column or after it: each sample belongs to exactly one column.
  private func firstSample(ofColumn column: Int) -> Int {
    // A sample that lies on an edge belongs to the column after it, whatever the rounding says:
    // otherwise it would change sides as the view moves.
    let index = ((Double(column) - offset) / step - 1e-6).rounded(.up)
    return Int(min(max(index, 0), Double(range.count)))
  }

  /// The value on the line between the samples on either side of a column without any.
  private func interpolated(
    _ column: Int, _ samples: [Int32], _ calibrations: [(frames: Range<Int>, Calibration)],
    _ missing: Int32, _ perFrame: Int
  ) -> Peak {
    let place = (Double(column) + 0.5 - offset) / step
    guard place >= 0, place < Double(range.count - 1) else { return .empty }
    let before = Int(place)
    let values = [before, before + 1].map { index in
      Peak(
        of: samples, range.lowerBound + index..<range.lowerBound + index + 1, missing: missing,
        calibrations, first: frames.lowerBound * perFrame + index, perFrame: perFrame)
    }
    guard !values[0].isEmpty, !values[1].isEmpty else { return .empty }
    let (a, b) = (values[0].minimum, values[1].minimum)
    let value = a + (b - a) * Float(place - Double(before))
    return Peak(minimum: value, maximum: value)
  }
}
