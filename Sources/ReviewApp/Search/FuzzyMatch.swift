import Foundation

/// A text that has a query's characters in their order, and how well they sit in it.
///
/// Scores follow fzf: characters in a run, at the start of words, after separators and where a
/// name changes to capitals count more; gaps between them cost. A query of several words asks
/// for all of them, in any order.
public struct FuzzyMatch: Sendable, Equatable {
  /// Place of the text among the candidates.
  public var index: Int
  /// Higher is better; 0 for an empty query.
  public var score: Int
  /// Places of the matched characters in the text, ascending, counted in `Character`s.
  public var positions: [Int]

  public init(index: Int, score: Int, positions: [Int]) {
    self.index = index
    self.score = score
    self.positions = positions
  }

  /// Candidates that match, best first; equal ones keep their order. An empty query matches all.
  public static func rank(_ query: String, candidates: [String]) -> [FuzzyMatch] {
    var matcher = FuzzyMatcher(query)
    var found: [FuzzyMatch] = []
    for (index, text) in candidates.enumerated() {
      guard let (score, positions) = matcher.match(text) else { continue }
      found.append(FuzzyMatch(index: index, score: score, positions: positions))
    }
    guard !matcher.isEmpty else { return found }
    // Numbers are sorted several times as fast as values that hold arrays.
    let keys = found.indices.map { (-found[$0].score) << 32 | $0 }.sorted()
    return keys.map { found[$0 & 0xFFFF_FFFF] }
  }
}

/// Compares one query with many texts, in buffers that it keeps.
struct FuzzyMatcher {
  /// A place of the text at which a character of the word may be matched.
  private struct Spot {
    var place: Int
    /// Of the best match of the word up to here that ends here.
    var score: Int
    /// The spot of the character before, in that match.
    var before: Int
  }

  /// The query's words.
  private let words: [Text]
  private var text = Text()
  /// Character after character of the word.
  private var spots: [Spot] = []

  private static let matched = 16
  private static let inRun = 6
  private static let atWordStart = 8
  private static let atStart = 10
  private static let atCapital = 7
  private static let sameCase = 1
  /// For each character that is left out between two that match, and before the first one.
  private static let gap = 1
  private static let longestLead = 15
  /// Characters of a text that are looked at, and of a word of the query.
  private static let textLimit = 512
  private static let wordLimit = 64

  init(_ query: String) {
    words = query.split(whereSeparator: \.isWhitespace).map { part in
      var word = Text()
      word.load(String(part), limit: Self.wordLimit)
      return word
    }
  }

  var isEmpty: Bool { words.isEmpty }
  var wordCount: Int { words.count }

  /// The score and the matched places of a text that all words match; nil for another one.
  mutating func match(_ candidate: String) -> (score: Int, positions: [Int])? {
    load(candidate)
    guard words.count != 1 else { return match(word: 0) }
    var score = 0
    var positions: [Int] = []
    for word in words.indices {
      guard let found = match(word: word) else { return nil }
      score += found.score
      positions += found.positions
    }
    positions.sort()
    // Two words may have matched the same character.
    let once = positions.indices.filter { $0 == 0 || positions[$0] != positions[$0 - 1] }
    return (score, once.count == positions.count ? positions : once.map { positions[$0] })
  }

  /// Takes a text that `match(word:)` then looks at.
  mutating func load(_ candidate: String) { text.load(candidate, limit: Self.textLimit) }

  /// How one word of the query sits best in the text that was loaded.
  mutating func match(word index: Int) -> (score: Int, positions: [Int])? {
    let word = words[index]
    spots.removeAll(keepingCapacity: true)
    var previous = 0..<0
    for row in word.folded.indices {
      let begin = spots.count
      if row == 0 {
        addFirst(of: word)
      } else {
        add(row, of: word, after: previous)
      }
      guard spots.count > begin else { return nil }
      previous = begin..<spots.count
    }
    var last = previous.lowerBound
    for spot in previous where spots[spot].score > spots[last].score { last = spot }
    return (spots[last].score, positions(endingAt: last, count: word.folded.count))
  }

  private mutating func addFirst(of word: Text) {
    let code = word.folded[0]
    let folded = text.folded
    for place in folded.indices where folded[place] == code {
      // Where a word begins says most of what its writer meant.
      let score =
        worth(of: word, 0, place) + 2 * bonus(place) - min(Self.gap * place, Self.longestLead)
      spots.append(Spot(place: place, score: score, before: 0))
    }
  }

