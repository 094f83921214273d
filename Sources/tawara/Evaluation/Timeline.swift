import ArrhythmiaModel
import Foundation
import ReviewApp
import Waveforms

/// A model's findings on a record's time line, in the forms that can be printed.
struct Timeline {
  let record: Record
  let findings: [RecordClassifier.Finding]
  let properties: ModelProperties
  let model: String

  init(
    _ record: Record, _ findings: [RecordClassifier.Finding], _ properties: ModelProperties,
    model: String
  ) {
    (self.record, self.findings, self.properties) = (record, findings, properties)
    self.model = model
  }

  var isBeats: Bool { properties.labelPreset?.isBeatCentred == true }

  func seconds(_ sample: Int) -> Double {
    Double(sample) / PreparationSettings.samplingRateHz
  }

  /// The name of a finding's class; `uncertain` has the class that it would be.
  func name(_ decision: Int?) -> String { decision.map { properties.classes[$0] } ?? "no signal" }

  // MARK: Forms

  /// Episodes, or counts of beats, for a terminal.
  var table: [String] {
    let head = [
      "\(record.name): \(TimeLabel.text(record.durationSeconds)), "
        + "\(findings.count) \(isBeats ? "beats" : "windows"), model \(model)",
      "What a model says; not for diagnosis."
        + (properties.isFaithful == true ? "" : " Its attention maps are not shown to be causes."),
    ]
    return head + (isBeats ? beatTable : episodeTable) + summary
  }

  private var episodeTable: [String] {
    ["from         to           class      probability"]
      + FindingEpisode.episodes(findings).map { episode in
        let label = episode.decision.map { properties.classes[$0] } ?? "uncertain"
        return pad(TimeLabel.text(seconds(episode.place.lowerBound)), 13)
          + pad(TimeLabel.text(seconds(episode.place.upperBound)), 13) + pad(label, 11)
          + (episode.decision == nil ? "–" : figure(episode.probability))
      }
  }

  /// Runs of ectopic beats, of three and more.
  private var beatTable: [String] {
    let runs = FindingEpisode.episodes(findings).filter {
      $0.count >= 3 && $0.decision.map { properties.classes[$0] != "N" } ?? false
    }
    guard !runs.isEmpty else { return ["no run of three ectopic beats"] }
    return ["from         to           run of     beats"]
      + runs.map { run in
        pad(TimeLabel.text(seconds(run.place.lowerBound)), 13)
          + pad(TimeLabel.text(seconds(run.place.upperBound)), 13)
          + pad(name(run.decision), 11) + "\(run.count)"
      }
  }

  private var summary: [String] {
    let certain = findings.filter { !$0.isUncertain }
    let counts = Dictionary(grouping: certain) { $0.decision ?? -1 }.mapValues(\.count)
    let parts = properties.classes.indices.compactMap { index in
      counts[index].map { "\(properties.classes[index]) \($0)" }
    }
    let uncertain = findings.count - certain.count
    return [
      "\(isBeats ? "beats" : "windows"): "
        + (parts + (uncertain > 0 ? ["uncertain \(uncertain)"] : [])).joined(separator: ", ")
    ]
  }

  /// A line a finding.
  var csv: [String] {
    let names = properties.classes.map { "p_\($0)" }
    return [(["from_s", "to_s", "class", "uncertain"] + names).joined(separator: ",")]
      + findings.map { finding in
        let probabilities =
          finding.evidence?.probabilities.map { String(format: "%.4f", $0) }
          ?? properties.classes.map { _ in "" }
        let fields = [
          String(format: "%.3f", seconds(finding.place.lowerBound)),
          String(format: "%.3f", seconds(finding.place.upperBound)), name(finding.decision),
          finding.isUncertain ? "1" : "0",
        ]
        return (fields + probabilities).map(Output.csvField).joined(separator: ",")
      }
  }

  /// Everything, for machines.
  var report: Report {
    Report(
      record: record.name, model: model, notForDiagnosis: true, classes: properties.classes,
      isFaithful: properties.isFaithful,
      findings: findings.map { finding in
        .init(
          from_s: seconds(finding.place.lowerBound), to_s: seconds(finding.place.upperBound),
          class: finding.decision.map { properties.classes[$0] },
          probabilities: finding.evidence?.probabilities, uncertain: finding.isUncertain)
      })
  }

  struct Report: Encodable {
    struct Item: Encodable {
      var from_s: Double
      var to_s: Double
      var `class`: String?
      var probabilities: [Double]?
      var uncertain: Bool
    }
    var record: String
    var model: String
    var notForDiagnosis: Bool
    var classes: [String]
    var isFaithful: Bool?
    var findings: [Item]
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private func figure(_ value: Double) -> String { String(format: "%.2f", value) }
}
