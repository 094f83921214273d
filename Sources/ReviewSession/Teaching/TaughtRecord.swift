public import ArrhythmiaModel
public import ReviewStore

/// What labels of a record have made of what a model says of it.
public struct TaughtRecord: Sendable {
  public let request: TeachingRequest
  /// A finding for each of the model's.
  public let findings: [RecordClassifier.Finding]
  public let verdict: TeachingVerdict
  /// Labels that have taught; the others have judged only.
  public let support: [ModelVersion.Content.Label]
  /// Labels that both the model and labels of beats like theirs contradict: they teach nothing.
  public let doubtful: Int
  /// Labels that no beat of the model's lies near, or of a class that it lacks: they teach nothing.
  public let unplaced: Int
  /// Findings of another class than without labels, by their number.
  public let changes: [Int]
  /// The finding to ask about next; nil where there is none, or none was asked for.
  public let question: Int?

  /// The changes by class before and after, the most first.
  public func changed(
    from before: [RecordClassifier.Finding], classes: [String]
  ) -> [ModelVersion.Content.Changed] {
    var counts: [[Int]: Int] = [:]
    for index in changes {
      guard let old = before[index].decision, let new = findings[index].decision else { continue }
      counts[[old, new], default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
      .map { .init(before: classes[$0.key[0]], after: classes[$0.key[1]], count: $0.value) }
  }

  /// How the labels of each class were judged.
  public func judged(classes: [String]) -> [ModelVersion.Content.Judged] {
    verdict.rows.map {
      .init(label: classes[$0.label], count: $0.count, before: $0.before, after: $0.after)
    }
  }
}
