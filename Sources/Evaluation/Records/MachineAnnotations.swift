import ArrhythmiaModel
import Foundation
public import Waveforms

/// Annotation files of a model's own.
public enum MachineAnnotations {
  /// What the files begin with: only such files are replaced.
  private static let mark = "tawara classify"

  /// Where annotations of a name go.
  public struct Place: Sendable, Equatable {
    /// The file.
    public let path: String
    /// Whether an earlier run has written it.
    public let isTaken: Bool
  }

  /// The place beside a record. Refuses names that are not an annotator's, and files that this
  /// program has not written: throws `EvaluationError`.
  public static func place(_ name: String, of recording: Recording) throws -> Place {
    let isName = !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
    guard isName, !["hea", "dat", "atr"].contains(name), !RecordFormat.isExtension(name) else {
      throw EvaluationError.unsuitableAnnotator(name: name, record: recording.record.name)
    }
    let path = recording.record.path.recordStem + "." + name
    guard FileManager.default.fileExists(atPath: path) else {
      return Place(path: path, isTaken: false)
    }
    let existing = try? recording.annotations(name)
    let isOwn =
      existing?.headNotes.contains { String(decoding: $0, as: UTF8.self).hasPrefix(mark) } ?? false
    guard isOwn else { throw EvaluationError.foreignFile(path: path) }
    return Place(path: path, isTaken: true)
  }

  /// Writes what a model found, as rhythm markers or beats.
  public static func write(_ timeline: Timeline, name: String, path: String) throws {
    let scale = timeline.record.frameRateHz / PreparationSettings.samplingRateHz
    func frame(_ sample: Int) -> Int {
      max(1, Int((Double(sample) * scale).rounded()))
    }
    let note = "\(mark): model \(timeline.model); not for diagnosis"
    let annotations =
      timeline.isBeats ? beats(timeline, frame) : rhythms(timeline, frame)
    try WFDBAnnotationWriter.write(
      AnnotationSet(
        annotator: name, annotations: annotations,
        timeResolutionHz: nil, headNotes: [Array(note.utf8)]),
      path: path)
  }

  /// Writes detected beats, given at 250 Hz.
  public static func write(beats: [Int], of record: Record, name: String, path: String) throws {
    let scale = record.frameRateHz / PreparationSettings.samplingRateHz
    try WFDBAnnotationWriter.write(
      AnnotationSet(
        annotator: name,
        annotations: beats.map {
          WFDBAnnotation(time: max(1, Int((Double($0) * scale).rounded())), code: .normalBeat)
        }, headNotes: [Array("\(mark): beats that were detected, not classified".utf8)]),
      path: path)
  }

  /// A rhythm marker at each episode.
  private static func rhythms(_ timeline: Timeline, _ frame: (Int) -> Int) -> [WFDBAnnotation] {
    FindingEpisode.episodes(timeline.findings).map { episode in
      let name = episode.decision.map { timeline.properties.classes[$0] } ?? "UNCERTAIN"
      let marker = ["SINUS": "N", "PREEX": "PREX", "PACED": "P", "AF": "AFIB"][name] ?? name
      return WFDBAnnotation(
        time: frame(episode.place.lowerBound), code: .rhythm, aux: Array("(\(marker)".utf8))
    }
  }

  /// A mark at each beat; an uncertain one is a beat that nobody could classify.
  private static func beats(_ timeline: Timeline, _ frame: (Int) -> Int) -> [WFDBAnnotation] {
    timeline.findings.compactMap { finding in
      let name = finding.isUncertain ? "Q" : timeline.name(finding.decision)
      guard let code = WFDBAnnotationDefinition.standardCode(symbol: name) else { return nil }
      return WFDBAnnotation(time: frame(finding.place.lowerBound), code: code)
    }
  }
}
