import NeuralNetwork
import Synchronization

/// A batch's way there and back, in steps that each thread takes for its lanes of windows.
struct BatchGraph: Sendable {
  let classifier: RhythmClassifier
  let parameters: Parameters
  let buffers: Parameters
  let signals: BatchSignals
  /// ECG's and IEGM's.
  let encoders: [EncoderTraining]
  let trunk: Trunk
  let saved: [Trunk.Saved]
  let features: Matrix
  let featureGradients: Matrix
  /// Each lane's gradients; the first one's become the batch's.
  let lanes: [Parameters]
  let encoderScratch: [EncoderTraining.Scratch]
  let trunkScratch: [Trunk.Scratch]
  let relevance: BatchRelevance?
  let pass = PassRecord()

  /// What one pass is about.
  struct Pass: Sendable {
    var windows = 0
    var dropout: DropoutSource?
    /// Whether any window has surface leads, and intracardiac channels.
    var usesECG = true
    var usesIEGM = true

    func uses(_ modality: Int) -> Bool { modality == 0 ? usesECG : usesIEGM }
  }

  final class PassRecord: Sendable {
    private let current = Mutex(Pass())
    var value: Pass { current.withLock { $0 } }
    func set(windows: Int, dropout: DropoutSource?, usesECG: Bool, usesIEGM: Bool) {
      current.withLock {
        $0 = Pass(windows: windows, dropout: dropout, usesECG: usesECG, usesIEGM: usesIEGM)
      }
    }
  }

  /// Plans for batches of up to `capacity` windows, cut into `lanes`, on so many threads.
  init(
    _ classifier: RhythmClassifier, _ parameters: Parameters, _ buffers: Parameters, capacity: Int,
    lanes: Int, threads: Int, mode: BatchNormalization.Mode, explains: Bool,
    in workspace: Workspace
  ) {
    let configuration = classifier.configuration
    let layers = [classifier.ecg, classifier.iegm]
    (self.classifier, self.parameters, self.buffers) = (classifier, parameters, buffers)
    signals = BatchSignals(configuration, windows: capacity, in: workspace)
    encoders = layers.map {
      EncoderTraining($0, mode: mode, windows: capacity, lanes: lanes, in: workspace)
    }
    trunk = Trunk(classifier: classifier)
    saved = (0..<capacity).map { _ in Trunk.Saved(classifier, in: workspace) }
    features = workspace.matrix(capacity, configuration.width)
    featureGradients = workspace.matrix(capacity, configuration.width)
    self.lanes = (0..<lanes).map { _ in Parameters(classifier.layout, in: workspace) }
    encoderScratch = (0..<threads).map { _ in EncoderTraining.Scratch(layers, in: workspace) }
    trunkScratch = (0..<threads).map { _ in Trunk.Scratch(configuration, in: workspace) }
    relevance =
      explains ? BatchRelevance(configuration, windows: capacity, in: workspace) : nil
  }

  private func forEachWindow(_ share: Share, _ body: (_ window: Int, _ lane: Int) -> Void) {
    let windows = pass.value.windows
    for lane in stride(from: share.rank, to: lanes.count, by: share.count) {
      for window in windows * lane / lanes.count..<windows * (lane + 1) / lanes.count {
        body(window, lane)
      }
    }
  }

  func presence(_ window: Int) -> SemanticFusion.Presence {
    SemanticFusion.Presence(
      ecg: signals.hasLive(0, window), iegm: signals.hasLive(1, window),
      attend: classifier.configuration.usesCrossAttention)
  }

  // MARK: Forward

  /// Unit `index` of both encoders.
  func encode(_ index: Int, _ share: Share) {
    let pass = pass.value
    for modality in 0..<2 where pass.uses(modality) {
      forEachWindow(share) { window, _ in
        encoders[modality].forward(
          index, window: window, signals: signals.window(modality, window),
          live: signals.live(modality).row(window), parameters)
      }
    }
  }

  /// Joins the statistics that unit `index` collected.
  func prepare(_ index: Int) {
    let pass = pass.value
    for modality in 0..<2 where pass.uses(modality) {
      encoders[modality].prepare(index, windows: pass.windows, parameters, buffers: buffers)
    }
  }

  /// From the last units to the features.
  func combine(_ share: Share) {
    let pass = pass.value
    let position = parameters.matrix(classifier.position)
    forEachWindow(share) { window, _ in
      let saved = saved[window]
      for modality in 0..<2 {
        let tokens = modality == 0 ? saved.ecg : saved.iegm
        if pass.uses(modality) {
          encoders[modality].tokens(window, position: position, into: tokens)
        } else {
          tokens.fill(0)
        }
      }
      trunk.forward(
        has: presence(window), parameters, saved: saved, dropout: pass.dropout?.window(window),
        into: features.row(window))
    }
  }

