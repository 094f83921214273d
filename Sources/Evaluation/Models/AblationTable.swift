import ArrhythmiaModel
public import Reporting
public import Training
import Waveforms

/// The ablation table as Markdown and JSON.
public struct AblationTable: Encodable, Sendable {
  /// A row: figures of a variant, and how much higher the full model's macro-F1 is on the same
  /// patients.
  public struct Row: Encodable, Sendable {
    /// The variant.
    public let name: String
    /// Macro-F1 over the classes that were trained.
    public let macroF1: Estimate
    /// Mean F1 of the rare classes.
    public let tailF1: Estimate
    /// Accuracy.
    public let accuracy: Estimate
    /// How much higher the full model's macro-F1 is; nil of the full model itself.
    public let fullModelAhead: Estimate?
  }

  /// Where the data came from.
  public let data: String
  /// How patients were parted.
  public let split: String
  /// How many seeds.
  public let seeds: Int
  /// How many folds.
  public let folds: Int
  /// How many patients were tested.
  public let patients: Int
  /// The rare classes.
  public let tailClasses: [String]
  /// The training's settings in a line.
  public let settings: String
  /// The variants, the full model first.
  public let rows: [Row]

  /// A table of variants that were trained on a data set; the first is the full model.
  public init(_ rows: [Ablation.Row], _ dataset: Dataset, _ settings: TrainingSettings) {
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
  public var markdown: [String] {
    [
      "\(split), \(folds.counted("fold")), \(patients.counted("test patient")), "
        + "\(seeds.counted("seed")); tail classes: \(tailClasses.joined(separator: ", ")). Intervals: "
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
