import CNeuralKernels

/// What the factors of matrix products are rounded to; sums are always Float32.
public enum ProductPrecision: String, Sendable, Codable, CaseIterable {
  /// Not at all. The reference: what models are trained with and read by, if nothing else is said.
  case float32
  /// Eight significant bits, on processors with AVX-512 BF16. Products of fewer than four rows, or
  /// eight columns or terms, stay as they are.
  case bfloat16

  /// Whether this processor has it.
  public var isAvailable: Bool { self == .float32 || neural_has_bfloat16() != 0 }

  /// The quickest that this processor has.
  public static var quickest: ProductPrecision { bfloat16.isAvailable ? .bfloat16 : .float32 }

  /// Has the products that this thread computes meanwhile done so.
  func during(_ body: () -> Void) {
    precondition(isAvailable, "this processor has no products in \(self)")
    let before = neural_set_bfloat16(self == .bfloat16 ? 1 : 0)
    body()
    _ = neural_set_bfloat16(before)
  }
}
