/// A window with the decision on it, to be drawn.
public struct ExampleWindow: Codable, Sendable, Equatable {
  /// One lead or electrogram.
  public struct Channel: Codable, Sendable, Equatable {
    /// Name of the channel.
    public var name: String
    /// Normalised samples, in −4...4; missing ones are not a number.
    public var samples: SampleSeries
    /// How much the decision rests on the channel.
    public let relevance: Double?

    /// A channel's samples.
    public init(name: String, samples: [Float], relevance: Double? = nil) {
      self.name = name
      self.samples = SampleSeries(samples)
      self.relevance = relevance?.finite
    }
  }

  /// What the window is an example of.
  public var title: String
  /// Name of the true class.
  public var truth: String
  /// Name of the class decided on.
  public var decision: String
  /// Probability of each class, in the order of the report's classes.
  public let probabilities: [Double?]
  /// Samples a second in every channel.
  public let samplingRate: Double?
  /// Leads and electrograms, from the top.
  public var channels: [Channel]
  /// Attention over time, spread evenly over the window; empty where there is none.
  public var attention: SampleSeries

  /// A window of these channels.
  public init(
    title: String, truth: String, decision: String, probabilities: [Double],
    samplingRate: Double, channels: [Channel], attention: [Float] = []
  ) {
    self.title = title
    self.truth = truth
    self.decision = decision
    self.probabilities = probabilities.map(\.finite)
    self.samplingRate = samplingRate.finite
    self.channels = channels
    self.attention = SampleSeries(attention)
  }
}
