/// Order statistics of short runs of values, and the same over a sliding neighbourhood.
enum Quantiles {
  /// The quantile of unsorted values, between neighbours by linear interpolation; 0 of no values.
  static func quantile(_ values: some Sequence<Float>, _ fraction: Float) -> Float {
    let sorted = values.sorted()
    guard let last = sorted.indices.last else { return 0 }
    let position = fraction * Float(last)
    let below = Int(position)
    guard below < last else { return sorted[last] }
    return sorted[below] + (position - Float(below)) * (sorted[below + 1] - sorted[below])
  }

  /// For every index, the quantile of the values at most `reach` indices away.
  static func sliding(
    _ values: [Float], reach: Int, _ fraction: Float,
    _ progress: (Double) throws -> Void
  ) rethrows -> [Float] {
    try Pieces.map(Array(values.indices), size: 1024, progress) { index in
      let nearby = max(0, index - reach)...min(values.count - 1, index + reach)
      return quantile(values[nearby], fraction)
    }
  }
}
