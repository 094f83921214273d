import Annotations
import Foundation
import GRDB
import ReviewStore
import TestSupport
import Testing
import Waveforms

/// Labels that disks, other programs and clocks have been at.
@Suite("Damaged stores") struct LabelDamageTests {
  private let key = TransactionLogKey(record: String(repeating: "b", count: 64), set: "ab")

  /// Adds marks one by one.
  private func add(_ count: Int, to store: DecisionStore, from first: Int = 0) throws {
    if try store.beginning(of: key) == nil {
      let empty = MarkIndex(timeLine: RandomMarks.timeLine)
      try store.begin(key, with: SetBeginning(source: nil, marks: empty))
    }
    var tail = try #require(try store.tail(of: key, atLeast: 1))
    var history = try tail.history()
    for number in first..<first + count {
      let mark = Mark(
        id: Mark.ID(rawValue: UInt64(number + 1)), ticks: number..<number,
        label: Label(symbol: "V", text: String(repeating: "x", count: 300)),
        provenance: .reader("ab"))
      let made = try history.commit([.add(mark)], by: "ab", at: instant(number))
      tail.position = try store.append(
        [made], to: key, behind: tail.position, leadingTo: history.marks)
    }
  }

  private func labels(_ store: DecisionStore) throws -> Int {
    try store.tail(of: key, atLeast: 0)?.history().marks.count ?? 0
  }

  @Test("a check goes through all that was written and finds it well")
  func well() throws {
    let store = try DecisionStore.inMemory()
    try add(1500, to: store)
    let check = try store.check()
    #expect(check.faults.isEmpty)
    #expect((check.sets, check.transactions, check.labels) == (1, 1500, 1500))
  }

