public import NeuralNetwork
import Synchronization

/// What a training is to be.
public struct TrainingConfiguration: Sendable, Equatable {
  /// Losses.
  public var loss: LossConfiguration
  /// Learning rate, step by step; it also says how long the training is.
  public var schedule: LearningRateSchedule
  /// Constants of the optimizer.
  public var optimizer: AdamW.Configuration
  /// Largest norm of all gradients together.
  public var clipNorm: Double
  /// Share of the weight average that is kept each step; the first steps keep less.
  public var averageDecay: Double
  /// Share of a Transformer branch that is dropped.
  public var dropout: Float
  /// What is trained; the rest stays as it was.
  public var trained: TrainedPart
  /// How strongly the weights are drawn back to those that the training began with: the share of
  /// the way that they go each step, times the rate (Li, Grandvalet and Davoine 2018, "L2-SP").
  public var pull: Double
  /// Whether normalisation takes each batch's statistics, or the running ones, which then stay.
  public var normalization: BatchNormalization.Mode
  /// What factors of matrix products are rounded to.
  public var precision: ProductPrecision
  /// Seed of all that is random.
  public var seed: UInt64

  /// The design's defaults: rate 2e-3, clipping at 2, averaging .999, dropout .1.
  public init(
    loss: LossConfiguration = LossConfiguration(), schedule: LearningRateSchedule,
    optimizer: AdamW.Configuration = AdamW.Configuration(), clipNorm: Double = 2,
    averageDecay: Double = 0.999, dropout: Float = 0.1, trained: TrainedPart = .all,
    pull: Double = 0, normalization: BatchNormalization.Mode = .batch,
    precision: ProductPrecision = .float32, seed: UInt64 = 1
  ) {
    (self.loss, self.schedule, self.optimizer) = (loss, schedule, optimizer)
    (self.clipNorm, self.averageDecay) = (clipNorm, averageDecay)
    (self.dropout, self.seed) = (dropout, seed)
    (self.trained, self.pull, self.normalization) = (trained, pull, normalization)
    self.precision = precision
  }
}

/// Why a training cannot go on, in one sentence. The weights are those after the last good step.
public enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A value that is not a number, or infinite.
  case notFinite(tensor: String, index: Int, found: Float, step: Int)
  /// A loss that is not a number, or infinite.
  case lossNotFinite(found: Double, step: Int)
  /// A window's label is no class.
  case badLabel(window: Int, classes: Int, found: Int, step: Int)
  /// Nobody wants it any more.
  case ended(step: Int)

  public var description: String {
    switch self {
    case .notFinite(let tensor, let index, let found, let step):
      "step \(step): \(tensor), value \(index): expected a finite number, found \(found); "
        + "the weights are kept as they were before this step"
    case .lossNotFinite(let found, let step):
      "step \(step): loss: expected a finite number, found \(found); "
        + "the weights are kept as they were before this step"
    case .badLabel(let window, let classes, let found, let step):
      "step \(step): label of window \(window): expected 0 to \(classes - 1), found \(found)"
    case .ended(let step): "step \(step): the training was ended"
    }
  }
}

/// One training: a network, its losses, its optimizer and the average of its weights. The same seed
/// and data give the same bits on any number of threads.
public final class Trainer {
  /// What a step did.
  public struct StepReport: Sendable, Equatable {
    /// Number of the step, from 0.
    public var step: Int
    /// What was minimised.
    public var loss: Double
    /// Its part on the logits.
    public var classification: Double
    /// Its part on the embeddings, not yet times `lambda`.
    public var contrast: Double
    /// Weight of the contrast at this step.
    public var lambda: Double
    /// Strength of the hard-class modulation at this step.
    public var kappa: Double
    /// Learning rate.
    public var rate: Double
    /// Norm of all gradients before clipping.
    public var gradientNorm: Double
    /// What both losses do to the features; the contrast's share should stay below 1.
    public var featureGradients: TrainingNetwork.FeatureGradientNorms
  }

  /// What was asked for.
  public let configuration: TrainingConfiguration
  /// The network, whose batch is filled before each step.
  public let network: TrainingNetwork
  /// Steps done.
  public private(set) var step: Int
  let optimizer: AdamW
  let average: Parameters
  let averageBuffers: Parameters
  private var loss: BatchLoss
  private let update: UpdateStep
  private let updateJob: Crew.Job
  private let workspace = Workspace()

