import ArrhythmiaModel
public import Reporting
import SignalProcessing
public import Training
import Waveforms

/// From what was measured to what is shown.
public enum ReportAssembly {
  /// The report of a cross-validation.
  public static func report(
    _ dataset: Dataset, _ settings: TrainingSettings, _ outcomes: [SplitOutcome],
    _ curves: [CrossValidation.Curve]
  ) -> EvaluationReport {
    let splits = outcomes.map { split($0, dataset) }
    var report = EvaluationReport(
      title: "Arrhythmia classification, preset \(dataset.preset.rawValue)",
      facts: [
        .init("Data", "\(dataset.origin), \(dataset.sources.count.counted("record"))"),
        .init("Training", settings.summary),
        .init(
          "Windows", "\(dataset.windows.count), 4.096 s, \(dataset.direction.rawValue) filters"),
      ],
      warnings: warnings(dataset, outcomes), classes: dataset.classes,
      tailClasses: tails(dataset), splits: splits,
      training: curves.map(curve))
    report.alarms = alarms(splits)
    return report
  }

  static func warnings(_ dataset: Dataset, _ outcomes: [SplitOutcome]) -> [String] {
    var warnings = ["Not a medical device; not for diagnosis."]
    let leaky = outcomes.filter(\.split.isLeaky).map(\.split.code)
    if !leaky.isEmpty {
      warnings.append(
        "\(leaky.joined(separator: " and ")) test on patients that also trained: the figures say "
          + "nothing of a patient who is new.")
    }
    let rare = dataset.classes.indices.filter { index in
      !outcomes.allSatisfy { $0.classes.contains(index) }
    }
    if !rare.isEmpty {
      warnings.append(
        "Too rare to be trained in at least one split: "
          + rare.map { dataset.classes[$0] }.joined(separator: ", ") + ".")
    }
    return warnings
  }

  /// What makes a report worthless: splits on which the model is not shown to be better than
  /// chance.
  static func alarms(_ splits: [SplitResult]) -> [String] {
    splits.filter { !isBetterThanChance($0) }.map { split in
      "\(split.code): this model is not shown to be better than chance: Cohen's kappa "
        + "\(ReportText.text(split.metrics.cohensKappa)) may be 0. Do not use it."
    }
  }

  /// Whether kappa's interval is above 0; its value, where one patient leaves no interval.
  static func isBetterThanChance(_ split: SplitResult) -> Bool {
    let kappa = split.metrics.cohensKappa
    return (kappa.low ?? kappa.value ?? 0) > 0
  }

  /// Classes with less than a tenth of the windows of the commonest.
  static func tails(_ dataset: Dataset) -> [String] {
    let closed = dataset.windows.indices.filter {
      dataset.windows[$0].plan.set == .closed && !dataset.windows[$0].plan.isDense
    }
    let counts = dataset.counts(closed).map(\.windows)
    let most = counts.max() ?? 0
    return dataset.classes.indices.filter { counts[$0] > 0 && counts[$0] * 10 < most }
      .map { dataset.classes[$0] }
  }

  static func curve(_ curve: CrossValidation.Curve) -> TrainingCurve {
    TrainingCurve(
      name: "\(curve.stage.split.code) seed \(curve.stage.seedIndex + 1), "
        + "fold \(curve.stage.fold + 1)", points: points(curve.epochs))
  }

  static func points(_ epochs: [TrainingRun.Epoch]) -> [TrainingCurve.Point] {
    epochs.map {
      TrainingCurve.Point(
        epoch: $0.number, trainingLoss: $0.loss, validationMacroF1: $0.validation,
        learningRate: $0.rate)
    }
  }

  // MARK: A split

