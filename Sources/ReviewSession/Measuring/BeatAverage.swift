public import Waveforms

/// Beats of one kind laid over one another, channel by channel, and their mean.
public struct BeatAverage: Sendable, Equatable {
  /// What is to be averaged.
  public struct Request: Sendable, Equatable {
    /// In seconds from the record's start, in order.
    public var beats: [Double]
    public var channels: [Int]
    public var filter: DisplayFilter
    /// What the beats have in common: their symbol, or nothing.
    public var kind: String

    public init(beats: [Double], channels: [Int], filter: DisplayFilter, kind: String) {
      (self.beats, self.channels, self.filter, self.kind) = (beats, channels, filter, kind)
    }
  }

  /// One channel's beats in physical units, sample by sample from `before` on.
  public struct Lane: Sendable, Equatable {
    public var channel: Int
    public var mean: [Float]
    /// Between these lie eight of ten beats: a single artefact does not fill the lane.
    public var lowest: [Float]
    public var highest: [Float]
    public var samplingRateHz: Double
  }

  public var request: Request
  public var lanes: [Lane]

  /// Seconds before and after the beat.
  public static let before = 0.3
  public static let after = 0.5
  /// Most beats that are averaged: those nearest to the cursor.
  public static let limit = 60

  /// Reads and averages. Beats that the record does not hold whole are left out, and each beat's own
  /// mean before averaging is kept: the baseline's wandering shows as the band's width.
  /// - Parameter progress: is told the share done after each channel; what it throws ends the work.
  public init(
    _ request: Request, record: Record, signal: FilteredSignal,
    progress: (Double) throws -> Void = { _ in }
  ) rethrows {
    self.request = request
    lanes = []
    for (index, channel) in request.channels.enumerated() {
      lanes.append(Self.lane(channel, request, record, signal))
      try progress(Double(index + 1) / Double(request.channels.count))
    }
  }

  private static func lane(
    _ channel: Int, _ request: Request, _ record: Record, _ signal: FilteredSignal
  ) -> Lane {
    let info = record.channels[channel]
    let rate = info.samplingRateHz
    let (before, after) = (Int(Self.before * rate), Int(Self.after * rate))
    let sections = request.filter.sections(info.kind, samplingRateHz: rate)
    var values = [[Float]](repeating: [], count: before + after)
    for beat in request.beats {
      let middle = Int((beat * rate).rounded())
      let span = middle - before..<middle + after
      guard span.lowerBound >= 0, span.upperBound <= info.sampleCount else { continue }
      let samples =
        sections.isEmpty
        ? raw(record, channel, span) : signal.samples(channel, span, request.filter, sections)
      for (index, value) in samples.prefix(values.count).enumerated() where value.isFinite {
        values[index].append(value)
      }
    }
    let bands = values.map(band)
    return Lane(
      channel: channel, mean: values.map(mean), lowest: bands.map(\.low),
      highest: bands.map(\.high), samplingRateHz: rate)
  }

  private static func mean(_ values: [Float]) -> Float {
    values.isEmpty ? .nan : Float(values.reduce(0) { $0 + Double($1) } / Double(values.count))
  }

  /// The first and the ninth decile.
  private static func band(_ values: [Float]) -> (low: Float, high: Float) {
    let sorted = values.sorted()
    guard let last = sorted.indices.last else { return (.infinity, -.infinity) }
    return (sorted[last / 10], sorted[last - last / 10])
  }

  private static func raw(_ record: Record, _ channel: Int, _ span: Range<Int>) -> [Float] {
    let perFrame = record.channels[channel].samplesPerFrame
    let frames = span.lowerBound / perFrame..<(span.upperBound + perFrame - 1) / perFrame
    guard let block = try? record.physical(channels: [channel], frames: frames) else { return [] }
    let samples = block.samples[block.range(0)]
    let offset = span.lowerBound - frames.lowerBound * perFrame
    return Array(samples.dropFirst(offset).prefix(span.count))
  }
}
