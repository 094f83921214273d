public import SignalProcessing
import Foundation
public import NeuralNetwork
public import Waveforms

/// How pure families are over a folder of records, and what they save a reader.
public struct FamilyBench: Sendable {
  private let sorting: FamilySorting
  private let settings: FamilySettings
  private let annotator: String
  private let order: ReadingOrder
  private var score = FamilyScore()
  private var rows: [FamilyReport.Row] = []

  /// - Parameters:
  ///   - sorting: what beats are sorted by.
  ///   - settings: constants of sorting; those that go with it if not given.
  ///   - annotator: whose beats are sorted and whose labels are compared.
  ///   - order: the order in which a reader sees a family's members.
  public init(
    by sorting: FamilySorting = .form, settings: FamilySettings? = nil,
    annotator: String = "atr", order: ReadingOrder = .bothEnds
  ) {
    (self.sorting, self.settings) = (sorting, settings ?? sorting.settings)
    (self.annotator, self.order) = (annotator, order)
  }

  /// Whether no record had beats.
  public var isEmpty: Bool { rows.isEmpty }

  /// Sorts a record's beats and compares; records without the annotator's beats are left out.
  public mutating func add(_ recording: Recording, crew: Crew) throws {
    guard recording.annotators.contains(annotator) else { return }
    let record = try LabelledBeats(recording, annotator: annotator, by: sorting, crew: crew)
    guard !record.beats.isEmpty, !record.leadsMillivolts.isEmpty else { return }
    let clock = ContinuousClock()
    let start = clock.now
    let forms = BeatForms(leadsMillivolts: record.leadsMillivolts, beats: record.beats)
    let space = BeatSpace(forms, settings: settings)
    let families = FamilySet(space, settings: settings)
    let seconds = (clock.now - start) / .seconds(1)
    let own = FamilyScore(
      families: families.numbers, classes: record.classes, symbols: record.symbols)
    score.add(own)
    let shown = families.members.map { order.arranged($0, distances: space.distances(of: $0)) }
    rows.append(row(record, own, shown, seconds))
  }

  private func row(
    _ record: LabelledBeats, _ score: FamilyScore, _ shown: [[Int]], _ seconds: Double
  ) -> FamilyReport.Row {
    let reader = SimulatedReader()
    let read = reader.read(families: shown, labels: record.classes)
    return FamilyReport.Row(
      record: record.name, beats: score.beats, purity_aami: score.classPurity,
      purity_symbol: score.symbolPurity, families: score.mostFamilies,
      missed: score.beats - score.pureByClass, sorting_s: seconds, reader_s: read.seconds,
      reader_first_s: read.firstSeconds, reader_first_part: read.firstPart,
      beat_by_beat_s: reader.readBeatByBeat(labels: record.classes),
      running_s: reader.readRunning(labels: record.classes))
  }

  /// All records together, and each.
  public var report: FamilyReport {
    FamilyReport(
      purity_aami: score.classPurity, purity_symbol: score.symbolPurity,
      families_mean: score.meanFamilies, families_max: score.mostFamilies, beats: score.beats,
      records: rows)
  }

  /// The table of all records, in Markdown.
  public var markdown: [String] {
    let head = [
      "| record | beats | by class | by symbol | families | missed | s | reader | first screens "
        + "| right then | beat by beat | running |",
      "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    return head + rows.map(line) + [total]
  }

  private func line(_ row: FamilyReport.Row) -> String {
    let cells = [
      row.record, "\(row.beats)", Self.percent(row.purity_aami), Self.percent(row.purity_symbol),
      "\(row.families)", "\(row.missed)", Self.decimal(row.sorting_s, 2),
      row.reader_s.map { Self.decimal($0, 0) } ?? "never", Self.decimal(row.reader_first_s, 0),
      Self.percent(row.reader_first_part), Self.decimal(row.beat_by_beat_s, 0),
      Self.decimal(row.running_s, 0),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private var total: String {
    func mean(_ values: [Double]) -> String {
      Self.decimal(values.reduce(0, +) / Double(max(1, values.count)), 0)
    }
    let cells = [
      "all \(rows.count)", "\(score.beats)", Self.percent(score.classPurity),
      Self.percent(score.symbolPurity),
      "\(Self.decimal(score.meanFamilies, 1)) (\(score.mostFamilies))",
      "\(score.beats - score.pureByClass)", Self.decimal(rows.reduce(0) { $0 + $1.sorting_s }, 1),
      mean(rows.compactMap(\.reader_s)), mean(rows.map(\.reader_first_s)),
      Self.percent(rows.reduce(0) { $0 + $1.reader_first_part } / Double(max(1, rows.count))),
      mean(rows.map(\.beat_by_beat_s)), mean(rows.map(\.running_s)),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func percent(_ part: Double) -> String { decimal(100 * part, 2) + " %" }

  private static func decimal(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}
