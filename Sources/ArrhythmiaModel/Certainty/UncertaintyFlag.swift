/// When a model's answer to one kind of input may be relied on, from people that it never saw.
///
/// Each class has a bound: a window may be of every class whose probability reaches it. The bounds
/// are such that a person's windows of a class have it among the possible ones as often as was
/// asked for, where every person counts alike (class-conditional conformal prediction: Vovk 2012,
/// "Conditional validity of inductive conformal predictors"). One possible class is a sure answer.
public struct UncertaintyFlag: Sendable, Equatable, Codable {
  /// What makes probabilities of the logits.
  public var scale: ProbabilityScale
  /// Least probability with which a window may be of each class.
  public var leastProbabilities: [Double]
  /// Least probability with which the likeliest class, the only possible one, is a sure answer: below
  /// it such answers were wrong too often. Nil for no limit, as in older files.
  public var leastSure: [Double]?
  /// Classes, by their number, that too few people showed for anybody to be sure of them.
  public var rareClasses: [Int]
  /// Highest energy of familiar windows; nil for no limit.
  public var highestEnergy: Double?
  /// Least similarity of a familiar window's embedding to any class's mean.
  public var leastSimilarity: Double

  /// Both heads below this and of different opinion make a window uncertain.
  static let disagreementProbability = 0.6
  /// Temperature of the prototypes' head.
  static let prototypeTemperature = 0.2

  /// A flag with given bounds, which by default hold nothing back but ties.
  public init(
    scale: ProbabilityScale = ProbabilityScale(), leastProbabilities: [Double],
    rareClasses: [Int] = [], highestEnergy: Double? = nil, leastSimilarity: Double = -1
  ) {
    (self.scale, self.leastProbabilities) = (scale, leastProbabilities)
    (self.rareClasses, self.highestEnergy) = (rareClasses, highestEnergy)
    self.leastSimilarity = leastSimilarity
  }

  /// What is known of one window.
  public struct Evidence: Sendable, Equatable {
    /// Calibrated probabilities of the classes.
    public var probabilities: [Double]
    /// Free energy of the logits.
    public var energy: Double
    /// Largest similarity to a class's mean embedding.
    public var similarity: Double
    /// The prototypes' head's probabilities.
    public var prototypeProbabilities: [Double]

    /// Evidence as it was found.
    public init(
      probabilities: [Double], energy: Double, similarity: Double, prototypeProbabilities: [Double]
    ) {
      (self.probabilities, self.energy, self.similarity) = (probabilities, energy, similarity)
      self.prototypeProbabilities = prototypeProbabilities
    }

    /// Evidence from a window's logits; `similarity` and `prototypeProbabilities` are those of its
    /// embedding.
    public init(
      logits: [Double], scale: ProbabilityScale, similarity: Double,
      prototypeProbabilities: [Double]
    ) {
      probabilities = scale.probabilities(logits)
      let energies = ProbabilityCalibration.energies(
        of: logits, classCount: logits.count, temperature: scale.temperature)
      energy = energies.first ?? 0
      (self.similarity, self.prototypeProbabilities) = (similarity, prototypeProbabilities)
    }

    /// The likeliest class.
    public var decision: Int { Self.likeliest(probabilities) }
    /// Its probability.
    public var confidence: Double { probabilities.max() ?? 0 }

    /// The class that the prototypes' head names where the two differ, both unsure; nil where they
    /// do not.
    var otherOpinion: Int? {
      let other = Self.likeliest(prototypeProbabilities)
      let limit = UncertaintyFlag.disagreementProbability
      let areUnsure = confidence < limit && (prototypeProbabilities.max() ?? 0) < limit
      return areUnsure && other != decision ? other : nil
    }

    /// The place of the greatest value.
    static func likeliest(_ values: [Double]) -> Int {
      values.indices.max { values[$0] < values[$1] } ?? 0
    }
  }

  /// Classes that a window may be of, by probability alone; none where none reaches its bound.
  public func possible(_ evidence: Evidence) -> [Int] {
    evidence.probabilities.indices.filter { evidence.probabilities[$0] >= leastProbabilities[$0] }
  }
}

/// A rule by which an answer is not to be relied on, with the figures that decided.
public enum UncertaintyReason: Sendable, Equatable {
  /// No channel that the model reads is live.
  case noSignal
  /// The model's file does not say what it was trained on, or nobody tested how sure it may be.
  case unproven
  /// What there is to go by is not what the model was trained on, in a few words.
  case foreign(String)
  /// So much of the window is padding: no model saw such windows when it was trained.
  case padded(seconds: Double)
  /// A pacemaker makes the beats here, and no class of the model's says so.
  case paced
  /// The energy is above the highest of windows like those of the training.
  case unfamiliar(energy: Double, highest: Double)
  /// Nothing that the model knows is as near as it should be.
  case distant(similarity: Double, least: Double)
  /// The likeliest class is not likely enough.
  case improbable(probability: Double, least: Double)
  /// Another class is too likely to be left out.
  case rival(name: String, probability: Double, least: Double)
  /// The likeliest class was shown by too few people.
  case rare(name: String)
  /// The two heads name different classes, neither with a probability of this and more.
  case divided(least: Double)
  /// Beats of its form and timing are mostly told as this class, and it is not, or was not by itself.
  case contradicted(by: String)
  /// Beats of its form and timing come early in a regular rhythm, which speaks for this class.
  case early(name: String)
}

/// What a window comes to.
public struct Verdict: Sendable, Equatable {
  /// The classes that it may be of, by their number, in the model's order: one where the answer is
  /// sure, all where nothing can be said.
  public var set: [Int]
  /// Why the answer is not to be relied on, the gravest reason first; none where it is.
  public var reasons: [UncertaintyReason]

  /// What may be said of a window.
  public init(set: [Int], reasons: [UncertaintyReason]) {
    (self.set, self.reasons) = (set, reasons)
  }

  /// Whether the answer is not to be relied on.
  public var isUncertain: Bool { !reasons.isEmpty }
}
