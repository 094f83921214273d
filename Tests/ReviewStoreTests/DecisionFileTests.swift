import Foundation
import GRDB
import Glibc
import ReviewStore
import Testing
import Waveforms

@Suite struct DecisionFileTests {
  @Test func theFileIsWhereTheEnvironmentSays() {
    let variable = ["XDG_DATA_HOME": "/data", "HOME": "/home/r"]
    #expect(DecisionStore.path(environment: variable) == "/data/tawara/decisions.sqlite")
    // A relative folder is to be ignored, as XDG says.
    for folder in [nil, "", "relative"] {
      var environment = ["HOME": "/home/r"]
      environment["XDG_DATA_HOME"] = folder
      #expect(
        DecisionStore.path(environment: environment)
          == "/home/r/.local/share/tawara/decisions.sqlite")
    }
    #expect(throws: DecisionStoreError.noHome) { try DecisionStore(environment: [:]) }
  }

  @Test func onlyTheUserMayRead() throws {
    let file = try ScratchFile()
    let store = try file.open()
    try store.set(reviewState: .reviewed, of: record(1))
    func permissions(_ path: String) throws -> Int? {
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      return (facts[.posixPermissions] as? NSNumber)?.intValue
    }
    #expect(try permissions(file.path.folderPath) == 0o700)
    for suffix in ["", "-wal", "-shm", ".lock"] {
      #expect(try permissions(file.path + suffix) == 0o600, "\(suffix)")
    }
  }

  @Test func aDamagedFileIsSetAsideAndSaidAndNeverOverAnEarlierOne() throws {
    let file = try ScratchFile()
    for (turn, suffix) in [".damaged", ".damaged-2", ".damaged-3"].enumerated() {
      let garbage =
        Array("not a file of decisions \(turn) ".utf8) + [UInt8](repeating: 7, count: 999)
      try file.write(garbage)
      let store = try file.open()
      #expect(
        store.notice
          == "\(file.path): expected a file of decisions, found a damaged one; "
          + "it was kept as \(file.path)\(suffix)")
      try store.set(reviewState: .reviewed, of: record(turn))
      #expect(try file.bytes(suffix) == garbage)
    }
    #expect(try file.bytes(".damaged").count > 999)
    #expect(try file.open().notice == nil)
  }

  @Test func aPageThatWasOverwrittenIsFoundWhenTheFileIsOpened() throws {
    let file = try ScratchFile()
    do {
      let store = try file.open()
      let earlier = (0..<2_000).map {
        RecordDecisions(identity: record($0), lastSeenPath: "/data/\($0)")
      }
      try store.takeIn(earlier: earlier)
    }
    var bytes = try file.bytes()
    let middle = bytes.count / 2 / 4096 * 4096
    for place in middle..<middle + 4096 { bytes[place] = 0xA5 }
    try file.write(bytes)
    let store = try file.open()
    #expect(store.notice?.hasSuffix("it was kept as \(file.path).damaged") == true)
    #expect(try store.decisions(inFolder: "/data").isEmpty)
  }

  @Test func theJournalOfADamagedFileIsNotTakenForTheNextFiles() throws {
    let file = try ScratchFile()
    var journal: [UInt8] = []
    do {
      let store = try file.open()
      try store.set(reviewState: .reviewed, of: record(2))
      journal = try file.bytes("-wal")
    }
    #expect(journal.count > 4096)
    try file.write([UInt8](repeating: 0xA5, count: 8192))
    try Data(journal).write(to: URL(filePath: file.path + "-wal"))
    let store = try file.open()
    try store.set(reviewState: .opened, of: record(1))
    #expect(try store.decisions(of: record(1))?.reviewState == .opened)
    // The journal alone does not bring back what the damaged file held, nor spoil the next one.
    #expect(try file.open().decisions(of: record(1))?.reviewState == .opened)
  }

  @Test func theFileOfANewerProgramStaysAsItIs() throws {
    let file = try ScratchFile()
    do { _ = try file.open() }
    do {
      let queue = try DatabaseQueue(path: file.path)
      try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
    }
    let before = try file.bytes()
    let error = #expect(throws: DecisionStoreError.self) { try file.open() }
    #expect(
      error?.description
        == "\(file.path): expected decisions of this version, found those of a newer program; "
        + "they stay as they are and decisions are not kept")
    #expect(try file.bytes() == before)
    #expect(!file.exists(".damaged"))
  }

  /// The form of each version as the program of that version made it, with what it holds; never
  /// changed once that version was published.
  static let earlierForms = [
    "",
    """
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('1');
    CREATE TABLE record (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL DEFAULT 'new', lastOpened REAL, lastPath TEXT);
    CREATE TABLE place (path TEXT PRIMARY KEY, record INTEGER NOT NULL REFERENCES record)
      WITHOUT ROWID;
    CREATE INDEX placeByRecord ON place(record);
    CREATE TABLE bookmark (id TEXT PRIMARY KEY, record INTEGER NOT NULL REFERENCES record,
      seconds REAL NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX bookmarkByRecord ON bookmark(record, seconds);
    CREATE TABLE imported (path TEXT PRIMARY KEY) WITHOUT ROWID;
    INSERT INTO record VALUES (3, '\(record(9).digest)', 'reviewed', 100, '/data/a');
    INSERT INTO place VALUES ('/data/a', 3);
    INSERT INTO bookmark VALUES ('5B0D1C6E-8E2D-4E39-9C0B-0D6A3C1F2A10', 3, 2.5, 'pause');
    """,
  ]

  @Test(arguments: earlierForms.indices)
  func theFileOfEachEarlierVersionIsBroughtToThePresent(version: Int) throws {
    let file = try ScratchFile()
    try file.write([])
    do {
      let queue = try DatabaseQueue(path: file.path)
      try queue.write { try $0.execute(sql: Self.earlierForms[version]) }
    }
    let store = try file.open()
    #expect(store.notice == nil)
    if version > 0 {
      let decisions = try store.decisions(inFolder: "/data")["/data/a"]
      #expect(decisions?.identity == record(9))
      #expect(decisions?.reviewState == .reviewed)
      #expect(decisions?.bookmarks.map(\.text) == ["pause"])
    }
    try store.opened(record(1), at: instant(5), path: "/data/b")
    #expect(try store.decisions(inFolder: "/data")["/data/b"]?.lastOpened == instant(5))
  }

  @Test func aFolderThatCannotBeMadeIsSaid() throws {
    let file = try ScratchFile()
    try Data().write(to: URL(filePath: file.folder + "/tawara"))
    let error = #expect(throws: DecisionStoreError.self) { try file.open() }
    #expect(
      error?.description
        == "\(file.folder)/tawara: expected a folder to keep decisions in, "
        + "found that it cannot be made")
  }

  @Test func aFileThatCannotBeOpenedIsSaid() throws {
    let file = try ScratchFile()
    try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: true)
    let error = #expect(throws: DecisionStoreError.self) { try file.open() }
    #expect(
      error?.description
        == "\(file.path): expected a file of decisions, found one that cannot be opened")
  }

  @Test func aFileThatCannotGrowIsSaidAndKeepsWhatItHas() async throws {
    let file = try ScratchFile()
    try file.open().set(reviewState: .reviewed, of: record(1))
    await #expect(processExitsWith: .success) { [path = file.path as String] in
      let store = try DecisionStore(path: path)
      // The limit stands in for a full disk, which a test cannot make.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 200_000, rlim_max: 200_000)
      let refused = unsafe setrlimit(RLIMIT_FSIZE.resource, &limit)
      #expect(refused == 0)
      let error = #expect(throws: DecisionStoreError.self) {
        for number in 0..<1_000 {
          try store.addBookmark(
            Bookmark(seconds: 1, text: String(repeating: "x", count: 5_000)), to: record(number))
        }
      }
      #expect([.cannotBeWritten(file: path), .diskFull(file: path)].contains(error))
    }
    #expect(try file.open().decisions(of: record(1))?.reviewState == .reviewed)
  }
}

extension __rlimit_resource {
  /// The form in which `setrlimit` takes it.
  fileprivate var resource: __rlimit_resource_t { __rlimit_resource_t(rawValue) }
}
