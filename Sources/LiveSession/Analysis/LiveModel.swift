public import ArrhythmiaModel
public import Waveforms

/// A model that reads a stream.
public struct LiveModel: Sendable {
  public var name: String
  /// Of its file.
  public var digest: String
  /// Called by the thread that reads alone.
  public var classifier: RecordClassifier

  /// The model for a stream, told by its channels; nil for none. What it throws is said on the
  /// screen: beats are found all the same.
  public typealias Choice = @Sendable (Record) throws -> LiveModel?

  public init(name: String, digest: String, classifier: RecordClassifier) {
    (self.name, self.digest, self.classifier) = (name, digest, classifier)
  }
}
