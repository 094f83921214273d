import Foundation
import NeuralNetwork

/// Which windows the batches of an epoch hold. Everything follows from the seed and the epoch's
/// number.
public struct BatchSampler: Sendable {
  /// How often windows are drawn.
  public enum Scheme: String, Sendable, CaseIterable {
    /// Each window once an epoch.
    case instance
    /// Classes in proportion to the square root of their windows: common ones are thinned out, rare
    /// ones repeated.
    case squareRoot = "sqrt"
    /// All classes alike.
    case balanced

    /// How often a class is drawn, as against others.
    func weight(windows: Int) -> Double {
      switch self {
      case .instance: Double(windows)
      case .squareRoot: Double(windows).squareRoot()
      case .balanced: windows == 0 ? 0 : 1
      }
    }
  }

  /// Windows of each class.
  private let byClass: [[Int]]
  private let quotas: [Int]
  private let seed: UInt64

  /// Windows of an epoch.
  public var epochWindows: Int { quotas.reduce(0, +) }

  /// The share of each class among what is drawn, for logit adjustment.
  public var prior: [Double] { quotas.map { Double($0) / Double(max(1, epochWindows)) } }

  /// What takes a share of the sampler's preferences off logits: `strength` of the logarithm of how
  /// much oftener a class is drawn than it is there.
  public func restoringOffsets(_ strength: Double) -> [Float] {
    let all = Double(byClass.reduce(0) { $0 + $1.count })
    return zip(byClass, prior).map { members, drawn in
      guard !members.isEmpty, drawn > 0 else { return 0 }
      return Float(-strength * log(drawn / (Double(members.count) / all)))
    }
  }

  /// Plans epochs of about `windows` windows (as many as there are if nil).
  ///
  /// `labels`: class of each window by its number.
  public init(
    _ indices: [Int], labels: (Int) -> Int, classCount: Int, scheme: Scheme, windows: Int? = nil,
    seed: UInt64
  ) {
    var byClass = Array(repeating: [Int](), count: classCount)
    for index in indices { byClass[labels(index)].append(index) }
    let weights = byClass.map { scheme.weight(windows: $0.count) }
    let total = weights.reduce(0, +)
    let count = Double(windows ?? indices.count)
    (self.byClass, self.seed) = (byClass, seed)
    quotas = weights.map { $0 == 0 ? 0 : max(1, Int(($0 / total * count).rounded())) }
  }

  /// The windows of an epoch in the order in which they are seen.
  public func epoch(_ number: Int) -> [Int] {
    var random = SplitMix64(
      seed: SplitMix64.mixed(seed) ^ SplitMix64.mixed(UInt64(number) &+ 0x5EED))
    var drawn: [Int] = []
    for (members, quota) in zip(byClass, quotas) where quota > 0 {
      // Every window is drawn as often as any other, to within one.
      let rounds = quota / members.count
      for _ in 0..<rounds { drawn += members }
      drawn += Self.shuffled(members, &random).prefix(quota - rounds * members.count)
    }
    return Self.shuffled(drawn, &random)
  }

  private static func shuffled(_ values: [Int], _ random: inout SplitMix64) -> [Int] {
    var values = values
    for index in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(index, Int(random.next() % UInt64(index + 1)))
    }
    return values
  }
}
