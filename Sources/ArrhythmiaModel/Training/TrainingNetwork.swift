public import NeuralNetwork

/// A classifier with all that a batch's way there and back needs, planned once for the largest
/// batch.
///
/// The batch is cut into lanes, whatever the number of threads: each lane's windows go through in
/// their order and sum their gradients in its own memory, and the lanes' sums are joined in theirs.
/// That is why one thread and two give the same bits. A pass allocates nothing.
public final class TrainingNetwork: Sendable {
  /// Layers and sizes.
  public let classifier: RhythmClassifier
  /// The weights in use, with their transposes.
  public let parameters: Parameters
  /// Running statistics and the prototypes' means.
  public let buffers: Parameters
  /// Most windows of a batch.
  public let capacity: Int
  /// The batch's outputs and their gradients, a row a window.
  public let outputs: ClassifierHeads.Buffers
  /// The features before the heads, `[capacity, width]`.
  public var features: Matrix { graph.features }
  /// After `backward`: every parameter's gradient.
  public var gradients: Parameters { graph.lanes[0] }

  let crew: Crew
  let graph: BatchGraph
  private let heads: ClassifierHeads
  private let contrastGradients: Matrix
  private let workspace: Workspace
  private let encodeJobs: [Crew.Job]
  private let decodeJobs: [Crew.Job]
  private let combineJob: Crew.Job
  private let clearJob: Crew.Job
  private let separateJob: Crew.Job
  private let joinJob: Crew.Job

  /// How many lanes a batch is cut into; more threads than that find nothing to do.
  public static let laneCount = 8

  /// Plans for batches of up to `capacity` windows. With `explains`, `backward` also gives the
  /// inputs' gradients; with the mode `.frozen` the network computes as in evaluation. The heads'
  /// products are always Float32.
  public init(
    _ classifier: RhythmClassifier, capacity: Int, crew: Crew,
    mode: BatchNormalization.Mode = .batch, precision: ProductPrecision = .float32,
    explains: Bool = false
  ) {
    let workspace = Workspace()
    let configuration = classifier.configuration
    parameters = Parameters(classifier.layout, in: workspace, transposed: true)
    buffers = Parameters(classifier.buffers, in: workspace)
    outputs = ClassifierHeads.Buffers(configuration, windows: capacity, in: workspace)
    contrastGradients = workspace.matrix(capacity, configuration.width)
    let graph = BatchGraph(
      classifier, parameters, buffers, capacity: capacity,
      lanes: min(Self.laneCount, capacity), threads: crew.count, mode: mode, explains: explains,
      in: workspace)
    let units = 0..<classifier.ecg.units.count
    func job(_ body: @escaping @Sendable (Share) -> Void) -> Crew.Job {
      Crew.Job(precision: precision, body)
    }
    encodeJobs = units.map { index in job { graph.encode(index, $0) } }
    decodeJobs = units.map { index in job { graph.decode(index, $0) } }
    combineJob = job { graph.combine($0) }
    clearJob = Crew.Job { graph.clear($0) }
    separateJob = job { graph.separate($0) }
    joinJob = Crew.Job { graph.join($0) }
    (self.classifier, self.graph, self.crew) = (classifier, graph, crew)
    (self.capacity, self.workspace) = (capacity, workspace)
    heads = ClassifierHeads(classifier: classifier)
  }

  /// Bytes that the network's memory takes.
  public var byteCount: Int { workspace.byteCount }

  /// Takes over weights and buffers.
  public func load(_ weights: ModelWeights) {
    weights.copy(to: parameters, buffers: buffers)
    parameters.refreshTransposes(0..<classifier.layout.parameters.count)
  }

  /// One window's surface leads `[12, samples]`, to be filled before `forward`.
  public func ecg(_ window: Int) -> Matrix { graph.signals.window(0, window) }
  /// One window's intracardiac channels `[14, samples]`, to be filled before `forward`.
  public func iegm(_ window: Int) -> Matrix { graph.signals.window(1, window) }
  /// Which leads are live, `[capacity, 12]`, 1 or 0.
  public var ecgLive: Matrix { graph.signals.live(0) }
  /// Which intracardiac channels are live, `[capacity, 14]`, 1 or 0.
  public var iegmLive: Matrix { graph.signals.live(1) }

  /// The rhythm's context, `[capacity, inputs]`; nil in models without.
  public var context: Matrix? { outputs.context?.values }

  /// Fills a row of the batch from one of some windows.
  public func fill(_ row: Int, from windows: Windows, _ window: Int) {
    let (leads, slots) = (ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels)
    ecg(row).copy(from: windows.ecg, at: window * leads * windows.samples)
    iegm(row).copy(from: windows.iegm, at: window * slots * windows.samples)
    ecgLive.row(row).copy(from: windows.ecgLive, at: window * leads)
    iegmLive.row(row).copy(from: windows.iegmLive, at: window * slots)
    if let context { context.row(row).copy(from: windows.context, at: window * context.columns) }
  }

