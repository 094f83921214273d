public import NeuralNetwork

/// The model in evaluation, one window after another, on a few threads.
///
/// Normalisation is folded into the convolutions. One window is shared out to all threads row by
/// row, which halves its latency; of many windows each thread takes one at a time. Either way each
/// window's numbers are the same bits: nothing in them depends on other windows or on who computed.
/// One caller at a time, as there is memory for one; a second one stops the program.
public final class InferenceEngine: Sendable {
  /// Sizes of the model.
  public let configuration: ModelConfiguration
  private let classifier: RhythmClassifier
  private let crew: Crew
  private let precision: ProductPrecision
  private let workspace: Workspace
  private let parameters: Parameters
  private let encoders: [FoldedEncoder]
  private let trunk: Trunk
  private let heads: ClassifierHeads
  private let rooms: [Room]
  private let features: Matrix
  private let outputs: ClassifierHeads.Buffers
  /// What each encoder gives for a window without its modality.
  private let silence: [Matrix]
  private let use = ExclusiveUse("InferenceEngine")

  /// What one thread needs for a window.
  private struct Room: Sendable {
    let encoders: [FoldedEncoder.Buffers]
    let saved: Trunk.Saved
    let crossAttention: Matrix
  }

  /// Windows whose heads are computed at once.
  private static let chunk = 64

  /// Plans a model's inference on the crew's threads. The heads' products are always Float32.
  public init(_ weights: ModelWeights, crew: Crew, precision: ProductPrecision = .float32) {
    let workspace = Workspace()
    let classifier = RhythmClassifier(weights.configuration)
    let (tokens, width) = (weights.configuration.tokens, weights.configuration.width)
    let parameters = Parameters(classifier.layout, in: workspace)
    let buffers = Parameters(classifier.buffers, in: workspace)
    weights.copy(to: parameters, buffers: buffers)
    encoders = [classifier.ecg, classifier.iegm].map {
      FoldedEncoder($0, parameters, buffers: buffers, in: workspace)
    }
    rooms = (0..<crew.count).map { _ in
      Room(
        encoders: FoldedEncoder.Buffers.shared(
          by: [classifier.ecg, classifier.iegm], in: workspace),
        saved: Trunk.Saved(classifier, keeps: false, in: workspace),
        crossAttention: workspace.spread(tokens, tokens))
    }
    features = workspace.matrix(Self.chunk, width)
    outputs = ClassifierHeads.Buffers(weights.configuration, windows: Self.chunk, in: workspace)
    silence = [workspace.matrix(tokens, width), workspace.matrix(tokens, width)]
    trunk = Trunk(classifier: classifier)
    heads = ClassifierHeads(classifier: classifier)
    configuration = weights.configuration
    (self.classifier, self.crew, self.workspace) = (classifier, crew, workspace)
    (self.parameters, self.precision) = (parameters, precision)
    listenToSilence()
  }

  /// Bytes that the engine's memory takes.
  public var byteCount: Int { workspace.byteCount }

  /// Computes all windows' outputs, with the attention maps where asked for.
  public func run(_ windows: Windows, maps: Bool = true) -> ModelOutputs {
    use.enter()
    defer { use.leave() }
    var result = ModelOutputs(windows: windows.count, configuration, maps: maps)
    for first in stride(from: 0, to: windows.count, by: Self.chunk) {
      run(windows, first..<min(first + Self.chunk, windows.count), into: &result)
    }
    return result
  }

  // MARK: A chunk

  /// Views of a chunk's inputs and of the result's maps.
  private struct Chunk: Sendable {
    let range: Range<Int>
    let signals: [Matrix]
    let lives: [Matrix]
    let presence: [SemanticFusion.Presence]
    let time: Matrix?
    let modality: Matrix?
    let cross: Matrix?
  }

