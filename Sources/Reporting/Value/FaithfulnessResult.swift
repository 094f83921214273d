/// Whether deleting what the model attends to changes its decision more than deleting at random.
public struct FaithfulnessResult: Codable, Sendable, Equatable {
  /// What the measurement says of the attention.
  public enum Verdict: String, Codable, Sendable {
    /// What is attended to bears on the decision.
    case faithful
    /// It was not shown to.
    case notFaithful
  }

  /// How fast the decision's probability falls or rises as the signal is deleted or inserted.
  public struct Curve: Codable, Sendable, Equatable {
    /// What chose the order of deletion.
    public enum Order: String, Codable, Sendable {
      /// The model's attention.
      case model
      /// Chance.
      case random
      /// The attention of a model whose weights were randomised.
      case randomisedWeights
    }

    /// What chose the order.
    public var order: Order
    /// Points from nothing to all of the window.
    public var points: [Point]

    /// A curve for an order.
    public init(order: Order, points: [Point]) {
      self.order = order
      self.points = points
    }
  }

  /// One point of a curve.
  public struct Point: Codable, Sendable, Equatable {
    /// Part of the window that was deleted, or inserted.
    public let fraction: Double?
    /// Mean probability of the class decided on at first.
    public let probability: Double?

    /// A point of a curve.
    public init(fraction: Double?, probability: Double?) {
      self.fraction = fraction?.finite
      self.probability = probability?.finite
    }
  }

  /// What is concluded.
  public var verdict: Verdict
  /// One sentence on how it was measured.
  public var method: String
  /// Part of the windows whose probability falls faster than with random deletion.
  public var shareBelowRandom: Estimate
  /// Mean area between the random curve and the model's.
  public var meanGap: Estimate
  /// Curves of deletion.
  public var deletion: [Curve]
  /// Curves of insertion.
  public var insertion: [Curve]

  /// A verdict with what it rests on.
  public init(
    verdict: Verdict, method: String, shareBelowRandom: Estimate = .undefined,
    meanGap: Estimate = .undefined, deletion: [Curve] = [], insertion: [Curve] = []
  ) {
    self.verdict = verdict
    self.method = method
    self.shareBelowRandom = shareBelowRandom
    self.meanGap = meanGap
    self.deletion = deletion
    self.insertion = insertion
  }
}