  /// Takes `windows` windows from the signals to the outputs.
  ///
  /// A modality that no window of the batch has is left out: it would not change any output or
  /// gradient, only spoil its encoder's running statistics.
  ///
  /// Returns false, and leaves the outputs as they are, where `isWanted` says no on the way.
  @discardableResult public func forward(
    windows: Int, dropout: DropoutSource? = nil, isWanted: () -> Bool = { true }
  ) -> Bool {
    precondition(windows > 0 && windows <= capacity, "\(windows) windows of \(capacity)")
    let signals = graph.signals
    graph.pass.set(
      windows: windows, dropout: dropout,
      usesECG: (0..<windows).contains { signals.hasLive(0, $0) },
      usesIEGM: (0..<windows).contains { signals.hasLive(1, $0) })
    for (index, job) in encodeJobs.enumerated() {
      guard isWanted() else { return false }
      crew.run(job)
      graph.prepare(index)
    }
    guard isWanted() else { return false }
    crew.run(combineJob)
    heads.forward(graph.features, parameters, outputs, range: 0..<windows)
    return true
  }

  /// The norms of what each loss does to the features: `AGCACL` must not drown the cross-entropy.
  public struct FeatureGradientNorms: Sendable, Equatable {
    /// Of the classification loss.
    public var classification: Double
    /// Of the contrastive loss.
    public var contrast: Double
    /// What the contrast's gradient was multiplied by; 1 where no ratio was asked for.
    public var contrastScale = 1.0

    init(classification: Double, contrast: Double) {
      (self.classification, self.contrast) = (classification, contrast)
    }
  }

  /// Takes the outputs' gradients, which the caller has set, back to all parameters'. Nil where
  /// `isWanted` says no on the way.
  ///
  /// With `contrastRatio` the contrast's gradient, its own parameters' included, is first scaled so
  /// that it moves the features so many times as strongly as the classification's does.
  @discardableResult public func backward(
    contrastRatio: Double? = nil, isWanted: () -> Bool = { true }
  ) -> FeatureGradientNorms? {
    let windows = graph.pass.value.windows
    crew.run(clearJob)
    let norms = headsBackward(windows, contrastRatio)
    guard isWanted() else { return nil }
    crew.run(separateJob)
    for index in decodeJobs.indices.reversed() {
      guard isWanted() else { return nil }
      graph.prepareBackward(index)
      crew.run(decodeJobs[index])
    }
    crew.run(joinJob)
    return norms
  }

  private func headsBackward(_ windows: Int, _ ratio: Double?) -> FeatureGradientNorms {
    let features = graph.features.rows(0..<windows)
    let (gradient, contrast) =
      (graph.featureGradients.rows(0..<windows), contrastGradients.rows(0..<windows))
    heads.logitsBackward(features, parameters, outputs, gradients: gradients, into: gradient)
    heads.projectionBackward(features, parameters, outputs, gradients: gradients, into: contrast)
    // What is along a feature of fixed length moves nothing.
    heads.lengthBackward(features, outputs, gradient: gradient)
    heads.lengthBackward(features, outputs, gradient: contrast)
    var norms = FeatureGradientNorms(
      classification: gradient.sumOfSquares.squareRoot(),
      contrast: contrast.sumOfSquares.squareRoot())
    if let ratio, norms.contrast > 0 {
      norms.contrastScale = ratio * norms.classification / norms.contrast
      norms.contrast *= norms.contrastScale
      contrast.multiply(by: Float(norms.contrastScale))
      for parameter in heads.contrastParameters {
        gradients.matrix(parameter).multiply(by: Float(norms.contrastScale))
      }
    }
    gradient.add(contrast)
    return norms
  }

  /// The first of the last batch's statistics that is not finite, by the name of its running one.
  func firstBadStatistic() -> (buffer: String, channel: Int, found: Float)? {
    let pass = graph.pass.value
    for modality in 0..<2 where pass.uses(modality) {
      for unit in graph.encoders[modality].units {
        if let bad = unit.unit.norm.firstNotFinite(unit.statistics) { return bad }
      }
    }
    return nil
  }

  /// Brings the rows of a head that compares directions to length 1.
  func setHeadLength() {
    let parameter = classifier.head.weight
    let weight = parameters.matrix(parameter)
    for output in 0..<weight.columns {
      var squares: Float = 1e-12
      for input in 0..<weight.rows { squares += weight[input, output] * weight[input, output] }
      let scale = 1 / squares.squareRoot()
      for input in 0..<weight.rows { weight[input, output] *= scale }
    }
    let index = classifier.layout.parameters.firstIndex { $0.offset == parameter.offset }
    if let index { parameters.refreshTransposes(index..<index + 1) }
  }

  /// Lets the running statistics follow the last batch.
  public func updateRunningStatistics() {
    let pass = graph.pass.value
    for modality in 0..<2 where pass.uses(modality) {
      graph.encoders[modality].updateRunning(windows: pass.windows, buffers: buffers)
    }
  }
}
