/// Why a candidate is worth a label, with the figures that decided.
public enum WorklistReason: Sendable, Equatable {
  /// A class and its probability.
  public struct Guess: Sendable, Equatable {
    public var category: Int
    public var probability: Double

    public init(_ category: Int, _ probability: Double) {
      (self.category, self.probability) = (category, probability)
    }
  }

  /// `entropy` is of 1 where all classes are as likely.
  case uncertain(entropy: Double, first: Guess, second: Guess)
  case narrow(first: Guess, second: Guess)
  /// Of the class there are so many labels.
  case rare(Guess, labels: Int)
  /// The probability of the label that is there stands with it.
  case contradicted(label: Guess, decision: Guess)
  /// `difference` is the total variation distance of both heads' probabilities, 0...1.
  case divided(linear: Guess, prototypes: Guess, difference: Double)
  case unlikeEveryClass(nearest: Int, similarity: Double)
  /// Cosine distance to the nearest that was asked; nil where nothing was.
  case uncovered(distance: Double?)

  /// The greater, the earlier it is asked. Scores of different criteria do not compare.
  public var score: Double {
    switch self {
    case .uncertain(let entropy, _, _): entropy
    case .narrow(let first, let second): 1 - (first.probability - second.probability)
    case .rare(let guess, let labels): guess.probability / Double(1 + labels)
    case .contradicted(let label, let decision): decision.probability - label.probability
    case .divided(_, _, let difference): difference
    case .unlikeEveryClass(_, let similarity): 1 - similarity
    case .uncovered(let distance): distance ?? CosineDistance.greatest
    }
  }

  /// A few words, for a reader.
  public func text(classes: [String]) -> String {
    func text(_ guess: Guess) -> String {
      "\(classes[guess.category]) \(Self.percent(guess.probability))"
    }
    switch self {
    case .uncertain(let entropy, let first, let second):
      return "uncertain: \(text(first)), \(text(second)); entropy \(Self.decimal(entropy))"
    case .narrow(let first, let second):
      return "\(text(first)) against \(text(second))"
    case .rare(let guess, let labels):
      let count =
        switch labels {
        case 0: "is no label yet"
        case 1: "is 1 label"
        default: "are \(labels) labels"
        }
      return "\(text(guess)), of which there \(count)"
    case .contradicted(let label, let decision):
      return "labelled \(classes[label.category]), by the model \(text(decision))"
    case .divided(let linear, let prototypes, _):
      return "linear head \(text(linear)), prototypes \(text(prototypes))"
    case .unlikeEveryClass(let nearest, let similarity):
      return "unlike every class: nearest \(classes[nearest]), cosine \(Self.decimal(similarity))"
    case .uncovered(let distance?):
      return "unlike all that was asked: cosine distance \(Self.decimal(distance))"
    case .uncovered(nil):
      return "nothing was asked yet"
    }
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }

  /// Two decimals.
  private static func decimal(_ value: Double) -> String {
    let hundredths = Int((abs(value) * 100).rounded())
    let rest = hundredths % 100
    let sign = value < 0 && hundredths > 0 ? "-" : ""
    return "\(sign)\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
