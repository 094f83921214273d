/// Products of small dense row-major matrices in Double, for the losses.
///
/// Each product is *added* to its result, so a sum of products needs no further matrix; nothing is
/// allocated. A few hundred rows and columns are what it is made for: about 0.3 ns a
/// multiply-add without any tiling for caches.
public struct DenseProduct: Sendable, Equatable {
  /// Rows of the result.
  public let rows: Int
  /// Terms of the sum in each element of the result.
  public let inner: Int
  /// Columns of the result.
  public let columns: Int

  /// A product with a result of `[rows, columns]` and sums over `inner` terms; all at least 0.
  public init(rows: Int, inner: Int, columns: Int) {
    precondition(
      rows >= 0 && inner >= 0 && columns >= 0,
      "a product of \(rows) rows, \(inner) terms and \(columns) columns")
    self.rows = rows
    self.inner = inner
    self.columns = columns
  }

  /// Adds `a · bᵀ` to `c`.
  ///
  /// `a`: `[rows, inner]`; `b`: `[columns, inner]`; `c`: `[rows, columns]`.
  public func add(_ a: [Double], timesTransposed b: [Double], to c: inout [Double]) {
    requireCount("a", a.count, atLeast: rows * inner)
    requireCount("b", b.count, atLeast: columns * inner)
    requireCount("c", c.count, atLeast: rows * columns)
    let (a, b) = (a.span, b.span)
    var c = c.mutableSpan
    for row in 0..<rows {
      let left = a.extracting(row * inner..<(row + 1) * inner)
      var column = 0
      while column + 4 <= columns {
        let right = b.extracting(column * inner..<(column + 4) * inner)
        let sums = fourDotProducts(left, right)
        for offset in 0..<4 { c[row * columns + column + offset] += sums[offset] }
        column += 4
      }
      while column < columns {
        let right = b.extracting(column * inner..<(column + 1) * inner)
        c[row * columns + column] += dotProduct(left, right)
        column += 1
      }
    }
  }

  /// Adds `a · b` to `c`.
  ///
  /// `a`: `[rows, inner]`; `b`: `[inner, columns]`; `c`: `[rows, columns]`.
  public func add(_ a: [Double], times b: [Double], to c: inout [Double]) {
    requireCount("a", a.count, atLeast: rows * inner)
    requireCount("b", b.count, atLeast: inner * columns)
    requireCount("c", c.count, atLeast: rows * columns)
    let (a, b) = (a.span, b.span)
    var c = c.mutableSpan
    for row in 0..<rows {
      let factors = a.extracting(row * inner..<(row + 1) * inner)
      var term = 0
      while term + 4 <= inner {
        let four = SIMD4(
          factors[term], factors[term + 1], factors[term + 2], factors[term + 3])
        let right = b.extracting(term * columns..<(term + 4) * columns)
        addFourRows(right, four, to: &c, from: row * columns, count: columns)
        term += 4
      }
      while term < inner {
        let right = b.extracting(term * columns..<(term + 1) * columns)
        addRow(right, factors[term], to: &c, from: row * columns, count: columns)
        term += 1
      }
    }
  }

  /// Adds `aᵀ · b` to `c`.
  ///
  /// `a`: `[inner, rows]`; `b`: `[inner, columns]`; `c`: `[rows, columns]`.
  public func add(transposed a: [Double], times b: [Double], to c: inout [Double]) {
    requireCount("a", a.count, atLeast: inner * rows)
    requireCount("b", b.count, atLeast: inner * columns)
    requireCount("c", c.count, atLeast: rows * columns)
    let (a, b) = (a.span, b.span)
    var c = c.mutableSpan
    for term in 0..<inner {
      let factors = a.extracting(term * rows..<(term + 1) * rows)
      let right = b.extracting(term * columns..<(term + 1) * columns)
      for row in 0..<rows {
        addRow(right, factors[row], to: &c, from: row * columns, count: columns)
      }
    }
  }

  /// Replaces a square matrix by the sum of itself and its transpose.
  ///
  /// `a`: `[order, order]`.
  public static func addTranspose(to a: inout [Double], order: Int) {
    precondition(order >= 0, "a matrix of order \(order)")
    requireCount("a", a.count, atLeast: order * order)
    var a = a.mutableSpan
    for row in 0..<order {
      a[row * order + row] *= 2
      for column in 0..<row {
        let sum = a[row * order + column] + a[column * order + row]
        a[row * order + column] = sum
        a[column * order + row] = sum
      }
    }
  }
}

@inline(__always)
private func dotProduct(_ a: Span<Double>, _ b: Span<Double>) -> Double {
  var sum = 0.0
  let b = b.extracting(0..<a.count)
  for index in 0..<a.count { sum += a[index] * b[index] }
  return sum
}

/// Four sums at once: one alone waits for its own last addition.
@inline(__always)
private func fourDotProducts(_ a: Span<Double>, _ rows: Span<Double>) -> SIMD4<Double> {
  let count = a.count
  let b0 = rows.extracting(0..<count)
  let b1 = rows.extracting(count..<2 * count)
  let b2 = rows.extracting(2 * count..<3 * count)
  let b3 = rows.extracting(3 * count..<4 * count)
  var (sum0, sum1, sum2, sum3) = (0.0, 0.0, 0.0, 0.0)
  for index in 0..<count {
    let factor = a[index]
    sum0 += factor * b0[index]
    sum1 += factor * b1[index]
    sum2 += factor * b2[index]
    sum3 += factor * b3[index]
  }
  return SIMD4(sum0, sum1, sum2, sum3)
}

@inline(__always)
private func addRow(
  _ row: Span<Double>, _ factor: Double, to c: inout MutableSpan<Double>, from start: Int,
  count: Int
) {
  // Checked once here, so that the loop below has no check left and can use vectors.
  precondition(start >= 0 && count >= 0 && start <= c.count - count)
  let row = row.extracting(0..<count)
  for index in 0..<count { c[start &+ index] += factor * row[index] }
}

@inline(__always)
private func addFourRows(
  _ rows: Span<Double>, _ factors: SIMD4<Double>, to c: inout MutableSpan<Double>,
  from start: Int, count: Int
) {
  precondition(start >= 0 && count >= 0 && start <= c.count - count)
  let b0 = rows.extracting(0..<count)
  let b1 = rows.extracting(count..<2 * count)
  let b2 = rows.extracting(2 * count..<3 * count)
  let b3 = rows.extracting(3 * count..<4 * count)
  let (f0, f1, f2, f3) = (factors[0], factors[1], factors[2], factors[3])
  for index in 0..<count {
    c[start &+ index] +=
      f0 * b0[index] + f1 * b1[index] + (f2 * b2[index] + f3 * b3[index])
  }
}
