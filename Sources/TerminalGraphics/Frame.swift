/// Width and height in cells.
public struct Size: Sendable, Hashable {
  public var width: Int
  public var height: Int
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// A rectangle of cells; `x` grows to the right and `y` downwards.
public struct Rect: Sendable, Hashable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }
  public var columns: Range<Int> { x..<x + width }
  public var rows: Range<Int> { y..<y + height }
}

/// A picture of the whole screen: a value that any terminal, file or test can show.
public struct Frame: Sendable, Equatable {
  public let size: Size
  /// Row by row, `size.width * size.height` cells.
  public private(set) var cells: [Cell]

  /// An empty picture in one style.
  public init(size: Size, style: Style = .plain) {
    self.size = size
    cells = Array(repeating: Cell(" ", style), count: size.width * size.height)
  }

  public var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }

  /// The cell at a place; writing outside the picture does nothing, reading there gives a space.
  /// What is written over one half of a wide glyph leaves a space in the other.
  public subscript(x: Int, y: Int) -> Cell {
    get { contains(x, y) ? cells[y * size.width + x] : Cell() }
    set {
      guard contains(x, y) else { return }
      let index = y * size.width + x
      if x + 1 < size.width, cells[index + 1].glyph == Cell.continuation {
        cells[index + 1].glyph = " "
      }
      if x > 0, cells[index].glyph == Cell.continuation, newValue.glyph != Cell.continuation {
        cells[index - 1].glyph = " "
      }
      cells[index] = newValue
    }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && y >= 0 && x < size.width && y < size.height
  }

  /// Writes text from (`x`, `y`) to the right, clipped to `width` columns and to the picture.
  /// Control characters are drawn as `·`, so that no text of a file can steer the terminal.
  /// - Returns: the column after the text.
  @discardableResult
  public mutating func write(
    _ text: String, x: Int, y: Int, style: Style, width: Int = Int.max
  ) -> Int {
    let end = width < size.width - x ? x + max(0, width) : size.width
    var column = x
    TextWidth.forEachGlyph(of: text) { glyph, columns in
      if column + columns > end { return false }
      if columns == 1 {
        self[column, y] = Cell(glyph, style)
      } else if column >= 0 {
        self[column, y] = Cell(glyph, style)
        self[column + 1, y] = Cell(Cell.continuation, style)
      } else {
        // Its left half is outside.
        self[column + 1, y] = Cell(" ", style)
      }
      column += columns
      return true
    }
    return column
  }

  /// Writes text so that it ends before column `end`.
  public mutating func write(_ text: String, endingAt end: Int, y: Int, style: Style) {
    write(text, x: end - TextWidth.columns(of: text), y: y, style: style)
  }

  /// Fills a rectangle with one cell.
  public mutating func fill(_ rect: Rect, _ cell: Cell) {
    for y in rect.rows { for x in rect.columns { self[x, y] = cell } }
  }

  /// Copies a picture into this one.
  public mutating func draw(_ other: Frame, x: Int, y: Int) {
    for row in 0..<other.size.height {
      for column in 0..<other.size.width { self[x + column, y + row] = other[column, row] }
      // A wide glyph of which this picture's edge leaves one half is none.
      let last = size.width - 1
      if other[last + 1 - x, row].glyph == Cell.continuation { self[last, y + row].glyph = " " }
      if self[0, y + row].glyph == Cell.continuation { self[0, y + row].glyph = " " }
    }
  }

  /// The same picture in the glyphs of a set.
  public func with(_ glyphs: GlyphSet) -> Frame {
    var copy = self
    for index in copy.cells.indices {
      let glyph = copy.cells[index].glyph
      if glyph != Cell.continuation {
        copy.cells[index].glyph = glyphs.nearest(to: glyph)
      } else if index > 0, TextWidth.columns(of: copy.cells[index - 1].glyph) == 1 {
        // What stands for a wide glyph is narrow.
        copy.cells[index].glyph = " "
      }
    }
    return copy
  }

  /// The glyphs of a row as text, without styles, as wide as the picture.
  public func text(row: Int) -> String {
    var text = String.UnicodeScalarView()
    for x in 0..<size.width where self[x, row].glyph != Cell.continuation {
      text.append(self[x, row].glyph)
    }
    return String(text)
  }

  /// All rows as text, a line each.
  public var plainText: String {
    (0..<size.height).map { text(row: $0) }.joined(separator: "\n")
  }
}
