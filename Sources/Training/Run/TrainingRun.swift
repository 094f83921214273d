public import ArrhythmiaModel
import Foundation
public import NeuralNetwork
import SignalProcessing
import Waveforms

/// One training, from a fold of a data set to a model file.
///
/// After each epoch the state is written beside the model, so that a training that was killed goes
/// on from there and ends with the same bits. The best state so far is always a whole model file.
public struct TrainingRun {
  /// What an epoch brought.
  public struct Epoch: Sendable, Equatable, Codable {
    /// Number of the epoch, from 1.
    public var number: Int
    /// Mean loss of its steps.
    public var loss: Double
    /// Macro-F1 of the averaged weights on the validation windows; nil without any.
    public var validation: Double?
    /// Learning rate of its last step.
    public var rate: Double
    /// How much the contrastive loss moves the features as against the classification loss.
    public var contrastShare: Double
  }

  /// How far a training is.
  public struct Progress: Sendable {
    /// Steps done, of all epochs.
    public var step: Int
    /// Steps of all epochs.
    public var steps: Int
    /// Epochs done.
    public var epochs: [Epoch]
    /// The last step's loss.
    public var loss: Double
  }

  /// What came of it.
  public struct Result: Sendable {
    /// The best state, with its properties.
    public var model: ModelWeights
    /// All epochs.
    public var epochs: [Epoch]
    /// What went wrong without ending the training, a sentence each.
    public var warnings: [String]
  }

  let dataset: Dataset
  let fold: Fold
  private let fingerprint: String
  let settings: TrainingSettings
  let augmentation: Augmentation
  let crew: Crew
  private let sampler: BatchSampler
  let labels: [Int]
  /// Whose each window of the data set is, as a number.
  private let patients: [Int]
  private let trainer: Trainer
  private var epochs: [Epoch] = []
  private var best: (model: ModelWeights, score: Double, epoch: Int)?
  private var isBestWritten = false
  private var warnings: [String] = []

  /// Plans a training. Classes that the fold cannot train are left out of the model.
  public init(_ dataset: Dataset, _ fold: Fold, _ settings: TrainingSettings, crew: Crew) throws {
    (self.dataset, self.settings, self.crew) = (dataset, settings, crew)
    augmentation = dataset.preset.isBeatCentred ? .beats : Augmentation()
    let place = Dictionary(fold.classes.enumerated().map { ($1, $0) }) { first, _ in first }
    labels = dataset.windows.map { place[$0.plan.label] ?? -1 }
    patients = dataset.patientNumbers
    let labels = labels
    var kept = fold
    kept.train = fold.train.filter {
      labels[$0] >= 0 && dataset.windows[$0].hasSound(settings.modality)
    }
    kept.validation = fold.validation.filter { labels[$0] >= 0 }
    if let origin = settings.origin { kept = origin.honest(kept, dataset) }
    self.fold = kept
    fingerprint = dataset.fingerprint(kept)
    sampler = BatchSampler(
      kept.train, labels: { labels[$0] }, classCount: fold.classes.count,
      scheme: settings.sampler, windows: settings.epochWindows, seed: settings.seed)
    let sizes = settings.configuration(
      classes: fold.classes.map { dataset.classes[$0] }, preset: dataset.preset)
    let stepsPerEpoch = max(1, sampler.epochWindows * settings.views / settings.batch)
    let counts = fold.classes.indices.map { index in
      kept.train.count { labels[$0] == index }
    }
    var loss = settings.objective.loss(
      prior: sampler.prior, counts: counts, priorStrength: settings.priorStrength)
    (loss.contrastRatio, loss.positives) = (settings.contrastRatio, settings.positives)
    let configuration = TrainingConfiguration(
      loss: loss,
      schedule: LearningRateSchedule(
        peak: settings.rate, totalSteps: settings.epochs * stepsPerEpoch),
      precision: settings.precision, seed: settings.seed)
    trainer = Trainer(
      try settings.origin?.model.extended(
        to: fold.classes.map { dataset.classes[$0] }, sizes, seed: settings.seed)
        ?? ModelWeights(
          random: sizes, seed: settings.seed, beatCentred: dataset.preset.isBeatCentred),
      configuration, capacity: settings.batch, crew: crew)
  }

  /// Whether a model is what this training ends with, as far as its file says.
  func madeThis(_ model: ModelWeights) -> Bool {
    guard let properties = model.properties else { return false }
    return properties.training == settings.summary && properties.trainedOn == allTrainedOn
      && properties.fingerprint == fingerprint && properties.isComplete
  }

  /// All that a training follows from, beside its trainer's own settings.
  private var identity: String { "\(settings.summary), windows \(fingerprint)" }

