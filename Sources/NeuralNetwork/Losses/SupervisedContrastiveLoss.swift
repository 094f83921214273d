import Foundation

/// Supervised contrastive loss of a batch of unit embeddings, with its gradient.
///
/// For the anchors i that share their label with others, `P(i)`, of the batch:
/// `loss = mean_i −1/|P(i)| Σ_{p∈P(i)} ln(e^{zᵢ·z_p/τ} / Σ_{a≠i} e^{zᵢ·z_a/τ})`, which is `L_out`
/// of Khosla et al. 2020, "Supervised contrastive learning", eq. 2, as a mean over the anchors in
/// place of their sum. Anchors without a positive are left out of the mean.
///
/// D is the width of an embedding, N the largest batch and n the rows of one call. All arrays are
/// made at initialisation; evaluating allocates nothing.
public struct SupervisedContrastiveLoss: Sendable {
  /// Width D of an embedding.
  public let width: Int
  /// Most rows N that one call may have.
  public let batchCapacity: Int
  /// Temperature τ, above 0.
  public let temperature: Double
  /// Derivative of the last loss by the embeddings, `[N, D]`; its first n rows are valid.
  public private(set) var embeddingGradient: [Double]
  /// zᵢ·z_j, then the derivative by zᵢ·z_j, `[n, n]`.
  private var pairs: [Double]

  /// Makes room for batches of up to `batchCapacity` embeddings of `width` numbers.
  public init(width: Int, batchCapacity: Int, temperature: Double = 0.1) {
    precondition(
      width >= 1 && batchCapacity >= 1,
      "a loss over embeddings of \(width) numbers and \(batchCapacity) rows")
    precondition(
      temperature > 0 && temperature.isFinite, "a temperature of \(temperature), not above 0")
    self.width = width
    self.batchCapacity = batchCapacity
    self.temperature = temperature
    embeddingGradient = Array(repeating: 0, count: batchCapacity * width)
    pairs = Array(repeating: 0, count: batchCapacity * batchCapacity)
  }

  /// The loss of a batch, 0 where no label occurs twice; `embeddingGradient` is then its gradient.
  ///
  /// `embeddings`: `[≥ n, D]`, rows of length 1; `labels`: `[≥ n]`, any numbers; `count`: n in
  /// 1...N. The gradient is that by free embeddings; the one by what they were normalised from
  /// takes the normalisation's own backward step.
  public mutating func evaluate(embeddings: [Double], labels: [Int], count: Int) -> Double {
    requireBatch(count, capacity: batchCapacity)
    requireCount("embeddings", embeddings.count, atLeast: count * width)
    requireCount("labels", labels.count, atLeast: count)
    clear(&embeddingGradient, count: count * width)
    let anchors = Self.anchorCount(labels, count)
    guard anchors > 0 else { return 0 }
    clear(&pairs, count: count * count)
    DenseProduct(rows: count, inner: width, columns: count)
      .add(embeddings, timesTransposed: embeddings, to: &pairs)
    var loss = 0.0
    for row in 0..<count {
      loss += evaluateAnchor(row, labels, count, scale: 1 / Double(anchors))
    }
    DenseProduct.addTranspose(to: &pairs, order: count)
    DenseProduct(rows: count, inner: count, columns: width)
      .add(pairs, times: embeddings, to: &embeddingGradient)
    return loss / Double(anchors)
  }

  /// The rows that share their label with another row.
  private static func anchorCount(_ labels: [Int], _ count: Int) -> Int {
    var anchors = 0
    for row in 0..<count {
      for other in 0..<count where other != row && labels[other] == labels[row] {
        anchors += 1
        break
      }
    }
    return anchors
  }

  /// Replaces a row of products by the derivative of `scale` times the anchor's loss.
  /// - Returns: the anchor's loss; 0, like its derivative, where it has no positive.
  private mutating func evaluateAnchor(
    _ row: Int, _ labels: [Int], _ count: Int, scale: Double
  ) -> Double {
    let start = row * count
    let label = labels[row]
    let factor = 1 / temperature
    var positives = 0.0
    var positiveSum = 0.0
    for other in 0..<count {
      let score = pairs[start + other] * factor
      pairs[start + other] = score
      if labels[other] == label && other != row {
        positives += 1
        positiveSum += score
      }
    }
    guard positives > 0 else {
      for other in 0..<count { pairs[start + other] = 0 }
      return 0
    }
    pairs[start + row] = LogSumExp.masked
    let normalizer = LogSumExp.softmax(&pairs, from: start, count: count)
    for other in 0..<count {
      let target = labels[other] == label && other != row ? 1 / positives : 0
      pairs[start + other] = scale * factor * (pairs[start + other] - target)
    }
    return normalizer - positiveSum / positives
  }
}
