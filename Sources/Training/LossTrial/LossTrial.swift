import ArrhythmiaModel
import Foundation
public import NeuralNetwork

/// The trial of the loss: the same folds and seeds trained in several ways, and each judged where a
/// contrast should pay.
///
/// Two data sets: folds of one train and test; of the other, whose patients are others, the rhythms
/// outside the classes are the new ones and the unknown ones.
public struct LossTrial {
  let main: Dataset
  let rare: Dataset
  let settings: TrainingSettings
  let crew: Crew
  /// Of all windows of both data sets.
  private let identity: String

  /// Windows of one new class that teach, at most of one patient.
  public static let counts = [1, 5, 20]
  /// Patients who teach each new class in turn.
  static let teachers = 10
  /// A class with fewer windows than this share of the commonest one's is of the tail. With a tenth it
  /// was VT alone in the laboratory's world, and the claim is of minority classes.
  private static let tailShare = 0.2
  /// Windows of each class that its mean is of.
  private static let meanWindows = 200

  public init(_ main: Dataset, rare: Dataset, _ settings: TrainingSettings, crew: Crew) {
    (self.main, self.rare, self.settings, self.crew) = (main, rare, settings, crew)
    identity = [main, rare].map { dataset in
      dataset.fingerprint(
        Fold(train: Array(dataset.windows.indices), validation: [], test: [], classes: []))
    }.joined(separator: " ")
  }

  /// What a training in an arm follows from.
  public func inputs(_ arm: LossArm, seed: UInt64) -> String {
    var settings = arm.applied(to: settings)
    settings.seed = seed
    return StableHash.of("\(settings.summary) \(identity)".utf8).text
  }

  /// Trains and judges once. `fold` counts from 1.
  public func run(
    _ arm: LossArm, seed: UInt64, fold number: Int, progress: (Double) -> Void
  ) throws -> LossTrialResult {
    var settings = arm.applied(to: settings)
    settings.seed = seed
    let folds = try main.folds(.patients, seed: seed)
    let fold = folds[number - 1]
    let start = ContinuousClock.now
    var run = try TrainingRun(main, fold, settings, crew: crew)
    let steps = run.stepsPerEpoch * settings.epochs
    let model = try run.run { progress(0.95 * Double($0.step) / Double(max(1, $0.steps))) }.model
    var result = LossTrialResult(
      arm: arm.description, seed: seed, fold: number, inputs: inputs(arm, seed: seed),
      steps: steps)
    judgeClasses(model, fold, &result)
    judgeNeighbours(model, fold, &result)
    judgeUnknown(model, fold, &result)
    judgeNew(model, fold, &result)
    let time = ContinuousClock.now - start
    result.seconds = Double(time.components.seconds)
    return result
  }

  // MARK: Judges

  private func judgeClasses(_ model: ModelWeights, _ fold: Fold, _ result: inout LossTrialResult) {
    let metrics = TestResult(model, main, fold, settings.modality, crew: crew)
      .metrics(classCount: main.classes.count)
    let present = fold.classes.filter { metrics.support(of: $0) > 0 }
    let counts = main.counts(fold.train).map(\.windows)
    let most = Self.tailShare * Double(counts.max() ?? 0)
    let tail = present.filter { Double(counts[$0]) < most }
    result.accuracy = metrics.accuracy
    result.macro_f1 = present.isEmpty ? .nan : metrics.macroScores(over: present).f1
    result.tail_f1 = tail.isEmpty ? .nan : metrics.macroScores(over: tail).f1
  }

  private func judgeNeighbours(
    _ model: ModelWeights, _ fold: Fold, _ result: inout LossTrialResult
  ) {
    let scores = similar(model, main, fold.test).scores(crew: crew)
    (result.precision_at_10, result.neighbour_f1) = scores
  }

  private func similar(
    _ model: ModelWeights, _ dataset: Dataset, _ indices: [Int]
  ) -> SimilarWindows {
    let selection = model.properties?.selection ?? InputSelection(modality: .both)
    let windows = crew.map(indices.count) { place in
      var window = dataset.prepared(indices[place])
      selection.apply(to: &window)
      return window
    }
    let live = indices.indices.filter { windows[$0].isLive }
    return SimilarWindows(
      features: WindowFeatures(model, live.map { windows[$0] }, crew: crew).features,
      labels: live.map { dataset.windows[indices[$0]].plan.group },
      patients: live.map { dataset.sources[dataset.windows[indices[$0]].source].patient })
  }

