import Foundation
public import NeuralNetwork

/// A model file's contents: sizes, all tensors under their names, and what is known of the model.
public struct ModelWeights: Sendable, Equatable {
  /// Sizes.
  public let configuration: ModelConfiguration
  /// Parameters and buffers by name, in the shapes of files.
  public var tensors: [String: Tensor]
  /// What a model file says beside its numbers: class names, preset, training and so on.
  public var metadata: [String: String]

  /// Reads a model file and checks that it holds a whole classifier and nothing else.
  public init(path: String) throws {
    let file = try SafeTensors(path: path)
    configuration = try Self.configuration(of: file)
    let classifier = RhythmClassifier(configuration)
    let all = classifier.layout.parameters + classifier.buffers.parameters
    tensors = [:]
    for parameter in all {
      tensors[parameter.name] = try file.float32(parameter.name, shape: parameter.shape)
    }
    metadata = file.metadata
    for name in file.names where tensors[name] == nil {
      throw ModelFileError.unknownTensor(path: path, name: name)
    }
    for (name, tensor) in tensors where name.hasSuffix("running_var") {
      if let index = tensor.values.firstIndex(where: { $0 < 0 }) {
        throw ModelFileError.negativeVariance(path: path, name: name, index: index)
      }
    }
  }

  /// A network's present numbers.
  public init(
    _ classifier: RhythmClassifier, _ parameters: Parameters, buffers: Parameters,
    metadata: [String: String] = [:]
  ) {
    configuration = classifier.configuration
    tensors = [:]
    self.metadata = metadata
    for parameter in classifier.layout.parameters {
      tensors[parameter.name] = Tensor(
        shape: parameter.shape, values: parameters.fileValues(parameter))
    }
    for buffer in classifier.buffers.parameters {
      tensors[buffer.name] = Tensor(shape: buffer.shape, values: buffers.fileValues(buffer))
    }
  }

  /// Adds to the head's bias, a number a class. The logit of a class that only the context tells
  /// from another is that other's and what the context adds: it moves with it.
  public mutating func addToLogits(_ offsets: [Float]) {
    guard var bias = tensors["head.bias"] else { return }
    precondition(bias.values.count == offsets.count, "\(offsets.count) offsets")
    bias.values = zip(bias.values, offsets).map { $0 + $1 }
    tensors["head.bias"] = bias
  }

  /// Moves the logit of the class that only the context tells from another by what its number is
  /// ahead of the other's; the others stay.
  public mutating func addToContext(_ offsets: [Float]) {
    guard let context = configuration.context, var bias = tensors["context2.bias"] else { return }
    bias.values[context.target] += offsets[context.target] - offsets[context.base]
    tensors["context2.bias"] = bias
  }

  /// Brings the rows of a head that compares directions to length 1, as they are kept, and leaves its
  /// bias out; other heads stay as they are.
  mutating func setHeadLength() {
    guard configuration.cosineScale != nil, var weight = tensors["head.weight"] else { return }
    let width = configuration.width
    for row in 0..<configuration.classes {
      let places = row * width..<(row + 1) * width
      let squares = places.reduce(Float(1e-12)) { $0 + weight.values[$1] * weight.values[$1] }
      for place in places { weight.values[place] /= squares.squareRoot() }
    }
    tensors["head.weight"] = weight
    tensors["head.bias"]?.values = [Float](repeating: 0, count: configuration.classes)
  }

  /// Writes a model file; an old one is replaced only by a whole new one.
  public func write(path: String) throws {
    var all = metadata
    all["heads"] = String(configuration.heads)
    all["context_classes"] = configuration.context.map { "\($0.base),\($0.target)" }
    all["cross_attention"] = configuration.usesCrossAttention ? nil : "none"
    all["cosine_scale"] = configuration.cosineScale.map { "\($0)" }
    try SafeTensors.write(tensors.mapValues { .float32($0) }, metadata: all, path: path)
  }

