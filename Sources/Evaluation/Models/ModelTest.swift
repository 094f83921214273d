public import ArrhythmiaModel
import Foundation
public import NeuralNetwork
public import Reporting
import SignalProcessing
public import Training
import Waveforms

/// The test of one model file on records that it has not seen, and of its attention maps.
public struct ModelTest {
  private let weights: ModelWeights
  private let properties: ModelProperties
  private let path: String
  private let dataset: Dataset
  private let crew: Crew
  /// The model's classes in the data set's preset.
  private let classes: [Int]
  private let windows: [Int]

  /// What takes its time.
  public enum Part: String, Sendable {
    case test
    /// The test of the attention maps.
    case faithfulness
  }

  /// Windows that the faithfulness test is run on.
  private static let faithfulnessWindows = 300
  private static let exampleCount = 6

  /// Looks which windows the model has not seen. `path` is the model's file.
  ///
  /// Throws `EvaluationError` where the file says nothing of its training, where its classes are
  /// not the data's, and where nothing is left to test on.
  public init(
    _ weights: ModelWeights, path: String, _ dataset: Dataset, cohort: String?, crew: Crew
  ) throws {
    guard let properties = weights.properties else {
      throw EvaluationError.noProperties(path: path)
    }
    classes = try properties.classes.map { name in
      guard let index = dataset.classes.firstIndex(of: name) else {
        throw EvaluationError.foreignClass(
          name: name, preset: dataset.preset.rawValue, path: path)
      }
      return index
    }
    let seen = Set(properties.seenDigests)
    let paced = dataset.pacedSources
    windows = dataset.windows.indices.filter {
      let window = dataset.windows[$0]
      return window.plan.set == .closed && !window.plan.isDense
        && !seen.contains(dataset.sources[window.source].digest)
        && !paced.contains(window.source)
        && (cohort == nil || dataset.sources[window.source].cohort == cohort)
    }
    guard !windows.isEmpty else {
      throw EvaluationError.nothingUnseen(
        path: dataset.origin, records: dataset.sources.map(\.name))
    }
    (self.weights, self.properties, self.path) = (weights, properties, path)
    (self.dataset, self.crew) = (dataset, crew)
  }

  /// Tests, stores the verdict in the model's file, and reports; with `predictions`, also writes
  /// each window's decision there as CSV. `progress` is told what is being done, and the share of
  /// it that is.
  public func run(
    predictions csv: String? = nil, progress: (Part, Double) -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    let test = result(windows) { progress(.test, $0) }
    var outcome = SplitOutcome(.patients, folds: 1, classCount: dataset.classes.count)
    outcome.beginSeed()
    outcome.add(test, unknown: unknown(), dataset)
    var split = ReportAssembly.split(outcome, dataset)
    (split.code, split.name) = ("T", "records that did not train the model")
    let isBetterThanChance = ReportAssembly.isBetterThanChance(split)
    let faithfulness = FaithfulnessTest(weights, crew: crew)
      .run(dataset, sample(), isBetterThanChance: isBetterThanChance, crew: crew) {
        progress(.faithfulness, $0)
      }
    if let csv { try write(test, to: csv) }
    if properties.certainty != nil { split.selective = test.selective(dataset).sentence }
    try store(split, faithfulness)
    var report = EvaluationReport(
      title: "Test of \(path.split(separator: "/").last.map(String.init) ?? path)",
      facts: [
        .init("Model", path), .init("Trained on", properties.data),
        .init("Training", properties.training),
        .init("Tested on", "\(dataset.origin), \(split.patients) patients"),
      ],
      warnings: ReportAssembly.warnings(dataset, [outcome]), classes: dataset.classes,
      tailClasses: ReportAssembly.tails(dataset), splits: [split],
      faithfulness: faithfulness.map(Self.result), examples: examples(test, faithfulness?.method))
    report.alarms = ReportAssembly.alarms([split])
    return report
  }

  private func unknown() -> TestResult? {
    let seen = Set(properties.seenDigests)
    let pool = dataset.windows.indices.filter {
      let window = dataset.windows[$0]
      return window.plan.set == .fewShot && !window.plan.isDense
        && !seen.contains(dataset.sources[window.source].digest)
    }
    return pool.isEmpty ? nil : result(pool)
  }

  private func result(
    _ windows: [Int], _ progress: (Double) -> Void = { _ in }
  ) -> TestResult {
    TestResult(
      weights, dataset, windows: windows, classes: classes, properties.seen, crew: crew,
      progress: progress)
  }

  /// Windows of all classes alike, spread over the records.
  private func sample() -> [Int] {
    let byClass = Dictionary(grouping: windows) { dataset.windows[$0].plan.label }
    let each = max(2, Self.faithfulnessWindows / max(1, byClass.count))
    return byClass.sorted { $0.key < $1.key }.flatMap { _, members in
      stride(from: 0, to: members.count, by: max(1, members.count / each)).prefix(each)
        .map { members[$0] }
    }
  }

  /// The data's name, and how they were filtered where the model was trained on others.
  private var testedOn: String {
    let name = dataset.origin.fileName
    guard dataset.direction != properties.direction else { return name }
    let filters =
      dataset.direction == .causal ? ModelProperties.causalRemark : ", filtered without phase"
    return name + filters
  }

