/// A classifier's results under one way to divide the data into training and test.
public struct SplitResult: Codable, Sendable, Equatable {
  /// What the results of a split may be taken for.
  public enum Role: String, Codable, Sendable {
    /// The figure to quote: no test patient was seen in training.
    case headline
    /// A sound split that answers another question.
    case comparison
    /// Training and test share what they should not, so that the results are too good.
    case leaky
  }

  /// Short mark of the split, such as "P".
  public var code: String
  /// What is kept apart, such as "patient-wise".
  public var name: String
  /// One sentence on how the split is made.
  public var explanation: String?
  /// What its results may be taken for.
  public var role: Role
  /// Test windows over all folds.
  public var windows: Int
  /// Patients the test windows are from.
  public var patients: Int
  /// Parts the data were divided into.
  public var folds: Int
  /// Seeds the training was repeated with.
  public var seeds: Int
  /// Figures over all classes.
  public var metrics: SplitMetrics
  /// Figures of each class.
  public var perClass: [ClassResult]
  /// Decisions counted: rows are true classes, columns decided ones.
  public var confusion: [[Int]]
  /// Accuracy by confidence before calibration.
  public var reliabilityBefore: [ReliabilityBin]
  /// Accuracy by confidence after calibration.
  public var reliabilityAfter: [ReliabilityBin]
  /// Error among the most confident decisions, by how many of them are kept.
  public var riskCoverage: [RiskCoveragePoint]
  /// What the flag "uncertain" separates.
  public var uncertainty: UncertaintyResult?
  /// What it is worth that the model says what it is not sure of, a sentence; nil where it never is
  /// sure.
  public var selective: String?
  /// How well windows of classes held out for few-shot learning are told from known ones (AUROC).
  public var unknownClassAUROC: Estimate?

  /// Results of a split; what is left out is not shown.
  public init(
    code: String, name: String, explanation: String? = nil, role: Role, windows: Int,
    patients: Int, folds: Int, seeds: Int, metrics: SplitMetrics, perClass: [ClassResult] = [],
    confusion: [[Int]] = [], reliabilityBefore: [ReliabilityBin] = [],
    reliabilityAfter: [ReliabilityBin] = [], riskCoverage: [RiskCoveragePoint] = [],
    uncertainty: UncertaintyResult? = nil, selective: String? = nil,
    unknownClassAUROC: Estimate? = nil
  ) {
    self.code = code
    self.name = name
    self.explanation = explanation
    self.role = role
    self.windows = windows
    self.patients = patients
    self.folds = folds
    self.seeds = seeds
    self.metrics = metrics
    self.perClass = perClass
    self.confusion = confusion
    self.reliabilityBefore = reliabilityBefore
    self.reliabilityAfter = reliabilityAfter
    self.riskCoverage = riskCoverage
    self.uncertainty = uncertainty
    self.selective = selective
    self.unknownClassAUROC = unknownClassAUROC
  }
}
