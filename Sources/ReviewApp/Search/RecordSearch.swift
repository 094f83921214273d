import Annotations
import ReviewSession
import ReviewStore
import Waveforms

/// Looks through all that is known of a record for a text.
struct RecordSearch {
  let review: RecordReview
  let bookmarks: [Bookmark]

  /// Rhythms, symbols, texts, meanings, classes and bookmarks that hold a text, in any case.
  func result(_ text: String) -> SearchResult {
    let wanted = text.lowercased()
    func holds(_ candidate: String) -> Bool { candidate.lowercased().contains(wanted) }
    let hits = rhythms(holds) + marks(text, holds) + classes(text, holds) + noted(holds)
    return SearchResult(text: text, hits: hits.sorted { $0.seconds < $1.seconds })
  }

  private func rhythms(_ holds: (String) -> Bool) -> [SearchResult.Hit] {
    (review.document.rhythms?.episodes ?? []).filter { holds($0.name) }.map { episode in
      let seconds = Double(episode.frames.lowerBound) / review.record.frameRateHz
      return .init(seconds: seconds, text: "rhythm \(episode.name)")
    }
  }

  private func marks(_ text: String, _ holds: (String) -> Bool) -> [SearchResult.Hit] {
    var meanings: [String: String] = [:]
    return review.document.marks.compactMap { mark in
      guard mark.symbol != "+" else { return nil }
      let meaning =
        meanings[mark.symbol] ?? review.document.annotations?.meaning(symbol: mark.symbol) ?? ""
      meanings[mark.symbol] = meaning
      // A single letter is a symbol; longer texts may be part of what is written.
      let isFound =
        mark.symbol == text || (text.count > 1 && (holds(mark.text) || holds(meaning)))
      guard isFound else { return nil }
      let note = [mark.symbol, mark.text, meaning].filter { !$0.isEmpty }.joined(separator: "  ")
      return .init(seconds: mark.seconds, text: note)
    }
  }

  private func classes(_ text: String, _ holds: (String) -> Bool) -> [SearchResult.Hit] {
    guard text.count > 1, let model = review.model else { return [] }
    return model.episodeStarts.filter { holds(model.classes[$0.decision]) }.map {
      .init(seconds: $0.seconds, text: "model: \(model.classes[$0.decision])")
    }
  }

  private func noted(_ holds: (String) -> Bool) -> [SearchResult.Hit] {
    bookmarks.filter { holds($0.text) }.map {
      .init(seconds: $0.seconds, text: "bookmark \($0.text)")
    }
  }
}
