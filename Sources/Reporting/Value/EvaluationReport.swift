/// All that was measured of a classifier: what the report shows and `evaluate --json` prints.
///
/// Parts that are nil or empty are left out of the report together with their headings.
public struct EvaluationReport: Codable, Sendable, Equatable {
  /// One line of how the figures came about, such as the model's file or a seed.
  public struct Fact: Codable, Sendable, Equatable {
    /// What is stated.
    public var name: String
    /// What it is.
    public var value: String

    /// A fact of this name.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Heading of the report.
  public var title: String
  /// How the figures came about, in the order shown.
  public var facts: [Fact]
  /// Sentences that make all figures worthless, in red above everything: that the model is not
  /// shown to be better than chance.
  public var alarms: [String] = []
  /// Sentences the reader has to know first; the page adds "not for diagnosis" if none says so.
  public var warnings: [String]
  /// Names of the classes, in the order of every confusion matrix and list of probabilities.
  public var classes: [String]
  /// Names of the rare classes, each one of `classes`.
  public var tailClasses: [String]
  /// The same model evaluated on differently divided data.
  public var splits: [SplitResult]
  /// A curve for each seed and fold.
  public var training: [TrainingCurve]
  /// Whether the attention bears on the decisions.
  public var faithfulness: FaithfulnessResult?
  /// The model with parts of it changed or removed.
  public var ablation: [AblationRow]
  /// Windows drawn with the decision on them.
  public var examples: [ExampleWindow]

  /// A report of these parts.
  public init(
    title: String, facts: [Fact] = [], warnings: [String] = [], classes: [String],
    tailClasses: [String] = [], splits: [SplitResult] = [], training: [TrainingCurve] = [],
    faithfulness: FaithfulnessResult? = nil, ablation: [AblationRow] = [],
    examples: [ExampleWindow] = []
  ) {
    self.title = title
    self.facts = facts
    self.warnings = warnings
    self.classes = classes
    self.tailClasses = tailClasses
    self.splits = splits
    self.training = training
    self.faithfulness = faithfulness
    self.ablation = ablation
    self.examples = examples
  }
}