  private func run(_ windows: Windows, _ range: Range<Int>, into result: inout ModelOutputs) {
    let (leads, slots) = (ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels)
    let presence = range.map {
      SemanticFusion.Presence(
        ecg: windows.hasECG($0), iegm: windows.hasIEGM($0),
        attend: configuration.usesCrossAttention)
    }
    windows.ecg.withMatrix(rows: windows.count * leads, columns: windows.samples) { ecg in
      windows.iegm.withMatrix(rows: windows.count * slots, columns: windows.samples) { iegm in
        windows.ecgLive.withMatrix(rows: windows.count, columns: leads) { ecgLive in
          windows.iegmLive.withMatrix(rows: windows.count, columns: slots) { iegmLive in
            result.withMaps { time, modality, cross in
              compute(
                Chunk(
                  range: range, signals: [ecg, iegm], lives: [ecgLive, iegmLive],
                  presence: presence, time: time, modality: modality, cross: cross))
            }
          }
        }
      }
    }
    if let context = outputs.context?.values {
      context.rows(0..<range.count).copy(
        from: windows.context, at: range.lowerBound * context.columns)
    }
    heads.forward(features, parameters, outputs, range: 0..<range.count)
    result.take(outputs, features: features, range)
  }

  private func compute(_ chunk: Chunk) {
    // Small products are not rounded: a window whose rows are shared out would depend on how many share.
    if chunk.range.count < crew.count && precision == .float32 {
      crew.run { [self] share in
        for window in chunk.range { one(window, chunk, rooms[0], share) }
      }
    } else {
      crew.forEach(chunk.range, precision: precision) { [self] window, rank in
        one(window, chunk, rooms[rank], .whole)
      }
    }
  }

  // MARK: A window

  private func one(_ window: Int, _ chunk: Chunk, _ room: Room, _ share: Share) {
    let index = window - chunk.range.lowerBound
    let has = chunk.presence[index]
    encode(0, has.ecg, window, chunk, room, into: room.saved.ecg, share)
    encode(1, has.iegm, window, chunk, room, into: room.saved.iegm, share)
    trunk.forward(
      has: has, parameters, saved: room.saved, into: features.row(index), share: share,
      crossAttention: chunk.cross == nil ? nil : room.crossAttention)
    keepMaps(window, chunk, room, share)
  }

  private func encode(
    _ modality: Int, _ isThere: Bool, _ window: Int, _ chunk: Chunk, _ room: Room,
    into tokens: Matrix, _ share: Share
  ) {
    guard isThere else {
      let own = share.rows(tokens.rows)
      tokens.rows(own).copy(from: silence[modality].rows(own))
      return
    }
    let channels = chunk.lives[modality].columns
    encoders[modality].forward(
      signals: chunk.signals[modality].rows(window * channels..<(window + 1) * channels),
      live: chunk.lives[modality].row(window), position: parameters.matrix(classifier.position),
      buffers: room.encoders[modality], into: tokens, share: share)
  }

  private func keepMaps(_ window: Int, _ chunk: Chunk, _ room: Room, _ share: Share) {
    let tokens = configuration.tokens
    if let cross = chunk.cross {
      let own = share.rows(tokens)
      cross.rows(window * tokens..<(window + 1) * tokens).rows(own)
        .setTranspose(of: room.crossAttention.columns(own))
    }
    guard share.rank == 0 else { return }
    chunk.time?.row(window).copy(from: room.saved.pool.weights.reshaped(rows: 1, columns: tokens))
    chunk.modality?.rows(window * tokens..<(window + 1) * tokens)
      .setTranspose(of: room.saved.fusion.weights)
  }

  /// A missing modality's tokens are always the same: they are computed once.
  private func listenToSilence() {
    let room = rooms[0]
    for modality in 0..<2 {
      let channels = encoders[modality].encoder.channels
      let zeros = Workspace()
      encoders[modality].forward(
        signals: zeros.matrix(channels, configuration.samples), live: zeros.vector(channels),
        position: parameters.matrix(classifier.position), buffers: room.encoders[modality],
        into: silence[modality], share: .whole)
    }
  }
}
