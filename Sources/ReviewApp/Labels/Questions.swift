import ArrhythmiaModel
import ReviewSession
import ReviewStore

/// Teaching by questions, while labels are set: which beat is asked about, and what was answered.
public struct Questions: Sendable, Equatable {
  /// The reader's labels of beats, with those that were there before.
  var labels: [ModelVersion.Content.Label]
  /// Labels that were there when it began.
  let known: Int
  /// Beats that the reader could not answer, in seconds.
  var skipped: [Double] = []
  /// The beat that is asked about, in seconds; nil while the next one is sought.
  var asked: Double?
  /// Questions after which the reader is shown what came of them.
  let goal = TeachingSettings().questions

  init(_ labels: [ModelVersion.Content.Label]) { (self.labels, known) = (labels, labels.count) }

  var answered: Int { max(0, labels.count - known) }
  var isDone: Bool { answered >= goal }

  /// What the model is to be taught, and asked.
  var request: TeachingRequest {
    TeachingRequest(labels: labels, asks: !isDone, skipped: skipped)
  }
}
