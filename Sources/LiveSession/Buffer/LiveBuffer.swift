public import LiveStreams
public import SignalProcessing
import Synchronization
public import Waveforms

/// The newest minutes of a stream, for all threads: one appends, others read.
///
/// Frames are counted from the stream's beginning, gaps included. What is older than what is kept
/// reads as missing.
public final class LiveBuffer: Sendable {
  public let header: StreamHeader
  /// What each channel is, by its name and by those beside it.
  public let channels: [Channel]
  /// Which are surface leads.
  public let surface: [Int]
  /// Frames that are kept.
  public let capacity: Int
  private let state: Mutex<State>

  private struct State {
    /// Frames that have come.
    var frameCount = 0
    /// Digital samples, a ring for each channel.
    var digital: [[Int32]]
    /// The same through the display's filters, in physical units; not a number where missing.
    var shown: [[Float]]
    /// Filters of each channel, nil where it stays raw, on their way.
    var filters: [FilterState?]
    var cascades: [FilterCascade?]
  }

  /// Samples of all channels that are kept at most, half a gigabyte: five minutes of a laboratory's
  /// channels are a tenth of it.
  private static let mostSamples = 64_000_000
  /// Missing for longer, and a filter begins anew; for less, its input is held.
  private static let longestHeldSeconds = 0.2
  /// Samples are filtered in pieces, so that readers need not wait for long.
  private static let piece = 1 << 14

  public init(_ header: StreamHeader, seconds: Double) {
    self.header = header
    channels = Self.record(header, frameCount: 0, MemorySource(samples: [])).channels
    surface = channels.indices.filter { [channels] in channels[$0].kind == .surface }
    capacity = max(
      1, min(Int(seconds * header.samplingRateHz), Self.mostSamples / header.channels.count))
    let (channels, capacity) = (header.channels.count, capacity)
    state = Mutex(
      State(
        digital: Array(
          repeating: Array(repeating: StreamPacket.missing, count: capacity), count: channels),
        shown: Array(repeating: Array(repeating: .nan, count: capacity), count: channels),
        filters: Array(repeating: nil, count: channels),
        cascades: Array(repeating: nil, count: channels)))
  }

  /// Frames that have come so far.
  public var frameCount: Int { state.withLock(\.frameCount) }

  /// The frames that are kept now.
  public var kept: Range<Int> {
    kept(of: frameCount)
  }

  /// The frames that are kept once so many have come.
  private func kept(of end: Int) -> Range<Int> { max(0, end - capacity)..<end }

  // MARK: Writing

  /// Adds frames: samples of all channels in turn.
  public func append(_ samples: [Int32]) {
    let channels = header.channels.count
    for start in stride(from: 0, to: samples.count, by: Self.piece * channels) {
      let part = samples[start..<min(start + Self.piece * channels, samples.count)]
      state.withLock { append(part, to: &$0) }
    }
  }

  /// Adds frames that are missing.
  public func appendMissing(_ frames: Int) {
    // Of more than is kept the last are enough.
    let (channels, kept) = (header.channels.count, min(frames, capacity))
    state.withLock { $0.frameCount += frames - kept }
    for start in stride(from: 0, to: kept, by: Self.piece) {
      let count = min(Self.piece, kept - start)
      append(Array(repeating: StreamPacket.missing, count: count * channels))
    }
  }

  private func append(_ samples: ArraySlice<Int32>, to state: inout State) {
    let channels = header.channels.count
    let frames = samples.count / channels
    for channel in 0..<channels {
      var place = state.frameCount % capacity
      var index = samples.startIndex + channel
      for _ in 0..<frames {
        state.digital[channel][place] = samples[index]
        index += channels
        place = place + 1 == capacity ? 0 : place + 1
      }
      show(channel, state.frameCount..<state.frameCount + frames, &state)
    }
    state.frameCount += frames
  }

  /// Filters what has just come of a channel.
  private func show(_ channel: Int, _ frames: Range<Int>, _ state: inout State) {
    let scale = PhysicalScale(header.channels[channel].calibration)
    var values = frames.map { scale.value(state.digital[channel][$0 % capacity]) }
    if state.cascades[channel] != nil { filter(channel, &values, &state) }
    for (frame, value) in zip(frames, values) { state.shown[channel][frame % capacity] = value }
  }