  private var trainedOn: [String] { recordNames(fold.train) }

  /// With those that the model which the training starts from was trained on, as a file has them.
  private var allTrainedOn: [String] {
    Set(trainedOn + (settings.origin?.model.properties?.trainedOn ?? [])).sorted()
  }

  /// What the training showed: a modality that no window had was not learned.
  private var shownModality: ModalityChoice {
    let hasLeads = fold.train.contains { dataset.windows[$0].hasSound(.ecg) }
    switch (settings.modality, hasLeads, dataset.hasElectrograms(fold.train)) {
    case (.both, true, false): return .ecg
    case (.both, false, true): return .iegm
    default: return settings.modality
    }
  }

  private func recordNames(_ windows: [Int]) -> [String] {
    Set(windows.map { dataset.windows[$0].source }).sorted().map { dataset.sources[$0].name }
  }

  private var dataDescription: String {
    "\(fold.train.count) windows of \(trainedOn.count) records of \(dataset.origin.fileName)"
  }

  var stepsPerEpoch: Int { max(1, sampler.epochWindows * settings.views / settings.batch) }

  /// Trains to the end, or until validation stops getting better.
  ///
  /// With `files` the best model and the state are written after each epoch, and a state that is
  /// there is gone on from. Throws where a number stops being finite; the best model so far stays
  /// where it is.
  public mutating func run(
    files: TrainingFiles? = nil, progress: (Progress) -> Void = { _ in }
  ) throws -> Result {
    if let files { try resume(files) }
    while epochs.count < settings.epochs && !isPatienceOver {
      try epoch(progress)
      try judge()
      if let files { save(files) }
    }
    guard let best else { fatalError("a training without an epoch") }
    let found = try CertaintyTrial(self).run(best.model, files: files) { done, trainings in
      let own = trainings > 0 ? stepsPerEpoch * settings.epochs : 0
      progress(
        Progress(
          step: own + Int(done * Double(trainings * own)), steps: own * (trainings + 1),
          epochs: epochs, loss: epochs.last?.loss ?? 0))
    }
    warnings += found.warnings
    return Result(
      model: try finished(best.model, epoch: best.epoch, found), epochs: epochs,
      warnings: warnings)
  }

  private var isPatienceOver: Bool {
    guard let patience = settings.patience, let best, !fold.validation.isEmpty else { return false }
    // An equal epoch is kept, as it may be surer, but it is no better.
    let reached = epochs.first { $0.validation == best.score }?.number ?? best.epoch
    return epochs.count - reached >= patience
  }

  /// What is kept of the training's windows beside its model.
  public func memory(of model: ModelWeights) -> TrainingMemory {
    TrainingMemory(model, dataset, fold, crew: crew)
  }

  // MARK: An epoch

  private mutating func epoch(_ progress: (Progress) -> Void) throws {
    let order = sampler.epoch(epochs.count)
    let total = settings.epochs * stepsPerEpoch * (1 + CertaintyTrial.trainings(settings, fold))
    var (loss, share, rate) = (0.0, 0.0, 0.0)
    let shown = settings.batch / settings.views
    for step in 0..<stepsPerEpoch {
      let once = order[step * shown..<min((step + 1) * shown, order.count)]
      let rows = (0..<settings.views).flatMap { _ in once }
      fill(rows, step: trainer.step)
      let report = try trainer.step(
        labels: rows.map { labels[$0] }, patients: rows.map { patients[$0] })
      loss += report.loss
      rate = report.rate
      let norms = report.featureGradients
      share += norms.classification > 0 ? norms.contrast / norms.classification : 0
      progress(Progress(step: trainer.step, steps: total, epochs: epochs, loss: report.loss))
    }
    let count = Double(stepsPerEpoch)
    epochs.append(
      Epoch(
        number: epochs.count + 1, loss: loss / count, validation: nil, rate: rate,
        contrastShare: share / count))
  }

  /// Fills the network's batch, each thread the next row. What is random in a row follows from the
  /// step and the row alone.
  private func fill(_ rows: [Int], step: Int) {
    let network = trainer.network
    let (dataset, augmentation, settings) = (dataset, augmentation, settings)
    crew.run { share in
      for row in stride(from: share.rank, to: rows.count, by: share.count) {
        let key = SplitMix64.mixed(settings.seed) ^ UInt64(step) << 16 ^ UInt64(row)
        var random = SplitMix64(seed: SplitMix64.mixed(key))
        var window = augmentation.window(dataset, rows[row], settings.modality, &random)
        let context =
          network.context == nil
          ? [] : augmentation.context(dataset, rows[row], ecgLive: window.ecgLive, &random)
        let other = rows[(row + 1) % rows.count]
        augmentation.rename(&window, rows[row], as: other, dataset, &random)
        network.ecg(row).copy(from: window.ecg, at: 0)
        network.iegm(row).copy(from: window.iegm, at: 0)
        network.ecgLive.row(row).copy(from: window.ecgLive, at: 0)
        network.iegmLive.row(row).copy(from: window.iegmLive, at: 0)
        network.context?.row(row).copy(from: context, at: 0)
      }
    }
  }

