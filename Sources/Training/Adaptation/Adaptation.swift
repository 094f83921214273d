public import ArrhythmiaModel
import Foundation
public import NeuralNetwork

/// Teaches a model of rhythms by labelled windows: `docs/teaching.md`.
///
/// What the model knew is kept by its memory, which is replayed beside what is new, and by a hold
/// on its weights. The same model, memory, windows and settings give the same bits, on any number
/// of threads.
public struct Adaptation {
  /// What came of it.
  public struct Outcome: Sendable {
    /// With its properties, which say what it was taught.
    public var model: ModelWeights
    /// What it is to be taught from next time: that of the model before, and what taught it now.
    public var memory: TrainingMemory
    public var verdict: AdaptationVerdict
  }

  let base: ModelWeights
  let memory: TrainingMemory?
  let support: TaughtSupport
  let settings: AdaptationSettings
  let crew: Crew
  /// The classes of the taught model.
  public let classes: [String]
  let properties: ModelProperties

  /// Plans it.
  ///
  /// - Parameters:
  ///   - base: the model that is taught; its file stays as it is.
  ///   - memory: what is kept of its training; without one nothing says what is forgotten.
  ///   - without: classes that are taken away.
  public init(
    _ base: ModelWeights, memory: TrainingMemory?, support: TaughtSupport,
    settings: AdaptationSettings, without: [String] = [], crew: Crew
  ) throws(AdaptationError) {
    guard let properties = base.properties else { throw .unknownModel }
    guard properties.labelPreset?.isBeatCentred != true else { throw .beats }
    guard !support.teaching.isEmpty || !without.isEmpty else { throw .nothingTaught }
    if let memory, memory.fingerprint != properties.fingerprint { throw .otherMemory }
    let known = properties.classes
    let new = TaughtSupport.labels(support.teaching).filter { !known.contains($0) }
    let classes = (known + new).filter { !without.contains($0) }
    if let bad = without.first(where: { !known.contains($0) || classes.count < 2 }) {
      throw .noSuchClass(bad, classes: known)
    }
    let taught = TaughtSupport.labels(support.teaching)
    if memory == nil, taught.count == 1, let only = taught.first { throw .oneClass(only) }
    (self.base, self.memory, self.settings, self.crew) = (base, memory, settings, crew)
    (self.classes, self.properties) = (classes, properties)
    self.support = TaughtSupport(
      teaching: support.teaching.filter { !without.contains($0.label) },
      guarding: support.guarding.filter { !without.contains($0.label) })
  }

  /// Teaches.
  ///
  /// - Parameters:
  ///   - checkpoint: where a deep training keeps its state; one that is there is gone on from.
  ///   - progress: told how far it is, every few milliseconds; what it throws ends the work, and the state that was kept last stays.
  public func run(
    checkpoint: String? = nil, progress: (AdaptationProgress) throws -> Void = { _ in }
  ) throws -> Outcome {
    var model = try started()
    var told = AdaptationProgress(steps: settings.steps)
    func tell(_ share: Double) throws {
      told.share = share
      try progress(told)
    }
    if settings.depth != .instant {
      model = try trained(model, checkpoint) { share, losses in
        told.losses = losses
        try tell(0.8 * share)
      }
    }
    try fitHead(&model) { try tell(0.8 + 0.1 * $0) }
    let verdict = try verdict(model) { try tell(0.95 + 0.05 * $0) }
    try model.setProperties(taughtProperties(verdict))
    let taught = try taughtMemory(model)
    if let checkpoint { try? FileManager.default.removeItem(atPath: checkpoint) }
    return Outcome(model: model, memory: taught, verdict: verdict)
  }

  // MARK: Weights

  /// The model with the classes that it is to have. New ones begin with nothing to say.
  private func started() throws -> ModelWeights {
    var sizes = base.configuration
    sizes.classes = classes.count
    var model = try base.extended(to: classes, sizes, seed: settings.seed)
    let known = Set(properties.classes)
    for (index, name) in classes.enumerated() where !known.contains(name) {
      model.setClassRow("head.weight", index, to: 0)
      model.setClassRow("head.bias", index, to: 0)
    }
    return model
  }

  /// Windows that teach and those of the memory, with the numbers of their classes.
  private var rows: (taught: [(PreparedWindow, Int)], replayed: [(PreparedWindow, Int)]) {
    let place = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let taught = support.teaching.compactMap { window in
      place[window.label].map { (window.signal, $0) }
    }
    let replayed = (memory?.windows ?? []).filter { $0.role == .replay }.compactMap { window in
      place[memory?.classes[window.label] ?? ""].map { (window.signal, $0) }
    }
    return (taught, replayed)
  }

