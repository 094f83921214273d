/// A stretch of time on some columns of the screen: that of the traces, or one half of a split
/// view.
public struct TimeSection: Sendable, Equatable {
  public var columns: Range<Int>
  /// Seconds at the left edge.
  public var start: Double
  public var secondsPerDot: Double
  /// The moment that the reader has gone to, in view or not.
  public var cursor: Double?
  /// Whether keys act on it.
  public var isActive = true

  var secondsPerCell: Double { secondsPerDot * 2 }
  var dots: Int { columns.count * 2 }
  /// Seconds at the right edge.
  var end: Double { start + Double(dots) * secondsPerDot }

  /// The column that a moment falls into, which may lie outside.
  func column(of seconds: Double) -> Int {
    // A hair is added: a moment on an edge must not slip to the column before.
    let column = ((seconds - start) / secondsPerCell + 1e-9).rounded(.down)
    return columns.lowerBound + Int(min(max(column, -1e6), 1e6))
  }

  /// The columns that a span covers, one at least, cut to this section; empty outside of it.
  func columns(from first: Double, to last: Double) -> Range<Int> {
    let lower = column(of: first)
    return (lower..<max(column(of: last), lower + 1)).clamped(to: columns)
  }

  /// The moment in the middle of a column.
  func seconds(at column: Int) -> Double {
    start + (Double(column - columns.lowerBound) + 0.5) * secondsPerCell
  }
}