  /// Windows of the other data set that may be asked for: known ones, and unknown ones.
  private func asked(_ fold: Fold) -> (known: [Int], unknown: [Int]) {
    let coarse = rare.windows.indices.filter { !rare.windows[$0].plan.isDense }
    return (
      coarse.filter {
        let plan = rare.windows[$0].plan
        return plan.set == .closed && fold.classes.contains(plan.label)
      }, coarse.filter { rare.windows[$0].plan.set == .fewShot }
    )
  }

  private func judgeUnknown(
    _ model: ModelWeights, _ fold: Fold, _ result: inout LossTrialResult
  ) {
    let asked = asked(fold)
    func energies(_ indices: [Int]) -> [Double] {
      TestResult(
        model, rare, windows: indices, classes: fold.classes, settings.modality, crew: crew
      ).energies
    }
    result.auroc = SplitOutcome.areaUnderROC(
      negatives: energies(asked.known), positives: energies(asked.unknown))
  }

  /// A class's mean direction stands for it; a new one's that of its few windows.
  private func judgeNew(_ model: ModelWeights, _ fold: Fold, _ result: inout LossTrialResult) {
    let known = fold.classes.map { label in
      let own = fold.train.filter { main.windows[$0].plan.label == label }
      let step = max(1, own.count / Self.meanWindows)
      let some = stride(from: 0, to: own.count, by: step).map { own[$0] }
      return (main.classes[label], Self.mean(similar(model, main, some).directions))
    }.filter { !$0.1.isEmpty }
    let asked = asked(fold)
    let pool = similar(model, rare, asked.known + asked.unknown)
    let new = Set(asked.unknown.map { rare.windows[$0].plan.group }).sorted()
    let scores = Self.counts.map { count in
      let found = new.compactMap { Self.newF1($0, pool, known, count: count) }
      return found.isEmpty ? .nan : found.reduce(0, +) / Double(found.count)
    }
    (result.new_f1_1, result.new_f1_5, result.new_f1_20) = (scores[0], scores[1], scores[2])
  }

  static func mean(_ directions: [[Float]]) -> [Float] {
    guard var sum = directions.first else { return [] }
    for direction in directions.dropFirst() {
      for index in sum.indices { sum[index] += direction[index] }
    }
    return SimilarWindows.direction(sum)
  }

  /// Mean F1 of a new class over the patients who teach it: of those with the most windows that any
  /// count asks for, the first few in the order of their names. Nil where there are none, or nobody
  /// else has the class.
  static func newF1(
    _ name: String, _ pool: SimilarWindows, _ known: [(String, [Float])], count: Int
  ) -> Double? {
    let places = pool.labels.indices.filter { pool.labels[$0] == name }
    let byPatient = Dictionary(grouping: places) { pool.patients[$0] }.sorted { $0.key < $1.key }
    let most = counts.max() ?? 1
    let teachers = byPatient.filter { $0.value.count >= most }.prefix(teachers)
    guard !teachers.isEmpty, byPatient.count > 1 else { return nil }
    let nearestKnown = pool.directions.map { direction in
      known.map { SimilarWindows.cosine(direction, $0.1) }.max() ?? -1
    }
    let scores = teachers.map { patient, own in
      let step = own.count / count
      let support = (0..<count).map { pool.directions[own[$0 * step]] }
      let mean = Self.mean(support)
      var (right, said, there) = (0.0, 0.0, 0.0)
      for place in pool.labels.indices where pool.patients[place] != patient {
        let isSaid = SimilarWindows.cosine(pool.directions[place], mean) > nearestKnown[place]
        let isThere = pool.labels[place] == name
        if isSaid { said += 1 }
        if isThere { there += 1 }
        if isSaid && isThere { right += 1 }
      }
      return right == 0 ? 0 : 2 * right / (said + there)
    }
    return scores.reduce(0, +) / Double(scores.count)
  }
}
