import Foundation
import ReviewStore
import Testing
import Waveforms

@testable import ReviewApp
import ReviewSession

/// A folder that is there as long as the value is.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tawara-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, _ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path + "/" + name as NSString).deletingLastPathComponent,
      withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: URL(filePath: path + "/" + name), encoding: .utf8)
  }
}

@Suite("What is remembered between runs")
struct SessionStoreTests {
  let folder: TemporaryFolder
  let store: SessionStore
  static let file = "tawara/session.json"

  init() throws {
    folder = try TemporaryFolder()
    store = SessionStore(environment: ["XDG_STATE_HOME": folder.path])
  }

  @Test("opening a record does not overwrite which labels were looked at last")
  func opening() throws {
    var reviewer = try Reviewer()
    let path = try #require(reviewer.state.waveform?.document.record.path)
    let key = SessionStore.key(of: path)
    for annotator in [nil, "ann"] {
      var look = RecordSession()
      look.annotator = annotator
      reviewer.state.session.records[key] = look
      let effects = reviewer.state.startEffects()
      #expect(reviewer.state.session.records[key]?.annotator == annotator)
      let kept = effects.compactMap { effect -> RecordSession? in
        if case .keep(_, let kept) = effect { kept } else { nil }
      }
      #expect(kept.count == 1 && kept[0].annotator == annotator && kept[0].lastOpened != nil)
    }
  }

  private var full: RecordSession {
    var record = RecordSession()
    record.startSeconds = 12.5
    record.cursorSeconds = 13.25
    record.speedStep = -2
    record.gainStep = 1
    record.channelGainSteps = ["CS12": -1]
    record.channelOrder = ["II", "V1", "CS12"]
    record.hiddenChannels = ["V6"]
    record.montage = "EP"
    record.montageLooks = [
      "ECG": MontageLook(
        speedStep: 0, gainStep: -1, channelGainSteps: ["V2": -1], filter: "monitor")
    ]
    record.isDistalOnTop = true
    record.filter = "muscle"
    record.panes = ["model"]
    record.annotator = "atr"
    record.bookmarks = [EarlierBookmark(seconds: 61.5, text: "onset of AVRT")]
    record.reviewState = .reviewed
    record.lastOpened = Date(timeIntervalSince1970: 1_790_000_000)
    return record
  }

  @Test("what is saved is what is loaded")
  func roundTrip() {
    #expect(store.load() == Session())
    #expect(store.save(record: "/data/x001", full) == nil)
    let global = GlobalSession(
      theme: "light", glyphs: "ascii", lastFolder: "/data", sort: "marks", sortsDescending: true,
      showsGrid: false)
    #expect(store.save(global) == nil)
    #expect(store.load() == Session(global: global, records: ["/data/x001": full]))
  }

  @Test("a part that is not given leaves what is stored")
  func globalParts() {
    _ = store.save(GlobalSession(theme: "light"))
    _ = store.save(GlobalSession(lastFolder: "/data"))
    #expect(store.load().global == GlobalSession(theme: "light", lastFolder: "/data"))
  }

  @Test("two programs do not lose each other's records; the last one wins a record")
  func twoPrograms() {
    let other = SessionStore(environment: ["XDG_STATE_HOME": folder.path])
    var changed = full
    changed.startSeconds = 99
    _ = store.save(record: "/data/x001", full)
    _ = other.save(record: "/data/x002", full)
    _ = store.save(record: "/data/x003", full)
    _ = other.save(record: "/data/x001", changed)
    let records = store.load().records
    #expect(Set(records.keys) == ["/data/x001", "/data/x002", "/data/x003"])
    #expect(records["/data/x001"]?.startSeconds == 99)
  }

