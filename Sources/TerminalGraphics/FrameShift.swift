/// Rows of a picture that moved sideways, as a trace does when its reader pans: a terminal can move
/// them by itself, in some twenty bytes a row where drawing them anew takes three a cell.
public struct FrameShift: Sendable, Equatable {
  /// Columns that the rows moved to the left; negative to the right.
  public let columns: Int
  /// For each row that moved, the first column that did.
  public let starts: [Int: Int]
  /// The column before which rows moved: a pane that stands to the right of it stays where it is.
  public let end: Int

  /// Cells that a row must save for the movement to be worth its bytes.
  private static let leastSaving = 16

  /// What moved between two pictures of one size; nil where too little did.
  public init?(from old: Frame, to new: Frame) {
    guard old.size == new.size, old.size.width > 3 else { return nil }
    let changed = (0..<new.size.height).filter {
      Self.differences(old, new, row: $0) > new.size.width / 4
    }
    guard changed.count > 3 else { return nil }
    let end = Self.edge(old, new, rows: changed)
    guard let columns = Self.movement(old, new, rows: changed, end) else { return nil }
    var starts: [Int: Int] = [:]
    for row in changed where !Self.hasWideGlyph(old, row) {
      let start = Self.prefix(old, new, row)
      if Self.saving(old, new, row, start, columns, end) > Self.leastSaving { starts[row] = start }
    }
    guard starts.count > 3 else { return nil }
    self.columns = columns
    self.starts = starts
    self.end = end
  }

  /// What a terminal does to a row's end: cells are taken out and what is behind them moves up, or
  /// blanks are put in and what falls off the right edge is gone.
  public enum Step: Sendable, Equatable {
    case delete(row: Int, column: Int, count: Int)
    case insert(row: Int, column: Int, count: Int)
  }

  /// The steps that move the rows, from top to bottom. A pane at the side is moved with its row and
  /// back again, so that it need not be drawn anew.
  public var steps: [Step] {
    let count = abs(columns)
    return starts.sorted { $0.key < $1.key }.flatMap { row, start -> [Step] in
      columns > 0
        ? [
          .delete(row: row, column: start, count: count),
          .insert(row: row, column: end - count, count: count),
        ]
        : [
          .delete(row: row, column: end - count, count: count),
          .insert(row: row, column: start, count: count),
        ]
    }
  }

  /// The commonest look of the blanks that stand in the moved rows: what is put in should look like
  /// it.
  public func blankStyle(in new: Frame) -> Style {
    var counts: [Style: Int] = [:]
    for (row, start) in starts {
      for x in stride(from: start, to: end, by: 4) where new[x, row].glyph == " " {
        counts[new[x, row].style, default: 0] += 1
      }
    }
    return counts.max { $0.value < $1.value }?.key ?? .plain
  }

  /// The column at which a line stands in all rows that changed, on the right half; else the width.
  private static func edge(_ old: Frame, _ new: Frame, rows: [Int]) -> Int {
    let width = new.size.width
    func isLine(_ frame: Frame, _ x: Int, _ row: Int) -> Bool {
      ["│", "├", "┬"].contains(frame.cells[row * width + x].glyph)
    }
    // A full-width row, such as the status line, changes with every pan: most rows decide.
    let enough = rows.count * 3 / 4
    return (width / 2..<width - 1).first { x in
      rows.count { isLine(old, x, $0) && isLine(new, x, $0) } > enough
    } ?? width
  }

  /// Half of a wide glyph must not be moved away from the other.
  private static func hasWideGlyph(_ frame: Frame, _ row: Int) -> Bool {
    (0..<frame.size.width).contains { frame[$0, row].glyph == Cell.continuation }
  }

  private static func differences(_ old: Frame, _ new: Frame, row: Int) -> Int {
    let start = row * new.size.width
    return (start..<start + new.size.width).reduce(0) {
      $0 + (old.cells[$1] == new.cells[$1] ? 0 : 1)
    }
  }

  private static func prefix(_ old: Frame, _ new: Frame, _ row: Int) -> Int {
    let start = row * new.size.width
    return (0..<new.size.width).first { old.cells[start + $0] != new.cells[start + $0] } ?? 0
  }

  /// The movement that explains most cells of a few rows.
  private static func movement(
    _ old: Frame, _ new: Frame, rows: [Int], _ end: Int
  ) -> Int? {
    let sample = stride(from: 0, to: rows.count, by: max(1, rows.count / 4)).map { rows[$0] }
    let reach = end * 3 / 4
    var best: (columns: Int, saving: Int)?
    for columns in -reach...reach where columns != 0 {
      let saving = sample.reduce(0) {
        $0 + self.saving(old, new, $1, prefix(old, new, $1), columns, end)
      }
      if saving > best?.saving ?? 0 { best = (columns, saving) }
    }
    return best?.columns
  }

  /// Cells that need no drawing after a row's movement and did before, less those that it spoils.
  private static func saving(
    _ old: Frame, _ new: Frame, _ row: Int, _ start: Int, _ columns: Int, _ end: Int
  ) -> Int {
    let base = row * new.size.width
    var saving = 0
    let first = max(start, start - columns)
    let last = min(end, end - columns)
    guard first < last else { return 0 }
    for x in first..<last {
      let cell = new.cells[base + x]
      let isRight = cell == old.cells[base + x + columns]
      let wasRight = cell == old.cells[base + x]
      if isRight && !wasRight { saving += 1 }
      if !isRight && wasRight { saving -= 1 }
    }
    return saving
  }
}
