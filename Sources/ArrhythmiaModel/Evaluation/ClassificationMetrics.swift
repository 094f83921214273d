/// Decisions counted by true and by decided class, and what is said of a classifier from them.
///
/// C is the number of classes. A quotient whose denominator is 0 is 0 throughout: a class that is
/// never decided on has a precision of 0, and one that never occurs has a recall of 0.
public struct ClassificationMetrics: Sendable, Equatable {
  /// Precision, recall and F-scores of one class, or their means over several.
  public struct Scores: Sendable, Equatable {
    /// Part of the decisions on the class that are right (positive predictive value), in 0...1.
    public var precision: Double
    /// Part of the class's rows that are found (sensitivity), in 0...1.
    public var recall: Double
    /// F-score with precision and recall alike, in 0...1.
    public var f1: Double
    /// F-score with recall counting twice as much as precision, in 0...1.
    public var f2: Double
  }

  /// Number of classes C.
  public let classCount: Int
  /// Confusion matrix, `[C, C]`: rows are true classes, columns decided ones.
  public private(set) var confusion: [Int]

  /// No decisions yet among `classCount` classes.
  public init(classCount: Int) {
    precondition(classCount >= 1, "metrics of \(classCount) classes")
    self.classCount = classCount
    confusion = Array(repeating: 0, count: classCount * classCount)
  }

  /// The decisions of a whole set.
  ///
  /// `truth` and `decisions`: `[n]`, each in 0..<C.
  public init(truth: [Int], decisions: [Int], classCount: Int) {
    precondition(
      truth.count == decisions.count,
      "\(truth.count) true classes for \(decisions.count) decisions")
    self.init(classCount: classCount)
    for (truth, decision) in zip(truth, decisions) { add(truth: truth, decision: decision) }
  }

  /// Counts one decision, or several alike; both classes in 0..<C.
  public mutating func add(truth: Int, decision: Int, count: Int = 1) {
    precondition(
      truth >= 0 && truth < classCount && decision >= 0 && decision < classCount,
      "class \(truth) taken for \(decision) among \(classCount) classes")
    confusion[truth * classCount + decision] += count
  }

  /// Adds the decisions of another set, such as those of another fold.
  public mutating func add(_ other: ClassificationMetrics) {
    precondition(
      other.classCount == classCount,
      "metrics of \(other.classCount) classes added to those of \(classCount)")
    for index in confusion.indices { confusion[index] += other.confusion[index] }
  }

  /// Decisions in all.
  public var count: Int { confusion.reduce(0, +) }

  /// Rows that are of a class.
  public func support(of index: Int) -> Int {
    (0..<classCount).reduce(0) { $0 + self[truth: index, decision: $1] }
  }

  /// Part of all decisions that are right (top-1 accuracy), in 0...1.
  public var accuracy: Double { Self.quotient(Double(correct), Double(count)) }

  /// Agreement beyond chance, `(p_o − p_e) / (1 − p_e)`, at most 1 (Cohen 1960); 0 where truth and
  /// decisions are all of one class.
  public var cohensKappa: Double {
    let total = Double(count)
    var expected = 0.0
    for index in 0..<classCount {
      expected += Double(support(of: index)) * Double(decisions(on: index))
    }
    return Self.quotient(Double(correct) * total - expected, total * total - expected)
  }

  /// Precision, recall, F1 and F2 of one class.
  public func scores(of index: Int) -> Scores {
    let found = Double(self[truth: index, decision: index])
    let precision = Self.quotient(found, Double(decisions(on: index)))
    let recall = Self.quotient(found, Double(support(of: index)))
    return Scores(
      precision: precision, recall: recall,
      f1: Self.fScore(precision: precision, recall: recall, beta: 1),
      f2: Self.fScore(precision: precision, recall: recall, beta: 2))
  }

  /// Macro-averages: means of the scores of the classes given, each class counting alike.
  ///
  /// `classes`: at least one, such as those present in training.
  public func macroScores(over classes: some Collection<Int>) -> Scores {
    precondition(!classes.isEmpty, "a mean over \(classes.count) of \(classCount) classes")
    var mean = Scores(precision: 0, recall: 0, f1: 0, f2: 0)
    for index in classes {
      let scores = scores(of: index)
      mean.precision += scores.precision / Double(classes.count)
      mean.recall += scores.recall / Double(classes.count)
      mean.f1 += scores.f1 / Double(classes.count)
      mean.f2 += scores.f2 / Double(classes.count)
    }
    return mean
  }

  /// `F_β = (1 + β²) P R / (β² P + R)`, in 0...1; 0 where precision and recall are.
  public static func fScore(precision: Double, recall: Double, beta: Double) -> Double {
    let square = beta * beta
    return quotient((1 + square) * precision * recall, square * precision + recall)
  }

  private var correct: Int {
    (0..<classCount).reduce(0) { $0 + self[truth: $1, decision: $1] }
  }

  private func decisions(on index: Int) -> Int {
    (0..<classCount).reduce(0) { $0 + self[truth: $1, decision: index] }
  }

  /// Rows of one class that were decided to be of another, or the same; both in 0..<C.
  public subscript(truth truth: Int, decision decision: Int) -> Int {
    precondition(
      truth >= 0 && truth < classCount && decision >= 0 && decision < classCount,
      "class \(truth) taken for \(decision) among \(classCount) classes")
    return confusion[truth * classCount + decision]
  }

  private static func quotient(_ numerator: Double, _ denominator: Double) -> Double {
    denominator == 0 ? 0 : numerator / denominator
  }
}
