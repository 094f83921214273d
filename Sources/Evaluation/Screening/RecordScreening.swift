import Annotations
public import ArrhythmiaModel
import Foundation
import Measures
public import NeuralNetwork
public import Waveforms

/// Reads one record of an archive as `classify` and `measure` do, and puts it into lines.
public struct RecordScreening {
  private let timeline: Timeline
  private var summary: ScreenedRecord

  /// Reads a record whole. The same files, model, program and precision give the same lines, on any
  /// machine and with any number of threads.
  /// - Parameters:
  ///   - path: as the list has it.
  ///   - inputs: see `ScreenedRecord.inputs`.
  ///   - progress: told the share that is done; what it throws ends the work.
  public init(
    _ record: Record, path: String, inputs: String?, model: ScreeningModel, crew: Crew,
    progress: (Double) throws -> Void
  ) throws {
    let stimuli = try StimulusDetector.stimuli(of: record) { try progress(0.1 * $0) }
    let found = try model.classifier.run(record, stimuli: stimuli.map(\.time)) {
      try progress(0.1 + 0.4 * $0)
    }
    let findings = try model.classifier.adapted(found, of: record) {
      try progress(0.5 + 0.1 * $0)
    }
    timeline = Timeline(
      record, findings, model.classifier.properties, model: model.name,
      windowSamples: model.windowSamples)
    summary = ScreenedRecord(record: path)
    (summary.inputs, summary.model, summary.model_digest) = (inputs, model.name, model.digest)
    summary.duration_s = record.durationSeconds
    count()
    try measure(record, crew: crew) { try progress(0.6 + 0.4 * $0) }
  }

  // MARK: Figures

  private mutating func count() {
    let findings = timeline.findings
    summary.findings = findings.count
    summary.uncertain = findings.count { $0.isUncertain }
    summary.silent = findings.count { $0.evidence == nil }
    summary.classes = timeline.properties.classes.enumerated().compactMap { index, name in
      let own = findings.filter { $0.decision == index }
      return own.isEmpty
        ? nil : .init(name: name, sure: own.count { !$0.isUncertain }, all: own.count)
    }
    summary.gravity = episodes.map { Self.gravity($0.name, count: $0.count) }.max() ?? 0
  }

  /// Stretches of one class of which the model is sure.
  private var episodes: [(name: String, from: Double, to: Double, count: Int, probability: Double)]
  {
    FindingEpisode.episodes(timeline.findings).compactMap { episode in
      episode.decision.map {
        (
          timeline.properties.classes[$0], timeline.seconds(episode.place.lowerBound),
          timeline.seconds(episode.place.upperBound), episode.count, episode.probability
        )
      }
    }
  }

  /// Three ectopic beats in a row are a run, as the tachycardia of their chamber.
  private static func gravity(_ name: String, count: Int) -> Int {
    let rhythm =
      if let beatClass = BeatClass(rawValue: name) {
        switch beatClass {
        case .ventricular where count >= 3: Vocabulary.rhythmName(of: .vt)
        case .supraventricular where count >= 3: "SVTA"
        case .ventricular, .supraventricular, .fusion, .unclassifiable: "PREX"
        case .normal: "N"
        }
      } else {
        RhythmGroup(rawValue: name).map(Vocabulary.rhythmName) ?? name
      }
    return Vocabulary.rhythm(named: rhythm).gravity
  }

  /// Without surface leads there is nothing to measure.
  private mutating func measure(
    _ record: Record, crew: Crew, progress: (Double) throws -> Void
  ) throws {
    let beats = try RecordBeats.detected(in: record, crew: crew)
    summary.beats = beats.times.count
    guard !beats.times.isEmpty else { return }
    let measures = try BeatMeasurer(record: record, beats: beats.times).measure(
      from: 0, to: record.durationSeconds, progress: progress)
    guard
      let usual = MeasureReport(record: record, beats: beats, measures: measures).kinds.first
    else { return }
    func milliseconds(_ title: String) -> Double? {
      let place = MeasureReport.columns.firstIndex { $0.title == title }
      return place.flatMap { usual.seconds[$0] }.map { ($0 * 10_000).rounded() / 10 }
    }
    summary.rate_bpm = usual.beatsPerMinute.map { ($0 * 10).rounded() / 10 }
    summary.pr_ms = milliseconds("PR")
    summary.qrs_ms = milliseconds("QRS")
    summary.qt_ms = milliseconds("QT")
    summary.qtcf_ms = milliseconds("QTcF")
  }

  // MARK: Lines

  private struct EpisodeLine: Encodable {
    var episode: String
    var from_s: Double
    var to_s: Double
    var findings: Int
    var probability: Double
  }

  private struct FindingLine: Encodable {
    var `class`: String?
    var from_s: Double
    var to_s: Double
    var probability: Double?
    var uncertain: Bool
    var reason: String?
  }

  /// The summary, then a line for each stretch of one class, then one for each finding.
  public var lines: [String] {
    get throws {
      try [PlainText.jsonLine(summary)]
        + episodes.map {
          try PlainText.jsonLine(
            EpisodeLine(
              episode: $0.name, from_s: $0.from, to_s: $0.to, findings: $0.count,
              probability: $0.probability))
        }
        + timeline.findings.map { finding in
          try PlainText.jsonLine(
            FindingLine(
              class: finding.decision.map { timeline.properties.classes[$0] },
              from_s: timeline.seconds(finding.place.lowerBound),
              to_s: timeline.seconds(finding.place.upperBound),
              probability: finding.decision.flatMap { finding.evidence?.probabilities[$0] },
              uncertain: finding.isUncertain, reason: finding.verdict.reasons.first?.rule))
        }
    }
  }
}

/// The model that screens.
public struct ScreeningModel {
  public let name: String
  /// Of its file.
  public let digest: String
  public let classifier: RecordClassifier
  /// Samples at 250 Hz that it sees at once.
  public let windowSamples: Int

  public init(name: String, digest: String, classifier: RecordClassifier, windowSamples: Int) {
    (self.name, self.digest, self.classifier) = (name, digest, classifier)
    self.windowSamples = windowSamples
  }
}
