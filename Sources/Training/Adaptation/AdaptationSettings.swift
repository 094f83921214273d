import ArrhythmiaModel

/// How deep teaching goes into a network.
public enum AdaptationDepth: String, Sendable, CaseIterable, Codable {
  /// The linear head and the classes' means; under a second.
  case instant
  /// Also the last Transformer block and all gains of normalisation; a minute.
  case adapters
  /// Everything, at a small rate; some minutes.
  case full

  /// What suits so many windows: from a few on, gains that were found in one patient hold in others
  /// (docs/results.md, "Teaching: rhythms").
  public static func suited(to windows: [TaughtWindow]) -> AdaptationDepth {
    windows.count >= 5 ? .adapters : .instant
  }
}

/// How a model is taught. The same model, windows and settings give the same bits.
public struct AdaptationSettings: Sendable, Equatable {
  public var depth: AdaptationDepth
  /// How strongly the head is held to its old weights: see `HeadFit`.
  public var hold = 0.004
  /// Steps of a deep training.
  public var steps: Int
  /// Windows of a step; half of them are replayed from the model's memory.
  public var batch = 32
  /// Highest learning rate of a deep training.
  public var rate: Double
  /// How strongly it is drawn back to the old weights: see `TrainingConfiguration.pull`.
  public var pull = 1.0
  public var seed: UInt64 = 1

  public init(depth: AdaptationDepth) {
    self.depth = depth
    switch depth {
    case .instant: (steps, rate) = (0, 0)
    case .adapters: (steps, rate) = (150, 1e-3)
    case .full: (steps, rate) = (400, 3e-4)
    }
  }

  /// In one line: equal lines, windows and models mean equal results.
  public var summary: String {
    depth == .instant
      ? "instant, hold \(hold)"
      : "\(depth.rawValue), hold \(hold), steps \(steps), batch \(batch), rate \(rate), "
        + "pull \(pull), seed \(seed)"
  }
}
