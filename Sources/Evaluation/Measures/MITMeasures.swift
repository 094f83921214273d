import Foundation
import Measures
public import NeuralNetwork
import SignalProcessing
public import Waveforms

/// What can be checked on MIT-BIH, whose annotations have a place and a type for each beat, and no
/// onsets or offsets.
public struct MITMeasures: Sendable {
  /// RR between detected beats minus RR between the annotated beats that they match.
  private var cycles = MeasureErrors()
  /// QRS duration by annotated type, in seconds.
  private var durations: [String: [Double]] = [:]
  private var counts: [String: Int] = [:]
  private var intervals: [String: [Double]] = [:]

  private static let types = ["N", "L", "R", "V", "/"]
  /// EC57's tolerance for a beat.
  private static let toleranceSeconds = 0.15

  /// No record yet.
  public init() {}

  /// Measures a record that has `atr` annotations, and compares.
  public mutating func add(_ recording: Recording, crew: Crew) throws {
    let annotated = try RecordBeats.annotated("atr", in: recording)
    let detected = try RecordBeats.detected(in: recording.record, crew: crew)
    addCycles(annotated.times, detected.times)
    let measurer = try BeatMeasurer(record: recording.record, beats: annotated.times)
    let measures = try measurer.measure(from: 0, to: .infinity)
    for (measures, symbol) in zip(measures, annotated.symbols ?? []) {
      counts[symbol, default: 0] += 1
      if let qrs = measures.qrs { durations[symbol, default: []].append(qrs) }
      if let pr = measures.pr { intervals[symbol, default: []].append(pr) }
    }
  }

  private mutating func addCycles(_ annotated: [Double], _ detected: [Double]) {
    var partners = annotated.map { beat -> Double? in
      let nearest = detected[Self.nearest(detected, beat)...].first
      return nearest.flatMap { abs($0 - beat) <= Self.toleranceSeconds ? $0 : nil }
    }
    partners = detected.isEmpty ? annotated.map { _ in nil } : partners
    for index in annotated.indices.dropFirst() {
      let cycle = partners[index].flatMap { later in partners[index - 1].map { later - $0 } }
      cycles.add(measured: cycle, truth: annotated[index] - annotated[index - 1])
    }
  }

  /// The place of the value nearest to another in an ascending list; 0 of none.
  private static func nearest(_ times: [Double], _ time: Double) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return 0 }
    guard low < times.count else { return times.count - 1 }
    return time - times[low - 1] <= times[low] - time ? low - 1 : low
  }

  /// RR beside the annotations, then durations by type.
  public var markdown: [String] {
    let rows = Self.types.map { type -> String in
      let sorted = (durations[type] ?? []).sorted()
      let share = 100 * Double(sorted.count) / Double(max(1, counts[type] ?? 0))
      let quartiles = [0.25, 0.5, 0.75].map { level in
        sorted.isEmpty
          ? "–" : String(format: "%.0f", 1000 * sorted[Int(level * Double(sorted.count - 1))])
      }
      let pr = MeasureReport.median(intervals[type] ?? [])
      let prShare = 100 * Double((intervals[type] ?? []).count) / Double(max(1, counts[type] ?? 0))
      let cells =
        [type, "\(counts[type] ?? 0)", String(format: "%.1f %%", share)] + quartiles
        + [pr.map { String(format: "%.0f", 1000 * $0) } ?? "–", String(format: "%.1f %%", prShare)]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    return MeasureErrors.header + [cycles.row("RR"), ""] + [
      "| type | beats | QRS given | lower quartile ms | median ms | upper quartile ms | PR median ms | PR given |",
      "|---|---:|---:|---:|---:|---:|---:|---:|",
    ] + rows + ["", "No onsets are annotated: durations are a check of plausibility, no more."]
  }
}
