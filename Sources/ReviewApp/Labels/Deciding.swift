import Annotations
import ReviewSession

/// Deciding what two readers differ on, while labels are set in a set of decisions.
struct Deciding: Sendable, Equatable {
  /// The sets of both.
  let readers: [String]
  /// Places that nobody has decided yet, in order of time.
  var disputes: [Dispute]

  /// Nil over a set that is none of decisions.
  init?(_ book: LabelBook?) {
    guard let book, book.key.set == LabelBook.verdict,
      let readers = Adjudication.names(source: book.source)
    else { return nil }
    (self.readers, disputes) = (readers, book.marks.disputes)
  }

  func dispute(of id: Mark.ID?) -> Dispute? {
    disputes.first { dispute in dispute.marks.contains { $0.id == id } }
  }

  /// What both say of a place: `1 ann V  2 bob nothing  0 neither`.
  func words(_ dispute: Dispute) -> String {
    let sides = readers.enumerated().map { number, reader in
      "\(number + 1) \(reader) \(Self.words(dispute.mark(of: reader)))"
    }
    return (sides + ["0 neither"]).joined(separator: "  ")
  }

  static func words(_ mark: Mark?) -> String {
    mark.map { $0.label.rhythmName ?? "\($0.label)" } ?? "nothing"
  }
}
