import Synchronization

/// Peaks of a whole record at several widths, so that any stretch of it can be drawn without
/// reading its samples: for each channel a pyramid whose lowest level has a peak for every 32
/// samples, and each level above for four times as many.
///
/// It is filled from the start of the record to its end by one thread while others ask. About a
/// third of a byte a sample, and less a sample for records so long that this would be much.
public final class PeakCache: Sendable {
  private static let levelCount = 7
  /// Most peaks of the lowest level over all channels: 64 MB.
  private static let peakLimit = 8 << 20
  /// Samples over all channels that one step of the filling reads, a frame at least.
  private static let stepSamples = 1 << 20
  private let state: Mutex<State>

  private struct State {
    var record: Record
    var baseSamples: Int
    var pyramids: [PeakPyramid]
    var filledFrames = 0
  }

  public init(record: Record) {
    state = Mutex(
      State(
        record: record, baseSamples: Self.baseSamples(record),
        pyramids: record.channels.map { _ in PeakPyramid(levels: Self.levelCount) }))
  }

  private static func baseSamples(_ record: Record) -> Int {
    let total = record.channels.reduce(0) { $0 + $1.sampleCount }
    var base = 32
    while total / base > peakLimit { base *= 2 }
    return base
  }

  /// Samples that one peak of the lowest level covers, in every channel.
  public var baseSamples: Int { state.withLock { $0.baseSamples } }

  /// Frames from the record's start for which peaks are there.
  public var filledFrames: Int { state.withLock { $0.filledFrames } }

  public var isComplete: Bool { state.withLock { $0.filledFrames >= $0.record.frameCount } }

  /// Goes on with a longer snapshot of the same record: what is filled stays, and when the rest is
  /// filled too the peaks are those of a cache that had this snapshot from the beginning.
  public func grow(to record: Record) {
    state.withLock { state in
      state.record = record
      guard record.frameCount >= state.filledFrames else { return Self.restart(&state) }
      for channel in state.pyramids.indices { state.pyramids[channel].reopen() }
      while state.baseSamples < Self.baseSamples(record) {
        for channel in state.pyramids.indices {
          let samples = state.filledFrames * record.channels[channel].samplesPerFrame
          state.pyramids[channel].widen(base: state.baseSamples, samples: samples)
        }
        state.baseSamples *= 2
      }
      guard record.frameCount == state.filledFrames else { return }
      for channel in state.pyramids.indices {
        state.pyramids[channel].append([], base: state.baseSamples, isLast: true)
      }
    }
  }

  /// A snapshot with fewer frames is another record's, or one whose last frame was not whole.
  private static func restart(_ state: inout State) {
    state.baseSamples = baseSamples(state.record)
    state.pyramids = state.record.channels.map { _ in PeakPyramid(levels: levelCount) }
    state.filledFrames = 0
  }

  /// Reads the next stretch of the record. Call it from one thread until it returns false.
  /// - Returns: whether there is more to read.
  public func fillNext() -> Bool {
    let (record, start, base) = state.withLock { ($0.record, $0.filledFrames, $0.baseSamples) }
    guard start < record.frameCount else { return false }
    let perFrame = record.channels.reduce(0) { $0 + $1.samplesPerFrame }
    // Whole peaks for channels of one sample a frame: fewer are left open between steps.
    let step = max(1, Self.stepSamples / max(1, perFrame) / base * base)
    let frames = start..<min(start + step, record.frameCount)
    let found = Self.read(record, frames, base)
    return state.withLock { state in
      // A record that outgrew the width of its peaks meanwhile: what was read is read again.
      guard state.baseSamples == base, state.filledFrames == start else { return true }
      let isLast = frames.upperBound == state.record.frameCount
      for (channel, peaks) in found.enumerated() {
        state.pyramids[channel].append(peaks, base: base, isLast: isLast)
      }
      state.filledFrames = frames.upperBound
      return !isLast
    }
  }

  /// Peaks over columns of samples: column i covers `edges[i]..<edges[i + 1]`, each edge moved to
  /// the nearest one of the level used, whose peaks are at most a quarter of the narrowest
  /// column wide, so every sample is in exactly one column; the outermost edges move outwards,
  /// so that nothing in view slips out of it. Columns must be at least `4 * baseSamples` wide. A
  /// column that is not filled yet is nil.
  public func peaks(channel: Int, edges: [Int]) -> [Peak?] {
    guard edges.count > 1 else { return [] }
    let narrowest = zip(edges, edges.dropFirst()).map { $1 - $0 }.min() ?? 0
    return state.withLock { state in
      var width = state.baseSamples
      var level = 0
      while level + 1 < Self.levelCount, width * PeakPyramid.factor * 4 <= narrowest {
        level += 1
        width *= PeakPyramid.factor
      }
      let perFrame = state.record.channels[channel].samplesPerFrame
      let count = state.record.channels[channel].sampleCount
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
  private static func read(
    _ record: Record, _ frames: Range<Int>, _ base: Int
  ) -> [[(peak: Peak, samples: Int)]] {
    let all = Array(record.channels.indices)
    let block = try? record.digital(channels: all, frames: frames)
    return all.map { channel in
      let perFrame = record.channels[channel].samplesPerFrame
      let calibrations = record.calibrations(channel: channel, frames: frames)
      var place = frames.lowerBound * perFrame
      let end = frames.upperBound * perFrame
      var found: [(peak: Peak, samples: Int)] = []
      found.reserveCapacity((end - place) / base + 2)
      let origin = (block?.starts[channel] ?? 0) - place
      let samples = block?.samples ?? []
      let missing = record.channels[channel].missingValue
      while place < end {
        let next = min((place / base + 1) * base, end)
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
