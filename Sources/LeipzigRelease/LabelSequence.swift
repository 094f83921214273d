public import Annotations
public import Waveforms

/// Which labels an annotation file holds, how many of each, and in which order.
public struct LabelSequence: Sendable, Equatable {
  /// The texts are without NUL bytes and blanks at their end.
  public var counts: [Label: Int]
  /// SHA-256 over the lines `SYMBOL TAB TEXT`, each with a line feed, in the order of the file.
  public var sha256: String

  public init(counts: [Label: Int], sha256: String) {
    self.counts = counts
    self.sha256 = sha256
  }

  /// The labels of a set, in its order.
  public init(_ set: AnnotationSet) {
    let symbols = set.symbols
    let digest = SHA256()
    var counts: [Label: Int] = [:]
    for annotation in set.annotations {
      let label = Label(
        symbol: symbols[Int(annotation.code.rawValue)], text: Self.trimmed(annotation.text))
      counts[label, default: 0] += 1
      digest.update("\(label.symbol)\t\(label.text)\n".utf8)
    }
    self.init(counts: counts, sha256: digest.hexadecimal())
  }

  /// Number of labels.
  public var total: Int { counts.values.reduce(0, +) }

  /// Number of labels with a symbol, whatever their text.
  public func count(symbol: String) -> Int {
    counts.filter { $0.key.symbol == symbol }.values.reduce(0, +)
  }

  /// What was expected and what was found, in words; nil where both are the same.
  func difference(from expected: LabelSequence) -> (expected: String, found: String)? {
    guard self != expected else { return nil }
    let labels = Set(counts.keys).union(expected.counts.keys)
      .filter { counts[$0, default: 0] != expected.counts[$0, default: 0] }.sorted()
    if labels.isEmpty {
      return ("\(expected.total) labels in the release's order", "the same labels in another order")
    }
    func words(_ counts: [Label: Int]) -> String {
      labels.map { "\(counts[$0, default: 0]) \(quoted($0.description))" }.joined(separator: ", ")
    }
    return (words(expected.counts), words(counts))
  }

  private static func trimmed(_ text: String) -> String {
    guard let last = text.lastIndex(where: { $0 != " " && $0 != "\0" }) else { return "" }
    return String(text[...last])
  }
}
