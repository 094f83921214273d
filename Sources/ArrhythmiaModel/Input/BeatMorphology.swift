import Foundation
import SignalProcessing

/// How a beat's QRS complex differs from those of the same record.
///
/// What is wide in one patient is usual in another with a bundle branch block. All leads are
/// compared at once: a beat is the row of its samples around the main deflection, each lead at the
/// record's own scale.
public struct BeatMorphology: Sendable, Equatable {
  /// A row for each beat, of `width` numbers of about unit variance.
  public let values: [[Float]]
  /// Numbers for each beat.
  public static let width = 6

  /// From 80 ms before the mark to 120 ms after it, every other sample at 250 Hz.
  private static let offsets = Array(stride(from: -20, through: 30, by: 2))
  /// Marks are off by up to 20 ms.
  private static let lags = -5...5
  /// Beats that the usual form is sought among.
  private static let sampleLimit = 300
  /// Beats that resemble each other so much have one form.
  private static let likeness: Float = 0.9

  /// `leads`: millivolts at 250 Hz, filtered, all of one length; `beats`: places in them, in order.
  public init(leads: [[Float]], beats: [Int]) {
    self.init(leads: leads, beats: beats) { _ in }
  }

  /// The same, in which `progress` is told the share that is done and can end it: see `Pieces`.
  public init(leads: [[Float]], beats: [Int], progress: (Double) throws -> Void) rethrows {
    let scales = try leads.map { lead in
      try Self.scale(lead, beats) { _ in try progress(0) }
    }
    let live = leads.indices.filter { scales[$0] > 0 }
    guard !beats.isEmpty, !live.isEmpty else {
      values = beats.map { _ in [Float](repeating: 0, count: Self.width) }
      return
    }
    func row(_ beat: Int, _ lag: Int) -> [Float] {
      live.flatMap { Self.segment(leads[$0], beat + lag, scale: scales[$0]) }
    }
    let shifted = try Pieces.map(beats, size: 16, { try progress(0.2 * $0) }) { beat in
      Self.lags.map { Self.unit(row(beat, $0)) }
    }
    let centred = shifted.map { $0[Self.lags.count / 2] }
    let sampled = Self.spread(beats.count)
    let forms = try Self.forms(shifted, centred, sampled) { try progress(0.2 + 0.7 * $0) }
    let heights = try Pieces.map(beats, size: 128, { try progress(0.9 + 0.05 * $0) }) {
      Self.norm(row($0, 0))
    }
    let measured = live.map { leads[$0] }
    let slopes = try Pieces.map(beats, size: 128, { try progress(0.95 + 0.05 * $0) }) {
      Self.width80(measured, $0)
    }
    values = Self.features(forms, heights: heights, slopes: slopes)
  }

  // MARK: Forms

  private struct Forms {
    /// Correlation of each beat with the record's usual form.
    var likeness: [Float]
    /// Part of the sampled beats that each beat resembles.
    var density: [Float]
  }

  private static func forms(
    _ shifted: [[[Float]]], _ centred: [[Float]], _ sampled: [Int],
    _ progress: (Double) throws -> Void
  ) rethrows -> Forms {
    var counts = [Int](repeating: 0, count: sampled.count)
    let density = try Pieces.map(shifted, size: 4, { try progress(0.9 * $0) }) { rows in
      var alike: Float = 0
      for (place, other) in sampled.enumerated() where best(rows, centred[other]) > likeness {
        alike += 1
        counts[place] += 1
      }
      return alike / Float(sampled.count)
    }
    let commonest = counts.indices.max { (counts[$0], $1) < (counts[$1], $0) } ?? 0
    let seed = centred[sampled[commonest]]
    let form = try usualForm(shifted, seed) { try progress(0.9 + 0.05 * $0) }
    let likenesses = try Pieces.map(shifted, size: 256, { try progress(0.95 + 0.05 * $0) }) {
      best($0, form)
    }
    return Forms(likeness: likenesses, density: density)
  }

