import Foundation

/// `ln Σ exp x` and the softmax of a row, with the row's largest value taken out first.
///
/// Neither overflows for finite rows, however large their values. A row is `count` values, at
/// least one, from `start` on in a larger array.
public enum LogSumExp {
  /// What stands for ln 0 in a row: its softmax is exactly 0 beside any ordinary value, and unlike
  /// `-infinity` it can be added to and multiplied by 0.
  public static let masked = -1e30

  /// The log-sum-exp of a row.
  public static func value(of values: [Double], from start: Int, count: Int) -> Double {
    requireRow(start, count, in: values.count)
    let row = values.span.extracting(start..<start + count)
    var largest = row[0]
    for index in 1..<row.count { largest = max(largest, row[index]) }
    var sum = 0.0
    for index in 0..<row.count { sum += exp(row[index] - largest) }
    return largest + log(sum)
  }

  /// Replaces a row by its softmax.
  /// - Returns: the log-sum-exp of what it was.
  public static func softmax(_ values: inout [Double], from start: Int, count: Int) -> Double {
    requireRow(start, count, in: values.count)
    var values = values.mutableSpan
    var largest = values[start]
    for index in start..<start + count { largest = max(largest, values[index]) }
    var sum = 0.0
    for index in start..<start + count {
      let power = exp(values[index] - largest)
      values[index] = power
      sum += power
    }
    let scale = 1 / sum
    for index in start..<start + count { values[index] *= scale }
    return largest + log(sum)
  }

  private static func requireRow(_ start: Int, _ count: Int, in total: Int) {
    precondition(
      start >= 0 && count >= 1 && start <= total - count,
      "a row of \(count) values from \(start) on in \(total)")
  }
}
