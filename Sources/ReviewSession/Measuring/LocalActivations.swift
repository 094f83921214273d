import Foundation
public import Waveforms

/// A local activation of a channel.
public struct LocalActivation: Sendable, Equatable {
  /// Of the steepest slope, from the record's start.
  public var seconds: Double
  /// The greatest distance from the baseline beside it, in the channel's unit.
  public var size: Float
}

/// The deflections of a channel by itself: where calipers stop, and what a view may be triggered
/// by.
///
/// A deflection stands out of what a triangle of 60 ms leaves of the signal; its moment is where
/// the signal is steepest within 10 ms of its greatest distance from the baseline.
public enum LocalActivations {
  private static let baselineSeconds = 0.015
  private static let slopeSeconds = 0.01
  /// Nearer waves are parts of one deflection.
  private static let separationSeconds = 0.03
  private static let noiseMultiple: Float = 6
  /// Below 25 uV there is the amplifier.
  private static let leastMillivolts = 0.025

  /// What is judged together, so that what is found does not depend on what is asked for.
  private static let blockSeconds = 10.0

  /// Those between two moments, in order of time. What cannot be read has none.
  public static func find(
    channel: Int, of record: Record, from: Double, to: Double
  ) -> [LocalActivation] {
    let (from, to) = (max(0, from), min(to, record.durationSeconds))
    guard from <= to else { return [] }
    let blocks = Int(from / blockSeconds)...Int(to / blockSeconds)
    return blocks.flatMap { find(channel: channel, of: record, block: $0) }
      .filter { $0.seconds >= from && $0.seconds <= to }
  }

  private static func find(
    channel: Int, of record: Record, block: Int
  ) -> [LocalActivation] {
    let info = record.channels[channel]
    let rate = info.samplingRateHz
    let span = Double(block) * blockSeconds..<Double(block + 1) * blockSeconds
    // Room for the baseline on either side.
    let margin = 0.1
    let first = max(0, Int(((span.lowerBound - margin) * rate).rounded(.down)))
    let end = min(info.sampleCount, Int(((span.upperBound + margin) * rate).rounded(.up)))
    guard end - first > 8 else { return [] }
    let least = info.millivoltsPerUnit.map { Float(leastMillivolts / $0) } ?? 0
    return find(record.samples(channel, first..<end), rateHz: rate, least: least)
      .map { LocalActivation(seconds: (Double(first) + $0.place) / rate, size: $0.size) }
      .filter { span.contains($0.seconds) }
  }

  /// Places in samples from the first. Missing samples are not numbers, and nothing is found in
  /// them.
  static func find(
    _ samples: [Float], rateHz: Double, least: Float
  ) -> [(place: Double, size: Float)] {
    guard samples.count > 8 else { return [] }
    let values = samples.map { $0.isFinite ? $0 : 0 }
    let reach = max(1, Int((baselineSeconds * rateHz).rounded()))
    let slow = mean(mean(values, reach), reach)
    let sizes = zip(values, slow).map { abs($0 - $1) }
    let sorted = sizes.sorted()
    let threshold = max(least, noiseMultiple * sorted[sorted.count / 2], .leastNormalMagnitude)
    let separation = max(1, Int((separationSeconds * rateHz).rounded()))
    var kept: [Int] = []
    for index in 1..<sizes.count - 1
    where sizes[index] > threshold && sizes[index] > sizes[index - 1]
      && sizes[index] >= sizes[index + 1]
    {
      if let last = kept.last, index - last <= separation {
        if sizes[last] < sizes[index] { kept[kept.count - 1] = index }
      } else {
        kept.append(index)
      }
    }
    let near = max(1, Int((slopeSeconds * rateHz).rounded()))
    return kept.map { (steepest(values, $0, near), sizes[$0]) }
  }

  /// Between the two samples of the greatest difference, so that it lies on one of them.
  private static func steepest(_ values: [Float], _ peak: Int, _ near: Int) -> Double {
    let range = max(1, peak - near)...min(values.count - 2, peak + near)
    let place = range.max { first, second in
      abs(values[first + 1] - values[first - 1]) < abs(values[second + 1] - values[second - 1])
    }
    return Double(place ?? peak)
  }

  private static func mean(_ values: [Float], _ reach: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: values.count + 1)
    for (index, value) in values.enumerated() { sums[index + 1] = sums[index] + Double(value) }
    return values.indices.map { index in
      let (low, high) = (max(0, index - reach), min(values.count, index + reach + 1))
      return Float((sums[high] - sums[low]) / Double(high - low))
    }
  }
}

extension Record {
  /// Samples of a channel in physical units, by their numbers in it; none where they cannot be
  /// read.
  func samples(_ channel: Int, _ span: Range<Int>) -> [Float] {
    let perFrame = channels[channel].samplesPerFrame
    let frames = span.lowerBound / perFrame..<(span.upperBound + perFrame - 1) / perFrame
    guard let block = try? physical(channels: [channel], frames: frames) else { return [] }
    let samples = block.samples[block.range(0)]
    return Array(
      samples.dropFirst(span.lowerBound - frames.lowerBound * perFrame).prefix(span.count))
  }
}
