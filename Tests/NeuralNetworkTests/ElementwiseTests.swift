import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Kernels on rows and columns")
struct ElementwiseTests {
  static let sizes = [1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 64, 65]
  private let workspace = Workspace()

  @Test("A transpose of any size exchanges rows and columns, times scales")
  func transpose() {
    var random = SeededGenerator(seed: 1)
    for rows in Self.sizes {
      for columns in Self.sizes {
        let x = Products.View(rows, columns, workspace, &random)
        let y = Products.View(columns, rows, workspace, &random)
        let expected = exchanged(x.matrix.doubles, rows: rows, columns: columns)
        y.matrix.setTranspose(of: x.matrix)
        #expect(Golden.difference(y.matrix.doubles, expected) == nil, "\(rows)x\(columns)")
        let factors = workspace.matrix(rows, 1, &random)
        y.matrix.setTranspose(of: x.matrix, factors: factors, scale: -0.5)
        let scaled = expected.indices.map { expected[$0] * factors.doubles[$0 % rows] * -0.5 }
        #expect(Golden.mismatch(y.matrix.doubles, scaled, relative: 1e-6) == nil)
        #expect(!x.isSpilled && !y.isSpilled, "\(rows)x\(columns)")
      }
    }
  }

  /// The matrix holds what a function of the place says.
  private func expect(
    _ found: Matrix, _ expected: (Int) -> Double, _ line: Int = #line
  ) {
    let numbers = (0..<found.rows * found.columns).map(expected)
    let wrong = Golden.mismatch(found.doubles, numbers, absolute: 1e-5)
    #expect(wrong == nil, "line \(line), \(found.rows)x\(found.columns)")
  }