  static func split(_ outcome: SplitOutcome, _ dataset: Dataset) -> SplitResult {
    let tally = outcome.tally(seed: 0)
    let count = dataset.classes.count
    let split = outcome.split
    return SplitResult(
      code: split.code, name: split.title, role: split.isLeaky ? .leaky : .headline,
      windows: tally.count, patients: outcome.patients.count, folds: outcome.folds,
      seeds: outcome.seeds.count, metrics: metrics(outcome),
      perClass: dataset.classes.indices.filter { tally.metrics.support(of: $0) > 0 }
        .map { classResult($0, outcome, dataset) },
      confusion: (0..<count).map { truth in
        (0..<count).map { tally.metrics[truth: truth, decision: $0] }
      },
      reliabilityBefore: bins(tally, false), reliabilityAfter: bins(tally, true),
      riskCoverage: outcome.riskCoverage().map {
        RiskCoveragePoint(coverage: $0.coverage, risk: $0.risk)
      },
      uncertainty: UncertaintyResult(
        coverage: estimate(outcome, \.coverage),
        certainAccuracy: estimate(outcome) { $0.accuracyByFlag.certain },
        uncertainAccuracy: estimate(outcome) { $0.accuracyByFlag.uncertain }),
      unknownClassAUROC: unknown(outcome))
  }

  private static func metrics(_ outcome: SplitOutcome) -> SplitMetrics {
    func macro(_ part: @escaping (ClassificationMetrics.Scores) -> Double) -> Estimate {
      estimate(outcome) { tally in
        let metrics = tally.metrics
        let present = outcome.classes.sorted().filter { metrics.support(of: $0) > 0 }
        return present.isEmpty ? .nan : part(metrics.macroScores(over: present))
      }
    }
    return SplitMetrics(
      accuracy: estimate(outcome) { $0.metrics.accuracy }, macroPrecision: macro(\.precision),
      macroRecall: macro(\.recall), macroF1: macro(\.f1), macroF2: macro(\.f2),
      cohensKappa: estimate(outcome) { $0.metrics.cohensKappa },
      negativeLogLikelihood: estimate(outcome, \.negativeLogLikelihood),
      calibrationErrorBefore: estimate(outcome) { $0.calibrationError(calibrated: false) },
      calibrationErrorAfter: estimate(outcome) { $0.calibrationError(calibrated: true) })
  }

  private static func classResult(
    _ index: Int, _ outcome: SplitOutcome, _ dataset: Dataset
  ) -> ClassResult {
    func scores(_ part: @escaping (ClassificationMetrics.Scores) -> Double) -> Estimate {
      estimate(outcome) { tally in
        let metrics = tally.metrics
        return metrics.support(of: index) > 0 ? part(metrics.scores(of: index)) : .nan
      }
    }
    let patients = outcome.seeds[0].tallies.values.count { $0.metrics.support(of: index) > 0 }
    return ClassResult(
      name: dataset.classes[index],
      support: outcome.tally(seed: 0).metrics.support(of: index), patients: patients,
      precision: scores(\.precision), recall: scores(\.recall), f1: scores(\.f1),
      f2: scores(\.f2), isTrained: outcome.classes.contains(index))
  }

  static func estimate(
    _ outcome: SplitOutcome, _ figure: (TestTally) -> Double
  ) -> Estimate {
    estimate(outcome.estimate(figure))
  }

  static func estimate(_ figure: SplitOutcome.Figure) -> Estimate {
    Estimate(
      figure.mean, low: figure.interval?.lowerBound, high: figure.interval?.upperBound,
      spread: figure.spread)
  }

  private static func unknown(_ outcome: SplitOutcome) -> Estimate? {
    let figure = SplitOutcome.Figure(outcome.unknownAUROC)
    return figure.mean.isFinite ? Estimate(figure.mean, spread: figure.spread) : nil
  }

  private static func bins(_ tally: TestTally, _ calibrated: Bool) -> [ReliabilityBin] {
    tally.reliability(calibrated: calibrated).map {
      ReliabilityBin(confidence: $0.confidence, accuracy: $0.accuracy, count: $0.count)
    }
  }
}