  @Test("many that write at the same time lose nothing")
  func manyAtOnce() async {
    let path = folder.path
    await withTaskGroup(of: String?.self) { group in
      for number in 0..<16 {
        group.addTask {
          SessionStore(environment: ["XDG_STATE_HOME": path])
            .save(record: "/data/x\(number)", RecordSession())
        }
      }
      for await problem in group { #expect(problem == nil) }
    }
    #expect(store.load().records.count == 16)
  }

  @Test("an older file loads with defaults, a newer one without what is not known")
  func otherVersions() throws {
    try folder.write(
      """
      {"format": 9, "global": {"theme": "dark", "sort": 7, "future": true},
       "records": {"/a": {}, "/b": {"startSeconds": 5, "reviewState": "disputed", "new": [1],
         "panes": "all", "bookmarks": [{"seconds": 3}, {"text": "nowhere"}],
         "lastOpened": "2026-09-01T10:20:30Z"}, "/c": 3}}
      """, Self.file)
    let session = store.load()
    #expect(session.warnings.isEmpty)
    #expect(session.global == GlobalSession(theme: "dark"))
    #expect(session.records["/a"] == RecordSession())
    var expected = RecordSession()
    expected.startSeconds = 5
    expected.bookmarks = [EarlierBookmark(seconds: 3)]
    expected.lastOpened = Date(timeIntervalSince1970: 1_788_258_030)
    #expect(session.records["/b"] == expected)
    #expect(session.records["/c"] == nil)
  }

  @Test("what a newer program keeps there stays when this one saves")
  func unknownIsKept() throws {
    try folder.write(
      """
      {"format": 9, "global": {"theme": "dark", "sort": 7, "future": {"a": [1, 2.5, null]}},
       "records": {"/b": {"startSeconds": 5, "montage": "EP", "new": [true, "x"],
         "montageLooks": {"EP": {"gainStep": 1, "zoom": 3}}}, "/c": 3}}
      """, Self.file)
    var record = try #require(store.load().records["/b"])
    record.startSeconds = 7
    record.montage = nil
    #expect(store.save(record: "/b", record) == nil)
    #expect(store.save(GlobalSession(theme: "light")) == nil)
    let kept = try JSONDecoder().decode(StoredText.self, from: Data(folder.text(Self.file).utf8))
    let expected = try JSONDecoder().decode(
      StoredText.self,
      from: Data(
        """
        {"format": 9, "global": {"theme": "light", "sort": 7, "future": {"a": [1, 2.5, null]}},
         "records": {"/b": {"startSeconds": 7, "new": [true, "x"],
           "channelGainSteps": {}, "channelOrder": [], "hiddenChannels": [], "panes": [],
           "bookmarks": [], "reviewState": "new",
           "montageLooks": {"EP": {"gainStep": 1, "zoom": 3}}}, "/c": 3}}
        """.utf8))
    #expect(kept == expected)
  }

  @Test(
    "parts of another form are not read as empty and written over",
    arguments: [#"{"records": [1]}"#, #"{"global": 3}"#, #"{"records": null, "global": {}}"#])
  func otherForm(text: String) throws {
    try folder.write(text, Self.file)
    #expect(store.load().warnings.count == 1)
    #expect(try folder.text(Self.file + ".damaged") == text)
  }

  @Test("what is not known of a montage stays, where others are put before and after it")
  func unknownOfMontages() throws {
    let montages = MontageStore(environment: ["XDG_CONFIG_HOME": folder.path])
    try folder.write(
      """
      [{"name": "a", "channels": ["II"], "new": 1}, {"name": "b", "channels": ["V1"], "new": 2}]
      """, "tawara/montages.json")
    #expect(montages.remove(named: "a") == nil)
    #expect(montages.save(Montage(name: "c", channels: ["V6"])) == nil)
    let text = try folder.text("tawara/montages.json")
    #expect(text.contains("\"new\" : 2") && !text.contains("\"new\" : 1"))
    #expect(montages.load().montages.map(\.name) == ["b", "c"])
  }

  @Test("dates are written as people read them")
  func dates() throws {
    _ = store.save(record: "/data/x001", full)
    #expect(try folder.text(Self.file).contains("\"2026-09-21T14:13:20Z\""))
  }

  @Test("a damaged file is kept aside and said, and what comes after it is kept")
  func damaged() throws {
    try folder.write("{\"records\": {", Self.file)
    let session = store.load()
    #expect(session.records.isEmpty)
    #expect(session.warnings.count == 1)
    #expect(session.warnings[0].contains("kept as"))
    #expect(try folder.text(Self.file + ".damaged") == "{\"records\": {")
    #expect(store.save(record: "/data/x001", full) == nil)
    #expect(store.load().records.count == 1)
  }

  @Test("a file that is damaged between reading and writing is kept aside as well")
  func damagedBeforeSaving() throws {
    try folder.write("nonsense", Self.file)
    let sentence = try #require(store.save(record: "/data/x001", full))
    #expect(sentence.contains("session.json.damaged"))
    #expect(try folder.text(Self.file + ".damaged") == "nonsense")
    #expect(store.load().records["/data/x001"] == full)
  }

  @Test("of more than 500 records the one opened longest ago goes")
  func oldest() throws {
    var records: [String: RecordSession] = [:]
    for number in 0..<SessionStore.recordLimit {
      var record = RecordSession()
      record.lastOpened = Date(timeIntervalSince1970: Double(1_000_000 + (number * 7) % 500))
      records["/data/\(number)"] = record
    }
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    let text = String(decoding: try encoder.encode(Session(records: records)), as: UTF8.self)
    try folder.write(text, Self.file)
    // The new one has no date, but it is the one at hand.
    #expect(store.save(record: "/data/new", RecordSession()) == nil)
    let kept = store.load().records
    #expect(kept.count == SessionStore.recordLimit)
    #expect(kept["/data/new"] != nil)
    #expect(kept["/data/0"] == nil)
  }

  @Test("a record is known by its real path, whatever name it is opened by")
  func keys() throws {
    try folder.write("", "data/x001.hea")
    let link = folder.path + "/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path + "/data")
    let key = SessionStore.key(of: folder.path + "/data/x001")
    #expect(key.hasPrefix("/") && key.hasSuffix("/data/x001"))
    #expect(SessionStore.key(of: link + "/x001") == key)
    #expect(SessionStore.key(of: folder.path + "/data/../data/x001.hea") == key)
    let here = FileManager.default.currentDirectoryPath
    #expect(SessionStore.key(of: "x001") == SessionStore.key(of: here + "/x001"))
  }

  @Test("numbers that JSON cannot hold do not keep all else from being saved")
  func numbers() {
    var record = full
    record.startSeconds = .nan
    record.bookmarks.append(EarlierBookmark(seconds: .infinity))
    #expect(store.save(record: "/data/x001", record) == nil)
    var expected = full
    expected.startSeconds = nil
    #expect(store.load().records["/data/x001"] == expected)
  }

  @Test("the state lies where the environment says, and relative folders do not count")
  func folders() {
    #expect(
      SessionStore(environment: ["HOME": "/home/a"]).path
        == "/home/a/.local/state/tawara/session.json")
    #expect(
      SessionStore(environment: ["HOME": "/home/a", "XDG_STATE_HOME": "state"]).path
        == "/home/a/.local/state/tawara/session.json")
    #expect(
      MontageStore(environment: ["HOME": "/home/a"]).path == "/home/a/.config/tawara/montages.json")
  }

