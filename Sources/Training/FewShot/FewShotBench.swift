import ArrhythmiaModel
import NeuralNetwork

/// All draws of one class that was held out of one training.
struct FewShotBench {
  private let trial: FewShotTrial
  private let objective: Objective
  private let held: String
  private let base: FewShotTrial.Trained
  /// Windows of patients that did not train.
  private let windows: [PreparedWindow]
  /// Their numbers in the data set.
  private let numbers: [Int]
  private let names: [String]
  private let patients: [String]
  private let features: WindowFeatures
  /// What the two trained networks say of them.
  private let wholeSays: [String]
  private let baseSays: [String]

  init(
    _ trial: FewShotTrial, _ objective: Objective, _ held: String, base: FewShotTrial.Trained,
    whole: FewShotTrial.Trained
  ) throws {
    (self.trial, self.objective, self.held, self.base) = (trial, objective, held, base)
    let dataset = trial.dataset
    let selection = base.model.properties?.selection ?? InputSelection(modality: .both)
    let asked = trial.asked
    let prepared = trial.crew.map(asked.count) { place in
      var window = dataset.prepared(asked[place])
      selection.apply(to: &window)
      return window
    }
    let live = prepared.indices.filter { prepared[$0].isLive }
    windows = live.map { prepared[$0] }
    numbers = live.map { asked[$0] }
    let numbers = numbers
    names = numbers.map { dataset.classes[dataset.windows[$0].plan.label] }
    patients = numbers.map { dataset.sources[dataset.windows[$0].source].patient }
    features = WindowFeatures(base.model, windows, crew: trial.crew)
    baseSays = features.decisions.map { base.model.classNames[$0] }
    let said = WindowFeatures(whole.model, windows, crew: trial.crew)
    wholeSays = said.decisions.map { whole.model.classNames[$0] }
  }

  /// All numbers of windows and all methods of a draw.
  func results(draw: Int) throws -> [FewShotResult] {
    let most = trial.plan.counts.max() ?? 1
    let able = Set(patients).sorted().filter { patient in
      names.indices.count { patients[$0] == patient && names[$0] == held } >= most
    }
    guard !able.isEmpty else { return [] }
    var random = SplitMix64(
      seed: SplitMix64.mixed(UInt64(draw)) ^ StableHash.of(held.utf8).value)
    // Patients one after another before any comes again.
    let offset = Int(StableHash.of(held.utf8).value % UInt64(able.count))
    let patient = able[(draw + offset) % able.count]
    var own = names.indices.filter { patients[$0] == patient && names[$0] == held }
    for place in stride(from: own.count - 1, to: 0, by: -1) {
      own.swapAt(place, Int(random.next() % UInt64(place + 1)))
    }
    let queries = names.indices.filter { patients[$0] != patient }
    return try trial.plan.counts.flatMap { count in
      try trial.plan.methods.filter { runs($0, count, draw) }.map { method in
        let said = try say(method, support: Array(own.prefix(count)))
        return score(said, queries, method, count, draw, patient)
      }
    }
  }

  private func runs(_ method: FewShotMethod, _ count: Int, _ draw: Int) -> Bool {
    guard method == .scratch else { return true }
    let nearest = trial.plan.counts.min { abs($0 - 5) < abs($1 - 5) }
    return draw < trial.plan.scratchDraws && count == nearest
  }

  // MARK: Methods

  /// What a method says of all windows.
  private func say(_ method: FewShotMethod, support: [Int]) throws -> [String] {
    switch method {
    case .instant: try taught(.instant, support)
    case .adapters: try taught(.adapters, support)
    case .full: try taught(.full, support)
    case .prototypes: byPrototypes(support)
    case .probe: byProbe(support)
    case .neighbour: byNeighbour(support)
    case .scratch: try fromScratch(support)
    }
  }

  private func taught(_ depth: AdaptationDepth, _ support: [Int]) throws -> [String] {
    let teaching = support.enumerated().map { number, place in
      TaughtWindow(
        signal: windows[place], label: held, patient: patients[place], record: patients[place],
        digest: "\(place)", seconds: 0..<4, episode: number)
    }
    let adaptation = try Adaptation(
      base.model, memory: base.memory,
      support: TaughtSupport(teaching: teaching, guarding: []),
      settings: AdaptationSettings(depth: depth), crew: trial.crew)
    let model = try adaptation.run().model
    // Where the trunk is as it was, so are the features.
    guard depth == .instant else { return said(by: model) }
    let head = HeadFit(of: model)
    return features.features.map { model.classNames[head.decision($0)] }
  }

