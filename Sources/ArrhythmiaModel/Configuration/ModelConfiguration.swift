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
  /// What the model is told of the rhythm around a window's beat; nil for models that see the
  /// window alone.
  public var context: Context?
  /// Whether the modalities attend to each other, as the design has it.
  public var usesCrossAttention = true
  /// Length of every feature in a model whose head compares directions alone: its rows have length 1,
  /// so that a logit is this number times a cosine. Nil where features have the length that they have.
  public var cosineScale: Float?

  /// Which two classes differ in their beats' timing, and in how many numbers that is told.
  public struct Context: Sendable, Equatable {
    /// Numbers a window.
    public var inputs: Int
    /// The class whose logit the window gives.
    public var base: Int
    /// The class whose logit the timing gives, as against the base's.
    public var target: Int

    /// Names the classes by their numbers.
    public init(inputs: Int, base: Int, target: Int) {
      (self.inputs, self.base, self.target) = (inputs, base, target)
    }
  }

  /// Surface leads.
  public static let ecgChannels = 12
  /// Intracardiac channels: seven band-passed electrograms and their envelopes.
  public static let iegmChannels = 14
  /// Samples of a window at 250 Hz.
  public var samples: Int { 8 * tokens }

  /// The model of the design, 0.38 million parameters.
  public init(
    classes: Int = 8, width: Int = 64, heads: Int = 4, hidden: Int = 128, layers: Int = 2,
    projection: Int = 64, dropout: Float = 0.1, tokens: Int = 128, context: Context? = nil
  ) {
    (self.classes, self.width, self.heads, self.hidden) = (classes, width, heads, hidden)
    (self.layers, self.projection, self.dropout) = (layers, projection, dropout)
    (self.tokens, self.context) = (tokens, context)
  }

  /// A small one, for runs that only have to work.
  public static func tiny(classes: Int) -> ModelConfiguration {
    ModelConfiguration(classes: classes, width: 32, hidden: 64, projection: 32, tokens: 64)
  }
}