  /// Goes along the places of a character and those of the one before it at the same time.
  private mutating func add(_ row: Int, of word: Text, after previous: Range<Int>) {
    let code = word.folded[row]
    let folded = text.folded
    var passed = previous.lowerBound
    // The best spot passed, where the gap's cost up to it is counted from the text's start.
    var best = passed
    var bestScore = Int.min
    for place in folded.indices.dropFirst(spots[passed].place + 1)
    where folded[place] == code {
      while passed < previous.upperBound, spots[passed].place < place {
        let score = spots[passed].score + Self.gap * (spots[passed].place + 1)
        if score > bestScore {
          bestScore = score
          best = passed
        }
        passed += 1
      }
      let bonus = bonus(place)
      var spot = Spot(place: place, score: bestScore - Self.gap * place + bonus, before: best)
      let neighbour = spots[passed - 1]
      let inRun = neighbour.score + max(Self.inRun, bonus)
      if neighbour.place == place - 1, inRun >= spot.score {
        spot.score = inRun
        spot.before = passed - 1
      }
      spot.score += worth(of: word, row, place)
      spots.append(spot)
    }
  }

  private func worth(of word: Text, _ row: Int, _ place: Int) -> Int {
    Self.matched + (text.codes[place] == word.codes[row] ? Self.sameCase : 0)
  }

  /// What it is worth that a match stands where the eye looks for the start of a word.
  private func bonus(_ place: Int) -> Int {
    guard place > 0 else { return Self.atStart }
    switch (CharacterKind(text.codes[place - 1]), CharacterKind(text.codes[place])) {
    case (.separator, .separator): return 0
    case (.separator, _): return Self.atWordStart
    case (.lower, .upper), (.lower, .digit), (.upper, .digit): return Self.atCapital
    default: return 0
    }
  }

  private func positions(endingAt last: Int, count: Int) -> [Int] {
    var positions = Array(repeating: 0, count: count)
    var spot = last
    for row in (0..<count).reversed() {
      positions[row] = spots[spot].place
      spot = spots[spot].before
    }
    return positions
  }

  /// Characters as numbers, as they are and without case and accents.
  private struct Text: Sendable {
    var codes: [UInt32] = []
    var folded: [UInt32] = []

    mutating func load(_ text: String, limit: Int) {
      codes.removeAll(keepingCapacity: true)
      folded.removeAll(keepingCapacity: true)
      for byte in text.utf8 {
        // A carriage return may join the line feed after it to one character.
        if byte >= 0x80 || byte == 0x0D { return loadCharacters(text, limit) }
        if codes.count == limit { return }
        codes.append(UInt32(byte))
        folded.append(UInt32(0x41 <= byte && byte <= 0x5A ? byte + 32 : byte))
      }
    }

    private mutating func loadCharacters(_ text: String, _ limit: Int) {
      codes.removeAll(keepingCapacity: true)
      folded.removeAll(keepingCapacity: true)
      for character in text.prefix(limit) {
        codes.append(Self.code(String(character)))
        folded.append(Self.folded(character))
      }
    }

    /// A letter of the European alphabets counts without its accents, so that `muller` finds
    /// `Müller`; any other character is only itself.
    private static func folded(_ character: Character) -> UInt32 {
      let lower = character.lowercased()
      // Of a letter with marks after it, the letter is the first scalar once it is decomposed.
      let base = lower.decomposedStringWithCanonicalMapping.unicodeScalars.first
      if let base, base.value < 0x530 { return base.value }
      return code(lower)
    }

    /// One number for one character: its scalar, or a hash beyond all scalars for several.
    private static func code(_ text: String) -> UInt32 {
      let scalars = text.precomposedStringWithCanonicalMapping.unicodeScalars
      if scalars.count == 1, let only = scalars.first { return only.value }
      return scalars.reduce(2_166_136_261) { ($0 ^ $1.value) &* 16_777_619 } | 0x8000_0000
    }
  }
}

/// What a character is to the eye that looks for the start of words.
private enum CharacterKind {
  case separator, lower, upper, digit

  init(_ code: UInt32) {
    switch code {
    case 0x30...0x39: self = .digit
    case 0x41...0x5A: self = .upper
    case 0x61...0x7A: self = .lower
    case ..<0x80: self = .separator
    default:
      let properties = Unicode.Scalar(code)?.properties
      self =
        properties?.isUppercase == true
        ? .upper : properties?.isWhitespace == true ? .separator : .lower
    }
  }
}
