import Annotations
import Dispatch
import Foundation
import ReviewStore
import TestSupport
import Testing
import Waveforms

/// A database of its own on the server that `Scripts/with-postgres` starts; gone with its test.
final class ScratchDatabase {
  static let server = ProcessInfo.processInfo.environment["TAWARA_TEST_POSTGRES"]
  let url: String
  private let name = "t" + UUID().uuidString.lowercased().replacing("-", with: "")

  init() throws {
    let server = try #require(Self.server)
    url = server.replacing("/postgres?", with: "/\(name)?")
    try Self.run("CREATE DATABASE \(name)")
  }

  deinit { try? Self.run("DROP DATABASE \(name) WITH (FORCE)") }

  func open() throws -> DecisionStore { try DecisionStore(group: url) }

  func run(_ sql: String) throws { try Self.run(sql, on: url) }

  private static func run(_ sql: String, on url: String? = server) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/psql")
    process.arguments = ["-q", "-v", "ON_ERROR_STOP=1", url ?? "", "-c", sql]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Refused() }
  }

  struct Refused: Error {}
}

@Suite(
  "A group's store on a server",
  .enabled(if: ScratchDatabase.server != nil, "needs Scripts/with-postgres and a server"))
struct GroupStoreTests {
  private let key = TransactionLogKey(record: record(7).digest, set: "ab")

  /// Something of everything that is kept, with letters and numbers that get lost easily.
  private func fill(_ store: DecisionStore, labels: Int = 40) throws {
    try store.opened(record(1), at: instant(5), path: "/data/ä b_%.hea")
    try store.opened(record(1), at: instant(3), path: "/data/ä b_%.hea")
    try store.set(reviewState: .reviewed, of: record(2), lastSeen: "/data0/x")
    let mark = Bookmark(seconds: 0.1 + 0.2, text: "'; DROP TABLE record; -- ?1 $1 \\ é😀")
    try store.addBookmark(mark, to: record(1))
    try store.addBookmark(Bookmark(seconds: -1e-300), to: record(1))
    try store.addInterval(
      PinnedInterval(
        name: "AH", from: .init(channel: "HIS d", seconds: 1), to: .init(channel: "II", seconds: 2)),
      to: record(1))
    try store.set(ChannelMap(readable: "ECG1=II"), names: ["ECG1", "\u{1}"])
    try store.set(ChannelMap(readable: "ECG1=V1"), names: ["ECG1", "\u{1}"])
    try store.setWorklist("skipped", reader: "ab", of: record(1), at: 4.5)
    try store.setWorklist("flagged", reader: "ab", of: record(1), at: 4.5)
    _ = try store.keep(
      ModelVersion.Content(
        model: "aa", modelName: "aami", parent: nil, labels: [.init(seconds: 1, label: "V")],
        settings: "s", program: "1", judged: [], changed: []),
      .overridden(reason: "seen"), of: record(1), reader: "ab", at: instant(9))
    try addLabels(labels, to: store)
    try store.exported(key, to: "/data/x.ab", digest: "d")
  }

