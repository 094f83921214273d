import Foundation
import ReviewStore
import Testing
import Waveforms

@Suite struct DecisionStoreTests {
  @Test func nothingIsKnownOfANewRecord() throws {
    let store = try DecisionStore.inMemory()
    #expect(try store.decisions(of: record(1)) == nil)
    #expect(try store.decisions(inFolder: "/data").isEmpty)
  }

  @Test func decisionsOutliveTheProgram() throws {
    let file = try ScratchFile()
    let marks = [Bookmark(seconds: 7.25, text: "naïve ✓"), Bookmark(seconds: 1.5)]
    do {
      let store = try file.open()
      try store.opened(record(1), at: instant(1_000), path: "/data/a")
      try store.set(reviewState: .reviewed, of: record(1))
      for mark in marks { try store.addBookmark(mark, to: record(1)) }
    }
    let expected = RecordDecisions(
      identity: record(1), reviewState: .reviewed, bookmarks: [marks[1], marks[0]],
      lastOpened: instant(1_000), lastSeenPath: "/data/a")
    let store = try file.open()
    #expect(try store.decisions(of: record(1)) == expected)
    #expect(try store.decisions(inFolder: "/data") == ["/data/a": expected])
    #expect(store.notice == nil)
  }

  @Test func openingMakesANewRecordOpenedAndLeavesAReviewedOne() throws {
    let store = try DecisionStore.inMemory()
    try store.opened(record(1), at: instant(2), path: "/data/a")
    #expect(try store.decisions(of: record(1))?.reviewState == .opened)
    try store.set(reviewState: .reviewed, of: record(1))
    // Another program's clock may be behind: the later opening holds.
    try store.opened(record(1), at: instant(1), path: "/data/a")
    let decisions = try store.decisions(of: record(1))
    #expect(decisions?.reviewState == .reviewed)
    #expect(decisions?.lastOpened == instant(2))
  }

  @Test func aReaderMayTakeAReviewBack() throws {
    let store = try DecisionStore.inMemory()
    try store.set(reviewState: .reviewed, of: record(1), lastSeen: "/data/a")
    try store.set(reviewState: .new, of: record(1))
    #expect(try store.decisions(of: record(1))?.reviewState == .new)
    #expect(try store.decisions(of: record(1))?.lastSeenPath == "/data/a")
  }

  @Test func decisionsFollowAMovedFolder() throws {
    let store = try DecisionStore.inMemory()
    try store.opened(record(1), at: instant(1), path: "/old/a")
    try store.set(reviewState: .reviewed, of: record(1))
    try store.opened(record(1), at: instant(2), path: "/new/a")
    let decisions = try store.decisions(inFolder: "/new")["/new/a"]
    #expect(decisions?.reviewState == .reviewed)
    #expect(decisions?.lastSeenPath == "/new/a")
    // A copy may still lie there.
    #expect(try store.decisions(inFolder: "/old")["/old/a"]?.identity == record(1))
  }

  @Test func aPathIsThatOfTheRecordSeenThereLast() throws {
    let store = try DecisionStore.inMemory()
    try store.set(reviewState: .reviewed, of: record(1), lastSeen: "/data/a")
    try store.opened(record(2), at: instant(1), path: "/data/a")
    #expect(try store.decisions(inFolder: "/data")["/data/a"]?.identity == record(2))
    #expect(try store.decisions(of: record(1))?.reviewState == .reviewed)
  }

  @Test func aFolderIsWhatLiesBelowItAndNotItsNeighbours() throws {
    let store = try DecisionStore.inMemory()
    let paths = ["/data/a", "/data/sub/b", "/data0/c", "/data-1/d", "/dat/e", "/é/f"]
    for (number, path) in paths.enumerated() {
      try store.opened(record(number), at: instant(1), path: path)
    }
    #expect(try Set(store.decisions(inFolder: "/data").keys) == ["/data/a", "/data/sub/b"])
    #expect(try Set(store.decisions(inFolder: "/data/").keys) == ["/data/a", "/data/sub/b"])
    #expect(try Set(store.decisions(inFolder: "/é").keys) == ["/é/f"])
    #expect(try store.decisions(inFolder: "/").count == paths.count)
  }

