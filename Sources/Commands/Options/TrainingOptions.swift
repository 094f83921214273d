public import ArgumentParser
public import ArrhythmiaModel
import Foundation
import NeuralNetwork
public import Training

extension DataSplit: ExpressibleByArgument {}
extension Objective: ExpressibleByArgument {}
extension BatchSampler.Scheme: ExpressibleByArgument {}
extension ModalityChoice: ExpressibleByArgument {}
extension ModelSize: ExpressibleByArgument {}
extension LossConfiguration.Positives: ExpressibleByArgument {}
extension AdaptationDepth: ExpressibleByArgument {}

/// How a model is trained; what is not given has the design's default.
struct TrainingOptions: ParsableArguments {
  @Option(
    help:
      "What is minimised: ce, weighted-ce, focal, la, ce+supcon, la+supcon, la+bcl, la+proco or agcacl."
  )
  var objective: Objective?

  @Option(help: "How classes are drawn: instance, sqrt or balanced.")
  var sampler: BatchSampler.Scheme?

  @Option(help: "Strength of the logit adjustment.")
  var priorStrength: Double?

  @Option(help: "Windows of a batch.")
  var batch: Int?

  @Option(help: "Times that a batch shows each of its windows, varied otherwise each time.")
  var views: Int?

  @Option(help: "Compare directions alone in the head, and multiply cosines by this; 30 is usual.")
  var cosine: Float?

  @Option(
    help: """
      How many times as strongly as the classification the contrast moves the features; if not given, \
      the losses are weighed as the design has it.
      """)
  var contrastRatio: Double?

  @Option(
    help:
      "Which windows of its class the contrast draws one to: all, or others, those of other patients."
  )
  var positives: LossConfiguration.Positives?

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
      What factors of matrix products are rounded to in training: float32, which is not at all, or \
      bfloat16, on processors with AVX-512 BF16.
      """)
  var precision: ProductPrecision?

  @Option(
    help: """
      Where all people train: parts of them that are each left out of a training of its own, to learn \
      how sure the model may be of somebody new; 0 not to learn it, here or where windows choose, and \
      the model is never sure.
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

  @Option(
    help: """
      How much of the sampler's preference for supraventricular beats is taken off the trained model, \
      from 0 to 1.
      """)
  var restoreTiming: Double?

  @Flag(help: "The model is for records that name none of their leads, and is chosen for these.")
  var unnamedLeads = false

  func settings(_ preset: LabelPreset, seed: UInt64) throws -> TrainingSettings {
    try Self.check("--epochs", epochs, 1...10_000)
    try Self.check("--epoch-windows", epochWindows, 64...100_000_000)
    try Self.check("--patience", patience, 1...10_000)
    try Self.check("--batch", batch, 8...1024)
    try Self.check("--views", views, 1...4)
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
    settings.precision = try (precision ?? settings.precision).required()
    settings.seed = seed
    try setContrast(&settings)
    settings.contextPriorsRestored = restoreTiming ?? settings.contextPriorsRestored
    settings.isForUnnamedLeads = unnamedLeads
    settings.origin = try origin()
    guard (0...1).contains(settings.contextPriorsRestored) else {
      throw CommandError.badOption(
        name: "--restore-timing", expected: "0 to 1", found: "\(settings.contextPriorsRestored)")
    }
    guard settings.rate > 0, settings.rate < 1, (0...4).contains(settings.priorStrength) else {
      throw CommandError.badOption(
        name: "--rate and --prior-strength", expected: "a rate below 1 and a strength from 0 to 4",
        found: "\(settings.rate) \(settings.priorStrength)")
    }
    return settings
  }

  private func setContrast(_ settings: inout TrainingSettings) throws {
    settings.batch = batch ?? settings.batch
    settings.views = views ?? settings.views
    settings.cosineScale = cosine
    settings.contrastRatio = contrastRatio
    settings.positives = positives ?? settings.positives
    guard (1...1000).contains(cosine ?? 30), (0.01...100).contains(contrastRatio ?? 1) else {
      throw CommandError.badOption(
        name: "--cosine and --contrast-ratio", expected: "1 to 1000 and 0.01 to 100",
        found: "\(cosine ?? 0) \(contrastRatio ?? 0)")
    }
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
