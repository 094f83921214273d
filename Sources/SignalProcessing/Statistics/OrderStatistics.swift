/// Medians and quantiles by selection, without sorting: the values are reordered.
public enum OrderStatistics {
  /// The quantile at `level` in 0...1 of `values`, linearly between its neighbours, as NumPy's
  /// `quantile` has it; 0 of no values.
  public static func quantile(_ values: inout [Float], _ level: Double) -> Float {
    guard !values.isEmpty else { return 0 }
    let place = level * Double(values.count - 1)
    let low = min(Int(place), values.count - 1)
    let fraction = Float(place - Double(low))
    let lower = select(&values, low)
    guard fraction > 0, low + 1 < values.count else { return lower }
    // What follows the selected value is not smaller; its least is the next in order.
    var upper = values[low + 1]
    for index in low + 1..<values.count where values[index] < upper { upper = values[index] }
    return lower + (upper - lower) * fraction
  }

  /// The median of `values`; 0 of no values.
  public static func median(_ values: inout [Float]) -> Float { quantile(&values, 0.5) }

  /// The value that would be at `rank` were they sorted (Hoare's selection); smaller ones stand
  /// before it then, larger ones behind.
  private static func select(_ values: inout [Float], _ rank: Int) -> Float {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = medianOfThree(values[low], values[(low + high) / 2], values[high])
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right { high = right } else if rank >= left { low = left } else { break }
    }
    return values[rank]
  }

  private static func medianOfThree(_ a: Float, _ b: Float, _ c: Float) -> Float {
    max(min(a, b), min(max(a, b), c))
  }
}
