import Foundation
import Waveforms

/// What a search found, in order of time.
public struct SearchResult: Sendable, Equatable {
  public struct Hit: Sendable, Equatable {
    public var seconds: Double
    public var text: String
  }

  public var text: String
  public var hits: [Hit]
}

extension WaveformState {
  /// Rhythms, symbols, texts, meanings, classes and bookmarks that hold a text, in any case.
  func search(_ text: String) -> SearchResult {
    let wanted = text.lowercased()
    func holds(_ candidate: String) -> Bool { candidate.lowercased().contains(wanted) }
    var hits: [SearchResult.Hit] = []
    for episode in document.rhythms?.episodes ?? [] where holds(episode.name) {
      let seconds = Double(episode.frames.lowerBound) / document.record.frameRateHz
      hits.append(.init(seconds: seconds, text: "rhythm \(episode.name)"))
    }
    var meanings: [String: String] = [:]
    for mark in document.marks where mark.symbol != "+" {
      let meaning =
        meanings[mark.symbol] ?? document.annotations?.meaning(symbol: mark.symbol) ?? ""
      meanings[mark.symbol] = meaning
      // A single letter is a symbol; longer texts may be part of what is written.
      let isFound =
        mark.symbol == text || (text.count > 1 && (holds(mark.text) || holds(meaning)))
      if isFound {
        let note = [mark.symbol, mark.text, meaning].filter { !$0.isEmpty }.joined(separator: "  ")
        hits.append(.init(seconds: mark.seconds, text: note))
      }
    }
    if text.count > 1, let model {
      for place in model.episodeStarts
      where holds(model.classes[place.decision]) {
        hits.append(
          .init(seconds: place.seconds, text: "model: \(model.classes[place.decision])"))
      }
    }
    for bookmark in bookmarks where holds(bookmark.text) {
      hits.append(.init(seconds: bookmark.seconds, text: "bookmark \(bookmark.text)"))
    }
    return SearchResult(text: text, hits: hits.sorted { $0.seconds < $1.seconds })
  }
}
