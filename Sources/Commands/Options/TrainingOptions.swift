public import ArgumentParser
import ArrhythmiaModel
import Foundation
public import Training

extension DataSplit: ExpressibleByArgument {}
extension Objective: ExpressibleByArgument {}
extension BatchSampler.Scheme: ExpressibleByArgument {}
extension ModalityChoice: ExpressibleByArgument {}
extension ModelSize: ExpressibleByArgument {}
extension AdaptationDepth: ExpressibleByArgument {}

/// How a model is trained; what is not given has the design's default.
struct TrainingOptions: ParsableArguments {
  @Option(help: "What is minimised: ce, weighted-ce, focal, la, ce+supcon, la+supcon or agcacl.")
  var objective: Objective?

  @Option(help: "How classes are drawn: instance, sqrt or balanced.")
  var sampler: BatchSampler.Scheme?

  @Option(help: "Strength of the logit adjustment.")
  var priorStrength: Double?

  @Option(help: "Epochs.")
  var epochs: Int?

  @Option(help: "Windows of an epoch; all if not given.")
  var epochWindows: Int?

  @Option(help: "Highest learning rate.")
  var rate: Double?

  @Option(help: "Stop after so many epochs without a better validation.")
  var patience: Int?

  @Option(help: "Size of the network: standard or small.")
  var size: ModelSize?

  @Option(help: "What the model sees: both, ecg or iegm.")
  var modality: ModalityChoice?

  @Option(
    help: """
      Where all people train: parts of them that are each left out of a training of its own, to learn \
      how sure the model may be of somebody new; 0 not to learn it, and the model is never sure.
      """)
  var calibrationParts: Int?

  @Option(help: "Start from a model, rather than from random weights.")
  var from: String?

  @Option(
    help: """
      How far to go from the model that the training starts from towards what was trained, from 0 to \
      1. Between, weights are averaged: people of both trainings are then held.
      """)
  var share: Double?

  func settings(_ preset: LabelPreset, seed: UInt64) throws -> TrainingSettings {
    try Self.check("--epochs", epochs, 1...10_000)
    try Self.check("--epoch-windows", epochWindows, 64...100_000_000)
    try Self.check("--patience", patience, 1...10_000)
    if let parts = calibrationParts, parts != 0 {
      try Self.check("--calibration-parts", parts, 2...20)
    }
    var settings = TrainingSettings(preset: preset)
    settings.objective = objective ?? settings.objective
    settings.sampler = sampler ?? settings.sampler
    settings.priorStrength = priorStrength ?? settings.priorStrength
    settings.epochs = epochs ?? settings.epochs
    settings.epochWindows = epochWindows ?? settings.epochWindows
    settings.rate = rate ?? settings.rate
    settings.patience = patience
    settings.size = size ?? settings.size
    settings.modality = modality ?? settings.modality
    settings.calibrationParts = calibrationParts ?? settings.calibrationParts
    settings.seed = seed
    settings.origin = try origin()
    guard settings.rate > 0, settings.rate < 1, (0...4).contains(settings.priorStrength) else {
      throw CommandError.badOption(
        name: "--rate and --prior-strength", expected: "a rate below 1 and a strength from 0 to 4",
        found: "\(settings.rate) \(settings.priorStrength)")
    }
    return settings
  }

  private func origin() throws -> TrainingOrigin? {
    guard let from else {
      guard share == nil else {
        throw CommandError.badOption(name: "--share", expected: "--from beside it", found: "none")
      }
      return nil
    }
    let share = share ?? 1
    guard (0...1).contains(share) else {
      throw CommandError.badOption(name: "--share", expected: "0 to 1", found: "\(share)")
    }
    return TrainingOrigin(model: try ModelWeights(path: from), share: share)
  }

  private static func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
    guard let value, !range.contains(value) else { return }
    throw CommandError.badOption(
      name: name, expected: "\(range.lowerBound) to \(range.upperBound)", found: String(value))
  }
}
