import Foundation
import ReviewApp
import ReviewSession
import TerminalGraphics
import Testing

@Suite("Watching a theme's files")
final class ThemeWatcherTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("watched-\(UUID().uuidString)")
  private var library: ThemeLibrary { ThemeLibrary(folders: [folder]) }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write("base", text: "#010101")
    try "inherits = \"base\"".write(to: url("mine"), atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func url(_ name: String) -> URL { folder.appendingPathComponent(name + ".toml") }

  /// Writes a theme with one colour, dated so that no two writings look alike to the clock.
  private func write(_ name: String, text color: String, age: TimeInterval = 0) throws {
    try "[styles]\ntext = \"\(color)\"".write(to: url(name), atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9 - age)], ofItemAtPath: url(name).path)
  }

  private func text(_ result: Result<Theme, ThemeError>?) -> Color? {
    if case .success(let theme)? = result { theme[.text].foreground } else { nil }
  }

  @Test("a change is told once, and of an inherited file too")
  func change() throws {
    var observation = ThemeObservation(library: library, name: "mine")
    #expect(observation.look() == nil)
    try write("base", text: "#020202", age: 1)
    #expect(text(observation.look()) == Color(hex: "#020202"))
    #expect(observation.look() == nil)
    try write("other", text: "#030303")
    #expect(observation.look() == nil)
  }

  @Test("a file that an editor puts in place by its name is noticed")
  func replacement() throws {
    func number() throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: url("base").path)[.systemFileNumber] as? Int
    }
    var observation = ThemeObservation(library: library, name: "base")
    // An atomic write is one of a new file that is then renamed.
    let before = try number()
    try write("base", text: "#040404", age: 60)
    #expect(try number() != before)
    #expect(text(observation.look()) == Color(hex: "#040404"))
  }

  @Test("a link's file is looked at, not the link")
  func link() throws {
    try FileManager.default.createSymbolicLink(at: url("linked"), withDestinationURL: url("base"))
    var observation = ThemeObservation(library: library, name: "linked")
    try write("base", text: "#050505", age: 1)
    #expect(text(observation.look()) == Color(hex: "#050505"))
  }

  @Test("a theme that becomes another in inheritance is watched there")
  func inheritance() throws {
    var observation = ThemeObservation(library: library, name: "mine")
    try write("next", text: "#060606")
    try "# now another\ninherits = \"next\"".write(
      to: url("mine"), atomically: true, encoding: .utf8)
    #expect(text(observation.look()) == Color(hex: "#060606"))
    try write("next", text: "#070707", age: 1)
    #expect(text(observation.look()) == Color(hex: "#070707"))
    try write("base", text: "#080808", age: 2)
    #expect(observation.look() == nil)
  }

  @Test("a file that is gone is told once, and its return again")
  func absence() throws {
    var observation = ThemeObservation(library: library, name: "mine")
    try FileManager.default.removeItem(at: url("base"))
    let expected = ThemeError.notFound(name: "base", folders: [folder.path])
    #expect(observation.look() == .failure(expected))
    #expect(observation.look() == nil)
    try write("base", text: "#010101")
    #expect(text(observation.look()) == Color(hex: "#010101"))
  }

  @Test("the same error is not told twice, another one is")
  func errors() throws {
    var observation = ThemeObservation(library: library, name: "base")
    try write("base", text: "mauve", age: 1)
    let error = ThemeError.unknownColor(
      file: url("base").path, line: 2, key: "text", value: "mauve")
    #expect(observation.look() == .failure(error))
    try write("base", text: "mauve", age: 2)
    #expect(observation.look() == nil)
    try write("base", text: "puce", age: 3)
    #expect(observation.look() != nil)
  }

  @Test("a file in a folder that comes first takes the place of the other")
  func precedence() throws {
    let first = folder.appendingPathComponent("first")
    try FileManager.default.createDirectory(at: first, withIntermediateDirectories: true)
    var observation = ThemeObservation(
      library: ThemeLibrary(folders: [first, folder]), name: "base")
    try "[styles]\ntext = \"#090909\"".write(
      to: first.appendingPathComponent("base.toml"), atomically: true, encoding: .utf8)
    #expect(text(observation.look()) == Color(hex: "#090909"))
  }

  @Test(
    "the watcher tells of a change from its own task, until it is cancelled",
    .timeLimit(.minutes(1)))
  func watching() async throws {
    let (news, told) = AsyncStream.makeStream(of: Result<Theme, ThemeError>.self)
    let watcher = ThemeWatcher(
      library: library, name: "base", interval: .milliseconds(5), onChange: { told.yield($0) })
    try write("base", text: "#0a0a0a", age: 1)
    var results = news.makeAsyncIterator()
    // The file may be seen before it has its date, but what it says is told once.
    #expect(text(await results.next()) == Color(hex: "#0a0a0a"))
    watcher.cancel()
    // What is cancelled may be in a last look: a watcher begun later outlasts it.
    let second = ThemeWatcher(
      library: library, name: "base", interval: .milliseconds(20),
      onChange: { _ in told.yield(.failure(.unreadable(file: "", reason: "second"))) })
    try write("base", text: "#0b0b0b", age: 2)
    #expect(text(await results.next()) == nil)
    second.cancel()
  }
}