  /// Missing samples stay missing; a filter that has heard none for long begins anew.
  private func filter(_ channel: Int, _ values: inout [Float], _ state: inout State) {
    guard let cascade = state.cascades[channel] else { return }
    let longest = Int(Self.longestHeldSeconds * header.samplingRateHz)
    var index = 0
    while index < values.count {
      let start = index
      let isMissing = values[start].isNaN
      while index < values.count, values[index].isNaN == isMissing { index += 1 }
      if isMissing {
        if index - start > longest { state.filters[channel] = nil }
        continue
      }
      var run = Array(values[start..<index])
      var filter = state.filters[channel] ?? FilterState(cascade)
      filter.apply(to: &run)
      state.filters[channel] = filter
      values.replaceSubrange(start..<index, with: run)
    }
  }

  /// Shows channels through other filters from now on, and what is kept as if they had always been:
  /// of nil a channel is shown raw.
  public func filter(_ cascades: [FilterCascade?]) {
    state.withLock { state in
      state.cascades = cascades
      state.filters = cascades.map { _ in nil }
      let kept = kept(of: state.frameCount)
      for channel in cascades.indices { show(channel, kept, &state) }
    }
  }

  // MARK: Reading

  /// Physical samples of channels over frames, without the display's filters; not a number where
  /// they are missing, or no longer kept.
  public func physical(channels: [Int], frames: Range<Int>) -> ChannelBlock<Float> {
    var block = ChannelBlock<Float>(
      frames: frames.count, samplesPerFrame: channels.map { _ in 1 }, repeating: .nan)
    state.withLock { state in
      let kept = kept(of: state.frameCount)
      for (index, channel) in channels.enumerated() {
        let scale = PhysicalScale(header.channels[channel].calibration)
        for frame in frames.clamped(to: kept) {
          block.samples[block.starts[index] + frame - frames.lowerBound] =
            scale.value(state.digital[channel][frame % capacity])
        }
      }
    }
    return block
  }

  /// Digital samples of a channel over frames, as they came.
  public func digital(channel: Int, frames: Range<Int>) -> [Int32] {
    state.withLock { state in
      let kept = kept(of: state.frameCount)
      return frames.map {
        kept.contains($0) ? state.digital[channel][$0 % capacity] : StreamPacket.missing
      }
    }
  }

  /// Smallest and largest value of a channel, as it is shown, in each of `columns`, which are spans
  /// of frames in order; empty where all is missing, nil where it has not come yet, and for a
  /// column of nil.
  public func peaks(channel: Int, columns: [Range<Int>?]) -> [Peak?] {
    state.withLock { state in
      let kept = kept(of: state.frameCount)
      return columns.map { column in
        guard let column, column.lowerBound < state.frameCount else { return nil }
        var peak = Peak.empty
        var place = column.lowerBound % capacity
        for frame in column.clamped(to: kept) {
          if frame == max(column.lowerBound, kept.lowerBound) { place = frame % capacity }
          let value = state.shown[channel][place]
          if value < peak.minimum { peak.minimum = value }
          if value > peak.maximum { peak.maximum = value }
          place = place + 1 == capacity ? 0 : place + 1
        }
        return peak
      }
    }
  }

  /// What has come so far as a record: for whoever wants to know its channels.
  public func record(frames: Range<Int>) -> Record {
    Self.record(
      header, frameCount: frames.count,
      MemorySource(samples: header.channels.indices.map { digital(channel: $0, frames: frames) }))
  }

  private static func record(
    _ header: StreamHeader, frameCount: Int, _ source: MemorySource
  ) -> Record {
    let channels = header.channels.map { channel in
      Channel(
        name: channel.name, calibration: channel.calibration, encoding: .decoded(bits: 32),
        samplesPerFrame: 1, samplingRateHz: header.samplingRateHz, sampleCount: frameCount)
    }
    return Record(
      name: header.name, path: "", container: "stream", frameRateHz: header.samplingRateHz,
      frameCount: frameCount, channels: channels, source: source)
  }
}

/// The line of a calibration as a factor: a product for each sample where `Calibration.physical`
/// divides.
private struct PhysicalScale {
  private let baseline: Double
  private let factor: Double

  init(_ calibration: Calibration) {
    (baseline, factor) = (calibration.baseline, 1 / calibration.gain)
  }

  /// Not a number for a missing sample.
  func value(_ digital: Int32) -> Float {
    digital == StreamPacket.missing ? .nan : Float((Double(digital) - baseline) * factor)
  }
}
