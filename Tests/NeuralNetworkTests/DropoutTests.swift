import NeuralNetwork
import TestSupport
import Testing

@Suite("Dropout")
struct DropoutTests {
  private let workspace = Workspace()

  private func kept(_ dropout: Dropout, _ rows: Int, _ columns: Int) -> Matrix {
    let (ones, zeros, y) = (
      workspace.matrix(rows, columns), workspace.matrix(rows, columns),
      workspace.matrix(rows, columns)
    )
    ones.fill(1)
    dropout.forward(ones, addedTo: zeros, into: y)
    return y
  }

  @Test("The share that is dropped is the rate, and the mean stays", arguments: [0.1, 0.5, 0.9])
  func share(_ rate: Double) {
    let count = 200_000.0
    let y = kept(Dropout(rate: Float(rate), seed: 1, 2, 3), 200, 1000)
    let values = y.doubles
    let share = Double(values.count { $0 == 0 }) / count
    // Five standard deviations.
    let deviation = (rate * (1 - rate) / count).squareRoot()
    #expect(abs(share - rate) < 5 * deviation)
    #expect(abs(values.reduce(0, +) / count - 1) < 5 * deviation / (1 - rate))
    let larger = Double(1 / (1 - Float(rate)))
    #expect(values.count { $0 != 0 && $0 != larger } == 0)
    // No row and no column is favoured.
    for index in 0..<200 {
      let row = y.row(index).doubles.count { $0 == 0 }
      #expect(abs(Double(row) / 1000 - rate) < 0.1, "row \(index)")
      let column = (0..<200).count { y[$0, index] == 0 }
      #expect(abs(Double(column) / 200 - rate) < 0.25, "column \(index)")
    }
  }

  @Test("A rate of 0 drops nothing")
  func none() {
    #expect(kept(Dropout(rate: 0, seed: 5, 0, 0), 9, 33).isFilled(1))
  }

  @Test("The same elements are dropped on the way back as on the way there")
  func backward() {
    var random = SeededGenerator(seed: 1)
    for columns in [1, 7, 16, 33, 48, 64] {
      let dropout = Dropout(rate: 0.4, seed: 9, columns, 4)
      let mask = kept(dropout, 17, columns).doubles
      let above = workspace.matrix(17, columns, &random)
      let gradient = workspace.matrix(17, columns)
      dropout.backward(above, into: gradient)
      let expected = zip(mask, above.doubles).map { $0 * $1 }
      #expect(Golden.mismatch(gradient.doubles, expected, relative: 1e-6, absolute: 0) == nil)
      let base = workspace.matrix(17, columns, &random)
      let y = workspace.matrix(17, columns)
      dropout.forward(above, addedTo: base, into: y)
      let sums = zip(expected, base.doubles).map { $0 + $1 }
      #expect(Golden.mismatch(y.doubles, sums, absolute: 1e-6) == nil)
    }
  }

  @Test("A view with gaps between its rows loses the same elements as one without")
  func views() {
    let whole = workspace.matrix(9, 40)
    let view = whole.columns(3..<36)
    view.fill(1)
    let dropout = Dropout(rate: 0.5, seed: 2, 0, 0)
    dropout.backward(view, into: view)
    #expect(Golden.difference(view.bits, kept(dropout, 9, 33).bits) == nil)
    #expect(whole.columns(0..<3).isFilled(0) && whole.columns(36..<40).isFilled(0))
  }

  @Test("Rows in parts lose the same elements as all at once")
  func parts() {
    let dropout = Dropout(rate: 0.5, seed: 2, 0, 0)
    let whole = kept(dropout, 9, 33)
    let (ones, zeros, y) = (
      workspace.matrix(9, 33), workspace.matrix(9, 33), workspace.matrix(9, 33)
    )
    ones.fill(1)
    for rows in [0..<1, 1..<4, 4..<9] {
      dropout.forward(
        ones.rows(rows), addedTo: zeros.rows(rows), into: y.rows(rows), firstRow: rows.lowerBound)
    }
    #expect(Golden.difference(y.bits, whole.bits) == nil)
  }

  @Test("Seeds, steps, windows and sites drop different elements, the same ones the same")
  func keys() {
    let first = Dropout(rate: 0.5, seed: 1, 2, 3)
    let others = [
      Dropout(rate: 0.5, seed: 2, 2, 3), Dropout(rate: 0.5, seed: 1, 3, 2),
      Dropout(rate: 0.5, seed: 1, 2, 4), Dropout(rate: 0.5, seed: 1, 3, 3), first.site(0),
      first.site(1), first.site(0).site(1), first.site(1).site(0),
    ]
    let all = ([first] + others).map { kept($0, 30, 50).bits }
    for one in all.indices {
      for other in all.indices.dropFirst(one + 1) {
        let equal = zip(all[one], all[other]).count { $0 == $1 }
        // Half of 1500 by chance, give or take five standard deviations.
        #expect(abs(equal - 750) < 100, "\(one) and \(other)")
      }
    }
    let again = Dropout(rate: 0.5, seed: 1, 2, 3)
    #expect(Golden.difference(kept(again, 30, 50).bits, all[0]) == nil)
    #expect(Golden.difference(kept(again.site(1), 30, 50).bits, all[6]) == nil)
  }
}
