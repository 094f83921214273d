import Foundation

/// How far a program's marks are from those of hands.
public struct DelineationScore: Sendable {
  /// Which of the leads' marks count.
  public enum Convention: Sendable {
    /// The median of the leads.
    case median
    /// The earliest and latest lead that another one confirms.
    case global
  }

  /// Errors of one mark or interval, program minus hand.
  public struct Errors: Sendable {
    /// Those of all records; the hand's mark is the truth.
    public private(set) var all = MeasureErrors()
    /// The errors of each record in seconds, by which a miss can be looked up.
    public private(set) var byRecord: [String: [Double]] = [:]
    /// Seconds, of the beats for which both have it.
    public var values: [Double] { all.errors }

    mutating func add(program: Double?, hand: Double?, counts: Bool, record: String) {
      guard hand != nil || counts else { return }
      all.add(measured: program, truth: hand)
      if let program, let hand { byRecord[record, default: []].append(program - hand) }
    }
  }

  public let convention: Convention
  public private(set) var marks: [DelineationMark: Errors] = [:]
  /// PR, QRS and QT.
  public private(set) var intervals: [String: Errors] = [:]
  /// Median QRS duration of each record, by hand and by the program, in seconds.
  public private(set) var durations: [(record: String, hand: Double, program: Double?)] = []
  /// Beats by hand that the program has not.
  public private(set) var missed = 0
  public private(set) var beats = 0

  /// Beats within this are the same, in seconds.
  private static let reach = 0.15

  public init(_ convention: Convention) { self.convention = convention }

  /// Adds a record; all marks in seconds from its start.
  public mutating func add(
    _ record: String, hand: [DelineatedBeat], program: [DelineatedBeat]
  ) {
    var found: (hand: [Double], program: [Double]) = ([], [])
    for beat in hand {
      beats += 1
      let near = program.min { abs($0.beat - beat.beat) < abs($1.beat - beat.beat) }
      guard let near, abs(near.beat - beat.beat) <= Self.reach else {
        missed += 1
        continue
      }
      for mark in DelineationMark.allCases {
        let isP = mark == .pOnset || mark == .pOffset
        let counts = isP ? beat.hasBefore : mark != .tEnd || beat.hasAfter
        marks[mark, default: Errors()].add(
          program: value(near, mark), hand: value(beat, mark), counts: counts, record: record)
      }
      for (name, from, to) in Self.spans {
        intervals[name, default: Errors()].add(
          program: duration(near, from, to), hand: duration(beat, from, to), counts: false,
          record: record)
      }
      duration(beat, .qrsOnset, .qrsOffset).map { found.hand.append($0) }
      duration(near, .qrsOnset, .qrsOffset).map { found.program.append($0) }
    }
    if let hand = MeasureReport.median(found.hand) {
      durations.append((record, hand, MeasureReport.median(found.program)))
    }
  }

  private static let spans: [(String, DelineationMark, DelineationMark)] = [
    ("PR", .pOnset, .qrsOnset), ("QRS", .qrsOnset, .qrsOffset), ("QT", .qrsOnset, .tEnd),
  ]

  private func value(_ beat: DelineatedBeat, _ mark: DelineationMark) -> Double? {
    convention == .median ? beat.median(mark) : beat.extreme(mark)
  }

  private func duration(
    _ beat: DelineatedBeat, _ from: DelineationMark, _ to: DelineationMark
  ) -> Double? {
    value(beat, to).flatMap { end in value(beat, from).map { end - $0 } }
  }

  // MARK: Tables

  /// The head of a table of rows.
  public static let header = [
    "| | beats | given | bias ms | SD ms | 95 % within ms | invented | CSE's 2 SD ms |",
    "|---|---:|---:|---:|---:|---:|---:|---:|",
  ]

  /// Rows of marks, then of intervals.
  public var rows: [String] {
    DelineationMark.allCases.compactMap { mark in
      marks[mark].map { Self.row(mark.rawValue, $0, tolerance: Self.tolerances[mark]) }
    } + Self.spans.compactMap { span in intervals[span.0].map { Self.row(span.0, $0) } }
  }

  /// Two standard deviations of the referees by the CSE Working Party, in milliseconds.
  private static let tolerances: [DelineationMark: Double] = [
    .pOnset: 10.2, .pOffset: 12.7, .qrsOnset: 6.5, .qrsOffset: 11.6, .tEnd: 30.6,
  ]

  private static func row(_ name: String, _ errors: Errors, tolerance: Double? = nil) -> String {
    let all = errors.all
    let given = 100 * Double(all.errors.count) / Double(max(1, all.beats))
    let invented = all.withoutTruth > 0 ? "\(all.groundless) of \(all.withoutTruth)" : "–"
    let cells = [
      name, "\(all.beats)", String(format: "%.1f %%", given),
      String(format: "%+.1f", 1000 * all.mean), String(format: "%.1f", 1000 * all.deviation),
      String(format: "%.0f", 1000 * all.within), invented,
      tolerance.map { String(format: "%.1f", $0) } ?? "",
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  /// What is said of wide complexes.
  public var wideness: [String] {
    func told(_ range: (Double) -> Bool, wide: Bool) -> String {
      let records = durations.filter { range(($0.hand * 1000).rounded()) }
      let right = records.filter { entry in entry.program.map { ($0 >= 0.1195) == wide } ?? false }
      return "\(right.count) of \(records.count)"
    }
    let wrong = durations.filter {
      ($0.hand >= 0.13) != (($0.program ?? 0) >= 0.1195) && !(0.11...0.13).contains($0.hand)
    }
    let names = wrong.map { entry in
      let program = entry.program.map { "\(Int((1000 * $0).rounded()))" } ?? "none"
      return "\(entry.record) (\(Int((1000 * entry.hand).rounded())), \(program))"
    }
    return [
      "Median QRS by hand 130 ms and more, told as 120 and more: \(told({ $0 >= 130 }, wide: true)); "
        + "120 and more: \(told({ $0 >= 120 }, wide: true)); 110 and less, told as less than 120: "
        + "\(told({ $0 <= 110 }, wide: false))."
        + (names.isEmpty ? "" : " Others (hand, program): \(names.joined(separator: ", ")).")
    ]
  }

  /// The records with the greatest mean errors of a mark.
  public func worst(_ mark: DelineationMark, count: Int = 5) -> String {
    let means = (marks[mark]?.byRecord ?? [:]).mapValues { $0.reduce(0, +) / Double($0.count) }
    let sorted = means.sorted { (abs($1.value), $0.key) < (abs($0.value), $1.key) }.prefix(count)
    return sorted.map { "\($0.key) \(String(format: "%+.0f", 1000 * $0.value))" }
      .joined(separator: ", ")
  }
}
