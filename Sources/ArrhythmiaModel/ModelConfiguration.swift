/// The sizes of a rhythm classifier.
public struct ModelConfiguration: Sendable, Equatable {
  /// Rhythm classes.
  public var classes: Int
  /// Width of a token.
  public var width: Int
  /// Attention heads.
  public var heads: Int
  /// Width of the Transformer's inner layer.
  public var hidden: Int
  /// Transformer blocks.
  public var layers: Int
  /// Width of the embedding that the contrastive loss sees.
  public var projection: Int
  /// Share of a Transformer branch that is dropped while training.
  public var dropout: Float
  /// Tokens of a window; each stands for eight samples.
  public var tokens: Int

  /// Surface leads.
  public static let ecgChannels = 12
  /// Intracardiac channels: seven band-passed electrograms and their envelopes.
  public static let iegmChannels = 14
  /// Samples of a window at 250 Hz.
  public var samples: Int { 8 * tokens }

  /// The model of the design, 0.38 million parameters.
  public init(
    classes: Int = 8, width: Int = 64, heads: Int = 4, hidden: Int = 128, layers: Int = 2,
    projection: Int = 64, dropout: Float = 0.1, tokens: Int = 128
  ) {
    (self.classes, self.width, self.heads, self.hidden) = (classes, width, heads, hidden)
    (self.layers, self.projection, self.dropout) = (layers, projection, dropout)
    self.tokens = tokens
  }

  /// A small one, for runs that only have to work.
  public static func tiny(classes: Int) -> ModelConfiguration {
    ModelConfiguration(classes: classes, width: 32, hidden: 64, projection: 32, tokens: 64)
  }
}
