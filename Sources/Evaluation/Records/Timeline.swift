public import ArrhythmiaModel
import Foundation
public import Waveforms

/// A model's findings on a record's time line, in the forms that can be printed.
public struct Timeline: Sendable {
  /// What the model read.
  public let record: Record
  /// What it found, in order of time.
  public let findings: [RecordClassifier.Finding]
  /// What its file says of it.
  public let properties: ModelProperties
  /// Its name.
  public let model: String
  /// Samples at 250 Hz that it sees at once.
  public let windowSamples: Int

  /// What a model found in a record.
  public init(
    _ record: Record, _ findings: [RecordClassifier.Finding], _ properties: ModelProperties,
    model: String, windowSamples: Int
  ) {
    (self.record, self.findings, self.properties) = (record, findings, properties)
    (self.model, self.windowSamples) = (model, windowSamples)
  }

  /// Whether the findings are of beats, and not of windows.
  public var isBeats: Bool { properties.isOfBeats }

  /// Seconds from the record's start of a sample at 250 Hz.
  public func seconds(_ sample: Int) -> Double {
    Double(sample) / PreparationSettings.samplingRateHz
  }

  /// The name of a finding's class; `uncertain` has the class that it would be.
  public func name(_ decision: Int?) -> String {
    decision.map { properties.classes[$0] } ?? "no signal"
  }

  /// Seconds of silence in a finding's window, beyond the record's beginning or end.
  public func paddedSeconds(_ finding: RecordClassifier.Finding) -> Double {
    let rate = PreparationSettings.samplingRateHz
    let middle = Double(finding.place.lowerBound + finding.place.upperBound) / 2
    let half = Double(windowSamples) / 2
    let end = (record.durationSeconds * rate).rounded(.down)
    return (max(0, half - middle) + max(0, middle + half - end)) / rate
  }

  /// Which of the model's channels the record has.
  public var fit: ModelFit { ModelFit(record, properties, windowSamples: windowSamples) }

  /// The classes that a finding may be of, as `N|S`.
  public func set(_ finding: RecordClassifier.Finding) -> [String] {
    finding.verdict.set.map { properties.classes[$0] }
  }

  /// A line a finding. Probabilities have all their digits: rounded ones would not show on which
  /// side of a threshold they are.
  public var csv: [String] {
    let names = properties.classes.map { "p_\($0)" }
    return [
      PlainText.csvLine(
        ["from_s", "to_s", "class", "uncertain", "reason", "set"] + names + ["padded_s", "why"])
    ]
      + findings.map { finding in
        let probabilities =
          finding.evidence?.probabilities.map { "\($0)" }
          ?? properties.classes.map { _ in "" }
        let fields = [
          String(format: "%.3f", seconds(finding.place.lowerBound)),
          String(format: "%.3f", seconds(finding.place.upperBound)), name(finding.decision),
          finding.isUncertain ? "1" : "0",
          finding.verdict.reasons.first?.rule ?? "", set(finding).joined(separator: "|"),
        ]
        let padded = String(format: "%.3f", paddedSeconds(finding))
        let why = finding.verdict.reasons.map(\.text).joined(separator: "; ")
        return PlainText.csvLine(fields + probabilities + [padded, why])
      }
  }

  /// Everything, for machines.
  public var report: Report {
    let fit = fit
    return Report(
      record: record.name, model: model, notForDiagnosis: true, classes: properties.classes,
      isFaithful: properties.isFaithful, remark: fit.remark,
      missingChannels: fit.missingChannels,
      findings: findings.map { finding in
        .init(
          from_s: seconds(finding.place.lowerBound), to_s: seconds(finding.place.upperBound),
          class: finding.decision.map { properties.classes[$0] },
          probabilities: finding.evidence?.probabilities, uncertain: finding.isUncertain,
          set: set(finding), input: finding.kind.text, padded_s: paddedSeconds(finding),
          reasons: finding.verdict.reasons.map { .init(rule: $0.rule, text: $0.text) })
      })
  }

  /// What `report` gives; the names are those of the JSON.
  public struct Report: Encodable, Sendable {
    struct Item: Encodable {
      let from_s: Double
      let to_s: Double
      let `class`: String?
      let probabilities: [Double]?
      let uncertain: Bool
      let set: [String]
      let input: String
      let padded_s: Double
      let reasons: [Reason]
    }
    struct Reason: Encodable {
      let rule: String
      let text: String
    }
    let record: String
    let model: String
    let notForDiagnosis: Bool
    let classes: [String]
    let isFaithful: Bool?
    let remark: String?
    let missingChannels: [String]
    let findings: [Item]
  }
}
