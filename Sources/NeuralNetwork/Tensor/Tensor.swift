/// An array of 32-bit floating-point numbers in row-major order, the last dimension fastest.
///
/// `shape` has one extent per dimension; a scalar has none. `values` has as many numbers as the
/// extents' product.
public struct Tensor: Sendable, Equatable {
  /// Extents, outermost first.
  public let shape: [Int]
  /// Values in row-major order.
  ///
  /// Their number must stay what the shape says.
  public var values: [Float]

  /// Joins values with their shape.
  ///
  /// Traps, naming both counts, where they do not match.
  public init(shape: [Int], values: [Float]) {
    checkCount(of: shape, found: values.count)
    self.shape = shape
    self.values = values
  }
}

/// Traps where a shape does not go with the number of values.
///
/// That is a mistake of the program, not of its data. `precondition` would drop the message in
/// release builds.
func checkCount(of shape: [Int], found: Int) {
  let expected = elementCount(of: shape)
  guard let expected, expected == found else {
    let count = expected.map { "\($0)" } ?? "no possible number of"
    fatalError("a tensor of shape \(shape) has \(count) values, found \(found)")
  }
}

/// The product of a shape's extents, or nil where one is negative or the product overflows.
func elementCount(of shape: [Int]) -> Int? {
  var count = 1
  for extent in shape {
    let (product, isOverflow) = count.multipliedReportingOverflow(by: extent)
    if extent < 0 || isOverflow { return nil }
    count = product
  }
  return count
}
