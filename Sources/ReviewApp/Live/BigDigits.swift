import TerminalGraphics

/// A number that is read from the other end of the room: three rows high, in half blocks.
enum BigDigits {
  static let height = 3

  /// Five rows of three dots for each digit.
  private static let dots: [[UInt8]] = [
    [7, 5, 5, 5, 7], [2, 6, 2, 2, 7], [7, 1, 7, 4, 7], [7, 1, 7, 1, 7], [5, 5, 7, 1, 1],
    [7, 4, 7, 1, 7], [7, 4, 7, 5, 7], [7, 1, 1, 1, 1], [7, 5, 7, 5, 7], [7, 5, 7, 1, 7],
  ]

  /// Writes a number of 0 and above. Returns the column after it.
  static func write(_ number: Int, x: Int, y: Int, style: Style, _ frame: inout Frame) -> Int {
    var x = x
    for digit in String(max(0, number)).compactMap(\.wholeNumberValue) {
      let rows = dots[digit] + [0]
      for row in 0..<height {
        for column in 0..<3 {
          let bit = UInt8(4) >> UInt8(column)
          let (above, below) = (rows[2 * row] & bit != 0, rows[2 * row + 1] & bit != 0)
          frame[x + column, y + row] = Cell(
            above ? (below ? "█" : "▀") : below ? "▄" : " ", style)
        }
      }
      x += 4
    }
    return x
  }

  /// Two bars where there is no number.
  static func writeNone(x: Int, y: Int, style: Style, _ frame: inout Frame) -> Int {
    frame.write("▄▄▄ ▄▄▄ ", x: x, y: y + 1, style: style)
  }
}
