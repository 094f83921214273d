import Annotations
import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Training

/// Windows of two classes that any classifier should tell apart: slow pulses and fast waves, in two
/// leads and one electrogram, with a little noise.
enum SeparableDataset {
  /// Two leads, an electrogram and its envelope.
  private static let channels = [0, 1, 12, 19]
  private static let sound: Int32 = 1 << 0 | 1 << 1 | 1 << 12

  /// Each patient has `windows` windows of either class, far apart.
  static func make(
    in folder: ScratchFolder, patients: Int = 4, windows: Int = 12, seed: UInt64 = 5,
    as name: String = "separable.safetensors"
  ) throws -> Dataset {
    var made = HandMadeDataset()
    made.preset = .g6
    var random = SplitMix64(seed: seed)
    for patient in 0..<patients {
      made.sources.append(
        Dataset.Source(
          name: "r\(patient + 1)", patient: "p\(patient + 1)", cohort: "", channels: channels,
          mainsHz: 50, digest: "d\(patient)"))
      for number in 0..<2 * windows {
        let label = number % 2
        let group: RhythmGroup = label == 0 ? .sinus : .avrt
        let start = number * 4000
        made.windows.append(
          HandMadeDataset.Window(
            source: patient, start: start, group: group.rawValue,
            label: made.preset.label(of: group) ?? -1, segment: number, sound: sound))
        let range = start - Dataset.margin..<start + WindowPlan.samples + Dataset.margin
        made.stretches.append(
          HandMadeDataset.Stretch(
            source: patient, range: range,
            values: signal(label, count: range.count, &random)))
      }
    }
    return try made.read(in: folder, as: name)
  }

  private static func signal(
    _ label: Int, count: Int, _ random: inout SplitMix64
  ) -> [Float] {
    let phase = random.uniform(0, 1)
    let hertz = label == 0 ? random.uniform(1.2, 1.5) : random.uniform(6, 7)
    return channels.indices.flatMap { channel in
      let height = random.uniform(0.7, 1.3)
      return (0..<count).map { sample in
        let turn = hertz * Double(sample) / 250 + phase + 0.1 * Double(channel)
        let wave =
          label == 0 ? exp(-pow((turn - turn.rounded()) * 20, 2)) : sin(2 * .pi * turn)
        return Float(height * wave + 0.05 * random.normal())
      }
    }
  }
}

/// A fold small enough to be trained in a test: the split's own, cut to a few windows of each part.
func smallFold(_ dataset: Dataset, train: Int = 24, validation: Int = 8) throws -> Fold {
  var fold = try #require(try dataset.folds(.random, seed: 1).first)
  func cut(_ indices: [Int], to count: Int) -> [Int] {
    fold.classes.flatMap { label in
      indices.filter { dataset.windows[$0].plan.label == label }.prefix(count / 2)
    }.sorted()
  }
  (fold.train, fold.validation) = (cut(fold.train, to: train), cut(fold.validation, to: validation))
  return fold
}

/// Names of the tensors whose bits differ between two models: a failure that shows all numbers would fill
/// the screen.
func differences(_ one: ModelWeights, _ other: ModelWeights) -> [String] {
  let names = Set(one.tensors.keys).union(other.tensors.keys).sorted()
  return names.filter { one.tensors[$0] != other.tensors[$0] }
}