  /// The mean of the beats that are like the commonest.
  private static func usualForm(
    _ shifted: [[[Float]]], _ seed: [Float], _ progress: (Double) throws -> Void
  ) rethrows -> [Float] {
    var mean = [Float](repeating: 0, count: seed.count)
    try Pieces.forEach(of: shifted.count, size: 256, progress) { part in
      for rows in shifted[part] where best(rows, seed) > likeness {
        guard let row = rows.max(by: { dot($0, seed) < dot($1, seed) }) else { continue }
        for index in mean.indices { mean[index] += row[index] }
      }
    }
    return unit(mean)
  }

  private static func features(
    _ forms: Forms, heights: [Float], slopes: [Float]
  ) -> [[Float]] {
    let usual = forms.likeness.indices.filter { forms.likeness[$0] > likeness }
    func median(_ values: [Float]) -> Float {
      var chosen = usual.isEmpty ? values : usual.map { values[$0] }
      return max(OrderStatistics.median(&chosen), 1e-3)
    }
    let (height, slope) = (median(heights), median(slopes))
    return forms.likeness.indices.map { index in
      let last = forms.likeness.count - 1
      let ratio = log(max(heights[index], 1e-3) / height)
      return [
        3 * (forms.likeness[index] - 0.9), 3 * (forms.density[index] - 0.7),
        2 * min(max(ratio, -1.5), 1.5), 3 * min(max(log(slopes[index] / slope), -1.5), 1.5),
        3 * (forms.likeness[max(0, index - 1)] - 0.9),
        3 * (forms.likeness[min(last, index + 1)] - 0.9),
      ]
    }
  }

  /// Indices spread evenly over a record.
  private static func spread(_ count: Int) -> [Int] {
    let step = max(1, (count + sampleLimit - 1) / sampleLimit)
    return Array(stride(from: 0, to: count, by: step))
  }

  // MARK: Rows

  private static func segment(_ lead: [Float], _ beat: Int, scale: Float) -> [Float] {
    let values = offsets.map { lead[max(0, min(lead.count - 1, beat + $0))] / scale }
    let mean = values.reduce(0, +) / Float(values.count)
    return values.map { $0 - mean }
  }

  /// The median over beats of a lead's height there; 0 of a dead lead.
  private static func scale(
    _ lead: [Float], _ beats: [Int], _ progress: (Double) throws -> Void
  ) rethrows -> Float {
    guard !lead.isEmpty else { return 0 }
    var heights = try Pieces.map(beats, size: 1024, progress) {
      norm(segment(lead, $0, scale: 1))
    }
    let scale = OrderStatistics.median(&heights)
    return scale > PreparationSettings.surfaceFloorMillivolts ? scale : 0
  }

  /// In how many milliseconds 80 % of the complex's steepness lies.
  private static func width80(_ leads: [[Float]], _ beat: Int) -> Float {
    var steepness = [Float](repeating: 0, count: 64)
    for lead in leads {
      for index in steepness.indices {
        let place = max(0, min(lead.count - 2, beat - 25 + index))
        let slope = lead[place + 1] - lead[place]
        steepness[index] += slope * slope
      }
    }
    let total = steepness.reduce(0, +)
    guard total > 0 else { return 80 }
    var (sum, samples): (Float, Float) = (0, 0)
    for value in steepness {
      sum += value
      if sum > 0.1 * total && sum < 0.9 * total { samples += 1 }
    }
    return 4 * (samples + 1)
  }

  private static func best(_ rows: [[Float]], _ form: [Float]) -> Float {
    rows.reduce(-1) { max($0, dot($1, form)) }
  }

  private static func dot(_ a: [Float], _ b: [Float]) -> Float {
    var sum: Float = 0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private static func norm(_ values: [Float]) -> Float { dot(values, values).squareRoot() }

  private static func unit(_ values: [Float]) -> [Float] {
    let length = max(norm(values), 1e-6)
    return values.map { $0 / length }
  }
}
