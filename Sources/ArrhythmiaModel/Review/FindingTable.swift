/// A record's findings as far as they are known.
public struct FindingTable: Sendable, Equatable {
  /// Names of the model's classes.
  public let classes: [String]
  /// A finding for each place of the reading; nil where it is not known yet.
  public var findings: [RecordClassifier.Finding?]

  /// A reading's findings, of which none is known yet.
  public init(_ reading: RecordReading) {
    self.init(
      classes: reading.classifier.properties.classes,
      findings: Array(repeating: nil, count: reading.count))
  }

  init(classes: [String], findings: [RecordClassifier.Finding?]) {
    (self.classes, self.findings) = (classes, findings)
  }

  /// Whether the known findings stand where a reading has its places.
  public func fits(_ reading: RecordReading) -> Bool {
    classes == reading.classifier.properties.classes && findings.count == reading.count
      && zip(findings, reading.windows).allSatisfy { $0 == nil || $0?.place == $1.place }
  }

  /// The numbers of a batch that are not known yet.
  public func unknown(in batch: Range<Int>) -> [Int] { batch.filter { findings[$0] == nil } }

  /// What the known findings come to, for a list of records.
  public var summary: FindingSummary {
    let known = findings.compactMap { $0 }
    var counts = classes.map { _ in 0 }
    var uncertain = 0
    for finding in known {
      if let decision = finding.decision, !finding.isUncertain {
        counts[decision] += 1
      } else {
        uncertain += 1
      }
    }
    func share(_ count: Int) -> Double { known.isEmpty ? 0 : Double(count) / Double(known.count) }
    return FindingSummary(
      windows: findings.count, known: known.count, uncertainShare: share(uncertain),
      shares: zip(classes, counts).map { .init(name: $0, share: share($1)) })
  }
}

/// A record's findings in a line.
public struct FindingSummary: Sendable, Equatable {
  /// A class and its share.
  public struct Share: Sendable, Equatable {
    /// The class's name.
    public var name: String
    /// Of the known windows those that are certain to be of the class.
    public var share: Double
  }

  /// Windows or beats of the record.
  public var windows: Int
  /// How many of them are known; the shares are of these.
  public var known: Int
  /// Those that are uncertain or have no live channel. With the classes' shares it makes 1.
  public var uncertainShare: Double
  /// Every class's share, in the order of the model's outputs.
  public var shares: [Share]
}