  /// Puts the numbers into a network's memory.
  func copy(to parameters: Parameters, buffers: Parameters) {
    for target in [parameters, buffers] {
      for parameter in target.layout.parameters {
        guard let tensor = tensors[parameter.name] else {
          preconditionFailure("a model without \(parameter.name)")
        }
        target.set(parameter, to: tensor.values)
      }
    }
  }

  /// Numbers that are learned.
  public var parameterCount: Int {
    RhythmClassifier(configuration).layout.parameters.reduce(0) { $0 + $1.count }
  }

  /// Names of the classes, as the metadata `classes` says (comma-separated), or `class 0`...
  public var classNames: [String] {
    let names = metadata["classes"]?.split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    if let names, names.count == configuration.classes { return names }
    return (0..<configuration.classes).map { "class \($0)" }
  }
}

extension ModelWeights {
  /// Largest sizes that are believed; nothing is planned on a file's word beyond them.
  private static let limits = (
    classes: 256, context: 256, width: 512, hidden: 2048, layers: 16, tokens: 1024, projection: 512
  )

  private static func context(
    _ inputs: Int, _ classes: Int, _ file: SafeTensors
  ) throws -> ModelConfiguration.Context {
    let text = file.metadata["context_classes"] ?? ""
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let pair = parts.compactMap { Int($0) }
    guard pair.count == 2, parts.count == 2, pair[0] != pair[1],
      pair.allSatisfy((0..<classes).contains), text == "\(pair[0]),\(pair[1])"
    else {
      throw ModelFileError.badContext(path: file.path, classes: classes, found: text)
    }
    return ModelConfiguration.Context(inputs: inputs, base: pair[0], target: pair[1])
  }

  private static func cosineScale(_ file: SafeTensors) throws -> Float? {
    guard let text = file.metadata["cosine_scale"] else { return nil }
    guard let scale = Float(text), (1...1000).contains(scale) else {
      throw ModelFileError.badCosineScale(path: file.path, found: text)
    }
    return scale
  }

  /// Reads the sizes off the shapes; the number of heads, which no shape shows, is in the metadata.
  private static func configuration(of file: SafeTensors) throws -> ModelConfiguration {
    func extent(_ name: String, _ axis: Int, of rank: Int, within limit: Int) throws -> Int {
      guard let entry = file.entries[name] else {
        throw ModelFileError.noTensor(path: file.path, name: name)
      }
      guard entry.shape.count == rank, (1...limit).contains(entry.shape[axis]) else {
        throw ModelFileError.badExtent(
          path: file.path, name: name, axis: axis, rank: rank, limit: limit, found: entry.shape)
      }
      return entry.shape[axis]
    }
    let width = try extent("head.weight", 1, of: 2, within: limits.width)
    var layers = 0
    while layers < limits.layers,
      file.names.contains(where: {
        $0.hasPrefix("transformer.\(layers).")
      })
    {
      layers += 1
    }
    let hidden =
      layers > 0
      ? try extent("transformer.0.linear1.weight", 0, of: 2, within: limits.hidden) : 1
    let text = file.metadata["heads"] ?? "4"
    guard let heads = Int(text), heads > 0, width % heads == 0 else {
      throw ModelFileError.badHeads(path: file.path, width: width, found: text)
    }
    var configuration = ModelConfiguration(
      classes: try extent("head.weight", 0, of: 2, within: limits.classes), width: width,
      heads: heads, hidden: hidden, layers: layers,
      projection: try extent("projection2.weight", 0, of: 2, within: limits.projection),
      tokens: try extent("position", 0, of: 2, within: limits.tokens))
    if file.entries["context1.weight"] != nil {
      let inputs = try extent("context1.weight", 1, of: 2, within: limits.context)
      configuration.context = try Self.context(inputs, configuration.classes, file)
    }
    configuration.usesCrossAttention = file.metadata["cross_attention"] != "none"
    configuration.cosineScale = try cosineScale(file)
    return configuration
  }
}
