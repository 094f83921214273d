/// Distances of embeddings by their angle: 1 minus the cosine, 0...2.
enum CosineDistance {
  /// Of opposite embeddings.
  static let greatest = 2.0

  /// The embedding with length 1; empty where it has no direction.
  static func unit(_ embedding: [Float]) -> [Float] {
    let length = embedding.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0, length.isFinite else { return [] }
    return embedding.map { $0 / length }
  }

  /// Between two unit embeddings; nil where one of them is empty.
  static func between(_ first: [Float], _ second: [Float]) -> Double? {
    guard !first.isEmpty, !second.isEmpty else { return nil }
    precondition(
      first.count == second.count,
      "Expected embeddings of one width, found \(first.count) and \(second.count)")
    // Four sums that do not wait for each other.
    var sums = SIMD4<Float>.zero
    var place = 0
    while place + 4 <= first.count {
      let own = SIMD4(first[place], first[place + 1], first[place + 2], first[place + 3])
      let other = SIMD4(second[place], second[place + 1], second[place + 2], second[place + 3])
      sums += own * other
      place += 4
    }
    var sum = sums.sum()
    while place < first.count {
      sum += first[place] * second[place]
      place += 1
    }
    return Double(max(0, 1 - sum))
  }
}
