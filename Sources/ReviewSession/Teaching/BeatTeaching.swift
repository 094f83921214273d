public import ArrhythmiaModel
import ReviewStore
import SignalProcessing
public import Waveforms

/// Teaches what a model of beats has said of a whole record: on the screen and without one.
public struct BeatTeaching {
  private let teaching: RecordTeaching
  private let findings: [RecordClassifier.Finding]
  private let classes: [String]
  /// Middles of the findings' places, in seconds, ascending.
  private let times: [Double]

  /// How far a label's beat may lie from that which a finding is about, in seconds.
  private static let reach = 0.05

  /// - Parameters:
  ///   - findings: all of the record's, a beat each, adapted to it.
  ///   - progress: told the share that is done; what it throws ends the work.
  public init(
    _ record: Record, findings: [RecordClassifier.Finding], classes: [String],
    progress: (Double) throws -> Void = { _ in }
  ) throws {
    let beats = findings.map(\.place.lowerBound)
    times = beats.map { Double($0) / PreparationSettings.samplingRateHz }
    teaching = RecordTeaching(
      space: try BeatSpace(of: record, beats: beats, progress: progress), findings: findings)
    (self.findings, self.classes) = (findings, classes)
  }

  /// In one line, for a version.
  public static var settings: String {
    "\(TeachingSettings().summary), \(RecordClassifier.familyRule)"
  }

  /// What some labels come to.
  public func taught(_ request: TeachingRequest) -> TaughtRecord {
    let placed = request.labels.compactMap(label)
    let lesson = teaching.lesson(placed)
    let question =
      request.asks
      ? teaching.question(after: lesson, skipped: Set(request.skipped.compactMap(beat))) : nil
    return TaughtRecord(
      request: request, findings: lesson.findings, verdict: lesson.verdict,
      support: lesson.support.map {
        ModelVersion.Content.Label(seconds: times[$0.beat], label: classes[$0.label])
      },
      doubtful: lesson.doubtful, unplaced: request.labels.count - placed.count,
      changes: findings.indices.filter { findings[$0].decision != lesson.findings[$0].decision },
      question: question)
  }

  private func label(_ label: ModelVersion.Content.Label) -> BeatTeacher.Label? {
    guard let index = classes.firstIndex(of: label.label), let beat = beat(label.seconds) else {
      return nil
    }
    return BeatTeacher.Label(beat: beat, label: index)
  }

  private func beat(_ seconds: Double) -> Int? {
    let place = times.firstPlace { $0 >= seconds }
    let near = [place - 1, place].filter(times.indices.contains)
      .min { abs(times[$0] - seconds) < abs(times[$1] - seconds) }
    return near.flatMap { abs(times[$0] - seconds) <= Self.reach ? $0 : nil }
  }
}