  @Test("where nothing can be written, a sentence says so")
  func notWritable() throws {
    // A file where a folder is expected cannot be written into, by any user.
    try folder.write("", "home")
    let store = SessionStore(environment: ["HOME": folder.path + "/home"])
    #expect(store.load() == Session())
    #expect(try #require(store.save(record: "/x", full)).contains("cannot be made"))
    let nowhere = SessionStore(environment: [:])
    #expect(nowhere.load() == Session())
    #expect(try #require(nowhere.save(GlobalSession(theme: "dark"))).contains("no HOME"))
  }

  @Test("a file that cannot be read is not written over")
  func unreadable() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/" + Self.file, withIntermediateDirectories: true)
    #expect(store.load().warnings.count == 1)
    #expect(try #require(store.save(record: "/x", full)).contains("cannot be read"))
  }

  @Test("a second damaged file is not kept over the first")
  func damagedTwice() throws {
    for text in ["{one", "{two"] {
      try folder.write(text, Self.file)
      #expect(store.load().warnings.count == 1)
    }
    #expect(try folder.text(Self.file + ".damaged") == "{one")
    #expect(try folder.text(Self.file + ".damaged-2") == "{two")
  }

  @Test("no temporary file is left behind")
  func noRemains() throws {
    _ = store.save(record: "/data/x001", full)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tawara")
    #expect(Set(files) == ["session.json", "session.json.lock"])
  }
}

@Suite("Montages")
struct MontageStoreTests {
  let folder: TemporaryFolder
  let store: MontageStore

  init() throws {
    folder = try TemporaryFolder()
    store = MontageStore(environment: ["XDG_CONFIG_HOME": folder.path])
  }

  @Test("they are kept in their order, replaced by name and removed")
  func change() {
    #expect(store.load().montages.isEmpty)
    #expect(store.save(Montage(name: "EP", channels: ["II", "HIS12"])) == nil)
    let limbs = Montage(
      name: "limbs", channels: ["I", "II"],
      look: MontageLook(speedStep: 1, gainStep: -1, channelGainSteps: ["I": 1], filter: "notch50"))
    #expect(store.save(limbs) == nil)
    #expect(store.save(Montage(name: "EP", channels: ["V1", "CS12"])) == nil)
    #expect(
      store.load().montages == [
        Montage(name: "EP", channels: ["V1", "CS12"]),
        limbs,
      ])
    #expect(store.remove(named: "EP") == nil)
    #expect(store.load().montages.map(\.name) == ["limbs"])
  }

  @Test("a slip in a file written by hand costs nobody a montage")
  func slips() throws {
    let text = "[{\"name\": \"EP\", \"channels\": [\"II\"]}, {\"name\": \"half\"}]"
    try folder.write(text, "tawara/montages.json")
    #expect(store.load().montages.map(\.name) == ["EP"])
    #expect(store.load().warnings.count == 1)
    #expect(store.save(Montage(name: "new", channels: [])) != nil)
    #expect(try folder.text("tawara/montages.json") == text)
  }
}
