import TerminalGraphics
import Waveforms

/// Turns the peaks of a lane into dots.
///
/// Each dot column is filled from its smallest to its largest value and joined to the column
/// before, so that no deflection is lost and the trace has no holes.
struct TracePainter {
  /// Dots that one physical unit stands for.
  var dotsPerUnit: Double
  /// The physical value at `baseline`.
  var centre: Double
  /// The dot row, counted from the top, at which `centre` stands.
  var baseline: Double
  let size: Size

  /// Where a lane's baseline stands: in the middle of a row of cells. On the edge between two, a
  /// quiet trace would fill both, look double, and take twice the bytes to draw. A lane of an
  /// even number of rows has no middle row: the lower one is taken, as most deflections point up,
  /// or the upper one for a trace that points down.
  static func baseline(rows: Int, pointsDown: Bool = false) -> Double {
    Double(rows * 2 + (rows % 2 == 0 ? (pointsDown ? -2 : 1) : 0))
  }

  /// What was drawn of one lane.
  struct Picture {
    var canvas: BrailleCanvas
    /// Columns of cells in which the trace leaves the lane at its top, and at its bottom.
    var clippedAbove: Set<Int> = []
    var clippedBelow: Set<Int> = []
    /// Columns of cells without a value, and those not read yet.
    var missing: Set<Int> = []
    var pending: Set<Int> = []
  }

  /// Dot columns before the first visible one that tell where a quiet baseline lies: the trace
  /// is drawn the same wherever the view's edge is.
  static let leadIn = 32

  /// Draws dot columns, two to a cell; the first `leadIn` of `peaks` lie before the canvas.
  func paint(_ peaks: [Peak?], leadIn: Int = 0) -> Picture {
    var picture = Picture(canvas: BrailleCanvas(size: size))
    var before: ClosedRange<Int>?
    for (index, peak) in peaks.enumerated() {
      let column = index - leadIn
      if column < 0 {
        before = peak.flatMap { $0.isEmpty ? nil : self.rows(of: $0, before: before) }
        continue
      }
      guard let peak else {
        picture.pending.insert(column / 2)
        before = nil
        continue
      }
      guard !peak.isEmpty else {
        picture.missing.insert(column / 2)
        before = nil
        continue
      }
      let rows = rows(of: peak, before: before)
      var joined = rows
      if let before, before.upperBound < rows.lowerBound {
        joined = before.upperBound + 1...rows.upperBound
      } else if let before, rows.upperBound < before.lowerBound {
        joined = rows.lowerBound...before.lowerBound - 1
      }
      picture.canvas.fillColumn(column, from: joined.lowerBound, to: joined.upperBound)
      mark(rows, column, &picture)
      before = rows
    }
    return picture
  }

  /// A trace outside its lane stays visible as a dot on the lane's edge, and is marked.
  private func mark(_ rows: ClosedRange<Int>, _ column: Int, _ picture: inout Picture) {
    let last = picture.canvas.dotRows - 1
    if rows.lowerBound < 0 {
      picture.clippedAbove.insert(column / 2)
      picture.canvas.fillColumn(column, from: 0, to: 0)
    }
    if rows.upperBound > last {
      picture.clippedBelow.insert(column / 2)
      picture.canvas.fillColumn(column, from: last, to: last)
    }
  }

  /// The dot rows that a peak covers. One that is lower than a dot takes a single row, the one
  /// of the column before where that is as good: a quiet baseline between two rows would
  /// otherwise flicker between them, or stand double.
  private func rows(of peak: Peak, before: ClosedRange<Int>?) -> ClosedRange<Int> {
    let top = position(Double(peak.maximum))
    let bottom = position(Double(peak.minimum))
    if bottom - top < 1 {
      let middle = (top + bottom) / 2
      if let before, before.count == 1, abs(middle - Double(before.lowerBound)) < 0.75 {
        return before
      }
      let row = Int(middle.rounded())
      return row...row
    }
    return Int(top.rounded())...Int(bottom.rounded())
  }

  /// The place of a value in dot rows from the top, bounded so that it fits an integer.
  private func position(_ value: Double) -> Double {
    let place = baseline - (value - centre) * dotsPerUnit
    return place.isNaN ? baseline : min(max(place, -1e6), 1e6)
  }
}
