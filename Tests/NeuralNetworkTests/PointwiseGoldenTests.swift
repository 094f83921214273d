import NeuralNetwork
import TestSupport
import Testing

@Suite("Functions of one number and softmax, golden")
struct PointwiseGoldenTests {
  private let workspace = Workspace()

  private func row(_ golden: Golden, _ name: String) throws -> Matrix {
    let numbers = try golden.float(name)
    return workspace.matrix(1, numbers.count, numbers)
  }

  @Test("GELU is the exact one, and so is its gradient")
  func gelu() throws {
    let golden = try Golden("gelu")
    let x = try row(golden, "x")
    let y = workspace.vector(x.columns)
    y.setGELU(x)
    #expect(Golden.mismatch(y.doubles, try golden.float("y")) == nil)
    y.setGELUGradient(try row(golden, "gy"), at: x)
    #expect(Golden.mismatch(y.doubles, try golden.float("gx")) == nil)
  }

  @Test("A column becomes its softmax, and a gradient goes back through it")
  func softmax() throws {
    let golden = try Golden("pointwise")
    func columns(_ name: String) throws -> [Double] {
      exchanged(try golden.float("softmax." + name), rows: 4, columns: 9)
    }
    let x = workspace.matrix(9, 4, try columns("x"))
    x.softmaxColumns()
    #expect(Golden.mismatch(x.doubles, try columns("y")) == nil)
    let gradient = workspace.matrix(9, 4, try columns("gy"))
    let dots = workspace.vector(4)
    for column in 0..<4 {
      dots[0, column] = (0..<9).reduce(0) { $0 + x[$1, column] * gradient[$1, column] }
    }
    gradient.softmaxColumnsGradient(at: x, dots: dots, scale: 1)
    #expect(Golden.mismatch(gradient.doubles, try columns("gx")) == nil)
    gradient.copy(from: try columns("gy").map { Float($0) })
    gradient.softmaxColumnsGradient(at: x, dots: dots, scale: -2)
    #expect(Golden.mismatch(gradient.doubles, try columns("gx").map { -2 * $0 }) == nil)
  }

  @Test("A gate is the sigmoid of what it was, and passes its gradient to it and to its input")
  func sigmoid() throws {
    let golden = try Golden("pointwise")
    let gate = try row(golden, "sig.x")
    let width = gate.columns
    let (zero, one, y) = (workspace.vector(width), workspace.vector(width), workspace.vector(width))
    one.fill(1)
    y.setGated(zero, gate: gate, one, strength: 1)
    let sigmoid = try golden.float("sig.y")
    #expect(Golden.mismatch(gate.doubles, sigmoid) == nil)
    #expect(Golden.mismatch(y.doubles, sigmoid) == nil)
    let above = try row(golden, "sig.gy")
    let (intoGate, intoInput) = (workspace.vector(width), workspace.vector(width))
    above.gatedGradients(gate: gate, one, strength: 1, intoGate: intoGate, intoU: intoInput)
    #expect(Golden.mismatch(intoGate.doubles, try golden.float("sig.gx")) == nil)
    let products = zip(try golden.float("sig.gy"), sigmoid).map { $0 * $1 }
    #expect(Golden.mismatch(intoInput.doubles, products) == nil)
  }

  @Test("A gate passes the input times its strength on top of what it is added to")
  func gateStrength() throws {
    var random = SeededGenerator(seed: 5)
    let (rows, columns) = (3, 19)
    let h = workspace.matrix(rows, columns, &random)
    let u = workspace.matrix(rows, columns, &random)
    let gate = workspace.matrix(rows, columns, &random)
    let above = workspace.matrix(rows, columns, &random)
    let (y, intoGate, intoU) = (
      workspace.matrix(rows, columns), workspace.matrix(rows, columns),
      workspace.matrix(rows, columns)
    )
    var probe = GradientProbe(outputs: y, outputGradients: above)
    let logits = workspace.matrix(rows, columns)
    logits.copy(from: gate)
    probe.add("gate", logits, gradient: intoGate)
    probe.add("input", u, gradient: intoU)
    func forward() {
      gate.copy(from: logits)
      y.setGated(h, gate: gate, u, strength: 0.75)
    }
    let complaints = probe.complaints(forward: forward) {
      above.gatedGradients(gate: gate, u, strength: 0.75, intoGate: intoGate, intoU: intoU)
    }
    #expect(complaints == [])
    forward()
    let expected = (0..<rows * columns).map {
      h.doubles[$0] + 0.75 * gate.doubles[$0] * u.doubles[$0]
    }
    #expect(Golden.mismatch(y.doubles, expected) == nil)
  }

  @Test("Scores are taken from the tangent, and a gradient goes back through both")
  func tanh() throws {
    let golden = try Golden("pointwise")
    let x = try row(golden, "tanh.x")
    let query = try row(golden, "tanh.gy")
    let score = workspace.matrix(1, 1)
    x.tanhScores(query: query, into: score)
    let tangent = try golden.float("tanh.y")
    #expect(Golden.mismatch(x.doubles, tangent) == nil)
    let product = zip(tangent, query.doubles).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(Golden.mismatch(score.doubles, [product]) == nil)
    let (gradient, intoQuery) = (workspace.vector(x.columns), workspace.vector(x.columns))
    intoQuery.fill(3)
    score.fill(1)
    gradient.setTanhScoresGradient(score, tanh: x, query: query, queryGradient: intoQuery)
    #expect(Golden.mismatch(gradient.doubles, try golden.float("tanh.gx")) == nil)
    #expect(Golden.mismatch(intoQuery.doubles, tangent.map { 3 + $0 }) == nil)
  }
}