  @Test func pathsAreLookedUpTogether() throws {
    let store = try DecisionStore.inMemory()
    let odd = "/data/\"o'dd\\ \u{1}é"
    try store.opened(record(1), at: instant(1), path: odd)
    try store.opened(record(2), at: instant(1), path: "/data/b")
    try store.addBookmark(Bookmark(seconds: 3), to: record(1))
    let found = try store.decisions(ofPaths: [odd, "/data/none", odd])
    #expect(found.keys.sorted() == [odd])
    #expect(found[odd]?.bookmarks.map(\.seconds) == [3])
  }

  @Test func aBookmarkIsAddedChangedAndForgottenByItsIdentity() throws {
    let store = try DecisionStore.inMemory()
    var mark = Bookmark(seconds: 1, text: "first")
    try store.addBookmark(mark, to: record(1))
    mark.text = "second"
    try store.addBookmark(mark, to: record(1))
    #expect(try store.decisions(of: record(1))?.bookmarks == [mark])
    try store.removeBookmark(mark.id)
    try store.removeBookmark(mark.id)
    #expect(try store.decisions(of: record(1))?.bookmarks == [])
  }

  @Test(arguments: [Double.nan, .infinity])
  func aBookmarkNeedsAPlace(seconds: Double) throws {
    let store = try DecisionStore.inMemory()
    let error = #expect(throws: DecisionStoreError.self) {
      try store.addBookmark(Bookmark(seconds: seconds), to: record(1))
    }
    #expect(error?.description.hasPrefix("bookmark: expected a finite number") == true)
    #expect(try store.decisions(of: record(1)) == nil)
  }

  @Test func whatAnEarlierVersionKeptIsTakenInOnce() throws {
    let store = try DecisionStore.inMemory()
    try store.set(reviewState: .reviewed, of: record(2))
    let earlier = (1...3).map { number in
      RecordDecisions(
        identity: record(number), reviewState: .opened,
        bookmarks: [Bookmark(seconds: Double(number))], lastOpened: instant(number),
        lastSeenPath: "/data/\(number)")
    }
    #expect(try store.takeIn(earlier: Array(earlier.prefix(2))) == 2)
    let again = earlier.map { decisions in
      var copy = decisions
      copy.bookmarks = decisions.bookmarks.map { Bookmark(seconds: $0.seconds, text: $0.text) }
      return copy
    }
    #expect(try store.takeIn(earlier: again) == 1)
    let found = try store.decisions(inFolder: "/data")
    #expect(found.values.allSatisfy { $0.bookmarks.count == 1 })
    #expect(found["/data/1"]?.reviewState == .opened)
    #expect(found["/data/1"]?.lastOpened == instant(1))
    // What was decided since is not taken back.
    #expect(found["/data/2"]?.reviewState == .reviewed)
    #expect(found["/data/3"]?.lastSeenPath == "/data/3")
  }

  @Test(.timeLimit(.minutes(1))) func aHundredThousandRecordsSurviveAndAFolderOfThemIsListedAtOnce()
    throws
  {
    let file = try ScratchFile()
    let count = 100_000
    do {
      let earlier = (0..<count).map { number in
        RecordDecisions(
          identity: record(number), reviewState: .reviewed,
          bookmarks: number % 50 == 0 ? [Bookmark(seconds: 1)] : [], lastOpened: instant(number),
          lastSeenPath: "/data/\(number % 100)/\(number)")
      }
      try file.open().takeIn(earlier: earlier)
    }
    let store = try file.open()
    let clock = ContinuousClock()
    var listed = 0
    let times = try (0..<5).map { number in
      try clock.measure { listed += try store.decisions(inFolder: "/data/\(number)").count }
    }
    #expect(listed == 5 * count / 100)
    #expect(try #require(times.min()) < .milliseconds(100))
    let found = try store.decisions(inFolder: "/data")
    #expect(found.count == count)
    #expect(found.values.allSatisfy { $0.reviewState == .reviewed })
    #expect(found.values.count { !$0.bookmarks.isEmpty } == count / 50)
    #expect(try store.decisions(ofPaths: Array(found.keys)) == found)
  }
}
