public import SignalProcessing
import Synchronization
public import Waveforms

/// Samples behind a display filter, block by block, so that a pan filters only what is new.
///
/// A block depends on the record, its place and the filter alone: a trace is the same dots wherever
/// the view's edge is.
public final class FilteredSignal: Sendable {
  private struct Key: Hashable {
    var channel: Int
    var block: Int
    var filter: DisplayFilter
  }

  private struct Store {
    var blocks: [Key: [Float]] = [:]
    var order: [Key] = []
  }

  private let record: Record
  private let store = Mutex(Store())

  /// Frames of a block: 8 s at 977 Hz.
  private static let blockFrames = 8192
  /// Blocks that are kept: 50 MB.
  private static let limit = 1600
  /// Samples in one column beyond which the raw signal is shown, and said to be.
  public static let samplesPerDotLimit = 64.0

  public init(record: Record) { self.record = record }

  /// Peaks as `PeakReader.lanes` gives them, of the filtered signal. Channels that the filter
  /// leaves alone are taken from `reader`.
  public func lanes(
    _ filter: DisplayFilter, channels: [Int], start: Double, secondsPerColumn: Double,
    columns: Int, raw reader: PeakReader
  ) -> [PeakReader.Lane] {
    guard filter != .none, secondsPerColumn * record.frameRateHz <= Self.samplesPerDotLimit else {
      return reader.lanes(
        channels: channels, start: start, secondsPerColumn: secondsPerColumn, columns: columns)
    }
    return channels.map { channel in
      let rate = record.channels[channel].samplingRateHz
      let kind = record.channels[channel].kind
      let sections = filter.sections(kind, samplingRateHz: rate)
      guard !sections.isEmpty else {
        return reader.lanes(
          channels: [channel], start: start, secondsPerColumn: secondsPerColumn, columns: columns)[
            0]
      }
      let first = Int(((start * rate).rounded(.down)) - 1)
      let end = Int(((start + Double(columns) * secondsPerColumn) * rate).rounded(.up)) + 2
      let span = max(0, first)..<max(max(0, first), min(end, record.channels[channel].sampleCount))
      let samples = self.samples(channel, span, filter, sections)
      return PeakReader.Lane(
        peaks: Self.columns(
          samples, offset: Double(span.lowerBound) - start * rate,
          perColumn: secondsPerColumn * rate,
          columns))
    }
  }

  /// The peak of each column; sample i lies at `offset + i` samples from the first column's edge.
  private static func columns(
    _ samples: [Float], offset: Double, perColumn: Double, _ count: Int
  ) -> [Peak?] {
    func index(_ column: Int) -> Int {
      let place = (Double(column) * perColumn - offset - 1e-6).rounded(.up)
      return Int(min(max(place, 0), Double(samples.count)))
    }
    return (0..<count).map { column in
      let (first, end) = (index(column), index(column + 1))
      var peak = Peak.empty
      for sample in samples[first..<max(first, end)] where sample.isFinite {
        peak.formUnion(Peak(minimum: sample, maximum: sample))
      }
      guard peak.isEmpty, first == end else { return peak }
      // Columns narrower than a sample: the line between its neighbours.
      let place = (Double(column) + 0.5) * perColumn - offset
      guard place >= 0, place < Double(samples.count - 1) else { return peak }
      let before = Int(place)
      let value =
        samples[before] + (samples[before + 1] - samples[before]) * Float(place - Double(before))
      return value.isFinite ? Peak(minimum: value, maximum: value) : peak
    }
  }

  /// Filtered samples of a span, from the blocks that hold it.
  public func samples(
    _ channel: Int, _ span: Range<Int>, _ filter: DisplayFilter, _ sections: [Biquad]
  ) -> [Float] {
    guard !span.isEmpty else { return [] }
    let perFrame = record.channels[channel].samplesPerFrame
    let length = Self.blockFrames * perFrame
    var result: [Float] = []
    result.reserveCapacity(span.count)
    for block in span.lowerBound / length...(span.upperBound - 1) / length {
      let values = self.block(Key(channel: channel, block: block, filter: filter), sections)
      let first = block * length
      let part = span.clamped(to: first..<first + values.count)
      result += values[(part.lowerBound - first)..<(part.upperBound - first)]
    }
    return result
  }

  private func block(_ key: Key, _ sections: [Biquad]) -> [Float] {
    if let found = store.withLock({ $0.blocks[key] }) { return found }
    let made = filtered(key, sections)
    store.withLock { store in
      if store.blocks.updateValue(made, forKey: key) == nil { store.order.append(key) }
      if store.order.count > Self.limit { store.blocks[store.order.removeFirst()] = nil }
    }
    return made
  }

  private func filtered(_ key: Key, _ sections: [Biquad]) -> [Float] {
    let margin = Int(key.filter.marginSeconds * record.frameRateHz)
    let first = key.block * Self.blockFrames
    let wanted = first..<min(first + Self.blockFrames, record.frameCount)
    let read = max(0, first - margin)..<min(wanted.upperBound + margin, record.frameCount)
    let perFrame = record.channels[key.channel].samplesPerFrame
    guard !wanted.isEmpty else { return [] }
    guard let block = try? record.physical(channels: [key.channel], frames: read) else {
      // What cannot be read is missing where it is, and moves nothing else.
      return [Float](repeating: .nan, count: wanted.count * perFrame)
    }
    var samples = Array(block.samples[block.range(0)])
    let holes = Self.bridged(&samples)
    FilterCascade(sections).apply(
      to: &samples, .forwardBackward, oddReflection: min(margin * perFrame, samples.count - 1))
    // What was not recorded stays not recorded.
    for hole in holes { for index in hole { samples[index] = .nan } }
    let lower = (wanted.lowerBound - read.lowerBound) * perFrame
    return Array(samples[lower..<lower + wanted.count * perFrame])
  }

  /// Replaces what is missing by straight lines between its neighbours. Returns where that was.
  private static func bridged(_ samples: inout [Float]) -> [Range<Int>] {
    var holes: [Range<Int>] = []
    var index = 0
    while index < samples.count {
      guard !samples[index].isFinite else {
        index += 1
        continue
      }
      let start = index
      while index < samples.count, !samples[index].isFinite { index += 1 }
      holes.append(start..<index)
      let left = start > 0 ? samples[start - 1] : index < samples.count ? samples[index] : 0
      let right = index < samples.count ? samples[index] : left
      let length = Float(index - start + 1)
      for place in start..<index {
        samples[place] = left + (right - left) * Float(place - start + 1) / length
      }
    }
    return holes
  }
}