  private func addLabels(_ count: Int, to store: DecisionStore, from first: Int = 0) throws {
    if try store.beginning(of: key) == nil {
      try store.begin(
        key, with: SetBeginning(source: "atr", marks: MarkIndex(timeLine: RandomMarks.timeLine)))
    }
    var tail = try #require(try store.tail(of: key, atLeast: 1))
    var history = try tail.history()
    for number in first..<first + count {
      let mark = Mark(
        id: Mark.ID(rawValue: UInt64.max - UInt64(number)), ticks: number..<number + 3,
        label: Label(symbol: number % 2 == 0 ? "V" : "+", text: "(AFIB"),
        provenance: .reader("ab"))
      var made = [try history.commit([.add(mark)], by: "ab", at: instant(number))]
      if number % 10 == 9 {
        made.append(try #require(try history.undo(by: "ab", at: instant(number))))
      }
      tail.position = try store.append(
        made, to: key, behind: tail.position, leadingTo: history.marks)
    }
  }

  private func expectSame(_ a: DecisionStore, _ b: DecisionStore) throws {
    for number in [1, 2, 3] {
      #expect(try a.decisions(of: record(number)) == b.decisions(of: record(number)))
      #expect(try a.versions(of: record(number)) == b.versions(of: record(number)))
    }
    let paths = ["/data/ä b_%.hea", "/data0/x", "/none"]
    #expect(try a.decisions(ofPaths: paths) == b.decisions(ofPaths: paths))
    #expect(try a.decisions(inFolder: "/data") == b.decisions(inFolder: "/data"))
    #expect(try a.allSets() == b.allSets())
    #expect(try a.worklist(reader: "ab") == b.worklist(reader: "ab"))
    #expect(try a.channelMap(names: ["ECG1", "\u{1}"]) == b.channelMap(names: ["ECG1", "\u{1}"]))
    #expect(try a.transactions(of: key, behind: 0) == b.transactions(of: key, behind: 0))
    let (first, second) = (try a.tail(of: key, atLeast: 5), try b.tail(of: key, atLeast: 5))
    #expect(try first?.history().marks == second?.history().marks)
    #expect(first?.position == second?.position)
    #expect(
      try a.exportDigest(of: key, at: "/data/x.ab") == b.exportDigest(of: key, at: "/data/x.ab"))
    #expect(try a.check() == b.check())
  }

  @Test("all that is decided is kept there as in a file, and copied there and back")
  func everything() throws {
    let (database, file) = (try ScratchDatabase(), try DecisionStore.inMemory())
    try fill(file, labels: 1500)
    #expect(try file.check().faults == [])
    let group = try database.open()
    let copied = try file.copy(to: group)
    #expect((copied.records, copied.sets) == (3, 1) && copied.changes >= 1500)
    try expectSame(file, group)
    // What is added behind a copy has numbers of its own.
    for store in [file, group] {
      try addLabels(20, to: store, from: 1500)
      try store.opened(record(3), at: instant(8), path: "/data/new")
    }
    #expect(try group.check().faults == [])
    let back = try DecisionStore.inMemory()
    try group.copy(to: back)
    try expectSame(group, back)
  }

