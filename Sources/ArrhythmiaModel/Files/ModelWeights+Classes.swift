import NeuralNetwork

/// Why a model cannot be what a training starts from, in one sentence.
public enum StartingModelError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Its sizes are not the training's.
  case otherSizes(name: String, expected: [Int], found: [Int])
  /// Its head compares directions and the training's does not, or the other way round.
  case otherHead(expected: Float?, found: Float?)
  /// It shares no class with the training.
  case noSharedClass(expected: [String], found: [String])

  public var description: String {
    switch self {
    case .otherSizes(let name, let expected, let found):
      "the model to start from: \(name): expected the shape \(expected) of what is trained, "
        + "found \(found); give --size as it was"
    case .otherHead(let expected, let found):
      "the model to start from: expected a head with the cosine scale \(Self.text(expected)) of what is "
        + "trained, found \(Self.text(found)); give --cosine as it was"
    case .noSharedClass(let expected, let found):
      "the model to start from: expected one of the classes \(expected.joined(separator: " ")), "
        + "found \(found.joined(separator: " ")); give the --preset that it was trained with"
    }
  }

  private static func text(_ scale: Float?) -> String { scale.map { "\($0)" } ?? "none" }
}

extension ModelWeights {
  /// Tensors that have a row for each class.
  private static let classTensors = [
    "head.weight", "head.bias", "context2.weight", "context2.bias", "prototypes",
    "prototype_means",
  ]

  /// The same network for other classes: those that the model knows by name keep their weights,
  /// others begin at random, and what is not named is left out.
  ///
  /// Throws a `StartingModelError` where the network has other sizes, or knows none of the classes.
  public func extended(
    to classes: [String], _ sizes: ModelConfiguration, seed: UInt64
  ) throws -> ModelWeights {
    let known = Dictionary(classNames.enumerated().map { ($1, $0) }) { first, _ in first }
    let rows = classes.map { known[$0] }
    guard rows.contains(where: { $0 != nil }) else {
      throw StartingModelError.noSharedClass(expected: classes, found: classNames)
    }
    guard configuration.cosineScale == sizes.cosineScale else {
      throw StartingModelError.otherHead(
        expected: sizes.cosineScale, found: configuration.cosineScale)
    }
    var result = ModelWeights(random: sizes, seed: seed)
    for (name, fresh) in result.tensors {
      let own = tensors[name] ?? Tensor(shape: [], values: [])
      let isByClass = Self.classTensors.contains(name)
      guard own.shape.dropFirst(isByClass ? 1 : 0) == fresh.shape.dropFirst(isByClass ? 1 : 0)
      else {
        throw StartingModelError.otherSizes(name: name, expected: fresh.shape, found: own.shape)
      }
      result.tensors[name] = isByClass ? Self.rows(rows, of: own, or: fresh) : own
    }
    return result
  }

  private static func rows(_ rows: [Int?], of own: Tensor, or fresh: Tensor) -> Tensor {
    let width = fresh.shape.dropFirst().reduce(1, *)
    let values = rows.enumerated().flatMap { row, place in
      let (source, at) = place.map { (own, $0) } ?? (fresh, row)
      return source.values[at * width..<(at + 1) * width]
    }
    return Tensor(shape: fresh.shape, values: values)
  }

  /// The digest of all numbers: equal for equal networks.
  public var digest: String {
    var hash = StableHash()
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      hash.add(bytes: name.utf8)
      for value in tensor.values { hash.add(UInt64(value.bitPattern)) }
    }
    return hash.text
  }
}
