import ArrhythmiaModel
import Evaluation
import Foundation
import ReviewApp
import Waveforms

extension Timeline {
  /// Episodes, or counts of beats, for a terminal.
  var table: [String] {
    let head = [
      "\(record.name): \(TimeLabel.text(record.durationSeconds)), "
        + "\(findings.count.counted(isBeats ? "beat" : "window")), model \(model)",
      "What a model says; not for diagnosis."
        + (properties.isFaithful == true ? "" : " Its attention maps are not shown to be causes."),
    ]
    return head + channelLines + (isBeats ? beatTable : episodeTable) + summary
  }

  /// What the model does not see of the record, and what is taken for what.
  private var channelLines: [String] {
    let fit = fit
    let missing = fit.missingChannels
    let lacking = missing.isEmpty ? [] : ["without \(missing.joined(separator: ", "))"]
    let parts = [fit.remark].compactMap { $0 } + lacking
    return parts.isEmpty ? [] : ["channels: " + parts.joined(separator: "; ")]
  }

  private var episodeTable: [String] {
    var first = 0
    return ["from         to           class      mean probability, or why it is uncertain"]
      + FindingEpisode.episodes(findings).map { episode in
        let some = findings[first..<first + episode.count]
        first += episode.count
        let label = episode.decision.map { properties.classes[$0] } ?? "uncertain"
        return PlainText.left(TimeLabel.text(seconds(episode.place.lowerBound)), 13)
          + PlainText.left(TimeLabel.text(seconds(episode.place.upperBound)), 13)
          + PlainText.left(label, 11)
          + (episode.decision == nil ? why(some) : probability(episode.probability))
      }
  }

  private func probability(_ value: Double) -> String {
    DecidingFigures.probabilities([value]).joined()
  }

  /// Why some findings are uncertain, of those that are.
  private func why(_ some: some Sequence<RecordClassifier.Finding>) -> String {
    UncertaintyReason.summary(some.filter(\.isUncertain).map(\.verdict.reasons))
  }

  /// Runs of ectopic beats, of three and more.
  private var beatTable: [String] {
    let runs = FindingEpisode.episodes(findings).filter {
      $0.count >= 3 && $0.decision.map { properties.classes[$0] != "N" } ?? false
    }
    guard !runs.isEmpty else { return ["no run of three ectopic beats"] }
    return ["from         to           run of     beats"]
      + runs.map { run in
        PlainText.left(TimeLabel.text(seconds(run.place.lowerBound)), 13)
          + PlainText.left(TimeLabel.text(seconds(run.place.upperBound)), 13)
          + PlainText.left(name(run.decision), 11) + "\(run.count)"
      }
  }

  private var summary: [String] {
    let certain = findings.filter { !$0.isUncertain }
    let counts = Dictionary(grouping: certain) { $0.decision ?? -1 }.mapValues(\.count)
    let parts = properties.classes.indices.compactMap { index in
      counts[index].map { "\(properties.classes[index]) \($0)" }
    }
    let uncertain = findings.count - certain.count
    let counted =
      "\(isBeats ? "beats" : "windows"): "
      + (parts + (uncertain > 0 ? ["uncertain \(uncertain)"] : [])).joined(separator: ", ")
    return [counted] + (uncertain > 0 ? ["uncertain: " + why(findings)] : [])
  }
}
