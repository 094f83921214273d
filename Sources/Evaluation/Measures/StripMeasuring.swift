public import Annotations
import Foundation
public import Measures
public import PaperStrip
public import Waveforms

/// Measures the beats of a strip: medians of those of one kind, never of several at once.
public struct StripMeasuring: Sendable {
  private let record: Record
  private let beats: [Double]
  private let kinds: [String]
  private let origin: String

  /// What is printed where nothing can be told.
  private static let dash = "–"

  /// - Parameters:
  ///   - beats: all beats of the record in seconds, ascending.
  ///   - symbols: their annotations, beside them; nil for detected beats, which are of one kind.
  ///   - rhythms: beats of different rhythms are of different kinds.
  ///   - origin: where the beats come from, in words.
  public init(
    record: Record, beats: [Double], symbols: [String]?, rhythms: RhythmTimeline?, origin: String
  ) {
    (self.record, self.beats, self.origin) = (record, beats, origin)
    kinds = beats.enumerated().map { index, beat in
      let symbol = symbols.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      let frame = Int((beat * record.frameRateHz).rounded())
      let rhythm = rhythms?.rhythm(at: frame).map { "in \($0.name)" }
      return [symbol, rhythm].compactMap { $0 }.joined(separator: " ")
    }
  }

  /// Medians of the beats in a span of time, in seconds, that are of the kind that most of them are
  /// of; nil where it holds none, or nothing can be told of them.
  public func measures(in span: Range<Double>) throws -> StripMeasures? {
    guard beats.contains(where: span.contains) else { return nil }
    let measured = try BeatMeasurer(record: record, beats: beats)
      .measure(from: span.lowerBound, to: span.upperBound)
    return measures(measured)
  }

  /// The same of beats that are measured already.
  public func measures(_ measured: [BeatMeasures]) -> StripMeasures? {
    let places = measured.compactMap { one in
      beats.firstIndex(of: one.beat).map { (place: $0, measures: one) }
    }
    let counts = Dictionary(grouping: places) { kinds[$0.place] }
    // Of two kinds that are as frequent the one that comes first.
    let kind = counts.max {
      ($0.value.count, -$0.value[0].place) < ($1.value.count, -$1.value[0].place)
    }
    guard let kind else { return nil }
    let own = kind.value.map(\.measures)
    // A cycle belongs to a kind where both of its beats do.
    let cycles = kind.value.filter { $0.place > 0 && kinds[$0.place - 1] == kind.key }
      .map(\.measures)
    let entries = Self.entries(own, cycles: cycles)
    guard entries.contains(where: { $0.value != Self.dash }) else { return nil }
    let name = kind.key.isEmpty ? "" : " \(kind.key)"
    return StripMeasures(
      entries: entries,
      caption: "medians of \(own.count.counted("beat"))\(name); \(origin)"
        + "; (n): told in n of them; not for diagnosis")
  }

  private static func entries(
    _ beats: [BeatMeasures], cycles: [BeatMeasures]
  ) -> [StripMeasures.Entry] {
    let surface: [(String, [BeatMeasures], (BeatMeasures) -> Double?)] = [
      ("RR", cycles, { $0.rr }), ("PR", beats, { $0.pr }), ("QRS", beats, { $0.qrs }),
      ("QT", beats, { $0.qt }), ("QTcB", cycles, { $0.qtcBazett }),
      ("QTcF", cycles, { $0.qtcFridericia }),
    ]
    let study: [(String, [BeatMeasures], (BeatMeasures) -> Double?)] = [
      ("AH", beats, { $0.ah }), ("HV", beats, { $0.hv }), ("VA", beats, { $0.va }),
    ]
    return surface.map { entry($0.0, $0.1, $0.2) }
      + study.map { entry($0.0, $0.1, $0.2) }.filter { $0.value != dash }
  }

  private static func entry(
    _ name: String, _ beats: [BeatMeasures], _ seconds: (BeatMeasures) -> Double?
  ) -> StripMeasures.Entry {
    let told = beats.compactMap(seconds)
    guard let median = MeasureReport.median(told) else { return .init(name: name, value: dash) }
    var value = String(format: "%.0f ms", median * 1000)
    if name == "RR" { value += String(format: ", %.0f/min", 60 / median) }
    if told.count < beats.count { value += " (\(told.count))" }
    return .init(name: name, value: value)
  }
}