  /// Looks at the validation windows and keeps the state if it is the best.
  private mutating func judge() throws {
    var model = trainer.weights(averaged: true)
    model.addToLogits(sampler.restoringOffsets(settings.priorsRestored))
    model.addToContext(sampler.restoringOffsets(settings.contextPriorsRestored))
    if let origin = settings.origin { model = origin.blended(with: model) }
    let number = epochs.count
    // Of beats the last epoch counts: what another database likes best, early on, is chance.
    guard !fold.validation.isEmpty, !dataset.preset.isBeatCentred else {
      best = (model, 0, number)
      isBestWritten = false
      return
    }
    let predictions = Predictions(
      model, dataset, fold.validation, modality: settings.modality, crew: crew)
    let metrics = ClassificationMetrics(
      truth: predictions.windows.map { labels[$0] }, decisions: predictions.decisions,
      classCount: fold.classes.count)
    let present = fold.classes.indices.filter { metrics.support(of: $0) > 0 }
    let score = present.isEmpty ? 0 : metrics.macroScores(over: present).f1
    epochs[number - 1].validation = score
    // Of equal ones the later: where validation is easy the first epoch is right as often as the
    // last, but not as sure.
    if best.map({ score >= $0.score }) ?? true {
      best = (model, score, number)
      isBestWritten = false
    }
  }

  // MARK: Files

  private mutating func save(_ files: TrainingFiles) {
    guard let best else { return }
    do {
      if !isBestWritten { try finished(best.model, epoch: best.epoch).write(path: files.model) }
      isBestWritten = true
      let note = files.note(epochs, best: best.epoch, training: identity)
      try trainer.writeCheckpoint(path: files.checkpoint, note: note)
    } catch {
      // The disk may be full. The files of the epoch before are whole, and the training goes on.
      let warning = "epoch \(epochs.count): \(error); the files of an earlier epoch are kept"
      if warnings.last?.hasSuffix("are kept") != true { warnings.append(warning) }
    }
  }

  private mutating func resume(_ files: TrainingFiles) throws {
    guard FileManager.default.fileExists(atPath: files.checkpoint) else { return }
    let found = try SafeTensors(path: files.checkpoint).metadata
    try files.check(found, training: identity)
    let note = try trainer.resume(path: files.checkpoint)
    let state = try files.state(note)
    epochs = state.epochs
    let model = try ModelWeights(path: files.model)
    best = (model, state.epochs[state.best - 1].validation ?? 0, state.best)
    isBestWritten = true
  }

  /// The model with its properties. Before the training's end nobody knows how sure it may be.
  private func finished(
    _ model: ModelWeights, epoch: Int, _ found: CertaintyTrial.Outcome? = nil
  ) throws -> ModelWeights {
    var properties = ModelProperties(
      classes: fold.classes.map { dataset.classes[$0] }, preset: dataset.preset.rawValue,
      filters: dataset.direction.rawValue, training: settings.summary,
      data: dataDescription, trainedOn: trainedOn)
    properties.chosenOn = recordNames(fold.validation)
    properties.isComplete = epochs.count >= settings.epochs || isPatienceOver
    let seen = Set((fold.train + fold.validation).map { dataset.windows[$0].source })
      .map { dataset.sources[$0].digest }
    let before = settings.origin?.model.properties
    properties.trainedOn = allTrainedOn
    properties.seenDigests = Set(seen + (before?.seenDigests ?? [])).sorted()
    properties.fingerprint = fingerprint
    properties.modality = shownModality.rawValue
    properties.trainedLeads = dataset.leadCounts(fold.train)
    properties.mostLeads = dataset.mostLeads(fold.train)
    properties.isForUnnamedLeads = settings.isForUnnamedLeads ? true : nil
    properties.epoch = epoch
    properties.validationMacroF1 = epochs[epoch - 1].validation
    properties.certainty = found?.certainty
    properties.temperature = found?.certainty?.entries.first?.flag.scale.temperature ?? 1
    properties.certaintyTests = found?.tests ?? []
    var model = model
    try model.setProperties(properties)
    return model
  }
}
