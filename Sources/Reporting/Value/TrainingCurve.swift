/// How one training went, epoch by epoch.
public struct TrainingCurve: Codable, Sendable, Equatable {
  /// State after one epoch; nil is what was not measured, or not finite.
  public struct Point: Codable, Sendable, Equatable {
    /// Number of the epoch.
    public let epoch: Int
    /// Mean loss over the epoch's batches.
    public let trainingLoss: Double?
    /// Macro-F1 on the validation set.
    public let validationMacroF1: Double?
    /// Learning rate at the epoch's end.
    public let learningRate: Double?

    /// The state after an epoch.
    public init(
      epoch: Int, trainingLoss: Double? = nil, validationMacroF1: Double? = nil,
      learningRate: Double? = nil
    ) {
      self.epoch = epoch
      self.trainingLoss = trainingLoss?.finite
      self.validationMacroF1 = validationMacroF1?.finite
      self.learningRate = learningRate?.finite
    }
  }

  /// Which training it is, such as "seed 1, fold 2".
  public var name: String
  /// One point an epoch, in order.
  public var points: [Point]

  /// The curve of a training.
  public init(name: String, points: [Point]) {
    self.name = name
    self.points = points
  }
}
