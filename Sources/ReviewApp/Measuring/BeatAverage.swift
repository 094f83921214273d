import Waveforms

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
  static let before = 0.3
  static let after = 0.5
  /// Most beats that are averaged: those nearest to the cursor.
  static let limit = 60

  /// Reads and averages. Beats that the record does not hold whole are left out, and each beat's own
  /// mean before averaging is kept: the baseline's wandering shows as the band's width.
  init(_ request: Request, record: Record, signal: FilteredSignal) {
    self.request = request
    lanes = request.channels.map { channel in
      let rate = record.channels[channel].samplingRateHz
      let (before, after) = (Int(Self.before * rate), Int(Self.after * rate))
      let kind = record.channels[channel].kind
      let sections = request.filter.sections(kind, samplingRateHz: rate)
      let count = before + after
      var sum = [Double](repeating: 0, count: count)
      var seen = [Int](repeating: 0, count: count)
      var values = [[Float]](repeating: [], count: count)
      for beat in request.beats {
        let middle = Int((beat * rate).rounded())
        let span = middle - before..<middle + after
        guard span.lowerBound >= 0, span.upperBound <= record.channels[channel].sampleCount else {
          continue
        }
        let samples =
          sections.isEmpty
          ? Self.raw(record, channel, span)
          : signal.samples(channel, span, request.filter, sections)
        for (index, value) in samples.prefix(count).enumerated() where value.isFinite {
          sum[index] += Double(value)
          seen[index] += 1
          values[index].append(value)
        }
      }
      let bands = values.map(Self.band)
      let mean = zip(sum, seen).map { $1 > 0 ? Float($0 / Double($1)) : Float.nan }
      return Lane(
        channel: channel, mean: mean, lowest: bands.map(\.low), highest: bands.map(\.high),
        samplingRateHz: rate)
    }
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

extension WaveformState {
  /// What the trigger view wants averaged: beats of the kind under the cursor, nearest first.
  func averageRequest(_ layout: WaveformLayout) -> BeatAverage.Request? {
    guard showsTrigger else { return nil }
    let centre = attended(layout)
    let marks = document.marks.filter(\.isBeat)
    let channels = shown
    guard !marks.isEmpty else {
      let nearest = beats.sorted { abs($0 - centre) < abs($1 - centre) }
      return BeatAverage.Request(
        beats: nearest.prefix(BeatAverage.limit).sorted(), channels: channels, filter: filter,
        kind: "detected")
    }
    let kind = marks.min { abs($0.seconds - centre) < abs($1.seconds - centre) }?.symbol ?? ""
    let same = marks.lazy.filter { $0.symbol == kind }.map(\.seconds)
    let nearest = same.sorted { abs($0 - centre) < abs($1 - centre) }
    return BeatAverage.Request(
      beats: nearest.prefix(BeatAverage.limit).sorted(), channels: channels, filter: filter,
      kind: kind)
  }
}
