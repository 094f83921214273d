/// Which windows of a record stand nearest to what a model knows of each class, among those read so
/// far.
public struct PrototypeExamples: Sendable, Equatable {
  /// A window that stands for a class.
  public struct Example: Sendable, Equatable {
    /// The finding's number.
    public var index: Int
    /// The cosine between its embedding and the class's mean embedding.
    public var similarity: Double
  }

  /// The nearest window of each class; nil where none was read. It need not be decided to be of the
  /// class: a class that the record has not has a nearest window, too, at a low similarity.
  public private(set) var nearest: [Example?]

  /// No examples yet.
  public init(classes: Int) { nearest = Array(repeating: nil, count: classes) }

  /// The examples among a record's findings, nil for those that are not known.
  public init(classes: Int, _ findings: [RecordClassifier.Finding?]) {
    self.init(classes: classes)
    for (index, finding) in findings.enumerated() {
      if let finding { add(finding, index) }
    }
  }

  /// Takes one more finding into account. The order does not matter: of two alike the earlier
  /// counts.
  public mutating func add(_ finding: RecordClassifier.Finding, _ index: Int) {
    for (place, similarity) in finding.similarities.prefix(nearest.count).enumerated() {
      if let known = nearest[place],
        (known.similarity, -known.index) >= (similarity, -index)
      {
        continue
      }
      nearest[place] = Example(index: index, similarity: similarity)
    }
  }
}
