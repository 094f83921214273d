import Annotations
import SignalProcessing

/// The beats of a record that a model speaks of, and what they are.
public struct TrialBeats: Sendable, Equatable {
  /// Samples at 250 Hz, ascending.
  public let samples: [Int]
  /// [beat]: its class; nil where no annotation has such a beat.
  public let truth: [Int?]
  /// Classes of annotated beats that the model does not speak of.
  public let missed: [Int]

  /// Annotated beats, all of which the model was told.
  public init(annotated: [Int], truth: [Int]) {
    (samples, self.truth, missed) = (annotated, truth, [])
  }

  /// Detected beats, each of which is what the annotated one is that it matches, as EC57 has it.
  /// - Parameters:
  ///   - annotated: ascending, and [beat] in `truth` its class.
  public init(detected: [Int], annotated: [Int], truth classes: [Int]) {
    let comparison = BeatComparison(
      reference: annotated, detected: detected,
      tolerance: Int(BeatAlignment.windowSeconds * FormWindow.sourceRateHz))
    // Of beats annotated at one sample the first counts.
    let classOf = Dictionary(zip(annotated, classes)) { first, _ in first }
    let annotation = Dictionary(comparison.matches.map { ($0.detected, $0.reference) }) {
      first, _ in first
    }
    samples = detected
    truth = detected.map { beat in annotation[beat].flatMap { classOf[$0] } }
    missed = comparison.missed.compactMap { classOf[$0] }
  }
}
