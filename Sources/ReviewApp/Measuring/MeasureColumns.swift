import Measures

/// A table of measures: the columns for which any beat has a value, as many as there is room for.
struct MeasureColumns {
  struct Column {
    var title: String
    var value: (BeatMeasures) -> Double?
  }

  let columns: [Column]
  private let measures: [BeatMeasures]

  private static let width = 5

  init(_ measures: [BeatMeasures], width: Int) {
    self.measures = measures
    // Where there is room for some only: what electrograms tell comes first, as they are looked at for it.
    let all = [
      Column(title: "RR") { $0.rr }, Column(title: "AH") { $0.ah }, Column(title: "HV") { $0.hv },
      Column(title: "VA") { $0.va }, Column(title: "PR") { $0.pr }, Column(title: "QRS") { $0.qrs },
      Column(title: "QT") { $0.qt }, Column(title: "QTcF") { $0.qtcFridericia },
      Column(title: "AV") { $0.av }, Column(title: "QTcB") { $0.qtcBazett },
    ]
    let present = all.filter { column in measures.contains { column.value($0) != nil } }
    columns = Array(present.prefix(max(1, (width - 3) / Self.width)))
  }

  var titles: String { "   " + columns.map { Self.padded($0.title) }.joined() }

  var medians: String {
    "med"
      + columns.map { column in Self.cell(Self.median(measures.compactMap(column.value))) }.joined()
  }

  /// The rate from the median.
  var rate: String? {
    Self.median(measures.compactMap(\.rr)).map { "rate \(decimal(60 / $0, 0))/min" }
  }

  func row(_ beat: BeatMeasures) -> String {
    "   " + columns.map { Self.cell($0.value(beat)) }.joined()
  }

  private static func cell(_ seconds: Double?) -> String {
    padded(seconds.map { decimal($0 * 1000, 0) } ?? "–")
  }

  private static func padded(_ text: String) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private static func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard let last = sorted.indices.last else { return nil }
    return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
  }
}
