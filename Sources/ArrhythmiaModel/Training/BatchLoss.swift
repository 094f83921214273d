import NeuralNetwork

/// The losses of one batch after another, between the network's numbers in Float and the losses' in
/// Double. Everything is planned once.
struct BatchLoss {
  /// What a batch's losses are.
  struct Value {
    var classification: Double
    /// Not yet multiplied by `lambda`.
    var contrast: Double
    var lambda: Double
    var kappa: Double
    var total: Double { classification + lambda * contrast }
  }

  // One of each pair at most is there. They are not cases of an enumeration, because taking a
  // payload out to change it would copy its arrays every step.
  private var crossEntropy: CrossEntropy?
  private var focal: FocalLoss?
  private var supervised: SupervisedContrastiveLoss?
  private var adaptive: AdaptiveContrastiveLoss?
  private var probabilistic: ProbabilisticContrastiveLoss?
  private let schedule: AdaptiveContrastiveSchedule
  private let ratio: Double?
  private var modulation: HardClassModulation
  private var units: UnitNormalization
  private var prototypeUnits: UnitNormalization
  private var averages: PrototypeAverage
  private var logits: [Double]
  private var projected: [Double]
  private var prototypes: [Double]
  private var means: [Double]

  init(_ loss: LossConfiguration, _ sizes: ModelConfiguration, capacity: Int, totalSteps: Int) {
    let (classes, width) = (sizes.classes, sizes.projection)
    switch loss.classification {
    case .crossEntropy(let weights):
      crossEntropy = CrossEntropy(
        classCount: classes, batchCapacity: capacity,
        configuration: CrossEntropy.Configuration(
          classWeights: weights, labelSmoothing: loss.labelSmoothing, prior: loss.prior,
          priorStrength: loss.priorStrength))
    case .focal(let gamma, let weights):
      focal = FocalLoss(
        classCount: classes, batchCapacity: capacity, gamma: gamma, classWeights: weights)
    }
    ratio = loss.contrastRatio
    var terms = AdaptiveContrastiveLoss.Configuration(lambda: 0)
    switch loss.contrast {
    case .none: break
    case .supervised(let temperature, let weight):
      terms.lambda = weight
      supervised = .init(width: width, batchCapacity: capacity, temperature: temperature)
    case .probabilistic(let temperature, let weight):
      terms.lambda = weight
      probabilistic = .init(
        classCount: classes, width: width, batchCapacity: capacity, temperature: temperature,
        prior: loss.prior)
    case .adaptive(let configuration):
      terms = configuration
      adaptive = .init(
        classCount: classes, width: width, batchCapacity: capacity, configuration: configuration)
    }
    schedule = AdaptiveContrastiveSchedule(configuration: terms, totalSteps: totalSteps)
    modulation = .init(classCount: classes, width: width, temperature: terms.tauHard)
    units = UnitNormalization(width: width, rowCapacity: capacity)
    prototypeUnits = UnitNormalization(width: width, rowCapacity: classes)
    averages = .init(classCount: classes, width: width, keepsLength: probabilistic != nil)
    logits = [Double](repeating: 0, count: capacity * classes)
    projected = [Double](repeating: 0, count: capacity * width)
    prototypes = [Double](repeating: 0, count: classes * width)
    means = prototypes
  }

  /// Computes the losses of a batch and sets the gradients of its outputs.
  mutating func evaluate(
    _ outputs: ClassifierHeads.Buffers, labels: [Int], count: Int, prototypes learned: Matrix,
    means running: Matrix, patients: [Int]?, step: Int
  ) -> Value {
    let rows = 0..<count
    outputs.logits.rows(rows).read(into: &logits)
    outputs.projected.rows(rows).read(into: &projected)
    units.forward(projected, count: count)
    var value = Value(
      classification: classify(labels, count, into: outputs.logitsGradient.rows(rows)),
      contrast: 0, lambda: schedule.lambda(at: step), kappa: schedule.kappa(at: step))
    value.contrast = contrast(
      labels, patients, count, learned, running, value, into: outputs.projectedGradient.rows(rows))
    return value
  }

  private mutating func classify(_ labels: [Int], _ count: Int, into gradient: Matrix) -> Double {
    if let value = crossEntropy?.evaluate(logits: logits, labels: labels, count: count) {
      gradient.set(crossEntropy?.logitGradient ?? [], times: 1)
      return value
    }
    let value = focal?.evaluate(logits: logits, labels: labels, count: count)
    gradient.set(focal?.logitGradient ?? [], times: 1)
    return value ?? 0
  }

  private mutating func contrast(
    _ labels: [Int], _ patients: [Int]?, _ count: Int, _ learned: Matrix, _ running: Matrix,
    _ value: Value,
    into gradient: Matrix
  ) -> Double {
    let loss: Double
    if let supervised = supervised?.evaluate(
      embeddings: units.output, labels: labels, count: count)
    {
      loss = supervised
      units.backward(self.supervised?.embeddingGradient ?? [], count: count)
    } else if adaptive != nil {
      running.read(into: &means)
      modulation.update(prototypes: means, kappa: value.kappa)
      learned.read(into: &prototypes)
      prototypeUnits.forward(prototypes, count: learned.rows)
      loss =
        adaptive?.evaluate(
          embeddings: units.output, labels: labels, count: count,
          prototypes: prototypeUnits.output, modulation: modulation, patients: patients
        ).total ?? 0
      units.backward(adaptive?.embeddingGradient ?? [], count: count)
      prototypeUnits.backward(adaptive?.prototypeGradient ?? [], count: learned.rows)
    } else if probabilistic != nil {
      running.read(into: &means)
      loss =
        probabilistic?.evaluate(
          embeddings: units.output, means: means, labels: labels, count: count) ?? 0
      units.backward(probabilistic?.embeddingGradient ?? [], count: count)
    } else {
      gradient.fill(0)
      return 0
    }
    gradient.set(units.inputGradient, times: value.lambda)
    return loss
  }

  /// How many times as strongly as the classification the contrast moves the features at a step; nil
  /// where the losses are weighed instead.
  func ratio(at step: Int) -> Double? {
    guard let ratio, schedule.lambda > 0 else { return nil }
    return ratio * schedule.lambda(at: step) / schedule.lambda
  }

  /// Adds what the last batch's losses say of the prototypes.
  func addPrototypeGradient(to gradient: Matrix, lambda: Double) {
    if adaptive != nil { gradient.add(prototypeUnits.inputGradient, times: lambda) }
  }

  /// Moves the prototypes' running means towards the last batch's embeddings.
  mutating func updateMeans(_ running: Matrix, labels: [Int], count: Int) {
    running.read(into: &means)
    averages.update(&means, embeddings: units.output, labels: labels, count: count)
    running.set(means, times: 1)
  }
}
