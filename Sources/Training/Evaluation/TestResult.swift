public import ArrhythmiaModel
public import NeuralNetwork

/// What a model makes of windows that it has not seen.
public struct TestResult: Sendable, Equatable {
  /// The windows.
  public var windows: [Int]
  /// Class of each in the data set's preset.
  public var truth: [Int]
  /// Decided class of each in the data set's preset.
  public var decisions: [Int]
  /// Calibrated probabilities by window, in the preset's classes; 0 for those the model lacks.
  public var probabilities: [[Double]]
  /// Logits by window in the model's own classes.
  public var logits: [[Double]]
  /// What each may be of, in the model's own classes, and why that is uncertain where it is.
  public var verdicts: [Verdict]
  /// Energy of each, for telling what is unknown.
  public var energies: [Double]
  /// The model's classes in the preset.
  public var classes: [Int]

  /// Whether each is uncertain.
  public var isUncertain: [Bool] { verdicts.map(\.isUncertain) }

  /// Tests a model on a fold's test windows.
  public init(
    _ model: ModelWeights, _ dataset: Dataset, _ fold: Fold, _ modality: ModalityChoice = .both,
    crew: Crew
  ) {
    self.init(
      model, dataset, windows: fold.test, classes: fold.classes, modality, crew: crew)
  }

  /// Tests a model on any windows; its classes are the preset's `classes`. `progress` is told the
  /// share that is done.
  public init(
    _ model: ModelWeights, _ dataset: Dataset, windows: [Int], classes: [Int],
    _ modality: ModalityChoice = .both, crew: Crew, progress: (Double) -> Void = { _ in }
  ) {
    let predictions = Predictions(
      model, dataset, windows, modality: modality, crew: crew, progress: progress)
    let rule =
      model.properties?.rule
      ?? CertaintyRule(classes: classes.map { dataset.classes[$0] }, certainty: nil)
    let evidence = EvidenceReader(model).evidence(
      logits: predictions.logits, embeddings: predictions.embeddings,
      scales: predictions.kinds.map(rule.scale))
    self.windows = predictions.windows
    self.classes = classes
    truth = predictions.windows.map { dataset.windows[$0].plan.label }
    decisions = evidence.map { classes[$0.decision] }
    verdicts = zip(evidence, predictions.kinds).map { rule.verdict($0, .init(kind: $1)) }
    energies = evidence.map(\.energy)
    let width = predictions.classCount
    logits = predictions.windows.indices.map { row in
      predictions.logits[row * width..<(row + 1) * width].map(Double.init)
    }
    probabilities = evidence.map { item in
      var all = Array(repeating: 0.0, count: dataset.classes.count)
      for (place, value) in zip(classes, item.probabilities) { all[place] = value }
      return all
    }
  }

  /// What it is worth that some answers are uncertain.
  public func selective(_ dataset: Dataset) -> SelectiveFigures {
    let rows = windows.indices.map { row in
      SelectiveFigures.Window(
        label: truth[row], decision: decisions[row], confidence: probabilities[row].max() ?? 0,
        set: verdicts[row].set.map { classes[$0] },
        patient: dataset.sources[dataset.windows[windows[row]].source].patient)
    }
    return SelectiveFigures(rows, classes: dataset.classes)
  }

  /// The decisions counted.
  public func metrics(classCount: Int) -> ClassificationMetrics {
    ClassificationMetrics(truth: truth, decisions: decisions, classCount: classCount)
  }

  /// A table for a terminal.
  public func lines(_ dataset: Dataset) -> [String] {
    let metrics = metrics(classCount: dataset.classes.count)
    let present = dataset.classes.indices.filter { metrics.support(of: $0) > 0 }
    let macro = metrics.macroScores(over: present.filter(classes.contains))
    func figure(_ value: Double) -> String {
      let text = String(Int((value * 1000).rounded()))
      return value >= 0.9995
        ? "1.000" : "." + String(repeating: "0", count: max(0, 3 - text.count)) + text
    }
    var lines = [
      "test: accuracy \(figure(metrics.accuracy)), macro-F1 \(figure(macro.f1)), "
        + "Cohen's kappa \(figure(metrics.cohensKappa)), uncertain "
        + figure(Double(isUncertain.count { $0 }) / Double(max(1, windows.count))),
      "class     windows  precision  recall     F1",
    ]
    for index in present {
      let scores = metrics.scores(of: index)
      let name = dataset.classes[index]
      let count = String(metrics.support(of: index))
      lines.append(
        name + String(repeating: " ", count: max(1, 17 - name.count - count.count)) + count
          + "       " + figure(scores.precision) + "    " + figure(scores.recall) + "   "
          + figure(scores.f1))
    }
    return lines
  }
}
