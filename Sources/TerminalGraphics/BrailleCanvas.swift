/// A drawing area of dots, two across and four down in each cell, as the Braille patterns of
/// Unicode have them.
public struct BrailleCanvas: Sendable, Equatable {
  /// In cells.
  public let size: Size
  /// The eight dots of each cell, as Unicode numbers them from U+2800.
  private var cells: [UInt8]

  public init(size: Size) {
    self.size = size
    cells = Array(repeating: 0, count: size.width * size.height)
  }

  /// Dots from left to right.
  public var dotColumns: Int { size.width * 2 }
  /// Dots from top to bottom.
  public var dotRows: Int { size.height * 4 }

  /// Sets the dots of a column from one row to another, both included, in any order; rows
  /// outside the canvas are left out.
  public mutating func fillColumn(_ column: Int, from first: Int, to last: Int) {
    guard column >= 0, column < dotColumns else { return }
    let top = max(0, min(first, last))
    let bottom = min(dotRows - 1, max(first, last))
    guard top <= bottom else { return }
    let bits = Self.bits[column & 1]
    for row in top...bottom { cells[row >> 2 * size.width + column >> 1] |= bits[row & 3] }
  }

  /// Sets the dots of another canvas of the same size too.
  public mutating func formUnion(_ other: BrailleCanvas) {
    precondition(size == other.size, "canvases of \(size) and \(other.size)")
    for index in cells.indices { cells[index] |= other.cells[index] }
  }

  /// The glyph of a cell; nil where no dot is set, for the cell to show something else.
  public func glyph(x: Int, y: Int) -> Unicode.Scalar? {
    let dots = cells[y * size.width + x]
    return dots == 0 ? nil : Unicode.Scalar(0x2800 + UInt32(dots))
  }

  /// The bit of each dot: by column of the cell, then by row.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
}
