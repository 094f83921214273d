import Foundation

/// The results of an archive as one table, a row a record, in the list's order.
public struct ScreeningTable: Sendable {
  private let rows: [(record: String, found: ScreenedRecord?)]

  /// Reads what there is of a list's records in a folder of results.
  public init(_ list: ScreeningList, folder: String) {
    rows = list.records.map { ($0, ScreeningFile(folder: folder, record: $0).summary) }
  }

  /// Records without results.
  public var missing: [String] { rows.filter { $0.found == nil }.map(\.record) }

  public static let columns = [
    "record", "status", "gravity", "uncertain_share", "class", "sure", "findings", "uncertain",
    "silent", "beats", "rate_bpm", "pr_ms", "qrs_ms", "qt_ms", "qtcf_ms", "duration_s", "model",
    "problem",
  ]

  /// With a line of names.
  public var csv: [String] {
    [PlainText.csvLine(Self.columns)]
      + rows.map { PlainText.csvLine(Self.cells($0.record, $0.found)) }
  }

  private static func cells(_ record: String, _ found: ScreenedRecord?) -> [String] {
    guard let found else {
      return [record, "missing"] + columns.dropFirst(2).map { _ in "" }
    }
    guard found.status == .done else {
      return [record, "failed"] + columns.dropFirst(3).map { _ in "" } + [found.problem ?? ""]
    }
    func figure(_ value: Double?) -> String { value.map { String(format: "%.1f", $0) } ?? "" }
    let usual = found.classes.max { $0.all < $1.all }
    return [
      record, "done", "\(found.gravity)", String(format: "%.3f", found.uncertainShare),
      usual?.name ?? "", found.classes.map { "\($0.name):\($0.sure)" }.joined(separator: "|"),
      "\(found.findings)", "\(found.uncertain)", "\(found.silent)",
      found.beats.map(String.init) ?? "",
      figure(found.rate_bpm), figure(found.pr_ms), figure(found.qrs_ms), figure(found.qt_ms),
      figure(found.qtcf_ms), figure(found.duration_s), found.model ?? "", "",
    ]
  }
}
