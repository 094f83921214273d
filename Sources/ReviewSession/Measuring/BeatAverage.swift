public import Waveforms

/// Beats of one kind laid over one another at their trigger, channel by channel, and their mean.
public struct BeatAverage: Sendable, Equatable {
  /// What beats are aligned at.
  public enum Trigger: Sendable, Hashable {
    /// The beats' own moments.
    case beats
    /// The activations of a channel, around a moment of the record.
    case channel(Int, around: Double)
  }

  /// What is to be averaged.
  public struct Request: Sendable, Equatable {
    /// In seconds from the record's start, in order.
    public var beats: [Double]
    public var channels: [Int]
    public var filter: DisplayFilter
    /// What the beats have in common: their symbol, or nothing.
    public var kind: String
    public var trigger: Trigger

    public init(
      beats: [Double], channels: [Int], filter: DisplayFilter, kind: String,
      trigger: Trigger = .beats
    ) {
      (self.beats, self.channels, self.filter, self.kind) = (beats, channels, filter, kind)
      self.trigger = trigger
    }
  }

  /// One channel's beats in physical units, sample by sample from `before` on.
  public struct Lane: Sendable, Equatable {
    public var channel: Int
    public var mean: [Float]
    /// Single beats, each less its own mean and with that of all.
    public var beats: [[Float]]
    public var samplingRateHz: Double

    /// The deflections of the mean, in seconds from the trigger.
    public var activations: [Double] {
      LocalActivations.find(mean, rateHz: samplingRateHz, least: 0)
        .map { $0.place / samplingRateHz - BeatAverage.before }
    }
  }

  public var request: Request
  /// The moments that are laid over one another, in order.
  public var moments: [Double]
  public var lanes: [Lane]

  /// Seconds before and after the trigger.
  public static let before = 0.3
  public static let after = 0.5
  /// Most beats that are averaged: those nearest to the cursor.
  public static let limit = 60
  /// Most beats that are shown one by one.
  private static let shown = 20

  /// Reads and averages. Beats that the record does not hold whole are left out.
  /// - Parameter progress: is told the share done after each channel; what it throws ends the work.
  public init(
    _ request: Request, record: Record, signal: FilteredSignal,
    progress: (Double) throws -> Void = { _ in }
  ) rethrows {
    self.request = request
    let found = Self.moments(request, record).filter {
      $0 >= Self.before && $0 + Self.after <= record.durationSeconds
    }
    (moments, lanes) = (found, [])
    for (index, channel) in request.channels.enumerated() {
      lanes.append(Self.lane(channel, found, request.filter, record, signal))
      try progress(Double(index + 1) / Double(request.channels.count))
    }
  }

  // MARK: Triggers

  /// Seconds on either side in which a channel's activations are looked for.
  private static let searchSeconds = 30.0
  /// Activations nearer than the shortest cycle are parts of one beat: the greatest stands for it.
  private static let cycleSeconds = 0.2

  private static func moments(_ request: Request, _ record: Record) -> [Double] {
    guard case .channel(let channel, let around) = request.trigger,
      record.channels.indices.contains(channel)
    else { return request.beats }
    let found = LocalActivations.find(
      channel: channel, of: record, from: around - searchSeconds, to: around + searchSeconds)
    let sizes = found.map(\.size).sorted()
    guard !sizes.isEmpty else { return [] }
    // Far fields are smaller than half of what the channel's own activations usually are.
    let usual = sizes[sizes.count * 9 / 10]
    var kept: [LocalActivation] = []
    for activation in found where activation.size >= usual / 2 {
      if let last = kept.last, activation.seconds - last.seconds < cycleSeconds {
        if last.size < activation.size { kept[kept.count - 1] = activation }
      } else {
        kept.append(activation)
      }
    }
    return kept.map(\.seconds).sorted { abs($0 - around) < abs($1 - around) }
      .prefix(limit).sorted()
  }

  // MARK: Lanes

  private static func lane(
    _ channel: Int, _ moments: [Double], _ filter: DisplayFilter, _ record: Record,
    _ signal: FilteredSignal
  ) -> Lane {
    let info = record.channels[channel]
    let rate = info.samplingRateHz
    let (before, after) = (Int(Self.before * rate), Int(Self.after * rate))
    let sections = filter.sections(info.kind, samplingRateHz: rate)
    var beats: [[Float]] = []
    for moment in moments {
      let middle = Int((moment * rate).rounded())
      let span = middle - before..<middle + after
      guard span.lowerBound >= 0, span.upperBound <= info.sampleCount else { continue }
      let samples =
        sections.isEmpty
        ? record.samples(channel, span) : signal.samples(channel, span, filter, sections)
      if samples.count == span.count { beats.append(samples) }
    }
    let sums = means(beats, count: before + after)
    let stride = max(1, (beats.count + shown - 1) / shown)
    let singles = beats.enumerated().filter { $0.offset % stride == 0 }.map {
      levelled($0.element, to: sums)
    }
    return Lane(channel: channel, mean: sums, beats: singles, samplingRateHz: rate)
  }

  /// Sample by sample, of those that are there.
  private static func means(_ beats: [[Float]], count: Int) -> [Float] {
    (0..<count).map { index in
      var (sum, number) = (0.0, 0)
      for beat in beats where beat[index].isFinite {
        sum += Double(beat[index])
        number += 1
      }
      return number == 0 ? .nan : Float(sum / Double(number))
    }
  }

  /// A beat moved to the height of the mean, so that a wandering baseline does not blur its shape.
  private static func levelled(_ beat: [Float], to mean: [Float]) -> [Float] {
    let pairs = zip(beat, mean).filter { $0.isFinite && $1.isFinite }
    guard !pairs.isEmpty else { return beat }
    let difference = pairs.reduce(Float(0)) { $0 + $1.1 - $1.0 } / Float(pairs.count)
    return beat.map { $0 + difference }
  }
}