  /// Plans a training that starts from some weights, with batches of up to `capacity` windows.
  public init(
    _ weights: ModelWeights, _ configuration: TrainingConfiguration, capacity: Int, crew: Crew
  ) {
    let classifier = RhythmClassifier(weights.configuration)
    self.configuration = configuration
    network = TrainingNetwork(
      classifier, capacity: capacity, crew: crew, mode: configuration.normalization,
      precision: configuration.precision)
    var weights = weights
    weights.setHeadLength()
    network.load(weights)
    optimizer = AdamW(classifier.layout, configuration.optimizer, in: workspace)
    average = Parameters(classifier.layout, in: workspace)
    averageBuffers = Parameters(classifier.buffers, in: workspace)
    average.values.copy(from: network.parameters.values)
    averageBuffers.values.copy(from: network.buffers.values)
    loss = BatchLoss(
      configuration.loss, weights.configuration, capacity: capacity,
      totalSteps: configuration.schedule.totalSteps)
    let update = UpdateStep(
      network, optimizer: optimizer, average: average, configuration, shares: crew.count,
      in: workspace)
    self.update = update
    updateJob = Crew.Job { update.run($0) }
    step = 0
  }

  /// Bytes that network, optimizer and averages take.
  public var byteCount: Int { network.byteCount + workspace.byteCount }

  /// One step on the batch that the network was filled with, a label a window. `patients` says whose
  /// window each is, where the contrast's positives are to be others'.
  ///
  /// Throws a `TrainingError` and changes nothing where a number is not finite, or where `isWanted`,
  /// which is asked every few milliseconds, says no.
  @discardableResult public func step(
    labels: [Int], patients: [Int]? = nil, isWanted: () -> Bool = { true }
  ) throws(TrainingError) -> StepReport {
    let count = labels.count
    try check(labels)
    try checkSignals(count)
    let classifier = network.classifier
    let (prototypes, means) =
      (
        network.parameters.matrix(classifier.prototypes),
        network.buffers.matrix(classifier.prototypeMeans)
      )
    let isThrough = network.forward(
      windows: count,
      dropout: configuration.dropout > 0
        ? DropoutSource(rate: configuration.dropout, seed: configuration.seed, step: step) : nil,
      isWanted: isWanted)
    guard isThrough else { throw .ended(step: step) }
    try check(network.outputs.logits.rows(0..<count), "logits")
    try check(network.outputs.projected.rows(0..<count), "embedding")
    try checkStatistics()
    let value = loss.evaluate(
      network.outputs, labels: labels, count: count, prototypes: prototypes, means: means,
      patients: configuration.loss.positives == .others ? patients : nil, step: step)
    guard value.total.isFinite else {
      throw .lossNotFinite(found: value.total, step: step)
    }
    let backward = network.backward(contrastRatio: loss.ratio(at: step), isWanted: isWanted)
    guard let featureGradients = backward else { throw .ended(step: step) }
    loss.addPrototypeGradient(
      to: network.gradients.matrix(classifier.prototypes),
      lambda: value.lambda * featureGradients.contrastScale)
    let norm = GradientClipping.norm(network.gradients)
    if !norm.isFinite { try checkGradients() }
    let rate = configuration.schedule.rate(at: step)
    commit(labels, rate: rate, norm: norm, means: means)
    return StepReport(
      step: step - 1, loss: value.total, classification: value.classification,
      contrast: value.contrast, lambda: value.lambda, kappa: value.kappa, rate: rate,
      gradientNorm: norm, featureGradients: featureGradients)
  }

  /// What a good step changes.
  private func commit(_ labels: [Int], rate: Double, norm: Double, means: Matrix) {
    let keep = min(configuration.averageDecay, Double(step + 1) / Double(step + 10))
    // A contrast that is as strong as it was asked to be takes nothing of the other loss's room.
    let ratio = loss.ratio(at: step) ?? 0
    let limit = configuration.clipNorm * (1 + ratio * ratio).squareRoot()
    update.set(
      rate: rate, gradientScale: GradientClipping.scale(norm: norm, limit: limit),
      step: step + 1, keep: keep)
    network.crew.run(updateJob)
    if network.classifier.configuration.cosineScale != nil { network.setHeadLength() }
    if configuration.normalization == .batch { network.updateRunningStatistics() }
    loss.updateMeans(means, labels: labels, count: labels.count)
    averageBuffers.values.average(towards: network.buffers.values, keep: keep)
    // The prototypes' means are an average already.
    averageBuffers.matrix(network.classifier.prototypeMeans).copy(from: means)
    step += 1
  }

  // MARK: Checks

  private func check(_ labels: [Int]) throws(TrainingError) {
    let classes = network.classifier.configuration.classes
    for window in labels.indices where !(0..<classes).contains(labels[window]) {
      throw .badLabel(window: window, classes: classes, found: labels[window], step: step)
    }
  }

