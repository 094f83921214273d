import ArrhythmiaModel

/// The map of ECG tokens by IEGM tokens, brought to the cells that there are: each cell has the
/// largest of its tokens' weights, as a step of `HeatScale`.
struct TokenMap {
  /// Cells from left to right, and from top to bottom.
  let columns: Int
  let rows: Int
  private let tokens: Int
  private let steps: [Int]

  /// Cells for a number of tokens in a place: twice as wide as high, as cells are twice as high as
  /// wide.
  static func size(tokens: Int, width: Int, height: Int) -> (columns: Int, rows: Int) {
    let columns = max(1, min(width, tokens))
    return (columns, max(1, min(height, tokens, (columns + 1) / 2)))
  }

  /// `weights`: `[tokens, tokens]`, ECG by IEGM.
  init(_ weights: [Float], tokens: Int, width: Int, height: Int) {
    self.tokens = tokens
    (columns, rows) = Self.size(tokens: tokens, width: width, height: height)
    var values = [Double](repeating: 0, count: columns * rows)
    for ecg in 0..<tokens {
      for iegm in 0..<tokens {
        let cell = iegm * rows / tokens * columns + ecg * columns / tokens
        values[cell] = max(values[cell], Double(weights[ecg * tokens + iegm]))
      }
    }
    // The weights of a row add up to 1.
    steps = values.map { HeatScale.step($0 * Double(tokens)) }
  }

  /// The step of a cell.
  subscript(column: Int, row: Int) -> Int { steps[row * columns + column] }

  /// Column and row of a pair of tokens.
  func cell(of cursor: TokenCursor) -> (x: Int, y: Int) {
    (min(cursor.ecg, tokens - 1) * columns / tokens, min(cursor.iegm, tokens - 1) * rows / tokens)
  }
}
