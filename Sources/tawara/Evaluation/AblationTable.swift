import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Reporting
import Training

/// The ablation table as Markdown and JSON.
struct AblationTable: Encodable {
  /// A row: figures of a variant, and how much higher the full model's macro-F1 is on the same patients.
  struct Row: Encodable {
    var name: String
    var macroF1: Estimate
    var tailF1: Estimate
    var accuracy: Estimate
    var fullModelAhead: Estimate?
  }

  var data: String
  var split: String
  var seeds: Int
  var folds: Int
  var patients: Int
  var tailClasses: [String]
  var settings: String
  var rows: [Row]

  init(_ rows: [Ablation.Row], _ dataset: Dataset, _ settings: TrainingSettings) {
    let full = rows[0].outcome
    let tails = ReportAssembly.tails(dataset)
    let tailIndices = dataset.classes.indices.filter { tails.contains(dataset.classes[$0]) }
    data = dataset.origin
    (split, folds, seeds) = (full.split.title, full.folds, full.seeds.count)
    (patients, tailClasses, self.settings) = (full.patients.count, tails, settings.summary)
    self.rows = rows.enumerated().map { index, row in
      let outcome = row.outcome
      func macro(_ tally: TestTally) -> Double {
        SplitOutcome.macroF1(tally, of: full.classes)
      }
      return Row(
        name: row.variant.title, macroF1: ReportAssembly.estimate(outcome, macro),
        tailF1: ReportAssembly.estimate(outcome) { SplitOutcome.macroF1($0, of: tailIndices) },
        accuracy: ReportAssembly.estimate(outcome) { $0.metrics.accuracy },
        fullModelAhead: index == 0
          ? nil : ReportAssembly.estimate(full.difference(from: outcome, macro)))
    }
  }

  /// The table with what it is about.
  var markdown: [String] {
    [
      "\(split), \(folds) fold\(folds == 1 ? "" : "s"), \(patients) test patients, \(seeds) "
        + "seed\(seeds == 1 ? "" : "s"); tail classes: \(tailClasses.joined(separator: ", ")). Intervals: "
        + "95 %, bootstrap over patients; ±: standard deviation over seeds.", "",
      "| | macro-F1 | tail F1 | accuracy | full model ahead by |", "|---|---|---|---|---|",
    ]
      + rows.map { row in
        let figures = [row.macroF1, row.tailF1, row.accuracy].map(ReportText.text)
        let ahead = row.fullModelAhead.map(ReportText.text) ?? ""
        return "| \(row.name) | \(figures.joined(separator: " | ")) | \(ahead) |"
      } + ["", "Settings: \(settings)."]
  }
}