  @Test("what is decided there first is the same as in a file")
  func direct() throws {
    let (database, file) = (try ScratchDatabase(), try DecisionStore.inMemory())
    let group = try database.open()
    try fill(group)
    try fill(file)
    #expect(try group.check() == file.check())
    #expect(try group.allSets().map(\.counts) == file.allSets().map(\.counts))
    #expect(
      try group.tail(of: key, atLeast: 0)?.history().marks
        == file.tail(of: key, atLeast: 0)?.history().marks)
    #expect(try group.decisions(of: record(1))?.bookmarks.map(\.seconds) == [-1e-300, 0.1 + 0.2])
    #expect(try group.decisions(of: record(1))?.lastOpened == instant(5))
  }

  @Test("a store that holds something is not copied over, and nothing of it changes")
  func occupied() throws {
    let (database, file) = (try ScratchDatabase(), try DecisionStore.inMemory())
    let group = try database.open()
    try fill(file)
    try group.opened(record(3), at: instant(1), path: "/z")
    #expect(throws: DecisionStoreError.notEmpty(store: group.name)) { try file.copy(to: group) }
    #expect(try group.decisions(of: record(3)) != nil && group.allSets().isEmpty)
  }

  @Test("several programs begin one set and write to it at once: nothing lost, nothing twice")
  func several() throws {
    let database = try ScratchDatabase()
    let stores = try (0..<4).map { _ in try database.open() }
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 4) { turn in
      failures.note { try append(stores[turn], turn) }
    }
    #expect(failures.found == [])
    let check = try stores[0].check()
    #expect(check.faults == [])
    #expect((check.sets, check.transactions, check.labels) == (1, 200, 200))
  }

  /// As a reader's program does it: behind whatever the others have written.
  private func append(_ store: DecisionStore, _ turn: Int) throws {
    do {
      try store.begin(
        key, with: SetBeginning(source: nil, marks: MarkIndex(timeLine: RandomMarks.timeLine)))
    } catch is LogHasGrown {}
    for number in 0..<50 {
      while true {
        let tail = try #require(try store.tail(of: key, atLeast: 64))
        var history = try tail.history()
        let id = turn * 1000 + number
        let mark = Mark(
          id: Mark.ID(rawValue: UInt64(id + 1)), ticks: id..<id, label: Label(symbol: "N"),
          provenance: .reader("r\(turn)"))
        let made = try history.commit([.add(mark)], by: "r\(turn)", at: instant(id))
        do {
          _ = try store.append(
            [made], to: key, behind: tail.position, leadingTo: history.marks)
          break
        } catch is LogHasGrown {}
      }
    }
  }

  @Test("windows are held by one reader at a time, until the time is up")
  func holds() throws {
    let database = try ScratchDatabase()
    for store in [try database.open(), try DecisionStore.inMemory()] {
      let places = (0..<3).map { WorklistPlace(record: record(1).digest, seconds: Double($0) / 3) }
      func hold(_ places: [WorklistPlace], _ reader: String, _ now: Int) throws -> [WorklistPlace] {
        try store.hold(places, reader: reader, until: instant(now + 60), at: instant(now))
      }
      #expect(try hold(Array(places.prefix(2)), "ann", 0) == Array(places.prefix(2)))
      #expect(try hold(places, "bob", 10) == [places[2]])
      #expect(try store.held(byOthersThan: "bob", at: instant(10)) == Set(places.prefix(2)))
      #expect(try store.held(byOthersThan: "ann", at: instant(10)) == [places[2]])
      // A reader's own time begins anew; another's has to be up.
      #expect(try hold([places[0]], "ann", 50) == [places[0]])
      #expect(try hold(places, "bob", 61) == Array(places.dropFirst()))
      #expect(try store.held(byOthersThan: "bob", at: instant(61)) == [places[0]])
      #expect(try store.held(byOthersThan: "bob", at: instant(110)).isEmpty)
    }
  }

  @Test("the log of labels is only appended to, whoever asks")
  func keptLog() throws {
    let database = try ScratchDatabase()
    try fill(try database.open())
    for sql in [
      "DELETE FROM tawara.labelTransaction", "UPDATE tawara.labelTransaction SET author = 'x'",
      "DELETE FROM tawara.modelVersion",
    ] {
      #expect(throws: ScratchDatabase.Refused.self) { try database.run(sql) }
    }
  }

  @Test("connections that the server ends are made again, and changes go on")
  func lostConnection() throws {
    let database = try ScratchDatabase()
    let store = try database.open()
    try fill(store)
    let before = try store.check()
    try database.run(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'tawara' AND datname = current_database()
      """)
    #expect(try store.check() == before)
    try database.run(
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'tawara' AND datname = current_database()
      """)
    try addLabels(3, to: store, from: 100)
    #expect(try store.check().transactions == before.transactions + 3)
  }

  @Test("tables of a newer program are left alone")
  func newer() throws {
    let database = try ScratchDatabase()
    _ = try database.open()
    try database.run("INSERT INTO tawara.form VALUES (99)")
    #expect {
      _ = try database.open()
    } throws: {
      guard case .newerProgram? = $0 as? DecisionStoreError else { return false }
      return true
    }
  }

  @Test("backups of files are not made of a server")
  func backups() throws {
    let store = try ScratchDatabase().open()
    #expect(store.path == nil && store.server == store.name)
    try store.backUpToday()
    #expect(throws: DecisionStoreError.notAFile(store: store.name)) {
      try store.backUp(to: "/tmp/none.sqlite")
    }
  }
}

@Suite("A server that is not there") struct NoServerTests {
  @Test("one sentence says so, without the password")
  func nobody() {
    let url = "postgresql://ann:secret@127.0.0.1:1/x?password=other"
    #expect {
      _ = try DecisionStore(group: url)
    } throws: { error in
      let text = "\(error)"
      return text.hasPrefix("postgresql://ann@127.0.0.1:1/x") && !text.contains("secret")
        && !text.contains("other") && !text.contains("\n")
        && text.contains("expected a PostgreSQL server")
    }
  }
}
