import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport

/// Models and windows that the tests share.
enum ModelFixtures {
  /// Sizes that train in milliseconds.
  static let small = ModelConfiguration(
    classes: 4, width: 16, heads: 2, hidden: 24, layers: 1, projection: 8, tokens: 16)

  /// A file of the folder `Golden`.
  static func golden(_ name: String, beside file: String = #filePath) -> String {
    URL(filePath: file).deletingLastPathComponent()
      .appending(path: "Golden/\(name).safetensors").path
  }

  /// Model and windows of one of the twin's sets, `twin` or `second`.
  static func twin(_ set: String) throws -> (weights: ModelWeights, windows: Windows) {
    let weights = try ModelWeights(path: golden(set + "_model"))
    return (weights, try Windows(path: golden(set + "_windows"), for: weights.configuration))
  }

  /// Windows of noise, all channels live and the classes in turn.
  static func noise(_ count: Int, _ sizes: ModelConfiguration, seed: Int = 1) -> Windows {
    var random = SeededGenerator(seed: seed)
    func signals(_ channels: Int) -> [Float] {
      random.normals(count * channels * sizes.samples).map(Float.init)
    }
    let (ecg, iegm) = (
      signals(ModelConfiguration.ecgChannels), signals(ModelConfiguration.iegmChannels)
    )
    return Windows(
      samples: sizes.samples, ecg: ecg, iegm: iegm,
      ecgLive: [Float](repeating: 1, count: count * ModelConfiguration.ecgChannels),
      iegmLive: [Float](repeating: 1, count: count * ModelConfiguration.iegmChannels),
      labels: (0..<count).map { $0 % sizes.classes })
  }

  /// A trainer of small random weights.
  static func trainer(
    sizes: ModelConfiguration = small, weights seed: UInt64 = 1,
    _ configuration: TrainingConfiguration, capacity: Int = 8, threads: Int = 1
  ) -> Trainer {
    Trainer(
      ModelWeights(random: sizes, seed: seed), configuration, capacity: capacity,
      crew: Crew(count: threads))
  }
}

extension Windows {
  /// Some of the windows, in that order.
  func picking(_ indices: [Int]) -> Windows {
    func pick(_ values: [Float]) -> [Float] {
      let each = values.count / count
      return indices.flatMap { values[$0 * each..<($0 + 1) * each] }
    }
    return Windows(
      samples: samples, ecg: pick(ecg), iegm: pick(iegm), ecgLive: pick(ecgLive),
      iegmLive: pick(iegmLive), labels: indices.map { labels[$0] })
  }

  /// The windows with some modality's channels dead and silent in some of them.
  func without(ecg deadECG: [Int] = [], iegm deadIEGM: [Int] = []) -> Windows {
    func silenced(_ values: [Float], _ windows: [Int]) -> [Float] {
      let each = values.count / count
      var result = values
      for place in windows.flatMap({ $0 * each..<($0 + 1) * each }) { result[place] = 0 }
      return result
    }
    return Windows(
      samples: samples, ecg: silenced(ecg, deadECG), iegm: silenced(iegm, deadIEGM),
      ecgLive: silenced(ecgLive, deadECG), iegmLive: silenced(iegmLive, deadIEGM),
      labels: labels)
  }
}

extension TrainingNetwork {
  /// Fills the batch with all windows.
  func fill(from windows: Windows) {
    for index in 0..<windows.count { fill(index, from: windows, index) }
  }

  /// A parameter or a buffer, whose numbers are then as in files.
  func values(_ name: String) -> [Float]? {
    for group in [parameters, buffers] {
      if let found = group.layout.parameters.first(where: { $0.name == name }) {
        return group.fileValues(found)
      }
    }
    return nil
  }

  /// A parameter's matrix in memory.
  func matrix(_ name: String) -> Matrix? {
    classifier.layout.parameters.first { $0.name == name }.map { parameters.matrix($0) }
  }
}

extension Trainer {
  /// One step on all windows.
  @discardableResult func step(on windows: Windows) throws -> StepReport {
    network.fill(from: windows)
    return try step(labels: windows.labels)
  }

  /// The bits of weights, running statistics and their averages.
  var bits: [String: [UInt32]] {
    var all = weights(averaged: false).bits
    for (name, values) in weights(averaged: true).bits { all["average." + name] = values }
    return all
  }
}

extension ModelWeights {
  /// The bits of all numbers.
  var bits: [String: [UInt32]] { tensors.mapValues(\.bits) }
}

extension ModelOutputs {
  /// The bits of all numbers.
  var bits: [String: [UInt32]] { tensors.mapValues(\.bits) }

  /// The bits of one window's numbers.
  func bits(of window: Int) -> [String: [UInt32]] {
    bits.mapValues { values in
      let each = values.count / windows
      return Array(values[window * each..<(window + 1) * each])
    }
  }
}

extension Tensor {
  var bits: [UInt32] { values.map(\.bitPattern) }
}

/// The names under which two sets of numbers differ, in a few words; nil where none does.
func difference(_ one: [String: [UInt32]], _ other: [String: [UInt32]]) -> String? {
  let names = Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
  guard let first = names.first else { return nil }
  return "\(names.count) of \(one.count) differ, the first is \(first)"
}