  /// Keeps what was found in the model's file.
  private func store(_ split: SplitResult, _ outcome: FaithfulnessTest.Outcome?) throws {
    var (weights, properties) = (weights, properties)
    let origin = testedOn
    let sentence =
      "\(split.windows) windows of \(split.patients) patients of \(origin): accuracy "
      + "\(ReportText.text(split.metrics.accuracy)), macro-F1 "
      + "\(ReportText.text(split.metrics.macroF1)), Cohen's kappa "
      + ReportText.text(split.metrics.cohensKappa)
      + (split.selective.map { "; \($0)" } ?? "")
    properties.evaluation.removeAll { $0.contains(" of \(origin): ") }
    properties.evaluation.append(sentence)
    if let outcome, dataset.direction == properties.direction {
      properties.faithfulness = outcome.sentence
      properties.isFaithful = outcome.isFaithful
      properties.heatMethod = outcome.method.rawValue
    }
    try weights.setProperties(properties)
    try weights.write(path: path)
  }

  private static func result(_ outcome: FaithfulnessTest.Outcome) -> FaithfulnessResult {
    func points(_ values: [Double]) -> [FaithfulnessResult.Point] {
      zip(FaithfulnessTest.fractions, values).map { .init(fraction: $0, probability: $1) }
    }
    func curves(_ part: (FaithfulnessTest.Curves) -> [Double]) -> [FaithfulnessResult.Curve] {
      [
        .init(order: .model, points: points(part(outcome.model))),
        .init(order: .random, points: points(part(outcome.random))),
        .init(order: .randomisedWeights, points: points(part(outcome.randomised))),
      ]
    }
    return FaithfulnessResult(
      verdict: outcome.isFaithful ? .faithful : .notFaithful, method: outcome.sentence,
      shareBelowRandom: Estimate(outcome.shareBelowRandom),
      meanGap: Estimate(
        outcome.gap, low: outcome.gapInterval.lowerBound, high: outcome.gapInterval.upperBound),
      deletion: curves(\.deletion), insertion: curves(\.insertion))
  }

  // MARK: Windows to look at

  /// The surest right decision of each class, then the surest wrong ones.
  private func examples(
    _ test: TestResult, _ method: ExplanationMethod?
  ) -> [ExampleWindow] {
    let rows = test.windows.indices.sorted {
      (test.probabilities[$1].max() ?? 0, $0) < (test.probabilities[$0].max() ?? 0, $1)
    }
    var chosen = classes.compactMap { index in
      rows.first { test.truth[$0] == index && test.decisions[$0] == index }
    }
    chosen += rows.filter { test.truth[$0] != test.decisions[$0] }
    let engine = ExplanationEngine(weights, crew: crew)
    return chosen.prefix(Self.exampleCount + 2).map { row in
      example(row, test, engine, method ?? .gradient)
    }
  }

  private func example(
    _ row: Int, _ test: TestResult, _ engine: ExplanationEngine, _ method: ExplanationMethod
  ) -> ExampleWindow {
    let window = dataset.windows[test.windows[row]]
    let batch = dataset.batch([test.windows[row]], selection: properties.selection, crew: crew)
      .windows
    let own = classes.firstIndex(of: test.decisions[row]) ?? 0
    let heat = engine.heat(batch, 0, class: own)[method] ?? ([], [])
    let names = ChannelSlots.leads + ChannelSlots.electrograms
    let channels = names.indices.compactMap { slot -> ExampleWindow.Channel? in
      let isLead = slot < ModelConfiguration.ecgChannels
      let place = isLead ? slot : slot - ModelConfiguration.ecgChannels
      guard (isLead ? batch.ecgLive : batch.iegmLive)[place] == 1 else { return nil }
      let first = place * batch.samples
      return .init(
        name: names[slot],
        samples: Array((isLead ? batch.ecg : batch.iegm)[first..<first + batch.samples]))
    }
    let seconds = Double(window.plan.start) / PreparationSettings.samplingRateHz
    return ExampleWindow(
      title: "\(dataset.sources[window.source].name) at \(Int(seconds.rounded())) s",
      truth: dataset.classes[test.truth[row]], decision: dataset.classes[test.decisions[row]],
      probabilities: test.probabilities[row], samplingRate: PreparationSettings.samplingRateHz,
      channels: channels, attention: zip(heat.ecg, heat.iegm).map(+))
  }

  /// Each window's decision as CSV.
  private func write(_ test: TestResult, to path: String) throws {
    var text = "record,seconds,truth,decision,uncertain,set,reason"
    text += dataset.classes.map { ",p_\($0)" }.joined() + "\n"
    for row in test.windows.indices {
      let window = dataset.windows[test.windows[row]]
      let middle = Double(window.plan.start + WindowPlan.samples / 2)
      let fields = [
        dataset.sources[window.source].name,
        "\(middle / PreparationSettings.samplingRateHz)", dataset.classes[test.truth[row]],
        dataset.classes[test.decisions[row]], test.verdicts[row].isUncertain ? "1" : "0",
        test.verdicts[row].set.map { properties.classes[$0] }.joined(separator: "|"),
        test.verdicts[row].reasons.map(\.rule).joined(separator: " "),
      ]
      let probabilities = test.probabilities[row].map { String(format: "%.4f", $0) }
      text += PlainText.csvLine(fields + probabilities) + "\n"
    }
    try AtomicFile.write(Array(text.utf8), path: path)
  }
}
