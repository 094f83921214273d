import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import Waveforms

/// Records and models that the tests of reading share.
enum ReadingFixtures {
  /// Windows of half a second.
  static let sizes = ModelFixtures.small

  /// Sizes of a model that is told all of a beat's context.
  static let beatSizes: ModelConfiguration = {
    var sizes = ModelFixtures.small
    sizes.context = .init(inputs: BeatContext.width, base: 0, target: 1)
    return sizes
  }()

  /// Five and a half minutes, six blocks of preparation: a lead and an electrogram, both silent for a while.
  static let long = record(
    seconds: 330, leads: ["II"], electrograms: ["CS 1-2"], silent: 100..<103)

  static func record(
    seconds: Double, leads: [String], electrograms: [String] = [], rateHz: Double = 250,
    silent: Range<Int> = 0..<0
  ) -> Record {
    func channel(_ name: String, _ values: [Double], isSilenced: Bool) -> SyntheticChannel {
      var values = values
      for second in silent where isSilenced {
        let place = Int(Double(second) * rateHz)..<Int(Double(second + 1) * rateHz)
        for index in place { values[index] = .nan }
      }
      return SyntheticChannel(name: name, values: values)
    }
    let surface = leads.enumerated().map { index, name in
      channel(
        name, Waves.surface(seconds: seconds, rateHz: rateHz, seed: index + 1),
        isSilenced: index == 0)
    }
    let inside = electrograms.enumerated().map { index, name in
      channel(
        name, Waves.electrogram(seconds: seconds, rateHz: rateHz, seed: index + 9),
        isSilenced: true)
    }
    return Record.synthetic(surface + inside, frameRateHz: rateHz, name: "long")
  }

  static func weights(
    _ sizes: ModelConfiguration = sizes, preset: String = "g8", seed: UInt64 = 8,
    _ change: (inout ModelProperties) -> Void = { _ in }
  ) throws -> ModelWeights {
    var weights = ModelWeights(random: sizes, seed: seed)
    var properties = ModelProperties(
      classes: ["A", "B", "C", "D"], preset: preset, filters: "forwardBackward",
      training: "none", data: "none", trainedOn: [])
    properties.certainty = certainty(
      UncertaintyFlag(
        scale: ProbabilityScale(temperature: 1.5), leastProbabilities: [0.3, 0.3, 0.3, 0.3]))
    change(&properties)
    try weights.setProperties(properties)
    return weights
  }

  /// The same bounds whatever there is to go by.
  static func certainty(_ flag: UncertaintyFlag) -> Certainty {
    Certainty(
      entries: [
        .init(kind: InputKind(leads: 1, hasElectrograms: false), flag: flag),
        .init(kind: InputKind(leads: 0, hasElectrograms: true), flag: flag),
      ], patients: 9)
  }

  static func classifier(_ weights: ModelWeights, threads: Int = 1) throws -> RecordClassifier {
    try #require(RecordClassifier(weights, crew: Crew(count: threads)))
  }

  /// A file of the repository.
  static func repository(_ path: String, beside file: String = #filePath) -> String {
    URL(filePath: file).deletingLastPathComponent().appending(path: "../../\(path)")
      .standardized.path
  }

  /// A model that is shipped.
  static func shipped(_ name: String, threads: Int = 1) throws -> RecordClassifier {
    try classifier(
      ModelWeights(path: repository("Models/\(name).safetensors")), threads: threads)
  }
}