  private func checkSignals(_ count: Int) throws(TrainingError) {
    for window in 0..<count {
      try check(network.ecg(window), "ecg of window", window)
      try check(network.iegm(window), "iegm of window", window)
    }
    try check(network.ecgLive.rows(0..<count), "ecg_live")
    try check(network.iegmLive.rows(0..<count), "iegm_live")
    if let context = network.context { try check(context.rows(0..<count), "context") }
  }

  private func check(_ matrix: Matrix, _ name: String, _ window: Int? = nil) throws(TrainingError) {
    guard let index = matrix.firstNotFinite else { return }
    throw .notFinite(
      tensor: window.map { "\(name) \($0)" } ?? name, index: index,
      found: matrix[index / matrix.columns, index % matrix.columns], step: step)
  }

  /// An overflow within normalisation does not show in the outputs, which it makes constant.
  private func checkStatistics() throws(TrainingError) {
    guard let bad = network.firstBadStatistic() else { return }
    throw .notFinite(tensor: bad.buffer, index: bad.channel, found: bad.found, step: step)
  }

  private func checkGradients() throws(TrainingError) {
    for parameter in network.classifier.layout.parameters {
      // As in files: in memory there may be gaps between rows.
      let values = network.gradients.fileValues(parameter)
      if let index = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(
          tensor: "gradient of \(parameter.name)", index: index, found: values[index], step: step)
      }
    }
    // All are finite, only their squares' sum is not.
    throw .lossNotFinite(found: .infinity, step: step)
  }

  // MARK: Results

  /// The weights as they are, or their average, which is what evaluation uses.
  public func weights(averaged: Bool, metadata: [String: String] = [:]) -> ModelWeights {
    var weights = ModelWeights(
      network.classifier, averaged ? average : network.parameters,
      buffers: averaged ? averageBuffers : network.buffers, metadata: metadata)
    weights.setHeadLength()
    return weights
  }

  /// Continues from a checkpoint's step; its numbers are in place.
  func resume(at step: Int) {
    self.step = step
    network.parameters.refreshTransposes(0..<network.classifier.layout.parameters.count)
  }
}

/// The optimizer's step, its parameters shared out to threads in stretches of about equal size.
private struct UpdateStep: Sendable {
  private let parameters: Parameters
  private let gradients: Parameters
  private let optimizer: AdamW
  private let average: Parameters
  /// The weights that the training began with, where it is drawn back to them.
  private let origin: Parameters?
  private let pull: Double
  private let isTrained: [Bool]
  private let stretches: [Range<Int>]
  private let record = Record()

  private struct Values {
    var rate = 0.0
    var gradientScale = 1.0
    var step = 0
    var keep = 0.0
  }

  private final class Record: Sendable {
    let values = Mutex(Values())
  }

  init(
    _ network: TrainingNetwork, optimizer: AdamW, average: Parameters,
    _ configuration: TrainingConfiguration, shares: Int, in workspace: Workspace
  ) {
    (parameters, gradients) = (network.parameters, network.gradients)
    (self.optimizer, self.average) = (optimizer, average)
    let layout = network.classifier.layout
    let origin = configuration.pull > 0 ? Parameters(layout, in: workspace) : nil
    origin?.values.copy(from: network.parameters.values)
    (self.origin, pull) = (origin, configuration.pull)
    isTrained = layout.parameters.map {
      configuration.trained.includes($0.name, network.classifier.configuration)
        && !($0.name == "head.bias" && network.classifier.configuration.cosineScale != nil)
    }
    func firstParameter(from place: Int) -> Int {
      layout.parameters.firstIndex { $0.offset >= place } ?? layout.parameters.count
    }
    stretches = (0..<shares).map { share in
      firstParameter(
        from: layout.count * share / shares)..<firstParameter(
          from: layout.count * (share + 1) / shares)
    }
  }

  func set(rate: Double, gradientScale: Double, step: Int, keep: Double) {
    record.values.withLock {
      $0 = Values(rate: rate, gradientScale: gradientScale, step: step, keep: keep)
    }
  }

  func run(_ share: Share) {
    let values = record.values.withLock { $0 }
    for index in stretches[share.rank] where isTrained[index] {
      optimizer.update(
        parameters, gradients: gradients, rate: values.rate, gradientScale: values.gradientScale,
        step: values.step, range: index..<index + 1)
      let parameter = parameters.layout.parameters[index]
      let place = parameter.storage
      if let origin {
        parameters.values.columns(place).average(
          towards: origin.values.columns(place), keep: 1 - values.rate * pull)
      }
      parameters.refreshTransposes(index..<index + 1)
      average.values.columns(place).average(
        towards: parameters.values.columns(place), keep: values.keep)
    }
  }
}
