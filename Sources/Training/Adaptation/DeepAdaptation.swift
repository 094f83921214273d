import ArrhythmiaModel
import Foundation
import NeuralNetwork

/// Trains a network on with what a reader has labelled, half of each batch replayed from what it
/// was trained on before. Normalisation keeps its running statistics: a few windows have none.
struct DeepAdaptation {
  typealias Labelled = (signal: PreparedWindow, label: Int)

  private let model: ModelWeights
  private let taught: [Labelled]
  private let replayed: [Labelled]
  private let settings: AdaptationSettings
  private let augmentation: Augmentation
  private let crew: Crew

  /// Steps between two states that are kept.
  private static let stepsOfCheckpoint = 25

  init(
    _ model: ModelWeights, taught: [Labelled], replayed: [Labelled],
    settings: AdaptationSettings, modality: ModalityChoice, crew: Crew
  ) {
    (self.model, self.settings, self.crew) = (model, settings, crew)
    func kept(_ rows: [Labelled]) -> [Labelled] {
      rows.map { row in
        var signal = row.signal
        signal.keep(modality)
        return (signal, row.label)
      }
    }
    (self.taught, self.replayed) = (kept(taught), kept(replayed))
    augmentation = Augmentation()
  }

  private var configuration: TrainingConfiguration {
    var optimizer = AdamW.Configuration()
    // It is drawn to the old weights, not to 0.
    optimizer.weightDecay = 0
    return TrainingConfiguration(
      schedule: LearningRateSchedule(peak: settings.rate, totalSteps: settings.steps),
      optimizer: optimizer, averageDecay: 0.98, dropout: 0,
      trained: settings.depth == .full ? .all : .adapters, pull: settings.pull,
      normalization: .frozen, seed: settings.seed)
  }

  /// - Parameters:
  ///   - identity: of what the state that is kept belongs to.
  ///   - progress: told the share that is done and the losses of the steps of this run.
  func run(
    checkpoint: String?, identity: String, _ progress: (Double, [Double]) throws -> Void
  ) throws -> ModelWeights {
    let trainer = Trainer(model, configuration, capacity: settings.batch, crew: crew)
    resume(trainer, checkpoint, identity)
    var ending: (any Error)?
    var losses: [Double] = []
    while trainer.step < settings.steps {
      let share = Double(trainer.step) / Double(settings.steps)
      try progress(share, losses)
      let labels = fill(trainer.network, step: trainer.step)
      do {
        let report = try trainer.step(labels: labels) {
          do { try progress(share, losses) } catch { ending = error }
          return ending == nil
        }
        losses.append(report.loss)
      } catch {
        if case .ended = error, let ending { throw ending }
        throw error
      }
      if let checkpoint, trainer.step.isMultiple(of: Self.stepsOfCheckpoint) {
        // A disk that is full must not end the training: the state of before stays.
        try? trainer.writeCheckpoint(path: checkpoint, note: [Self.key: identity])
      }
    }
    try progress(1, losses)
    return trainer.weights(averaged: true, metadata: model.metadata)
  }

  private static let key = "adaptation"

  /// Goes on from a state of the same training; any other is begun anew over.
  private func resume(_ trainer: Trainer, _ checkpoint: String?, _ identity: String) {
    guard let checkpoint, let file = try? SafeTensors(path: checkpoint),
      file.metadata[Self.key] == identity
    else { return }
    _ = try? trainer.resume(path: checkpoint)
  }

  /// Fills a batch: what a step shows follows from its number alone.
  private func fill(_ network: TrainingNetwork, step: Int) -> [Int] {
    var random = SplitMix64(
      seed: SplitMix64.mixed(settings.seed) ^ SplitMix64.mixed(UInt64(step) &+ 0xADA7))
    let replaying = replayed.isEmpty ? 0 : settings.batch / 2
    let rows = (0..<settings.batch).map { row in
      row < replaying ? drawn(replayed, &random) : drawn(taught, &random)
    }
    let seeds = rows.map { _ in random.next() }
    let augmentation = augmentation
    let signals = rows.map(\.signal)
    crew.run { share in
      for row in stride(from: share.rank, to: signals.count, by: share.count) {
        var own = SplitMix64(seed: seeds[row])
        var window = signals[row]
        augmentation.vary(&window, &own)
        network.ecg(row).copy(from: window.ecg, at: 0)
        network.iegm(row).copy(from: window.iegm, at: 0)
        network.ecgLive.row(row).copy(from: window.ecgLive, at: 0)
        network.iegmLive.row(row).copy(from: window.iegmLive, at: 0)
      }
    }
    return rows.map(\.label)
  }

  /// A window of a class that is drawn first: classes count alike.
  private func drawn(_ rows: [Labelled], _ random: inout SplitMix64) -> Labelled {
    let labels = Set(rows.map(\.label)).sorted()
    let label = labels[Int(random.next() % UInt64(labels.count))]
    let own = rows.indices.filter { rows[$0].label == label }
    return rows[own[Int(random.next() % UInt64(own.count))]]
  }
}
