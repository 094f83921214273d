import Foundation
import NeuralNetwork

/// Adaptive Global Class-Aware Contrastive Loss (AGCACL), with its gradients.
///
/// It is `Σᵢ ωᵢ (λ_p ℓᴾᵢ + η ℓˢᵢ)` over the unit embeddings `z` of a batch and the unit class
/// prototypes `p̂`, with `ωᵢ = w_yᵢ / Σ_j w_y_j`, `s_ic = zᵢ·p̂_c/τ`, `a_ij = zᵢ·z_j/τ`, `y = yᵢ`:
/// - prototype alignment `ℓᴾᵢ = −ln softmax(tᵢ)_y`,
///   `t_ic = s_ic + ln α_yc − [c = y] m/τ + ρ ln π_c`;
/// - class-averaged contrast `ℓˢᵢ = ln Dᵢ − (Σ_{j≠i, y_j=y} a_ij + s_iy)/n_iy` with
///   `n_ic = #{j≠i: y_j=c} + 1` and
///   `Dᵢ = Σ_{j≠i} α_yy_j/n_iy_j e^{a_ij} + Σ_c α_yc/n_ic e^{s_ic}`, each class counting as one
///   whatever its share of the batch, and its prototype standing in for it where it is absent
///   (after Zhu et al. 2022, "Balanced contrastive learning").
///
/// The factors α come from the similarity of all classes (`HardClassModulation`), hence *global*
/// and *adaptive*. A batch of one row and classes absent from the batch are valid. α, w and π are
/// constants to the gradients, which are by `z` and `p̂`; `UnitNormalization` leads further back.
/// In a training step the modulation comes first, from the prototypes E as the last step left them,
/// then this loss, and then `PrototypeAverage` moves E.
///
/// C is the number of classes, D the width of an embedding, N the largest batch and n the rows of
/// one call. All arrays are made at initialisation; evaluating allocates nothing.
public struct AdaptiveContrastiveLoss: Sendable {
  /// The terms' strengths and temperatures.
  public let configuration: Configuration
  /// Number of classes C.
  public let classCount: Int
  /// Width D of embeddings and prototypes.
  public let width: Int
  /// Most rows N that one call may have.
  public let batchCapacity: Int
  /// Derivative of the last loss by the embeddings z, `[N, D]`; its first n rows are valid.
  public internal(set) var embeddingGradient: [Double]
  /// Derivative of the last loss by the unit prototypes p̂, `[C, D]`.
  public internal(set) var prototypeGradient: [Double]

  let classWeights: [Double]
  /// ρ ln π, `[C]`.
  let logPrior: [Double]
  /// ln 0, ln 1, … ln(N + 1).
  let logCounts: [Double]
  /// s_ic, `[n, C]`.
  var prototypeScores: [Double]
  /// Derivative by zᵢ·p̂_c, `[n, C]`.
  var prototypeScoreGradient: [Double]
  /// a_ij, then the derivative by zᵢ·z_j, `[n, n]`.
  var pairs: [Double]
  /// One anchor's logits against the n rows and the C prototypes.
  var anchorRow: [Double]
  /// ln α_yc − ln n_ic for one anchor, `[C]`.
  var offsets: [Double]
  /// Rows of the batch in each class, `[C]`.
  var classSizes: [Int]
  /// ωᵢ, `[N]`.
  var anchorWeights: [Double]

  /// The loss of a batch and the terms it is the sum of.
  public struct Value: Sendable, Equatable {
    /// `λ_p · alignment + η · contrast`.
    public var total: Double
    /// Prototype alignment `Σ ωᵢ ℓᴾᵢ`; 0 where it is switched off.
    public var alignment: Double
    /// Class-averaged contrast `Σ ωᵢ ℓˢᵢ`; 0 where it is switched off.
    public var contrast: Double
  }

