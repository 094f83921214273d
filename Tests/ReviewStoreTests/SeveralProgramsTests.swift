import Dispatch
import Foundation
import ReviewStore
import Testing
import Waveforms

@Suite struct SeveralProgramsTests {
  @Test func twoStoresThatWriteAtOnceLoseNothing() throws {
    let file = try ScratchFile()
    let stores = [try file.open(), try file.open()]
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 2) { turn in
      failures.note { try addMarks(stores[turn], from: turn * 100) }
    }
    #expect(failures.found == [])
    try expectAllMarks(try file.open())
  }

  @Test func twoProcessesThatWriteAtOnceLoseNothing() async throws {
    let file = try ScratchFile()
    // Neither finds a file: they also make it at once.
    async let first = #expect(processExitsWith: .success) { [path = file.path as String] in
      try addMarks(DecisionStore(path: path), from: 0)
    }
    async let second = #expect(processExitsWith: .success) { [path = file.path as String] in
      try addMarks(DecisionStore(path: path), from: 100)
    }
    _ = await (first, second)
    try expectAllMarks(try file.open())
  }

  @Test func oneProgramSeesWhatAnotherDecides() throws {
    let file = try ScratchFile()
    let (first, second) = (try file.open(), try file.open())
    let mark = Bookmark(seconds: 2)
    try first.addBookmark(mark, to: record(1))
    try second.set(reviewState: .reviewed, of: record(1), lastSeen: "/data/a")
    try first.opened(record(1), at: instant(3), path: "/data/a")
    try second.removeBookmark(mark.id)
    let decisions = try first.decisions(of: record(1))
    #expect(decisions?.reviewState == .reviewed)
    #expect(decisions?.bookmarks == [])
    #expect(decisions?.lastOpened == instant(3))
  }

  @Test func twoProgramsSetADamagedFileAsideOnce() throws {
    let file = try ScratchFile()
    try file.write(Array("damaged".utf8))
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 4) { turn in
      failures.note { try file.openAndMark(turn) }
    }
    #expect(failures.found == [])
    #expect(file.exists(".damaged") && !file.exists(".damaged-2"))
    #expect(try file.open().decisions(of: record(1))?.bookmarks.count == 4)
  }

  private func expectAllMarks(_ store: DecisionStore) throws {
    let marks = try store.decisions(of: record(1))?.bookmarks ?? []
    let expected: [Int] = Array(0..<40) + Array(100..<140)
    #expect(marks.map(\.seconds) == expected.map { Double($0) })
  }
}

/// Adds forty bookmarks to one record, each in a change of its own.
private func addMarks(_ store: DecisionStore, from first: Int) throws {
  for place in first..<first + 40 {
    try store.addBookmark(Bookmark(seconds: Double(place)), to: record(1))
  }
}
