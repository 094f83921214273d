/// Quantiles of what lies around each value.
enum RunningQuantile {
  /// For each value the quantile at `level`, 0...1, of those up to `reach` away on either side,
  /// linearly between its neighbours.
  static func values(_ values: [Float], reach: Int, level: Float) -> [Float] {
    var window = Array(values.prefix(reach)).sorted()
    return values.indices.map { place in
      if place + reach < values.count {
        let new = values[place + reach]
        window.insert(new, at: position(of: new, in: window))
      }
      if place > reach {
        window.remove(at: position(of: values[place - reach - 1], in: window))
      }
      let rank = level * Float(window.count - 1)
      let low = Int(rank)
      let high = min(low + 1, window.count - 1)
      return window[low] + (window[high] - window[low]) * (rank - Float(low))
    }
  }

  /// The first place in an ascending list whose value is not smaller.
  private static func position(of value: Float, in sorted: [Float]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