  private func trained(
    _ model: ModelWeights, _ checkpoint: String?, _ progress: (Double, [Double]) throws -> Void
  ) throws -> ModelWeights {
    let (taught, replayed) = rows
    guard !taught.isEmpty else { return model }
    let training = DeepAdaptation(
      model, taught: taught, replayed: replayed, settings: settings,
      modality: properties.seen, crew: crew)
    return try training.run(
      checkpoint: checkpoint, identity: "\(base.digest) \(fingerprint)", progress)
  }

  /// Fits the linear head and the classes' means to the features as they are now.
  private func fitHead(
    _ model: inout ModelWeights, _ progress: (Double) throws -> Void
  ) throws {
    let (taught, replayed) = rows
    let isSameTrunk = settings.depth == .instant
    let windows = (taught + (isSameTrunk ? [] : replayed))
    let found = try WindowFeatures(model, windows.map(\.0), crew: crew) {
      try progress(0.5 * $0)
    }
    var rows = windows.indices.map {
      HeadFit.Row(feature: found.features[$0], label: windows[$0].1)
    }
    if isSameTrunk { rows += rememberedRows }
    var head = HeadFit(of: model)
    for (index, name) in classes.enumerated() where !properties.classes.contains(name) {
      head.imprint(index, rows)
    }
    try head.fit(rows, hold: settings.hold) { try progress(0.5 + 0.5 * $0) }
    model.tensors["head.weight"]?.values = head.weights.map(Float.init)
    model.tensors["head.bias"]?.values = head.bias.map(Float.init)
    setMeans(&model, zip(found.embeddings, windows).map { ($0, $1.1) }, all: !isSameTrunk)
  }

  /// Features of the training, which an unchanged trunk would give again.
  private var rememberedRows: [HeadFit.Row] {
    guard let memory else { return [] }
    return zip(memory.classes, memory.features).flatMap { name, features -> [HeadFit.Row] in
      guard let label = classes.firstIndex(of: name) else { return [] }
      return features.map { HeadFit.Row(feature: $0, label: label) }
    }
  }

  /// Sets the mean embeddings of new classes, or of all whose embeddings have changed.
  private func setMeans(
    _ model: inout ModelWeights, _ embedded: [(embedding: [Float], label: Int)], all: Bool
  ) {
    let known = Set(properties.classes)
    for (index, name) in classes.enumerated() where all || !known.contains(name) {
      let own = embedded.filter { $0.label == index }.map(\.embedding)
      guard let width = own.first?.count else { continue }
      var mean = (0..<width).map { place in own.reduce(Float(0)) { $0 + $1[place] } }
      let norm = max(mean.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-12)
      mean = mean.map { $0 / norm }
      model.setClassRow("prototype_means", index, to: mean)
      model.setClassRow("prototypes", index, to: mean)
    }
  }

  // MARK: Verdict

  private func verdict(
    _ model: ModelWeights, _ progress: (Double) throws -> Void
  ) throws -> AdaptationVerdict {
    let remembered = (memory?.windows ?? []).filter {
      $0.role == .guarding && classes.contains(memory?.classes[$0.label] ?? "")
    }
    let windows = support.guarding.map(\.signal) + remembered.map(\.signal)
    let old = try WindowFeatures(base, windows, crew: crew) { try progress(0.5 * $0) }
    let new = try WindowFeatures(model, windows, crew: crew) { try progress(0.5 + 0.5 * $0) }
    func judged(_ place: Int, _ label: String, _ episode: Int) -> AdaptationVerdict.Judged {
      .init(
        label: label, before: properties.classes[old.decisions[place]],
        after: classes[new.decisions[place]], episode: episode)
    }
    let count = support.guarding.count
    return AdaptationVerdict(
      guarding: support.guarding.enumerated().map { judged($0, $1.label, $1.episode) },
      known: remembered.enumerated().map { place, window in
        judged(count + place, memory?.classes[window.label] ?? "", window.patient)
      })
  }
}

extension ModelWeights {
  /// Sets a class's row of a tensor to one number.
  fileprivate mutating func setClassRow(_ name: String, _ index: Int, to value: Float) {
    let width = tensors[name]?.shape.dropFirst().reduce(1, *) ?? 0
    setClassRow(name, index, to: [Float](repeating: value, count: width))
  }

  fileprivate mutating func setClassRow(_ name: String, _ index: Int, to row: [Float]) {
    tensors[name]?.values.replaceSubrange(
      index * row.count..<(index + 1) * row.count, with: row)
  }
}