  @Test("a bit that was turned within a row is found, named, and not followed")
  func turnedBit() throws {
    let file = try ScratchFile()
    try add(5, to: file.open())
    let queue = try DatabaseQueue(path: file.path)
    try queue.write {
      try $0.execute(sql: "DROP TRIGGER labelTransactionIsKept")
      let edits = try Data.fetchOne($0, sql: "SELECT edits FROM labelTransaction WHERE id = 3")
      var bytes = try #require(edits)
      bytes[bytes.count / 2] ^= 1
      try $0.execute(
        sql: "UPDATE labelTransaction SET edits = ? WHERE id = 3", arguments: [bytes])
    }
    try queue.close()
    let store = try file.open()
    #expect(
      try store.check().faults.contains {
        $0.hasSuffix("expected labels as they were written, found damaged bytes")
      })
    #expect(throws: DecisionStoreError.damagedLabels(file: file.path)) {
      try store.tail(of: key, atLeast: 10)
    }
  }

  @Test("counts and snapshots that are not as the log has it are found, and made again")
  func derived() throws {
    let file = try ScratchFile()
    try add(1001, to: file.open())
    let queue = try DatabaseQueue(path: file.path)
    try queue.write {
      try $0.execute(sql: "UPDATE labelCount SET count = count + 1")
      try $0.execute(sql: "UPDATE labelSnapshot SET basis = 7 WHERE after > 0")
    }
    try queue.close()
    let store = try file.open()
    #expect(try store.check().faults.count == 1 || store.check().faults.count == 2)
    try store.rebuild()
    #expect(try store.check().faults.isEmpty)
  }

  @Test("nobody changes what was appended")
  func appendOnly() throws {
    let file = try ScratchFile()
    try add(2, to: file.open())
    let queue = try DatabaseQueue(path: file.path)
    for statement in ["UPDATE labelTransaction SET author = 'x'", "DELETE FROM labelTransaction"] {
      #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: statement) } }
    }
  }

  @Test("a page of zeros: the day's backup comes back, and what was added since out of the rest")
  func zeroedPage() throws {
    let file = try ScratchFile()
    let store = try file.open()
    try add(40, to: store)
    try store.backUpToday()
    try add(10, to: store, from: 40)
    try store.addBookmark(Bookmark(seconds: 1, text: "later"), to: record(1))
    try checkpoint(file)
    var bytes = try file.bytes()
    // A page of the log that the backup has: what lies behind it can still be read.
    let page = try pageOfRow(5, in: bytes)
    for place in page..<page + 4096 { bytes[place] = 0 }
    try file.write(bytes)
    try? FileManager.default.removeItem(atPath: file.path + "-wal")
    let opened = try file.open()
    #expect(opened.notice?.contains(".damaged, and the backup decisions-") == true)
    #expect(try labels(opened) == 50)
    #expect(try opened.decisions(of: record(1))?.bookmarks.map(\.text) == ["later"])
    #expect(try opened.check().faults.isEmpty)
  }

  @Test("a cut tail: the backup comes back, and it is said that nothing later does")
  func cutTail() throws {
    let file = try ScratchFile()
    let store = try file.open()
    try add(40, to: store)
    try store.backUpToday()
    try add(10, to: store, from: 40)
    try checkpoint(file)
    let bytes = try file.bytes()
    try file.write(bytes.prefix(bytes.count / 3))
    try? FileManager.default.removeItem(atPath: file.path + "-wal")
    let opened = try file.open()
    #expect(opened.notice?.contains("the backup decisions-") == true)
    #expect(try labels(opened) >= 40)
    #expect(try opened.check().faults.isEmpty)
  }

  @Test("a write-ahead log that is gone takes nothing with it that was kept")
  func lostLog() throws {
    let file = try ScratchFile()
    let store = try file.open()
    try add(20, to: store)
    // As where a program was killed and a cleaner went through the folder.
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: file.path + suffix)
    }
    let copy = try ScratchFile()
    try copy.write(try file.bytes())
    #expect(try labels(copy.open()) == 20)
  }

  @Test("backups: one a day, seven days, restored with what was there kept")
  func backups() throws {
    let file = try ScratchFile()
    let store = try file.open()
    try add(3, to: store)
    let folder = file.path.folderPath + "/backups"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for day in 10..<19 {
      try Data().write(to: URL(filePath: "\(folder)/decisions-2020-01-\(day).sqlite"))
    }
    try store.backUpToday()
    try store.backUpToday()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 7)
    try add(2, to: store, from: 3)
    let restored = try DecisionStore.restore(nil, to: file.path)
    #expect(restored.replaced == file.path + ".replaced")
    #expect(try labels(file.open()) == 3)
    #expect(throws: DecisionStoreError.damaged(file: "\(folder)/decisions-2020-01-18.sqlite")) {
      try DecisionStore.restore("\(folder)/decisions-2020-01-18.sqlite", to: file.path)
    }
  }

  @Test("a clock that goes back changes no order")
  func clock() throws {
    let store = try DecisionStore.inMemory()
    try add(3, to: store)
    var tail = try #require(try store.tail(of: key, atLeast: 1))
    var history = try tail.history()
    let made = try #require(try history.undo(by: "ab", at: instant(-1000)))
    tail.position = try store.append(
      [made], to: key, behind: tail.position, leadingTo: history.marks)
    #expect(try store.transactions(of: key, behind: 0).last == made)
    #expect(try labels(store) == 2)
  }

  /// Moves what the write-ahead log holds into the file.
  private func checkpoint(_ file: ScratchFile) throws {
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try queue.close()
  }

  /// The place of the page that a row of the log is in.
  private func pageOfRow(_ number: Int, in bytes: [UInt8]) throws -> Int {
    // The mark's identity stands in its edit as eight bytes, its time as a big-endian double is not unique.
    let pattern = [3 & 2, UInt8(number)] + [UInt8](repeating: 0, count: 7)
    let place = bytes.indices.dropLast(pattern.count).first {
      bytes[$0..<$0 + pattern.count].elementsEqual(pattern)
    }
    return try #require(place) / 4096 * 4096
  }
}
