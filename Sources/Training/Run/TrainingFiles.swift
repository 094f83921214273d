import ArrhythmiaModel
import Foundation

/// Where a training keeps its best model and its state.
public struct TrainingFiles: Sendable {
  /// The best model so far.
  public let model: String
  /// All that is needed to go on.
  public var checkpoint: String { model + ".checkpoint" }

  /// Files of a training whose model goes to `model`.
  public init(model: String) { self.model = model }

  private static let key = "epochs"
  private static let bestKey = "best_epoch"
  private static let trainingKey = "run"

  func note(_ epochs: [TrainingRun.Epoch], best: Int, training: String) -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = (try? encoder.encode(epochs)).map { String(decoding: $0, as: UTF8.self) }
    return [Self.key: text ?? "[]", Self.bestKey: String(best), Self.trainingKey: training]
  }

  /// Refuses the state of a training with other settings or windows.
  func check(_ note: [String: String], training: String) throws {
    let found = note[Self.trainingKey] ?? "none"
    guard found == training else {
      throw CheckpointError.otherTraining(path: checkpoint, expected: training, found: found)
    }
  }

  func state(_ note: [String: String]) throws -> (epochs: [TrainingRun.Epoch], best: Int) {
    let text = note[Self.key] ?? ""
    guard
      let epochs = try? JSONDecoder().decode([TrainingRun.Epoch].self, from: Data(text.utf8)),
      let best = note[Self.bestKey].flatMap(Int.init), (1...max(1, epochs.count)).contains(best),
      !epochs.isEmpty
    else {
      throw DatasetError.badTable(
        path: checkpoint, expected: "the epochs of a training", found: "something else")
    }
    return (epochs, best)
  }
}
