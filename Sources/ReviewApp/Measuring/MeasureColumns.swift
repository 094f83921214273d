import Measures
import ReviewSession

/// A table of measures: the columns for which any beat has a value, as many as there is room for,
/// and medians of the beats of one kind.
struct MeasureColumns {
  struct Column {
    var title: String
    /// Whether it is of a cycle, which two beats bound.
    var isOfCycle = false
    var value: (BeatMeasures) -> Double?
  }

  /// A beat with what it is one of.
  struct Beat {
    var measures: BeatMeasures
    var kind: BeatKind
    /// Whether the beat before is of the same kind: the cycle between them is.
    var followsOwnKind: Bool
  }

  let columns: [Column]
  /// Those that medians are of.
  private let own: [Beat]
  private let kind: BeatKind?

  private static let width = 5

  /// - Parameter kind: of the beats that medians are of.
  init(_ beats: [Beat], of kind: BeatKind?, width: Int) {
    self.kind = kind
    own = beats.filter { $0.kind == kind }
    // Where there is room for some only, what electrograms tell comes first: they are looked at
    // for it.
    let all = [
      Column(title: "RR", isOfCycle: true) { $0.rr }, Column(title: "AH") { $0.ah },
      Column(title: "HV") { $0.hv }, Column(title: "VA") { $0.va }, Column(title: "PR") { $0.pr },
      Column(title: "QRS") { $0.qrs }, Column(title: "QT") { $0.qt },
      Column(title: "QTcF", isOfCycle: true) { $0.qtcFridericia }, Column(title: "AV") { $0.av },
      Column(title: "QTcB", isOfCycle: true) { $0.qtcBazett },
    ]
    let present = all.filter { column in beats.contains { column.value($0.measures) != nil } }
    columns = Array(present.prefix(max(1, (width - 3) / Self.width)))
  }

  /// `median of 38 N, sinus rhythm`
  var caption: String {
    guard let kind else { return "" }
    let parts = [kind.name.isEmpty ? "beats" : kind.name, kind.rhythmTitle].compactMap { $0 }
    return "median of \(own.count) " + parts.joined(separator: ", ")
  }

  var titles: String { "   " + columns.map { Self.padded($0.title) }.joined() }

  var medians: String { "med" + columns.map { Self.cell(median($0)) }.joined() }

  /// The rate from the median.
  var rate: String? {
    guard let column = columns.first(where: { $0.title == "RR" }) else { return nil }
    return median(column).flatMap { $0 > 0 ? $0 : nil }.map { "rate \(decimal(60 / $0, 0))/min" }
  }

  /// A beat's kind and its values.
  func row(_ beat: Beat) -> String {
    " \(beat.kind.name.prefix(1))".padding(to: 3)
      + columns.map { Self.cell($0.value(beat.measures)) }.joined()
  }

  /// Whether medians are of beats such as this one.
  func isOwn(_ beat: Beat) -> Bool { beat.kind == kind }

  private func median(_ column: Column) -> Double? {
    let beats = column.isOfCycle ? own.filter(\.followsOwnKind) : own
    let sorted = beats.compactMap { column.value($0.measures) }.sorted()
    guard let last = sorted.indices.last else { return nil }
    return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
  }

  private static func cell(_ seconds: Double?) -> String {
    padded(seconds.map { decimal($0 * 1000, 0) } ?? "–")
  }

  private static func padded(_ text: String) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
