/// Figures of one split over all its classes.
public struct SplitMetrics: Codable, Sendable, Equatable {
  /// Part of all decisions that are right.
  public var accuracy: Estimate
  /// Mean over classes of the part of the decisions on a class that are right.
  public var macroPrecision: Estimate
  /// Mean over classes of the part of a class's windows that are found.
  public var macroRecall: Estimate
  /// Mean of the classes' F1-scores.
  public var macroF1: Estimate
  /// Mean of the classes' F2-scores, where recall counts twice as much as precision.
  public var macroF2: Estimate
  /// Agreement beyond chance (Cohen 1960).
  public var cohensKappa: Estimate
  /// Mean of −ln p of the true class.
  public var negativeLogLikelihood: Estimate
  /// Expected calibration error before temperature scaling.
  public var calibrationErrorBefore: Estimate
  /// Expected calibration error after temperature scaling.
  public var calibrationErrorAfter: Estimate
  /// What the logits are divided by.
  public var temperature: Estimate

  /// Figures of a split; what is left out is undefined.
  public init(
    accuracy: Estimate = .undefined, macroPrecision: Estimate = .undefined,
    macroRecall: Estimate = .undefined, macroF1: Estimate = .undefined,
    macroF2: Estimate = .undefined, cohensKappa: Estimate = .undefined,
    negativeLogLikelihood: Estimate = .undefined, calibrationErrorBefore: Estimate = .undefined,
    calibrationErrorAfter: Estimate = .undefined, temperature: Estimate = .undefined
  ) {
    self.accuracy = accuracy
    self.macroPrecision = macroPrecision
    self.macroRecall = macroRecall
    self.macroF1 = macroF1
    self.macroF2 = macroF2
    self.cohensKappa = cohensKappa
    self.negativeLogLikelihood = negativeLogLikelihood
    self.calibrationErrorBefore = calibrationErrorBefore
    self.calibrationErrorAfter = calibrationErrorAfter
    self.temperature = temperature
  }
}
