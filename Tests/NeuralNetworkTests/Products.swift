import NeuralNetwork
import TestSupport
import Testing

/// Products of matrices that lie within larger ones, and what they should be.
enum Products {
  static let sizes = [1, 2, 3, 5, 7, 8, 12, 13, 15, 16, 17, 31, 32, 33, 48, 49, 64, 65]

  /// A view of some rows and columns amid others, all of them random.
  struct View: CustomTestStringConvertible {
    let matrix: Matrix
    let whole: Matrix
    private let before: [UInt32]

    init(
      _ rows: Int, _ columns: Int, _ workspace: Workspace, _ random: inout SeededGenerator
    ) {
      whole = workspace.matrix(rows + 2, columns + 4, &random)
      matrix = whole.rows(1..<rows + 1).columns(1..<columns + 1)
      before = whole.bits
    }

    var testDescription: String { "\(matrix.rows)x\(matrix.columns) within others" }

    /// Whether anything around the view has changed.
    var isSpilled: Bool {
      let width = whole.columns
      return zip(whole.bits, before).enumerated().contains { index, pair in
        let (row, column) = (index / width - 1, index % width - 1)
        let isInside =
          row >= 0 && row < matrix.rows && column >= 0 && column < matrix.columns
        return !isInside && pair.0 != pair.1
      }
    }
  }

  /// The worst element of a product, as what is wrong with it.
  ///
  /// A chain of additions and multiplications of Float32 is within half a unit of the last place of
  /// the sum of magnitudes for each of them. `rounding` is how far off each factor may be before.
  static func complaint(
    _ found: Matrix, _ left: [Double], _ right: [Double], depth: Int, start: [Double],
    rounding: Double = 0
  ) -> String? {
    let bound = 0x1p-24 * Double(depth + 2) + 2.01 * rounding
    let numbers = found.doubles
    for row in 0..<found.rows {
      for column in 0..<found.columns {
        let place = row * found.columns + column
        var (sum, size) = (start[place], abs(start[place]))
        for index in 0..<depth {
          let term = left[row * depth + index] * right[index * found.columns + column]
          sum += term
          size += abs(term)
        }
        if !(abs(numbers[place] - sum) <= bound * size) {
          return "[\(row), \(column)] is \(numbers[place]), should be \(sum)"
        }
      }
    }
    return nil
  }

  /// Tries all ways to write one product: left side plain and transposed, alone, on a bias, added.
  static func complaint(
    _ rows: Int, _ columns: Int, _ depth: Int, rounding: Double = 0
  ) -> String? {
    var random = SeededGenerator(seed: rows * 10_000 + columns * 100 + depth)
    let workspace = Workspace()
    let left = View(rows, depth, workspace, &random)
    let turned = View(depth, rows, workspace, &random)
    turned.matrix.setTranspose(of: left.matrix)
    let right = View(depth, columns, workspace, &random)
    let bias = workspace.matrix(1, columns, &random)
    let result = View(rows, columns, workspace, &random)
    let (a, b) = (left.matrix.doubles, right.matrix.doubles)
    let zeros = [Double](repeating: 0, count: rows * columns)
    let biases = zeros.indices.map { bias.doubles[$0 % columns] }
    func wrong(_ found: Matrix, _ start: [Double]) -> String? {
      complaint(found, a, b, depth: depth, start: start, rounding: rounding)
    }
    for factor in [
      left.matrix.factor, turned.matrix.transposed, left.matrix.factor.transposed.transposed,
    ] {
      result.matrix.setProduct(factor, right.matrix)
      if let text = wrong(result.matrix, zeros) { return text }
      result.matrix.setProduct(factor, right.matrix, bias: bias)
      if let text = wrong(result.matrix, biases) { return text }
      let before = result.matrix.doubles
      result.matrix.addProduct(factor, right.matrix)
      if let text = wrong(result.matrix, before) { return text }
    }
    return result.isSpilled || left.isSpilled || right.isSpilled ? "written outside" : nil
  }

  /// Tries a product with sliding rows, and one with the same transposed.
  static func slidingComplaint(
    _ taps: Int, _ step: Int, _ channels: Int, _ columns: Int, rounding: Double = 0
  ) -> String? {
    var random = SeededGenerator(seed: taps * 100 + columns)
    let workspace = Workspace()
    let outputs = 2..<15
    let x = workspace.matrix(14 * step + taps, channels, &random)
    let depth = taps * channels
    let rows = outputs.flatMap { output in
      (0..<depth).map { Double(x[output * step + $0 / channels, $0 % channels]) }
    }
    let factor = x.sliding(taps: taps, step: step, outputs: outputs)
    let right = workspace.matrix(depth, columns, &random)
    let product = workspace.matrix(outputs.count, columns)
    product.setProduct(factor, right)
    let zeros = [Double](repeating: 0, count: max(depth, outputs.count) * columns)
    let plain = complaint(
      product, rows, right.doubles, depth: depth, start: zeros, rounding: rounding)
    if let plain { return plain }
    let above = workspace.matrix(outputs.count, columns, &random)
    let turned = workspace.matrix(depth, columns)
    turned.addProduct(factor.transposed, above)
    let columnsOfX = exchanged(rows, rows: outputs.count, columns: depth)
    return complaint(
      turned, columnsOfX, above.doubles, depth: outputs.count, start: zeros, rounding: rounding)
  }
}

/// A product of which some rows at a time are computed, for their bits.
struct BitProduct {
  private let workspace = Workspace()
  private let (left, turned, right, bias): (Matrix, Matrix, Matrix, Matrix)
  private let columns: Int

  init(rows: Int, columns: Int, depth: Int) {
    self.columns = columns
    var random = SeededGenerator(seed: rows * 100 + columns)
    left = workspace.matrix(rows, depth, &random)
    turned = workspace.matrix(depth, rows, &random)
    right = workspace.matrix(depth, columns, &random)
    bias = workspace.matrix(1, columns, &random)
  }

  /// Each row's result with the plain left side, then with the transposed one on top of it.
  func bits(_ range: Range<Int>) -> [UInt32] {
    let result = workspace.matrix(range.count, columns)
    result.setProduct(left.rows(range).factor, right, bias: bias)
    let plain = result.bits
    result.addProduct(turned.columns(range).transposed, right)
    let sums = result.bits
    return range.indices.flatMap { row in
      let place = (row - range.lowerBound) * columns..<(row - range.lowerBound + 1) * columns
      return plain[place] + sums[place]
    }
  }
}
