import Synchronization

/// Peaks of a whole record at several widths, so that any stretch of it can be drawn without
/// reading its samples: for each channel a pyramid whose lowest level has a peak for every 32
/// samples, and each level above for four times as many.
///
/// It is filled from the start of the record to its end by one thread while others ask. About a
/// third of a byte a sample, and less a sample for records so long that this would be much.
public final class PeakCache: Sendable {
  /// Samples that one peak of the lowest level covers, in every channel.
  public let baseSamples: Int
  private let record: Record
  private static let levelCount = 7
  private static let factor = 4
  /// Most peaks of the lowest level over all channels: 64 MB.
  private static let peakLimit = 8 << 20
  /// Samples over all channels that one step of the filling reads, a frame at least.
  private static let stepSamples = 1 << 20
  private let state: Mutex<State>

  private struct State {
    var pyramids: [Pyramid]
    var filledFrames = 0
  }

  public init(record: Record) {
    self.record = record
    let total = record.channels.reduce(0) { $0 + $1.sampleCount }
    var base = 32
    while total / base > Self.peakLimit { base *= 2 }
    baseSamples = base
    state = Mutex(
      State(pyramids: record.channels.map { _ in Pyramid(levels: Self.levelCount) }))
  }

  /// Frames from the record's start for which peaks are there.
  public var filledFrames: Int { state.withLock { $0.filledFrames } }

  public var isComplete: Bool { filledFrames >= record.frameCount }

  /// Reads the next stretch of the record. Call it from one thread until it returns false.
  /// - Returns: whether there is more to read.
  public func fillNext() -> Bool {
    let start = filledFrames
    guard start < record.frameCount else { return false }
    let perFrame = record.channels.reduce(0) { $0 + $1.samplesPerFrame }
    // Whole peaks for channels of one sample a frame: fewer are left open between steps.
    let step = max(1, Self.stepSamples / max(1, perFrame) / baseSamples * baseSamples)
    let frames = start..<min(start + step, record.frameCount)
    let isLast = frames.upperBound == record.frameCount
    let found = read(frames)
    state.withLock { state in
      for (channel, peaks) in found.enumerated() {
        state.pyramids[channel].append(peaks, base: baseSamples, isLast: isLast)
      }
      state.filledFrames = frames.upperBound
    }
    return !isLast
  }

  /// Peaks over columns of samples: column i covers `edges[i]..<edges[i + 1]`, each edge moved to
  /// the nearest one of the level used, whose peaks are at most a quarter of the narrowest
  /// column wide, so every sample is in exactly one column; the outermost edges move outwards,
  /// so that nothing in view slips out of it. Columns must be at least `4 * baseSamples` wide. A
  /// column that is not filled yet is nil.
  public func peaks(channel: Int, edges: [Int]) -> [Peak?] {
    guard edges.count > 1 else { return [] }
    let narrowest = zip(edges, edges.dropFirst()).map { $1 - $0 }.min() ?? 0
    var width = baseSamples
    var level = 0
    while level + 1 < Self.levelCount, width * Self.factor * 4 <= narrowest {
      level += 1
      width *= Self.factor
    }
    let perFrame = record.channels[channel].samplesPerFrame
    let count = record.channels[channel].sampleCount
    return state.withLock { state in
      let stored = state.pyramids[channel].levels[level]
      let filled = state.filledFrames * perFrame
      return (0..<edges.count - 1).map { column in
        if edges[column + 1] > filled && filled < count { return nil }
        let isLast = column == edges.count - 2
        let first = (edges[column] + (column == 0 ? 0 : width / 2)) / width
        // The record's last peak covers fewer samples; it belongs to the column that ends there.
        let last =
          edges[column + 1] >= count
          ? stored.count : (edges[column + 1] + (isLast ? width - 1 : width / 2)) / width
        var peak = Peak.empty
        for index in first..<max(first, min(last, stored.count)) { peak.formUnion(stored[index]) }
        return peak
      }
    }
  }

  /// The peaks of a stretch, and how many samples each covers: the first and the last may be
  /// parts of one that reaches into the neighbouring stretch. A stretch that cannot be read is
  /// empty; the record's own warnings say why.
  private func read(_ frames: Range<Int>) -> [[(peak: Peak, samples: Int)]] {
    let all = Array(record.channels.indices)
    let block = try? record.digital(channels: all, frames: frames)
    return all.map { channel in
      let perFrame = record.channels[channel].samplesPerFrame
      let calibrations = record.calibrations(channel: channel, frames: frames)
      var place = frames.lowerBound * perFrame
      let end = frames.upperBound * perFrame
      var found: [(peak: Peak, samples: Int)] = []
      found.reserveCapacity((end - place) / baseSamples + 2)
      let origin = (block?.starts[channel] ?? 0) - place
      let samples = block?.samples ?? []
      let missing = record.channels[channel].missingValue
      while place < end {
        let next = min((place / baseSamples + 1) * baseSamples, end)
        let peak =
          samples.isEmpty
          ? .empty
          : Peak(
            of: samples, origin + place..<origin + next, missing: missing, calibrations,
            first: place, perFrame: perFrame)
        found.append((peak, next - place))
        place = next
      }
      return found
    }
  }

  /// The levels of one channel.
  private struct Pyramid {
    var levels: [[Peak]]
    /// Samples that the last peak of the lowest level has, while it is not whole.
    private var open = 0

    init(levels: Int) { self.levels = Array(repeating: [], count: levels) }

    mutating func append(_ peaks: [(peak: Peak, samples: Int)], base: Int, isLast: Bool) {
      for (peak, samples) in peaks {
        if open > 0 {
          levels[0][levels[0].count - 1].formUnion(peak)
        } else {
          levels[0].append(peak)
        }
        open = (open + samples) % base
      }
      var whole = open > 0 && !isLast ? levels[0].count - 1 : levels[0].count
      for level in 1..<levels.count {
        var done = levels[level].count
        while (done + 1) * factor <= whole || (isLast && done * factor < whole) {
          var peak = Peak.empty
          for index in done * factor..<min((done + 1) * factor, whole) {
            peak.formUnion(levels[level - 1][index])
          }
          levels[level].append(peak)
          done += 1
        }
        whole = done
      }
    }
  }
}

extension Peak {
  /// The peak of a few samples, in physical units. `first` is the number of the first one in the
  /// record; `calibrations` are in order of frames.
  init(
    of samples: [Int32], _ range: Range<Int>, missing: Int32,
    _ calibrations: [(frames: Range<Int>, Calibration)], first: Int, perFrame: Int
  ) {
    self = .empty
    for (span, calibration) in calibrations {
      let lower = max(span.lowerBound * perFrame, first) - first
      let upper = min(span.upperBound * perFrame, first + range.count) - first
      guard lower < upper else { continue }
      formUnion(
        Peak(
          of: samples, range.lowerBound + lower..<range.lowerBound + upper, missing: missing,
          calibration))
    }
  }

  private init(
    of samples: [Int32], _ range: Range<Int>, missing: Int32, _ calibration: Calibration
  ) {
    var low = Int32.max
    var high = Int32.min
    for index in range {
      let sample = samples[index]
      low = min(low, sample == missing ? Int32.max : sample)
      high = max(high, sample == missing ? Int32.min : sample)
    }
    self = .empty
    guard low <= high else { return }
    let a = Float(calibration.physical(low))
    let b = Float(calibration.physical(high))
    // A calibration beyond what a Float holds has no picture.
    guard a.isFinite, b.isFinite else { return }
    self = Peak(minimum: min(a, b), maximum: max(a, b))
  }
}
