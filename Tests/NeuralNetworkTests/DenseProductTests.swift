import NeuralNetwork
import TestSupport
import Testing

@Suite("Dense products")
struct DenseProductTests {
  private func transposed(_ a: [Double], _ rows: Int, _ columns: Int) -> [Double] {
    var result = a
    for row in 0..<rows {
      for column in 0..<columns { result[column * rows + row] = a[row * columns + column] }
    }
    return result
  }

  @Test("All three products add the sum of the definition", arguments: [0, 1, 3, 4, 9], [1, 4, 7])
  func definition(_ rows: Int, _ columns: Int) {
    for inner in [0, 1, 2, 5, 8] {
      var random = SeededGenerator(seed: rows * 100 + columns * 10 + inner)
      let a = random.normals(rows * inner)
      let b = random.normals(inner * columns)
      // One element more than needed, which has to stay.
      let start = random.normals(rows * columns + 1)
      var expected = start
      for row in 0..<rows {
        for column in 0..<columns {
          for term in 0..<inner {
            expected[row * columns + column] += a[row * inner + term] * b[term * columns + column]
          }
        }
      }
      let product = DenseProduct(rows: rows, inner: inner, columns: columns)
      var (first, second, third) = (start, start, start)
      product.add(a, times: b, to: &first)
      product.add(a, timesTransposed: transposed(b, inner, columns), to: &second)
      product.add(transposed: transposed(a, rows, inner), times: b, to: &third)
      for result in [first, second, third] {
        #expect(Golden.mismatch(result, expected, relative: 0, absolute: 1e-13) == nil)
        #expect(result.last == start.last)
      }
    }
  }

  @Test("A matrix and its transpose add up in place")
  func transpose() {
    var a: [Double] = [1, 2, 3, 40, 50, 60, 700, 800, 900, 5]
    DenseProduct.addTranspose(to: &a, order: 3)
    #expect(a == [2, 42, 703, 42, 100, 860, 703, 860, 1800, 5])
  }
}
