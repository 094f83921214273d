import Foundation

/// The rate of a CSV table, and where it is from.
struct CSVTiming {
  var rateHz: Double
  var comments: [String] = []
  var warnings: [String] = []
  /// The column of sample numbers, which is no signal.
  var indexColumn: Int?

  init(
    _ table: NumberTable, _ columns: CSVColumns, rateHz: Double?, file: String
  ) throws(FileError) {
    let isIndex = columns.indexColumn.map { Self.isConsecutive(table.columns[$0]) } ?? false
    indexColumn = isIndex ? columns.indexColumn : nil
    if let rateHz {
      guard TimeAxis.rates.contains(rateHz) else {
        throw .content(
          file: file, expected: "a rate from 0.001 to 10000000 Hz", found: "\(rateHz) Hz")
      }
      self.rateHz = rateHz
    } else if let column = columns.timeColumn,
      let seconds = Self.secondsPerUnit(table.columns[column], columns)
    {
      let axis = try Self.axis(table, column, seconds, file: file)
      self.rateHz = axis.rateHz
      if axis.firstSeconds != 0 { comments.append("first sample: \(axis.firstSeconds) s") }
      if let stated = columns.statedRateHz, abs(stated - axis.rateHz) > axis.rateHz / 100 {
        warnings.append(
          "The file states \(stated) Hz, its times give \(axis.rateHz) Hz: the times count")
      }
    } else if let stated = columns.statedRateHz {
      self.rateHz = stated
    } else {
      let found = columns.timeColumn == nil ? "no times" : "times in whole steps without a unit"
      throw .content(
        file: file, expected: "a rate: a column of times, `seconds`, or the option --rate HZ",
        found: found)
    }
    if !isIndex, let column = columns.indexColumn, !columns.columns[column].name.isEmpty {
      throw .content(
        file: file, expected: "sample numbers that follow on each other", found: "others")
    }
  }

  private static func axis(
    _ table: NumberTable, _ column: Int, _ secondsPerUnit: Double, file: String
  ) throws(FileError) -> TimeAxis {
    let times = table.columns[column].map { $0 * secondsPerUnit }
    let quantum = pow(10, -Double(min(300, table.decimals[column]))) * secondsPerUnit
    do throws(FileError) {
      return try TimeAxis(times, quantum: quantum, file: file)
    } catch .content(let file, let expected, let found) {
      throw .content(
        file: file, expected: expected + " (the option --rate HZ takes any as even)", found: found)
    }
  }

  /// Seconds in a unit of the times. Times without unit are in seconds where they have fractions,
  /// as hardly any other unit needs; whole numbers may be seconds, milliseconds or samples.
  private static func secondsPerUnit(_ times: [Double], _ columns: CSVColumns) -> Double? {
    if let seconds = columns.secondsPerUnit { return seconds }
    return times.contains { $0 != $0.rounded() } ? 1 : nil
  }

  private static func isConsecutive(_ values: [Double]) -> Bool {
    guard let first = values.first, first == first.rounded() else { return false }
    return values.indices.allSatisfy { values[$0] == first + Double($0) }
  }
}
