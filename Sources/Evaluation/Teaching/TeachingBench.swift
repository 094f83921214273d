public import ArrhythmiaModel
import Foundation
public import NeuralNetwork
import SignalProcessing
public import Waveforms

/// How much a few labels of a record help with the rest of it, over a folder of records: each
/// begins with the same model, labels are asked for by the program and given by the annotations.
///
/// The same beats count at every number of labels: those that are asked about at any are left out
/// of all.
public struct TeachingBench: Sendable {
  private let classifier: RecordClassifier
  private let annotator: String
  private let counts: [Int]
  private let settings: TeachingSettings
  private let flipped: Double
  private let seed: UInt64
  private let firstSeconds: Double?
  private let families: Families
  private let detects: Bool
  private(set) var trials: [TeachingTrial] = []

  /// Whether families of beats decide where the model is not sure, before any label.
  public enum Families: Sendable {
    case alone
    case deciding
    /// Deciding, with the model alone in a row before, with which the row of no labels is compared.
    case compared
  }

  /// - Parameters:
  ///   - counts: numbers of labels.
  ///   - flipped: the share of answers that are wrong.
  ///   - firstSeconds: instead of asking, all beats of the record's beginning teach, and those behind
  ///     it are scored.
  ///   - detects: beats are found by the program, not told: those that it misses, and those that
  ///     no annotation has, count as mistaken.
  public init(
    _ classifier: RecordClassifier, annotator: String, counts: [Int],
    settings: TeachingSettings = TeachingSettings(), flipped: Double = 0, seed: UInt64 = 1,
    firstSeconds: Double? = nil, families: Families = .deciding, detects: Bool = false
  ) {
    self.detects = detects
    (self.firstSeconds, self.families) = (firstSeconds, families)
    (self.classifier, self.annotator, self.settings) = (classifier, annotator, settings)
    self.counts = Set(counts + [0]).sorted()
    (self.flipped, self.seed) = (flipped, seed)
  }

  /// Whether no record had beats.
  public var isEmpty: Bool { trials.isEmpty }

  /// Teaches a record; one without the annotator's beats is left out. Throws what reading it does.
  public mutating func add(_ recording: Recording, crew: Crew) throws {
    guard recording.annotators.contains(annotator) else { return }
    let record = try LabelledBeats(recording, annotator: annotator, crew: crew)
    guard !record.beats.isEmpty, !record.leadsMillivolts.isEmpty else { return }
    let scale = recording.record.frameRateHz / FormWindow.sourceRateHz
    let told = detects ? nil : record.beats.map { Int((Double($0) * scale).rounded()) }
    let findings = try classifier.run(recording.record, beats: told)
    let classes = classifier.properties.classes
    let truth = record.classes.map { classes.firstIndex(of: $0) ?? classes.count - 1 }
    let beats =
      detects
      ? TrialBeats(
        detected: findings.map(\.place.lowerBound), annotated: record.beats, truth: truth)
      : TrialBeats(annotated: record.beats, truth: truth)
    guard findings.count == beats.samples.count, !findings.isEmpty else { return }
    trials.append(
      TeachingTrial(
        name: record.name, beats: beats, leads: record.leadsMillivolts,
        findings: findings, adapter: families == .alone ? nil : classifier,
        showsUnadapted: families == .compared, settings: settings,
        oracle: oracle(record.name)))
  }

  private func oracle(_ record: String) -> TeachingTrial.Oracle {
    if let firstSeconds {
      return .beginning(samples: Int(firstSeconds * FormWindow.sourceRateHz))
    }
    return .asked(
      counts: counts, flipped: flipped,
      seed: SplitMix64.mixed(seed) ^ StableHash.of(record.utf8).value)
  }

  /// What came of it.
  public func report() -> TeachingReport {
    TeachingReport(trials, classes: classifier.properties.classes, seed: seed)
  }
}
