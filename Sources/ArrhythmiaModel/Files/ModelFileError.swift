import NeuralNetwork

/// Why a model or window file cannot be used, in one sentence.
public enum ModelFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A tensor that every model has is missing.
  case noTensor(path: String, name: String)
  /// A tensor that no model of these sizes has.
  case unknownTensor(path: String, name: String)
  /// An axis that gives one of the model's sizes has an impossible extent.
  case badExtent(path: String, name: String, axis: Int, rank: Int, limit: Int, found: [Int])
  /// The metadata's number of heads does not divide the width.
  case badHeads(path: String, width: Int, found: String)
  /// The metadata names no two classes that differ in their timing.
  case badContext(path: String, classes: Int, found: String)
  /// The metadata's length of features is none.
  case badCosineScale(path: String, found: String)
  /// A running variance below zero.
  case negativeVariance(path: String, name: String, index: Int)
  /// Windows of another length than the model reads.
  case wrongSamples(path: String, expected: Int, found: Int)
  /// A live flag that is neither 0 nor 1.
  case badFlag(path: String, name: String, window: Int, channel: Int, found: Float)
  /// A window without any live channel.
  case deadWindow(path: String, window: Int)
  /// A label that is no class of the model and not -1.
  case badLabel(path: String, window: Int, classes: Int, found: Int)

  public var description: String {
    switch self {
    case .noTensor(let path, let name):
      "\(path): expected a model's tensor \(name), found none of that name"
    case .unknownTensor(let path, let name):
      "\(path): expected only a rhythm classifier's tensors, found \(quoted(name))"
    case .badExtent(let path, let name, let axis, let rank, let limit, let found):
      "\(path): \(name): expected \(rank) axes with 1 to \(limit) in axis \(axis), found "
        + (found.count == rank ? "\(found)" : "\(found.count) axes")
    case .badHeads(let path, let width, let found):
      "\(path): metadata \"heads\": expected a divisor of the width \(width), "
        + "found \(quoted(found))"
    case .badContext(let path, let classes, let found):
      "\(path): metadata \"context_classes\": expected two numbers of classes from 0 to "
        + "\(classes - 1), found \(quoted(found))"
    case .badCosineScale(let path, let found):
      "\(path): metadata \"cosine_scale\": expected a number from 1 to 1000, found "
        + quoted(found)
    case .negativeVariance(let path, let name, let index):
      "\(path): \(name): expected variances of 0 or more, found a negative one at \(index)"
    case .wrongSamples(let path, let expected, let found):
      "\(path): expected windows of \(expected) samples, as the model reads, found \(found)"
    case .badFlag(let path, let name, let window, let channel, let found):
      "\(path): \(name): window \(window), channel \(channel): expected 0 or 1, found \(found)"
    case .deadWindow(let path, let window):
      "\(path): window \(window): expected a live channel, found none"
    case .badLabel(let path, let window, let classes, let found):
      "\(path): labels: window \(window): expected -1 to \(classes - 1), found \(found)"
    }
  }
}
