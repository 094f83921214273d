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

  /// The value that would be at `rank` were they sorted; smaller ones stand before it then, larger ones
  /// behind. Values are moved whatever they are (Lomuto's partition without a branch), since of noise no
  /// processor can guess which side a value belongs to.
  private static func select(_ values: inout [Float], _ rank: Int) -> Float {
    var values = values.mutableSpan
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = medianOfThree(values[low], values[(low + high) / 2], values[high])
      let middle = partition(&values, low, high) { $0 < pivot }
      if rank < middle {
        high = middle - 1
        continue
      }
      let end = partition(&values, middle, high) { $0 <= pivot }
      // None is equal to a pivot that is not a number.
      if rank < end || end == middle { return values[rank] }
      low = end
    }
    return values[rank]
  }

  /// Moves what belongs in front there, and returns the place behind the last of it.
  @inline(__always)
  private static func partition(
    _ values: inout MutableSpan<Float>, _ low: Int, _ high: Int, _ isInFront: (Float) -> Bool
  ) -> Int {
    var front = low
    for place in low...high {
      let value = values[place]
      values[place] = values[front]
      values[front] = value
      front += isInFront(value) ? 1 : 0
    }
    return front
  }

  private static func medianOfThree(_ a: Float, _ b: Float, _ c: Float) -> Float {
    max(min(a, b), min(max(a, b), c))
  }
}
