import Annotations
import Evaluation
import Foundation
import Waveforms

/// How far readers agree, as it is printed; the names are those of its JSON.
struct ReaderReport: Encodable {
  /// A coefficient with its interval; nil where it is not defined, with the reason.
  struct Estimate: Encodable {
    var value: Double?
    var low: Double?
    var high: Double?
    var reason: String?

    init(_ estimate: AgreementEstimate) {
      value = estimate.value
      (low, high) = (estimate.interval?.lowerBound, estimate.interval?.upperBound)
      if case .undefined(let why) = estimate.coefficient { reason = "\(why)" }
    }

    var text: String {
      guard let value else { return "–" }
      let range = low.flatMap { low in high.map { String(format: " (%.3f to %.3f)", low, $0) } }
      return String(format: "%.3f", value) + (range ?? "")
    }
  }

  struct Figures: Encodable {
    var agreement: Estimate
    var cohen_kappa: Estimate
    var fleiss_kappa: Estimate
    var gwet_ac1: Estimate

    init(_ figures: AgreementReport<PlaceReading<BeatClass>>.Figures) {
      agreement = Estimate(figures.percentAgreement)
      cohen_kappa = Estimate(figures.cohenKappa)
      fleiss_kappa = Estimate(figures.fleissKappa)
      gwet_ac1 = Estimate(figures.gwetAC1)
    }

    var cells: [String] { [agreement, cohen_kappa, fleiss_kappa, gwet_ac1].map(\.text) }
  }

  struct Class: Encodable {
    var name: String
    var readings: Int
    var figures: Figures
  }

  /// Episodes of a rhythm: of the first reader's, how many the second has, and the other way round.
  struct Rhythm: Encodable {
    var name: String
    var episodes: [Int]
    var seconds: [Double]
    var episode_sensitivity: Estimate
    var episode_positive_predictivity: Estimate
    var duration_sensitivity: Estimate
    var duration_positive_predictivity: Estimate

    init(_ name: String, _ study: EpisodeStudy, _ bootstrap: PatientBootstrap) {
      let tally = study.tally(of: name)
      let figures = study.figures(of: name, bootstrap)
      self.name = name
      episodes = [tally.reference.episodes, tally.test.episodes]
      seconds = [tally.reference.seconds, tally.test.seconds]
      episode_sensitivity = Estimate(figures.episodeSensitivity)
      episode_positive_predictivity = Estimate(figures.episodePositivePredictivity)
      duration_sensitivity = Estimate(figures.durationSensitivity)
      duration_positive_predictivity = Estimate(figures.durationPositivePredictivity)
    }

    var cells: [String] {
      [episodes.map(String.init).joined(separator: " / ")]
        + [
          episode_sensitivity, episode_positive_predictivity, duration_sensitivity,
          duration_positive_predictivity,
        ].map(\.text)
    }
  }

  var readers: [String]
  var records: Int
  var patients: Int
  /// Beats that a reader has marked.
  var places: Int
  var beats: Figures
  var classes: [Class]
  var rhythms: [Rhythm]

  /// The report as tables in Markdown.
  var lines: [String] {
    let head =
      "\(readers.joined(separator: ", ")): \(places.counted("beat")) of \(records.counted("record")), "
      + patients.counted("patient")
    var lines = [
      head, "", "| beats | readings | agreement | Cohen's kappa | Fleiss' kappa | Gwet's AC1 |",
      "|---|---|---|---|---|---|",
    ]
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    lines.append(row(["all", "\(places * readers.count)"] + beats.cells))
    lines += classes.filter { $0.readings > 0 }
      .map { row([$0.name, "\($0.readings)"] + $0.figures.cells) }
    guard !rhythms.isEmpty else { return lines }
    lines += [
      "",
      "| rhythm | episodes | episodes of the first that the second has | the other way round "
        + "| of its time | the other way round |",
      "|---|---|---|---|---|---|",
    ]
    return lines + rhythms.map { row([$0.name] + $0.cells) }
  }
}
