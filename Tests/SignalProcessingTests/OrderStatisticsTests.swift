import SignalProcessing
import Testing

@Suite("Medians and quantiles")
struct OrderStatisticsTests {
  /// Values of every kind that a selection can stumble over, by name.
  static let kinds = [
    "noise", "rising", "falling", "constant", "two values", "mostly zero", "infinite ends",
  ]

  private func values(_ kind: String, _ count: Int) -> [Float] {
    var state: UInt64 = 88_172_645_463_325_252
    func next() -> Float {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Float(state % 20_001) / 100 - 100
    }
    return (0..<count).map { index in
      switch kind {
      case "rising": Float(index)
      case "falling": Float(-index)
      case "constant": 3
      case "two values": next() > 0 ? 1 : -1
      case "mostly zero": next() > 95 ? next() : 0
      case "infinite ends": index == 0 ? .infinity : index == count - 1 ? -.infinity : next()
      default: next()
      }
    }
  }

  @Test("They are those of the sorted values, which stay the same ones", arguments: kinds)
  func sorted(_ kind: String) {
    for count in [1, 2, 3, 4, 5, 17, 100, 1001] {
      let given = values(kind, count)
      let sorted = given.sorted()
      for level in [0, 0.02, 0.25, 0.5, 0.75, 0.98, 1] {
        var moved = given
        let found = OrderStatistics.quantile(&moved, level)
        let place = level * Double(count - 1)
        let low = Int(place)
        let upper = sorted[min(low + 1, count - 1)]
        let fraction = Float(place - Double(low))
        let expected =
          fraction > 0 ? sorted[low] + (upper - sorted[low]) * fraction : sorted[low]
        #expect(
          found == expected || found.isNaN && expected.isNaN, "\(count) values at \(level)")
        #expect(moved.sorted() == sorted)
      }
    }
  }

  @Test("A value that is no number ends nothing but its own answer")
  func notNumbers() {
    var some: [Float] = [3, .nan, 1, 2, .nan, 5]
    _ = OrderStatistics.median(&some)
    var all = [Float](repeating: .nan, count: 9)
    #expect(OrderStatistics.median(&all).isNaN)
    var none: [Float] = []
    #expect(OrderStatistics.median(&none) == 0)
  }
}
