import Foundation
import TerminalGraphics
import Testing

@Suite final class ThemeLibraryTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("themes-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ name: String, _ text: String) throws {
    try text.write(
      to: folder.appendingPathComponent(name + ".toml"), atomically: true, encoding: .utf8)
  }

  @Test func aThemeInherits() throws {
    try write("base", "[styles]\ntext = \"#010101\"\ngrid = \"#020202\"")
    try write("mine", "inherits = \"base\"\n[styles]\ngrid = \"#030303\"")
    let library = ThemeLibrary(folders: [folder])
    let theme = try library.theme(named: "mine")
    #expect(theme.name == "mine")
    #expect(theme[.text].foreground == Color(hex: "#010101"))
    #expect(theme[.grid].foreground == Color(hex: "#030303"))
    #expect(library.names == ["base", "mine"])
  }

  @Test func theBuiltInThemeNeedsNoFile() throws {
    let library = ThemeLibrary(folders: [])
    #expect(try library.theme(named: "dark") == Theme.builtIn)
    try write("mine", "inherits = \"dark\"")
    let mine = try ThemeLibrary(folders: [folder]).theme(named: "mine")
    #expect(mine.rules == Theme.builtIn.rules)
  }

  @Test func theFilesOfAThemeAreItsOwnAndThoseItInherits() throws {
    try write("base", "[styles]\ntext = \"#010101\"")
    try write("middle", "inherits = \"base\"")
    try write("mine", "inherits = \"middle\"")
    try write("orphan", "inherits = \"gone\"")
    try write("broken", "inherits = ")
    try write("a", "inherits = \"b\"")
    try write("b", "inherits = \"a\"")
    let library = ThemeLibrary(folders: [folder])
    func names(_ name: String) -> [String] {
      library.files(of: name).map { $0.deletingPathExtension().lastPathComponent }
    }
    #expect(names("mine") == ["mine", "middle", "base"])
    #expect(names("orphan") == ["orphan"])
    #expect(library.lineage(of: "orphan") == ["orphan", "gone"])
    #expect(names("broken") == ["broken"])
    #expect(names("a") == ["a", "b"])
    #expect(names("gone") == [])
  }

  @Test func aThemeInheritsTheRamp() throws {
    try write("base", "[heat]\nramp = [\"#000000\", \"#f0f0f0\"]")
    try write("mine", "inherits = \"base\"")
    try write("own", "inherits = \"base\"\n[heat]\nramp = [\"#000000\", \"#ff0000\"]")
    let library = ThemeLibrary(folders: [folder])
    #expect(try library.theme(named: "mine").heat(1) == Color(hex: "#f0f0f0"))
    #expect(try library.theme(named: "own").heat(1) == Color(hex: "#ff0000"))
  }

  @Test func aCycleIsAnError() throws {
    try write("a", "inherits = \"b\"")
    try write("b", "inherits = \"a\"")
    let error = #expect(throws: ThemeError.self) {
      try ThemeLibrary(folders: [folder]).theme(named: "a")
    }
    guard case .inheritsItself(_, ["a", "b", "a"])? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: ["none", "../passwd", "", ".hidden"])
  func whatIsNotThereIsAnError(name: String) {
    #expect(throws: ThemeError.notFound(name: name, folders: [folder.path])) {
      try ThemeLibrary(folders: [folder]).theme(named: name)
    }
  }

  @Test func theUsersFolderComesFirst() {
    let given = URL(fileURLWithPath: "/usr/share/tawara/themes")
    let paths = { (environment: [String: String]) in
      ThemeLibrary(environment: environment, folders: [given]).folders.map(\.path)
    }
    let home = ["HOME": "/home/a"]
    #expect(paths(home) == ["/home/a/.config/tawara/themes", given.path])
    #expect(paths(["XDG_CONFIG_HOME": "/c", "HOME": "/h"]) == ["/c/tawara/themes", given.path])
    #expect(paths([:]) == [given.path])
  }
}