  // MARK: Backward

  /// Forgets the gradients of the batch before.
  func clear(_ share: Share) {
    for lane in stride(from: share.rank, to: lanes.count, by: share.count) {
      lanes[lane].values.fill(0)
    }
    // Of a modality that is left out, the signals' gradients are not set.
    if share.rank == 0 { relevance?.clear() }
  }

  /// From the features' gradients to before the last units' GELU.
  func separate(_ share: Share) {
    let pass = pass.value
    let scratch = trunkScratch[share.rank]
    forEachWindow(share) { window, lane in
      trunk.backward(
        featureGradients.row(window), has: presence(window), parameters, saved: saved[window],
        scratch: scratch, dropout: pass.dropout?.window(window), gradients: lanes[lane],
        relevance: relevance?.tokens(window))
      for modality in 0..<2 where pass.uses(modality) {
        encoders[modality].activationGradient(
          encoders[modality].units.count - 1, window: window, lane: lane,
          outputGradient: modality == 0 ? scratch.ecg : scratch.iegm)
      }
    }
  }

  /// Joins the lanes' sums for unit `index`.
  func prepareBackward(_ index: Int) {
    let pass = pass.value
    for modality in 0..<2 where pass.uses(modality) {
      encoders[modality].prepareBackward(index, windows: pass.windows, gradients: lanes[0])
    }
  }

  /// Unit `index` of both encoders, backwards.
  func decode(_ index: Int, _ share: Share) {
    let pass = pass.value
    for modality in 0..<2 where pass.uses(modality) {
      forEachWindow(share) { window, lane in
        encoders[modality].backward(
          index, window: window, lane: lane, parameters, gradients: lanes[lane],
          scratch: encoderScratch[share.rank],
          signalsGradient: index == 0 ? relevance?.signals(modality, window) : nil)
      }
    }
  }

  /// Adds up the lanes' gradients, each thread a stretch of them.
  func join(_ share: Share) {
    let stretch = share.rows(lanes[0].values.columns)
    let sum = lanes[0].values.columns(stretch)
    for lane in lanes.dropFirst() { sum.add(lane.values.columns(stretch)) }
  }
}

/// The inputs of a batch.
struct BatchSignals: Sendable {
  let matrices: [Matrix]
  let lives: [Matrix]

  init(_ configuration: ModelConfiguration, windows: Int, in workspace: Workspace) {
    let channels = [ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels]
    matrices = channels.map { workspace.matrix(windows * $0, configuration.samples) }
    lives = channels.map { workspace.matrix(windows, $0) }
  }

  /// One window's `[channels, samples]`; modality 0 is the ECG, 1 the IEGM.
  func window(_ modality: Int, _ window: Int) -> Matrix {
    let channels = lives[modality].columns
    return matrices[modality].rows(window * channels..<(window + 1) * channels)
  }

  func live(_ modality: Int) -> Matrix { lives[modality] }

  func hasLive(_ modality: Int, _ window: Int) -> Bool {
    for channel in 0..<lives[modality].columns where lives[modality][window, channel] > 0 {
      return true
    }
    return false
  }
}

/// Gradients of the inputs, where they are wanted.
struct BatchRelevance: Sendable {
  private let gradients: BatchSignals
  private let tokenRelevance: Matrix

  init(_ configuration: ModelConfiguration, windows: Int, in workspace: Workspace) {
    gradients = BatchSignals(configuration, windows: windows, in: workspace)
    tokenRelevance = workspace.matrix(windows * configuration.tokens, 1)
    tokens = configuration.tokens
  }
  private let tokens: Int

  func clear() { for matrix in gradients.matrices { matrix.fill(0) } }

  func signals(_ modality: Int, _ window: Int) -> Matrix { gradients.window(modality, window) }

  /// `[tokens, 1]`: the fused tokens' gradient times themselves.
  func tokens(_ window: Int) -> Matrix {
    tokenRelevance.rows(window * tokens..<(window + 1) * tokens)
  }
}

/// From what the dropped elements of a step follow.
public struct DropoutSource: Sendable, Equatable {
  /// Share of a Transformer branch that is dropped.
  public var rate: Float
  /// Seed of the training.
  public var seed: UInt64
  /// Number of the step.
  public var step: Int

  /// Says what follows from what.
  public init(rate: Float, seed: UInt64, step: Int) {
    (self.rate, self.seed, self.step) = (rate, seed, step)
  }

  func window(_ index: Int) -> Dropout { Dropout(rate: rate, seed: seed, step, index) }
}
