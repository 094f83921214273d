/// A stretch of a record that could be labelled next, and what a model says of it.
///
/// Classes are numbers of the model's outputs.
public struct WorklistCandidate: Sendable, Equatable {
  /// A label that is there already.
  public enum Label: Sendable, Hashable {
    /// It came with the record, or from another reader.
    case imported(Int)
    /// The reader's own; nil is a class that the model does not have.
    case reader(Int?)
  }

  public var record: String
  public var patient: String
  /// From the record's start.
  public var seconds: Range<Double>
  /// Calibrated probabilities of the classes; empty where the model had nothing to read.
  public var probabilities: [Double]
  /// The probabilities by the head that goes by prototypes; empty where the model has none.
  public var prototypeProbabilities: [Double]
  /// Cosines, −1...1, of the embedding and each class's prototype; empty where there are none.
  public var prototypeSimilarities: [Double]
  /// In any scale: distances are of angles. Empty where there is none.
  public var embedding: [Float]
  /// Nil where there is none.
  public var label: Label?

  public init(
    record: String, patient: String, seconds: Range<Double>, probabilities: [Double],
    prototypeProbabilities: [Double] = [], prototypeSimilarities: [Double] = [],
    embedding: [Float] = [], label: Label? = nil
  ) {
    self.record = record
    self.patient = patient
    self.seconds = seconds
    self.probabilities = probabilities
    self.prototypeProbabilities = prototypeProbabilities
    self.prototypeSimilarities = prototypeSimilarities
    self.embedding = embedding
    self.label = label
  }

  /// Chance that the model's decision is wrong, if its probabilities are calibrated, 0...1; nil
  /// where it had nothing to read.
  public var expectedError: Double? { probabilities.max().map { 1 - $0 } }

  /// The likeliest class, the first of equal ones; nil where the model had nothing to read.
  public var decision: Int? { probabilities.firstGreatest }
}
