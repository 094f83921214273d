import Foundation
public import NeuralNetwork

/// Why a checkpoint cannot be continued from, in one sentence.
public enum CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The step is missing or no number.
  case badStep(path: String, found: String)
  /// It belongs to a training of another kind.
  case otherTraining(path: String, expected: String, found: String)

  public var description: String {
    switch self {
    case .badStep(let path, let found):
      "\(path): metadata \"step\": expected a number of steps, found \(quoted(found))"
    case .otherTraining(let path, let expected, let found):
      "\(path): expected a checkpoint of the training \(quoted(expected)), found \(quoted(found))"
    }
  }
}

extension Trainer {
  /// Everything that a later step depends on, by the prefix of its tensors.
  private var parts: [(prefix: String, values: Parameters)] {
    [
      ("model.", network.parameters), ("model.", network.buffers), ("average.", average),
      ("average.", averageBuffers), ("first_moment.", optimizer.firstMoments),
      ("second_moment.", optimizer.secondMoments),
    ]
  }

  /// What has to agree between a training and its continuation.
  private var kind: String {
    let sizes = network.classifier.configuration
    // Everything else that was asked for, in a number.
    let settings = StableHash.of("\(sizes) \(configuration)".utf8)
    return "settings \(settings.text), seed \(configuration.seed), "
      + "\(configuration.schedule.totalSteps) steps"
  }

  /// Writes all that is needed to go on as if nothing had happened, with a note of the caller's.
  public func writeCheckpoint(
    path: String, note: [String: String] = [:]
  ) throws(SafeTensorsError) {
    var tensors: [String: SafeTensors.Value] = [:]
    for (prefix, values) in parts {
      for parameter in values.layout.parameters {
        tensors[prefix + parameter.name] = .float32(
          Tensor(shape: parameter.shape, values: values.fileValues(parameter)))
      }
    }
    try SafeTensors.write(
      tensors, metadata: note.merging(["step": String(step), "training": kind]) { $1 }, path: path)
  }

  /// Goes on from a checkpoint of the same training, and gives back its note. Changes nothing where
  /// it cannot be used.
  @discardableResult public func resume(path: String) throws -> [String: String] {
    let file = try SafeTensors(path: path)
    let found = file.metadata["training"] ?? "none"
    guard found == kind else {
      throw CheckpointError.otherTraining(path: path, expected: kind, found: found)
    }
    let text = file.metadata["step"] ?? ""
    guard let step = Int(text), (0...configuration.schedule.totalSteps).contains(step) else {
      throw CheckpointError.badStep(path: path, found: text)
    }
    var read: [(Parameters, Parameter, [Float])] = []
    for (prefix, values) in parts {
      for parameter in values.layout.parameters {
        let tensor = try file.float32(prefix + parameter.name, shape: parameter.shape)
        if prefix == "second_moment." || parameter.name.hasSuffix("running_var"),
          let index = tensor.values.firstIndex(where: { $0 < 0 })
        {
          throw ModelFileError.negativeVariance(
            path: path, name: prefix + parameter.name, index: index)
        }
        read.append((values, parameter, tensor.values))
      }
    }
    for (values, parameter, numbers) in read { values.set(parameter, to: numbers) }
    resume(at: step)
    return file.metadata
  }
}
