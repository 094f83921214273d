/// What is left to ask, and what would be wrong if the model's decisions were taken for the rest.
public struct RemainingError: Sendable, Equatable {
  /// Chance of an error above which a candidate is a question, 0...1.
  public let threshold: Double
  /// Candidates without label whose expected error is above the threshold and that may be asked.
  public internal(set) var questions = 0
  /// Errors expected among the questions.
  public internal(set) var questionErrors = 0.0
  /// All other candidates without label, skipped and flagged ones among them.
  public internal(set) var others = 0
  /// Errors expected among those: what remains when all questions are answered.
  public internal(set) var otherErrors = 0.0
  /// Candidates without label in which the model had nothing to read: no one knows.
  public internal(set) var unread = 0
  /// Whether the probabilities kept what they promised so far.
  public internal(set) var check = CalibrationCheck()

  init(threshold: Double) { self.threshold = threshold }

  /// Errors if nothing more is asked.
  public var errors: Double { questionErrors + otherErrors }

  /// What remains when all questions are answered, corrected by how the model did on answers so
  /// far; nil where there are too few to tell. Questions are asked where the model is unsure, and
  /// the correction takes it to be as far off where it is sure.
  public var correctedErrors: Double? {
    check.ratio.map { min(Double(others), otherErrors * $0) }
  }

  /// The state of things, for a reader.
  public var sentence: String {
    let questions = self.questions == 1 ? "1 question" : "\(self.questions) questions"
    var parts = ["\(questions) left"]
    if others > 0 {
      parts.append("of \(others) others about \(Self.count(otherErrors)) are wrong")
    }
    if unread > 0 { parts.append("\(unread) without a signal that the model reads") }
    if check.answers > 0 {
      parts.append(
        "in \(check.answers) answers \(Self.count(check.expectedErrors)) errors were expected and "
          + "\(check.observedErrors) found")
    }
    if check.isCalibrated == false, let corrected = correctedErrors {
      parts.append("by that rather \(Self.count(corrected)) are wrong")
    }
    return parts.joined(separator: "; ")
  }

  /// A whole number; one decimal of less than ten.
  private static func count(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths >= 100 || tenths % 10 == 0
      ? "\(Int(value.rounded()))" : "\(tenths / 10).\(tenths % 10)"
  }
}
