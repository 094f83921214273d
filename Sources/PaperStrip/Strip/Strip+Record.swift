public import Annotations
import Foundation
public import Waveforms

extension Strip {
  /// The longest strip, in seconds: with more, files grow beyond use.
  public static let longest = 600.0
  /// Paper speeds, in mm/s.
  public static let speeds = 1.0...400.0
  /// Gains, in mm/mV.
  public static let gainRange = 0.1...200.0

  /// A strip of a record: `channels` in the order in which they are drawn, from `start` seconds on;
  /// shorter than `seconds` where the record ends before.
  ///
  /// Throws `StripError`, and what reading the samples throws.
  public init(
    record: Record, annotations: AnnotationSet? = nil, rhythms: RhythmTimeline? = nil,
    channels: [Int], start: Double, seconds: Double, speed: Double = 25,
    gains: StripGains = StripGains()
  ) throws {
    try Self.check("seconds", seconds, 0.1...Self.longest)
    try Self.check("speed", speed, Self.speeds)
    try Self.check("gain", gains.surface, Self.gainRange)
    try Self.check("gain of electrograms", gains.electrograms, Self.gainRange)
    guard !channels.isEmpty else { throw StripError.noChannels(record: record.name) }
    if let index = channels.first(where: { !record.channels.indices.contains($0) }) {
      throw StripError.noChannel(
        record: record.name, index: index, count: record.channels.count)
    }
    guard start >= 0, start < record.durationSeconds else {
      throw StripError.beyondEnd(
        record: record.name, start: start, duration: record.durationSeconds)
    }
    let end = min(start + seconds, record.durationSeconds)
    self.init(
      title: record.name, facts: Self.facts(record), start: start, seconds: end - start,
      clockAtRecordStart: record.start?.time.flatMap(ClockTime.seconds),
      lanes: try Self.lanes(record, channels, start..<end, gains), speed: speed)
    patient = PatientFacts(comments: record.comments).lines
    let rate = record.frameRateHz
    if let annotations {
      marks = Self.marks(annotations, rate, start..<end, hidesRhythms: rhythms != nil)
    }
    self.rhythms = Self.spans(
      rhythms?.episodes.map { ($0.frames, $0.name) } ?? [], rate, start..<end)
    noise = Self.spans(rhythms?.noise.map { ($0.frames, "noise") } ?? [], rate, start..<end)
  }

  private static func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws {
    guard !range.contains(value) else { return }
    throw StripError.outOfRange(
      name: name, expected: "\(range.lowerBound) to \(range.upperBound)", found: value)
  }

  /// Date, format and rate.
  private static func facts(_ record: Record) -> [String] {
    let date = [record.start?.date, record.start?.time].compactMap { $0 }.joined(separator: " ")
    let rates = Set(record.channels.map(\.samplingRateHz)).sorted().map { NumberText.short($0) }
    return [
      date.isEmpty ? "no date" : "begins \(date)",
      "\(record.container), \(rates.joined(separator: " and ")) Hz, "
        + "\(ClockTime.text(record.durationSeconds, decimals: 0)) long",
    ]
  }

  // MARK: Samples

  private static func lanes(
    _ record: Record, _ channels: [Int], _ span: Range<Double>, _ gains: StripGains
  ) throws -> [StripLane] {
    // A frame more at either end, so that traces run to the paper's edge.
    let first = max(0, Int((span.lowerBound * record.frameRateHz).rounded(.down)) - 1)
    let end = Int((span.upperBound * record.frameRateHz).rounded(.up)) + 1
    let frames = first..<min(max(first, end), record.frameCount)
    let block = try record.physical(channels: channels, frames: frames)
    return channels.enumerated().map { place, index in
      let channel = record.channels[index]
      let millivolts = channel.millivoltsPerUnit
      let samples = block[place].map { $0 * Float(millivolts ?? 1) }
      var lane = StripLane(
        name: Self.name(channel), kind: channel.kind, samples: samples,
        samplingRateHz: channel.samplingRateHz, firstSample: Double(first) / record.frameRateHz,
        unit: millivolts == nil ? channel.calibration.unit : "mV",
        gain: millivolts == nil ? fittedGain(samples) : gains.gain(channel.kind))
      lane.isCalibrated = channel.calibration.isCalibrated
      lane.lead = channel.identity.lead
      return lane
    }
  }

  /// A lead's name as the field writes it, also where the file has it in other letters.
  private static func name(_ channel: Channel) -> String {
    guard let lead = channel.identity.lead,
      lead.lowercased() == channel.shownName.lowercased()
    else { return channel.shownName }
    return lead
  }

  /// A gain at which what is no voltage fills some 20 mm: 1, 2 or 5 times a power of ten.
  private static func fittedGain(_ samples: [Float]) -> Double {
    let values = samples.filter { !$0.isNaN }
    guard let low = values.min(), let high = values.max(), high > low else { return 1 }
    let wanted = 20 / Double(high - low)
    let power = pow(10, floor(log10(wanted)))
    return ([5, 2, 1].first { $0 * power <= wanted } ?? 1) * power
  }

  // MARK: Annotations

  private static func marks(
    _ set: AnnotationSet, _ rate: Double, _ span: Range<Double>, hidesRhythms: Bool
  ) -> [StripMark] {
    set.annotations.compactMap { annotation in
      let seconds = set.seconds(annotation, frameRateHz: rate)
      let symbol = set.symbol(annotation.code)
      // Spans show these better.
      if hidesRhythms && (symbol == "~" || symbol == "+" && annotation.text.hasPrefix("(")) {
        return nil
      }
      guard span.contains(seconds) else { return nil }
      let isText = annotation.code == .note && !annotation.text.isEmpty
      return isText
        ? StripMark(seconds: seconds, symbol: annotation.text)
        : StripMark(
          seconds: seconds, symbol: symbol,
          meaning: Label(symbol: symbol, text: annotation.text).meaning.title)
    }.sorted { $0.seconds < $1.seconds }
  }

  private static func spans(
    _ spans: [(frames: Range<Int>, name: String)], _ rate: Double, _ time: Range<Double>
  ) -> [StripSpan] {
    spans.compactMap { frames, name in
      let range = (Double(frames.lowerBound) / rate..<Double(frames.upperBound) / rate)
        .clamped(to: time)
      return range.isEmpty ? nil : StripSpan(range: range, name: name)
    }
  }
}
