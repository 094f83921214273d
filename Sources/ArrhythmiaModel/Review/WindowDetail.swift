/// All that a model says of one window and of why. It is the model's word, not for diagnosis.
public struct WindowDetail: Sendable, Equatable {
  /// Where the model looked.
  public struct Heat: Sendable, Equatable {
    /// How the heat was found: the way that did best in the model's faithfulness test, or by the
    /// gradient where its file names none.
    public var method: ExplanationMethod
    /// Whether the model passed that test; if not, the heat is attention and not cause.
    public var isFaithful: Bool
    /// Each ECG token's share of the heat: with the IEGM's they add up to 1, or are all 0 where
    /// nothing speaks for the class.
    public var ecg: [Float]
    /// Each IEGM token's share.
    public var iegm: [Float]

    /// The hottest token's share, for a scale of colours that both modalities have in common.
    public var peak: Float { max(ecg.max() ?? 0, iegm.max() ?? 0) }
  }

  /// What of one channel speaks for the decided class and what against it.
  public struct Channel: Sendable, Equatable {
    /// The channel by the model's name, its name in the record, and its kind.
    public var channel: ModelFit.Channel
    /// Whether the model reads it in this window.
    public var state: ModelFit.ModalityState
    /// Gradient times input of the class's logit, summed over each bin of time: positive speaks for
    /// the class, negative against it. Of an electrogram the signal's and its envelope's are added.
    /// In logits, 0 where the channel is not used.
    public var relevance: [Float]
  }

  /// How near a window is to what the model knows of a class: cosines, at most 1.
  public struct Similarity: Sendable, Equatable {
    /// To the mean embedding of the class's training windows; the highest counts for the
    /// uncertainty flag.
    public var mean: Double
    /// To the class's learned prototype.
    public var prototype: Double
  }

  /// The finding's number.
  public var index: Int
  /// What the model saw, in seconds from the record's beginning; beyond its ends it saw zeros.
  public var span: Range<Double>
  /// Probabilities, energy, similarity, decision, and whether it is uncertain: the same bits as the
  /// finding that is asked for without detail.
  public var finding: RecordClassifier.Finding
  /// The class that heat and relevance are about.
  public var decision: Int
  /// Where the model looked.
  public var heat: Heat
  /// The pooling's weights over time, which add up to 1: attention, whatever `heat` is.
  public var attention: [Float]
  /// Twelve leads, then seven electrograms.
  public var channels: [Channel]
  /// The ECG's weight at each token; the IEGM has the rest up to 1.
  public var ecgWeight: [Float]
  /// What each ECG token attends to among the IEGM tokens, `[tokens, tokens]` row by row, each row
  /// adding up to 1; nil where the modalities do not meet.
  public var crossAttention: [Float]?
  /// What becomes of the ECG in this window.
  public var ecg: ModelFit.ModalityState
  /// What becomes of the electrograms in this window.
  public var iegm: ModelFit.ModalityState
  /// How near the window is to each class.
  public var similarities: [Similarity]
  /// Where the model sees the window among others, of unit length.
  public var embedding: [Float]

  /// Tokens in a window; each stands for eight samples at 250 Hz.
  public var tokens: Int { attention.count }
  /// The mean relevance of a bin without its sign, of all channels that are used: what each would
  /// have if all had as much. A scale that all channels have in common.
  public var evenRelevance: Float {
    let bins = channels.filter { $0.state == .used }.flatMap(\.relevance)
    return bins.reduce(0) { $0 + abs($1) } / Float(max(1, bins.count))
  }
}

extension ModelProperties {
  /// The way to make heatmaps that the file names, or by the gradient.
  public var explanationMethod: ExplanationMethod {
    heatMethod.flatMap(ExplanationMethod.init(rawValue:)) ?? .gradient
  }
}
