import Testing

@testable import ReviewApp

@Suite("Fuzzy matching")
struct FuzzyMatchTests {
  private func best(_ query: String, _ candidates: [String]) -> [String] {
    FuzzyMatch.rank(query, candidates: candidates).map { candidates[$0.index] }
  }

  private func places(_ query: String, _ text: String) -> [Int]? {
    FuzzyMatch.rank(query, candidates: [text]).first?.positions
  }

  @Test("an empty query matches all, in their order, with nothing to highlight")
  func emptyQuery() {
    let found = FuzzyMatch.rank("  ", candidates: ["b", "", "a"])
    #expect(found.map(\.index) == [0, 1, 2])
    #expect(found.allSatisfy { $0.score == 0 && $0.positions.isEmpty })
  }

  @Test("characters must stand in their order, in any case")
  func subsequence() {
    #expect(best("tof", ["TOF with VT", "f to", "theo fox"]) == ["TOF with VT", "theo fox"])
    #expect(places("ba", "ab") == nil)
    #expect(places("aa", "a") == nil)
    #expect(places("abc", "ab") == nil)
  }

  @Test("runs come before scattered characters")
  func runs() {
    #expect(best("vt", ["avxtx", "axvtx"]) == ["axvtx", "avxtx"])
    #expect(places("vt", "av xvt") == [4, 5])
  }

  @Test("starts of words, places after separators and capitals come first")
  func wordStarts() {
    #expect(best("gt", ["night", "go to time"]) == ["go to time", "night"])
    #expect(places("gt", "agtx go to") == [5, 8])
    #expect(best("m", ["name", "file/main"]) == ["file/main", "name"])
    #expect(best("sb", ["resubmit", "moveSidebar"]).first == "moveSidebar")
    #expect(best("re", ["core", "record"]) == ["record", "core"])
  }

  @Test("the same case is better than another one")
  func sameCase() {
    #expect(best("AVRT", ["avrt", "AVRT"]) == ["AVRT", "avrt"])
    #expect(best("avrt", ["AVRT", "avrt"]) == ["avrt", "AVRT"])
  }

  @Test("of several words all must match, in any order, and all are highlighted")
  func severalWords() {
    #expect(best("vt tof", ["TOF with VT", "TOF", "VT"]) == ["TOF with VT"])
    #expect(places("vt tof", "TOF with VT") == [0, 1, 2, 9, 10])
  }

  @Test("equal candidates keep their order")
  func stability() {
    let found = FuzzyMatch.rank("x", candidates: ["x001", "x002", "a", "x003"])
    #expect(found.map(\.index) == [0, 1, 3])
    #expect(Set(found.map(\.score)).count == 1)
  }

  @Test(
    "accents do not keep letters from matching, and places count characters",
    arguments: [
      ("muller", "Dr. Müller", [4, 5, 6, 7, 8, 9]),
      ("muller", "Dr. Mu\u{308}ller", [4, 5, 6, 7, 8, 9]),
      ("Ü", "aü", [1]), ("b", "👩‍⚕️b", [1]), ("👩‍⚕️", "a👩‍⚕️", [1]), ("心", "ab心", [2]),
      ("b", "\r\nb", [1]),
    ])
  func unicode(query: String, text: String, expected: [Int]) {
    #expect(places(query, text) == expected)
  }

  @Test("characters that are only alike in part do not match")
  func otherCharacters() {
    #expect(places("한", "하") == nil)
    #expect(places("👩", "👩‍⚕️") == nil)
  }

  @Test("positions name the query's characters, whatever the text")
  func positionsHold() {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let alphabet = Array("aAbB-_ 1/")
    let typed = Array("ab1-")
    for _ in 0..<2000 {
      let text = String((0..<next(14)).map { _ in alphabet[next(alphabet.count)] })
      let query = String((0..<1 + next(4)).map { _ in typed[next(typed.count)] })
      let isThere = isSubsequence(query.lowercased(), of: text.lowercased())
      let found = places(query, text)
      #expect((found != nil) == isThere, "\(query) in \(text)")
      guard let found else { continue }
      let characters = Array(text.lowercased())
      #expect(String(found.map { characters[$0] }) == query, "\(query) in \(text)")
      #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  private func isSubsequence(_ wanted: String, of text: String) -> Bool {
    var rest = text[...]
    for character in wanted {
      guard let place = rest.firstIndex(of: character) else { return false }
      rest = rest[rest.index(after: place)...]
    }
    return true
  }

  @Test("long texts and queries do no harm")
  func longTexts() {
    #expect(places(String(repeating: "a", count: 500), "aaa") == nil)
    let text = String(repeating: "ab", count: 5000)
    #expect(places("ba", text) == [1, 2])
  }

  /// In release 5,000 texts of 60 characters take some milliseconds; the bound allows for a
  /// debug build on a busy machine.
  @Test("thousands of candidates are ranked at once")
  func speed() {
    let candidates = (0..<5000).map { number in
      let text = "record-\(number) F\(number % 80) AVNRT left lateral pathway N /A AVRT VT AFIB"
      return String(text.prefix(60))
    }
    let start = ContinuousClock.now
    let found = FuzzyMatch.rank("av lat", candidates: candidates)
    let time = ContinuousClock.now - start
    #expect(found.count == 5000)
    #expect(time < .seconds(10))
  }
}
