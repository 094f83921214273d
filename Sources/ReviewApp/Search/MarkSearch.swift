import Annotations
import ReviewSession
import Waveforms

/// Looks for the next mark of a record.
struct MarkSearch {
  let document: ReviewDocument

  /// The next mark that is wanted in a direction from a moment; the one at the cursor itself does
  /// not count.
  func next(
    forward: Bool, from origin: (seconds: Double, isCursor: Bool),
    where isWanted: (ShownMark) -> Bool
  ) -> ShownMark? {
    guard forward else {
      return document.marks[..<document.index(at: origin.seconds)].last(where: isWanted)
    }
    let from = origin.isCursor ? origin.seconds.nextUp : origin.seconds
    return document.marks[document.index(at: from)...].first(where: isWanted)
  }

  /// A mark in words.
  func words(_ mark: ShownMark) -> String {
    let meaning = document.annotations?.meaning(symbol: mark.symbol) ?? ""
    let text = mark.text.isEmpty ? "" : "  \(mark.text)"
    return "\(mark.symbol)\(text)  \(meaning)"
  }
}

extension AnnotationSet {
  /// What a mnemonic means, by the file's own definitions first.
  func meaning(symbol: String) -> String {
    definitions.last { $0.symbol == symbol }?.description
      ?? Label(symbol: symbol).meaning.title
  }
}
