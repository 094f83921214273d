/// Where a filter matches a record: each of its words in the field that it fits best.
struct RecordMatch: Sendable, Equatable {
  var score = 0
  /// Places of the matched characters in each of the texts.
  var name: Set<Int> = []
  var subject: Set<Int> = []
  var rhythms: Set<Int> = []

  init() {}

  /// Nil where a word of the query is in none of the texts.
  init?(_ matcher: inout FuzzyMatcher, name: String, subject: String, rhythms: String) {
    var best = Array(repeating: (score: 0, field: -1, positions: [Int]()), count: matcher.wordCount)
    for (field, text) in [name, subject, rhythms].enumerated() where !text.isEmpty {
      matcher.load(text)
      for word in best.indices {
        guard let found = matcher.match(word: word),
          best[word].field < 0 || found.score > best[word].score
        else { continue }
        best[word] = (found.score, field, found.positions)
      }
    }
    for word in best {
      score += word.score
      switch word.field {
      case 0: self.name.formUnion(word.positions)
      case 1: self.subject.formUnion(word.positions)
      case 2: self.rhythms.formUnion(word.positions)
      default: return nil
      }
    }
  }
}