  private func said(by model: ModelWeights) -> [String] {
    WindowFeatures(model, windows, crew: trial.crew).decisions.map { model.classNames[$0] }
  }

  private func byPrototypes(_ support: [Int]) -> [String] {
    let means = base.model.tensors["prototype_means"]
    let width = means?.shape.last ?? 1
    var prototypes = base.model.classNames.enumerated().map { index, name in
      (name, Array(means?.values[index * width..<(index + 1) * width] ?? []))
    }
    let own = support.map { features.embeddings[$0] }
    prototypes.append((held, (0..<width).map { place in own.reduce(0) { $0 + $1[place] } }))
    return features.embeddings.map { Self.nearest($0, prototypes) }
  }

  /// Features that are known, by the names of their classes.
  private func known(_ support: [Int]) -> [(String, [Float])] {
    zip(base.memory.classes, base.memory.features).flatMap { name, features in
      features.map { (name, $0) }
    } + support.map { (held, features.features[$0]) }
  }

  private func byNeighbour(_ support: [Int]) -> [String] {
    let known = known(support)
    return features.features.map { Self.nearest($0, known) }
  }

  /// The name of what has the largest cosine.
  private static func nearest(_ vector: [Float], _ known: [(String, [Float])]) -> String {
    func cosine(_ other: [Float]) -> Float {
      let (product, square) = zip(vector, other).reduce(into: (Float(0), Float(0))) {
        $0.0 += $1.0 * $1.1
        $0.1 += $1.1 * $1.1
      }
      return product / max(square.squareRoot(), 1e-12)
    }
    return known.map { ($0.0, cosine($0.1)) }.max { $0.1 < $1.1 }?.0 ?? ""
  }

  private func byProbe(_ support: [Int]) -> [String] {
    let known = known(support)
    let classes = base.memory.classes + [held]
    let width = known.first?.1.count ?? 0
    var head = HeadFit(
      weights: [Double](repeating: 0, count: classes.count * width),
      bias: [Double](repeating: 0, count: classes.count))
    head.fit(
      known.map { name, feature in
        HeadFit.Row(feature: feature, label: classes.firstIndex(of: name) ?? 0)
      }, hold: 1e-4
    ) { _ in }
    return features.features.map { classes[head.decision($0)] }
  }

  private func fromScratch(_ support: [Int]) throws -> [String] {
    var settings = trial.settings
    settings.objective = objective
    let found = try trial.trained(
      settings, without: held, adding: support.map { numbers[$0] }, name: nil)
    return said(by: found.model)
  }

  // MARK: Scores

  private func score(
    _ said: [String], _ queries: [Int], _ method: FewShotMethod, _ count: Int, _ draw: Int,
    _ patient: String
  ) -> FewShotResult {
    let old = queries.filter { names[$0] != held }
    let all = FewShotScore(names, said, queries)
    return FewShotResult(
      objective: objective.rawValue, held: held, count: count, draw: draw,
      patient: patient, method: method.rawValue, macroF1: all.macroF1,
      wholeF1: FewShotScore(names, wholeSays, queries).macroF1, newF1: all.scores(held)?.f1 ?? 0,
      newRecall: all.scores(held)?.recall ?? 0, oldF1: FewShotScore(names, said, old).macroF1,
      oldF1Before: FewShotScore(names, baseSays, old).macroF1)
  }
}

/// Scores over the classes that some windows are of.
private struct FewShotScore {
  private let metrics: ClassificationMetrics
  private let classes: [String]

  init(_ truth: [String], _ said: [String], _ windows: [Int]) {
    let classes = Set(windows.flatMap { [truth[$0], said[$0]] }).sorted()
    let place = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    metrics = ClassificationMetrics(
      truth: windows.map { place[truth[$0]] ?? 0 },
      decisions: windows.map { place[said[$0]] ?? 0 }, classCount: max(1, classes.count))
    self.classes = classes
  }

  var macroF1: Double {
    metrics.macroScores(over: classes.indices.filter { metrics.support(of: $0) > 0 }).f1
  }

  func scores(_ name: String) -> ClassificationMetrics.Scores? {
    classes.firstIndex(of: name).map(metrics.scores(of:))
  }
}
