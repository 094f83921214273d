import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Log-sum-exp")
struct LogSumExpTests {
  @Test("A row within a larger array becomes its softmax, and nothing else changes")
  func row() {
    var random = SeededGenerator(seed: 1)
    let values = random.normals(9)
    let powers = values[2..<7].map { exp($0) }
    let sum = powers.reduce(0, +)
    var changed = values
    let normalizer = LogSumExp.softmax(&changed, from: 2, count: 5)
    #expect(abs(normalizer - log(sum)) < 1e-14)
    #expect(LogSumExp.value(of: values, from: 2, count: 5) == normalizer)
    let expected = values[..<2] + powers.map { $0 / sum } + values[7...]
    #expect(Golden.mismatch(changed, Array(expected), relative: 0, absolute: 1e-15) == nil)
    #expect(changed[..<2] == values[..<2] && changed[7...] == values[7...])
  }

  @Test("Large values do not overflow, and masked ones are exactly 0")
  func extremes() {
    var values = [1e300, LogSumExp.masked, 1e300]
    #expect(LogSumExp.softmax(&values, from: 0, count: 3) == 1e300)
    #expect(values == [0.5, 0, 0.5])
    #expect(LogSumExp.value(of: [-1e4, -1e4], from: 0, count: 2) == -1e4 + log(2))
  }
}