  /// Makes room for batches of up to `batchCapacity` embeddings of `width` numbers.
  public init(
    classCount: Int, width: Int, batchCapacity: Int,
    configuration: Configuration = Configuration()
  ) {
    precondition(
      classCount >= 1 && width >= 1 && batchCapacity >= 1,
      "a loss over \(classCount) classes, embeddings of \(width) numbers and \(batchCapacity) rows")
    configuration.requireRanges()
    self.configuration = configuration
    self.classCount = classCount
    self.width = width
    self.batchCapacity = batchCapacity
    classWeights = checkedClassWeights(configuration.classWeights, classCount)
    logPrior = configuration.logPrior(classCount)
    logCounts = (0...batchCapacity + 1).map { log(Double($0)) }
    embeddingGradient = Array(repeating: 0, count: batchCapacity * width)
    prototypeGradient = Array(repeating: 0, count: classCount * width)
    prototypeScores = Array(repeating: 0, count: batchCapacity * classCount)
    prototypeScoreGradient = Array(repeating: 0, count: batchCapacity * classCount)
    pairs = Array(repeating: 0, count: batchCapacity * batchCapacity)
    anchorRow = Array(repeating: 0, count: batchCapacity + classCount)
    offsets = Array(repeating: 0, count: classCount)
    classSizes = Array(repeating: 0, count: classCount)
    anchorWeights = Array(repeating: 0, count: batchCapacity)
  }

  /// The loss of a batch; `embeddingGradient` and `prototypeGradient` are then its gradients.
  ///
  /// `embeddings`: z, `[≥ n, D]`, unit rows; `prototypes`: p̂, `[C, D]`, unit rows; `labels`:
  /// `[≥ n]`, each in 0..<C; `count`: n in 1...N; `modulation`: α as of this step; `patients`:
  /// `[≥ n]`, whose row each is: rows of one class and patient then neither draw nor repel each
  /// other. A batch of classes of weight 0 alone has the loss 0 and no gradient.
  public mutating func evaluate(
    embeddings: [Double], labels: [Int], count: Int, prototypes: [Double],
    modulation: HardClassModulation, patients: [Int]? = nil
  ) -> Value {
    requireBatch(count, capacity: batchCapacity)
    requireCount("embeddings", embeddings.count, atLeast: count * width)
    requireCount("prototypes", prototypes.count, atLeast: classCount * width)
    requireLabels(labels, count: count, classCount: classCount)
    precondition(
      modulation.classCount == classCount,
      "modulation of \(modulation.classCount) classes for \(classCount) classes")
    weighAnchors(labels, count)
    clear(&prototypeScores, count: count * classCount)
    clear(&prototypeScoreGradient, count: count * classCount)
    DenseProduct(rows: count, inner: width, columns: classCount)
      .add(embeddings, timesTransposed: prototypes, to: &prototypeScores)
    Self.scale(&prototypeScores, count: count * classCount, by: 1 / configuration.tau)
    var value = Value(total: 0, alignment: 0, contrast: 0)
    if configuration.lambdaPrototype > 0 {
      value.alignment = addAlignment(labels, count, modulation)
    }
    if configuration.eta > 0 {
      clear(&pairs, count: count * count)
      DenseProduct(rows: count, inner: width, columns: count)
        .add(embeddings, timesTransposed: embeddings, to: &pairs)
      Self.scale(&pairs, count: count * count, by: 1 / configuration.tau)
      value.contrast = addContrast(labels, patients, count, modulation)
    }
    propagate(embeddings, prototypes, count)
    value.total =
      configuration.lambdaPrototype * value.alignment + configuration.eta * value.contrast
    return value
  }

  /// From the derivatives by products to those by the vectors: `dz = (Gᵃ + Gᵃᵀ) z + Gˢ p̂` and
  /// `dp̂ = Gˢᵀ z`.
  private mutating func propagate(_ embeddings: [Double], _ prototypes: [Double], _ count: Int) {
    clear(&embeddingGradient, count: count * width)
    clear(&prototypeGradient, count: classCount * width)
    if configuration.eta > 0 {
      DenseProduct.addTranspose(to: &pairs, order: count)
      DenseProduct(rows: count, inner: count, columns: width)
        .add(pairs, times: embeddings, to: &embeddingGradient)
    }
    DenseProduct(rows: count, inner: classCount, columns: width)
      .add(prototypeScoreGradient, times: prototypes, to: &embeddingGradient)
    DenseProduct(rows: classCount, inner: count, columns: width)
      .add(transposed: prototypeScoreGradient, times: embeddings, to: &prototypeGradient)
  }
}