  @Test("Sums and scaled rows are those of the definition", arguments: [1, 3, 16])
  func sums(_ rows: Int) {
    var random = SeededGenerator(seed: rows)
    for columns in Self.sizes {
      let views = (0..<3).map { _ in Products.View(rows, columns, workspace, &random) }
      let (x, z, y) = (views[0].matrix, views[1].matrix, views[2].matrix)
      let (a, b) = (x.doubles, z.doubles)
      let weights = workspace.matrix(rows, 1, &random)
      let row = workspace.matrix(1, columns, &random)
      y.setSum(x, z)
      expect(y) { a[$0] + b[$0] }
      y.setSumWithRow(x, row)
      expect(y) { a[$0] + row.doubles[$0 % columns] }
      y.setScaledRows(x, by: weights)
      expect(y) { a[$0] * weights.doubles[$0 / columns] }
      y.addScaledRows(z, by: weights)
      expect(y) { (a[$0] + b[$0]) * weights.doubles[$0 / columns] }
      y.multiply(by: -3)
      expect(y) { (a[$0] + b[$0]) * weights.doubles[$0 / columns] * -3 }
      for view in views { #expect(!view.isSpilled) }
    }
  }

  @Test("Column sums and row products are those of the definition", arguments: [1, 3, 16])
  func products(_ rows: Int) {
    var random = SeededGenerator(seed: rows)
    for columns in Self.sizes {
      let x = Products.View(rows, columns, workspace, &random).matrix
      let z = Products.View(rows, columns, workspace, &random).matrix
      let row = workspace.matrix(1, columns, &random)
      let (a, b) = (x.doubles, z.doubles)
      let (sums, dots) = (workspace.vector(columns), workspace.matrix(rows, 1))
      sums.fill(2)
      x.addColumnSums(to: sums)
      expect(sums) { j in 2 + (0..<rows).reduce(0) { $0 + a[$1 * columns + j] } }
      func dot(_ i: Int) -> Double {
        (i * columns..<(i + 1) * columns).reduce(0) { $0 + a[$1] * b[$1] }
      }
      dots.setRowDots(x, z)
      expect(dots, dot)
      let across = workspace.vector(rows)
      across.setRowDotsAcross(x, z)
      expect(across, dot)
      dots.setRowProducts(x, with: row)
      expect(dots) { i in
        (0..<columns).reduce(0) { $0 + a[i * columns + $1] * row.doubles[$1] }
      }
    }
  }

  @Test("In place, results are the same bits as elsewhere")
  func inPlace() {
    var random = SeededGenerator(seed: 3)
    for columns in Self.sizes {
      let x = workspace.matrix(5, columns, &random)
      let z = workspace.matrix(5, columns, &random)
      let weights = workspace.matrix(5, 1, &random)
      let (out, own) = (workspace.matrix(5, columns), workspace.matrix(5, columns))
      func expect(_ name: String, _ body: (_ x: Matrix, _ y: Matrix) -> Void) {
        own.copy(from: x)
        body(x, out)
        body(own, own)
        #expect(Golden.difference(own.bits, out.bits) == nil, "\(name), \(columns) columns")
      }
      expect("sum") { $1.setSum($0, z) }
      expect("sum, other side") { $1.setSum(z, $0) }
      expect("sum with itself") { $1.setSum($0, $0) }
      expect("GELU") { $1.setGELU($0) }
      expect("GELU gradient") { $1.setGELUGradient($0, at: z) }
      expect("GELU gradient, at itself") { $1.setGELUGradient(z, at: $0) }
      expect("scaled rows") { $1.setScaledRows($0, by: weights) }
      expect("combination") { $1.setCombination($0, z.row(0), z, z.row(1), z.row(2)) }
      expect("dropout") { $1.setDropout($0, addedTo: z, rate: 0.5, key: 7) }
      expect("dropout onto itself") { $1.setDropout(z, addedTo: $0, rate: 0.5, key: 7) }
    }
  }

  @Test("Column moments do not lose digits to a large mean")
  func moments() {
    var random = SeededGenerator(seed: 4)
    for columns in Self.sizes {
      let x = workspace.matrix(100, columns, &random)
      for row in 0..<100 { for column in 0..<columns { x[row, column] += 1000 } }
      let (mean, squares) = (workspace.vector(columns), workspace.vector(columns))
      x.columnMoments(mean: mean, squares: squares)
      for column in 0..<columns {
        let numbers = (0..<100).map { Double(x[$0, column]) }
        let middle = numbers.reduce(0, +) / 100
        let expected = numbers.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        #expect(abs(Double(mean[0, column]) - middle) < 1e-3)
        #expect(abs(Double(squares[0, column]) / expected - 1) < 1e-4)
      }
    }
  }

  @Test("The sum of squares is that of Double", arguments: [0, 1, 7, 8, 9, 1000])
  func squares(_ count: Int) {
    var random = SeededGenerator(seed: count)
    let x = workspace.matrix(1, count, &random, scale: 1e6)
    let expected = x.doubles.reduce(0) { $0 + $1 * $1 }
    #expect(abs(x.sumOfSquares - expected) <= 1e-14 * expected)
  }

  @Test("The first value that is not finite is found, wherever it is")
  func notFinite() {
    for count in [1, 2, 1023, 1024, 1025, 3000] {
      let x = workspace.vector(count)
      x.fill(-.greatestFiniteMagnitude)
      #expect(x.firstNotFinite == nil)
      for value in [Float.nan, -.nan, .infinity, -.infinity, .signalingNaN] {
        for place in Set([0, count / 2, min(1023, count - 1), count - 1]) {
          x[0, place] = value
          x[0, count - 1] = place == count - 1 ? value : .nan
          #expect(x.firstNotFinite == place, "\(value) at \(place) of \(count)")
          x[0, place] = .leastNonzeroMagnitude
          x[0, count - 1] = 0
        }
      }
    }
    #expect(workspace.vector(0).firstNotFinite == nil)
  }

  @Test("All this holds with every instruction set", arguments: InstructionSet.available)
  func everySet(_ set: String) async throws {
    try await #require(processExitsWith: .success) { [set] in
      #expect(InstructionSet.use(set))
      let kernels = ElementwiseTests()
      kernels.transpose()
      for rows in [1, 3, 16] {
        kernels.sums(rows)
        kernels.products(rows)
      }
      kernels.inPlace()
      kernels.moments()
      let activations = ActivationTests()
      activations.gelu()
      activations.tangent()
      activations.sigmoid()
      for columns in [1, 33, 64, 130] { activations.softmax(columns) }
      activations.extremes()
      let dropout = DropoutTests()
      dropout.backward()
      dropout.views()
    }
  }
}
