/// The errors that a model's probabilities promised, and those that the reader's answers showed.
public struct CalibrationCheck: Sendable, Equatable {
  /// Answers to questions of which the model had an opinion.
  public var answers = 0
  /// Errors that the probabilities make one expect among them.
  public var expectedErrors = 0.0
  /// Variance of their number, if the probabilities are calibrated and answers independent.
  public var variance = 0.0
  /// Answers that are of another class than the model's.
  public var observedErrors = 0

  public init() {}

  /// Fewer expected errors than this say nothing.
  public static let leastExpected = 5.0

  /// Whether the observed number lies within two standard deviations of the expected one; nil where
  /// there are too few answers to tell. Windows of one patient are not independent, so that a "no"
  /// comes too easily rather than too late.
  public var isCalibrated: Bool? {
    guard expectedErrors >= Self.leastExpected else { return nil }
    return abs(Double(observedErrors) - expectedErrors) <= 2 * variance.squareRoot()
  }

  /// Observed errors for each expected one; nil where there are too few answers to tell.
  public var ratio: Double? {
    expectedErrors >= Self.leastExpected ? Double(observedErrors) / expectedErrors : nil
  }

  mutating func add(expectedError: Double, isWrong: Bool) {
    answers += 1
    expectedErrors += expectedError
    variance += expectedError * (1 - expectedError)
    if isWrong { observedErrors += 1 }
  }
}
