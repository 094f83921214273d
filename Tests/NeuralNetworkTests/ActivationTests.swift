import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Activations and softmax")
struct ActivationTests {
  private let workspace = Workspace()
  /// -14 to 14, both ends included.
  private let points = (-14_000...14_000).map { Double(Float($0) / 1000) }

  /// The function and what it should be differ by no more than `absolute + relative |value|`.
  private func expect(
    _ found: Matrix, _ function: (Double) -> Double, absolute: Double, relative: Double = 0
  ) {
    let expected = points.map(function)
    #expect(
      Golden.mismatch(found.doubles, expected, relative: relative, absolute: absolute) == nil)
  }

  @Test("GELU is within 3e-7 of its argument, its slope within 4e-7, of erfc in Double")
  func gelu() {
    let x = workspace.matrix(1, points.count, points)
    let y = workspace.vector(points.count)
    func tail(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
    y.setGELU(x)
    let wrong = zip(points, y.doubles).filter { !(abs($1 - $0 * tail($0)) <= 3e-7 * abs($0)) }
    #expect(wrong.count == 0, "first at \(wrong.first?.0 ?? 0)")
    #expect(y.doubles.first == 0 && y.doubles.last == 14)
    let ones = workspace.vector(points.count)
    ones.fill(1)
    y.setGELUGradient(ones, at: x)
    expect(
      y, { tail($0) + $0 * exp(-0.5 * $0 * $0) / (2 * .pi).squareRoot() }, absolute: 4e-7)
  }

  @Test("The tangent is that of Double")
  func tangent() {
    let x = workspace.matrix(1, points.count, points)
    let query = workspace.vector(points.count)
    x.tanhScores(query: query, into: workspace.matrix(1, 1))
    expect(x, { tanh($0) }, absolute: 1e-12, relative: 4e-7)
  }

  @Test("The sigmoid is that of Double")
  func sigmoid() {
    let gate = workspace.matrix(1, points.count, points)
    let u = workspace.vector(points.count)
    workspace.vector(points.count).setGated(u, gate: gate, u, strength: 1)
    expect(gate, { 1 / (1 + exp(-$0)) }, absolute: 1e-12, relative: 1e-6)
  }

  @Test("Softmax columns are those of Double and sum to 1", arguments: [1, 3, 16, 33, 64, 130])
  func softmax(_ columns: Int) {
    for rows in [1, 2, 17, 100] {
      var random = SeededGenerator(seed: rows * 1000 + columns)
      let x = Products.View(rows, columns, workspace, &random)
      x.matrix.fill(&random, scale: 6)
      let powers = x.matrix.doubles.map { exp($0) }
      x.matrix.softmaxColumns()
      for column in 0..<columns {
        let places = stride(from: column, to: rows * columns, by: columns)
        let sum = places.reduce(0) { $0 + powers[$1] }
        let found = places.map { x.matrix.doubles[$0] }
        let wrong = Golden.mismatch(
          found, places.map { powers[$0] / sum }, relative: 2e-6, absolute: 1e-12)
        #expect(wrong == nil, "\(rows) rows")
        #expect(abs(found.reduce(0, +) - 1) < 1e-6, "\(rows) rows")
      }
      #expect(!x.isSpilled)
    }
  }

  @Test("Huge logits stay finite, and masked ones are exactly 0")
  func extremes() {
    let columns: [[Double]] = [
      [1e4, -1e4, 0], [-1e30, 0, -1], [-1e30, -1e30, -1e30], [1e30, 1e30, -1e30],
      [-1e4, -1e4, -1e4], [-1e30, 1e4, 1e4],
    ]
    let expected: [[Double]] = [
      [1, 0, 0], [0, 0.7310585786, 0.2689414214], [1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0],
      [1 / 3, 1 / 3, 1 / 3], [0, 0.5, 0.5],
    ]
    // Once in a strip of 64 columns, once in what is left.
    for repeats in [1, 14] {
      let all = Array(repeatElement(columns, count: repeats).joined())
      let wanted = Array(repeatElement(expected, count: repeats).joined())
      let x = workspace.matrix(3, all.count)
      for (column, numbers) in all.enumerated() {
        for row in 0..<3 { x[row, column] = Float(numbers[row]) }
      }
      x.softmaxColumns()
      for (column, numbers) in wanted.enumerated() {
        for row in 0..<3 {
          let found = Double(x[row, column])
          let distance = abs(found - numbers[row])
          #expect(numbers[row] == 0 ? found == 0 : distance < 1e-6, "column \(column)")
        }
      }
    }
  }

  @Test("GELU, tangent and gate take huge and infinitely small numbers")
  func far() {
    let numbers: [Double] = [-1e30, -1e4, -100, -1e-30, 0, 1e-30, 100, 1e4, 1e30]
    let (x, y) = (workspace.matrix(1, 9, numbers), workspace.vector(9))
    y.setGELU(x)
    let half = 0.5e-30
    #expect(
      Golden.mismatch(
        y.doubles, [0, 0, 0, -half, 0, half, 100, 1e4, 1e30], relative: 1e-6, absolute: 1e-40)
        == nil)
    let one = workspace.vector(9)
    one.fill(1)
    y.setGELUGradient(one, at: x)
    #expect(
      Golden.mismatch(y.doubles, [0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1], absolute: 1e-6) == nil)
    let gate = workspace.matrix(1, 9, numbers)
    y.setGated(one, gate: gate, one, strength: 1)
    #expect(
      Golden.mismatch(
        gate.doubles, [0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1], relative: 1e-6, absolute: 1e-30) == nil)
    x.tanhScores(query: one, into: workspace.matrix(1, 1))
    #expect(
      Golden.mismatch(
        x.doubles, [-1, -1, -1, -1e-30, 0, 1e-30, 1, 1, 1], relative: 1e-6, absolute: 1e-40)
        == nil)
  }
}
