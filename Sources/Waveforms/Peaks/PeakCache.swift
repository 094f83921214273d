import Synchronization

/// Peaks of a whole record at several widths, so that any stretch of it can be drawn without
/// reading its samples: a pyramid whose lowest level has a peak for every 32 samples or so, and
/// each level above for four times as many.
///
/// It is filled from the start of the record to its end by one thread while others ask. About a
/// third of a byte a sample.
public final class PeakCache: Sendable {
  /// Frames that one peak of the lowest level covers.
  public let baseFrames: Int
  private let record: Record
  private static let levelCount = 6
  private static let factor = 4
  /// Frames that one step of the filling covers: one peak of the highest level.
  private let chunkFrames: Int
  private let state = Mutex(State())

  private struct State {
    /// Indexed by level, then channel.
    var levels: [[[Peak]]] = []
    var filledFrames = 0
  }

  public init(record: Record) {
    self.record = record
    let most = record.channels.map(\.samplesPerFrame).max() ?? 1
    baseFrames = max(1, 32 / most)
    var chunk = baseFrames
    for _ in 1..<Self.levelCount { chunk *= Self.factor }
    chunkFrames = chunk
    state.withLock {
      $0.levels = Array(
        repeating: Array(repeating: [], count: record.channels.count), count: Self.levelCount)
    }
  }

  /// Frames from the record's start for which peaks are there.
  public var filledFrames: Int { state.withLock { $0.filledFrames } }

  public var isComplete: Bool { filledFrames >= record.frameCount }

  /// Reads the next stretch of the record. Call it from one thread until it returns false.
  /// - Returns: whether there is more to read.
  public func fillNext() -> Bool {
    let start = filledFrames
    guard start < record.frameCount else { return false }
    let frames = start..<min(start + chunkFrames, record.frameCount)
    let base = basePeaks(frames)
    var levels = [base]
    for _ in 1..<Self.levelCount {
      levels.append(levels[levels.count - 1].map(Self.condensed))
    }
    state.withLock { state in
      for level in levels.indices {
        for channel in record.channels.indices {
          state.levels[level][channel] += levels[level][channel]
        }
      }
      state.filledFrames = frames.upperBound
    }
    return frames.upperBound < record.frameCount
  }

  /// Peaks over columns of frames: column i covers `edges[i]..<edges[i + 1]`, each edge moved to
  /// the nearest one of the level used, whose peaks are at most a quarter of the narrowest
  /// column wide, so every sample is in exactly one column. Columns must be at least
  /// `4 * baseFrames` wide. A column that is not filled yet is nil.
  public func peaks(channel: Int, edges: [Int]) -> [Peak?] {
    guard edges.count > 1 else { return [] }
    let narrowest = zip(edges, edges.dropFirst()).map { $1 - $0 }.min() ?? 0
    var width = baseFrames
    var level = 0
    while level + 1 < Self.levelCount, width * Self.factor * 4 <= narrowest {
      level += 1
      width *= Self.factor
    }
    return state.withLock { state in
      let stored = state.levels[level][channel]
      let filled = state.filledFrames
      return (0..<edges.count - 1).map { column in
        if edges[column + 1] > filled && filled < record.frameCount { return nil }
        // The record's last peak covers fewer frames; it belongs to the column that ends there.
        // The outermost edges move outwards, so that nothing in view slips out of it.
        let isLast = column == edges.count - 2
        let first = (edges[column] + (column == 0 ? 0 : width / 2)) / width
        let last =
          edges[column + 1] >= record.frameCount
          ? stored.count : (edges[column + 1] + (isLast ? width - 1 : width / 2)) / width
        var peak = Peak.empty
        for index in max(0, first)..<max(0, first, min(last, stored.count)) {
          peak.formUnion(stored[index])
        }
        return peak
      }
    }
  }

  private static func condensed(_ peaks: [Peak]) -> [Peak] {
    stride(from: 0, to: peaks.count, by: factor).map { start in
      var peak = Peak.empty
      for index in start..<min(start + factor, peaks.count) { peak.formUnion(peaks[index]) }
      return peak
    }
  }

  /// Peaks of the lowest level for a stretch. A stretch that cannot be read is empty: the
  /// record's own warnings say why.
  private func basePeaks(_ frames: Range<Int>) -> [[Peak]] {
    let all = Array(record.channels.indices)
    guard let block = try? record.digital(channels: all, frames: frames) else {
      let count = (frames.count + baseFrames - 1) / baseFrames
      return all.map { _ in Array(repeating: .empty, count: count) }
    }
    return all.map { channel in
      var peaks: [Peak] = []
      peaks.reserveCapacity(frames.count / baseFrames + 1)
      let perFrame = record.channels[channel].samplesPerFrame
      let width = baseFrames * perFrame
      let missing = record.channels[channel].missingValue
      let calibrations = record.calibrations(channel: channel, frames: frames)
      let range = block.range(channel)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: width) {
        let end = min(start + width, range.upperBound)
        let first = frames.lowerBound * perFrame + start - range.lowerBound
        peaks.append(
          Self.peak(
            block.samples, start..<end, missing, calibrations, first: first, perFrame: perFrame))
      }
      return peaks
    }
  }

  /// The peak of a few samples, in physical units. `first` is the number of the first one in the
  /// record; `calibrations` are in order of frames.
  static func peak(
    _ samples: [Int32], _ range: Range<Int>, _ missing: Int32,
    _ calibrations: [(frames: Range<Int>, Calibration)], first: Int, perFrame: Int
  ) -> Peak {
    var peak = Peak.empty
    for (span, calibration) in calibrations {
      let lower = max(span.lowerBound * perFrame, first) - first
      let upper = min(span.upperBound * perFrame, first + range.count) - first
      guard lower < upper else { continue }
      peak.formUnion(
        digitalPeak(
          samples, range.lowerBound + lower..<range.lowerBound + upper, missing, calibration))
    }
    return peak
  }

  private static func digitalPeak(
    _ samples: [Int32], _ range: Range<Int>, _ missing: Int32, _ calibration: Calibration
  ) -> Peak {
    var low = Int32.max
    var high = Int32.min
    for index in range {
      let sample = samples[index]
      low = min(low, sample == missing ? Int32.max : sample)
      high = max(high, sample == missing ? Int32.min : sample)
    }
    guard low <= high else { return .empty }
    let a = Float(calibration.physical(low))
    let b = Float(calibration.physical(high))
    return Peak(minimum: min(a, b), maximum: max(a, b))
  }
}
