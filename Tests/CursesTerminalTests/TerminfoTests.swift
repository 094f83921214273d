import CursesTerminal
import Foundation
import Testing
import TerminalGraphics

/// One at a time: ncurses has one description open.
@Suite("Descriptions of terminals", .serialized) struct TerminfoTests {
  /// A description, and how many function keys it has.
  struct Entry: Sendable, CustomTestStringConvertible {
    var term: String
    var functionKeys: Int
    var testDescription: String { term }
  }

  static let entries = [
    Entry(term: "xterm", functionKeys: 63), Entry(term: "xterm-256color", functionKeys: 63),
    Entry(term: "linux", functionKeys: 20), Entry(term: "vt220", functionKeys: 17),
    Entry(term: "tmux-256color", functionKeys: 63), Entry(term: "screen", functionKeys: 12),
  ]

  /// Keys by terminfo(5)'s names of them.
  private static let named: [String: KeyPress] = [
    "kcuu1": .up, "kri": .up, "kcud1": .down, "kind": .down, "kcub1": .left, "kcuf1": .right,
    "kLFT": .shiftLeft, "kRIT": .shiftRight, "kpp": .pageUp, "kPRV": .pageUp, "ka3": .pageUp,
    "knp": .pageDown, "kNXT": .pageDown, "kc3": .pageDown, "khome": .home, "kHOM": .home,
    "kfnd": .home, "ka1": .home, "kend": .end, "kEND": .end, "kslt": .end, "kc1": .end,
    "kent": .enter, "kcbt": .backTab, "kbs": .backspace, "kdch1": .delete, "kDC": .delete,
  ]

  private static func key(named name: String) -> KeyPress? {
    named[name] ?? (name.hasPrefix("kf") ? Int(name.dropFirst(2)).map(KeyPress.function) : nil)
  }

  @Test("every key of a description, whole and a byte at a time", arguments: entries)
  func keys(entry: Entry) throws {
    let terminfo = try Terminfo(term: entry.term)
    let functions = terminfo.keySequences.keys.filter { $0.hasPrefix("kf") && $0 != "kfnd" }
    #expect(functions.count == entry.functionKeys)
    #expect(Set(terminfo.keySequences.keys).isSuperset(of: ["kcuu1", "kcud1", "kcub1", "kcuf1"]))
    // A key may have two names, one of which nothing is bound to.
    let bound = terminfo.keySequences.compactMap { name, sequence in
      Self.key(named: name).map { (sequence, $0) }
    }
    let keys = Dictionary(bound) { one, other in
      #expect(one == other)
      return one
    }
    let start = ContinuousClock.now
    for (name, sequence) in terminfo.keySequences {
      let expected = keys[sequence].map { [TerminalEvent.key($0)] } ?? []
      let bytes = Array(sequence.utf8)
      var decoder = KeyDecoder(keys: terminfo.keys)
      let together = decoder.decode(bytes, at: start)
      #expect(together == expected, "\(name)")
      #expect(decoder.deadline == nil, "\(name)")
      let apart = bytes.flatMap { decoder.decode([$0], at: start) }
      #expect(apart == expected, "\(name)")
      #expect(decoder.decode([0x78], at: start) == TerminalEvent.keys("x"), "\(name)")
    }
  }

  @Test("colours and mouse of a description")
  func capabilities() throws {
    let linux = try Terminfo(term: "linux")
    #expect(linux.colors == 8 && !linux.hasDirectColor)
    let xterm = try Terminfo(term: "xterm-256color")
    #expect(xterm.colors == 256 && xterm.hasMouse)
    #expect(try !Terminfo(term: "vt220").hasMouse)
    #expect(try Terminfo(term: "vt220").colors < 1)
  }

  static let unknownNames = [
    "", "no-such-terminal", "../../etc/passwd", "/etc/passwd", "x/xterm", "xterm\u{0}", "xterm\n",
    ".", "..", "%s%n", "\u{1B}[A", "xterm\u{FFFD}", String(repeating: "x", count: 5000),
  ]

  @Test("names that no description has", arguments: unknownNames.indices)
  func unknown(index: Int) {
    let term = Self.unknownNames[index]
    #expect(throws: CursesError.unknownTerminal(term: term)) { try Terminfo(term: term) }
  }

  @Test("a terminal that cannot place the cursor is refused")
  func dumb() {
    #expect(throws: CursesError.noCursorAddressing(term: "dumb")) { try Terminfo(term: "dumb") }
  }

  @Test("no TERM, and none of a file's name, has a compiled description")
  func missingTerm() {
    for term in [nil, "", "../xterm", "/lib/terminfo/x/xterm", "no-such-terminal"] {
      let environment = term.map { ["TERM": $0] } ?? [:]
      #expect(Terminfo.compiledDescription(environment: environment) == nil)
      var done = false
      Terminfo.withDirectColor(environment: environment) { done = true }
      #expect(done)
    }
  }

  /// Writes a description into a folder that is removed afterwards.
  private func withFolder(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("terminfo-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appendingPathComponent("x")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Data(bytes).write(to: place.appendingPathComponent("xterm"))
    try body(folder.path)
  }

  @Test("TERMINFO, then TERMINFO_DIRS, then the system's folders are looked into")
  func folders() throws {
    let system = try #require(Terminfo.compiledDescription(environment: ["TERM": "xterm"]))
    try withFolder([1, 2, 3]) { one in
      try withFolder([4]) { other in
        func description(_ variables: [String: String]) -> [UInt8]? {
          Terminfo.compiledDescription(
            environment: variables.merging(["TERM": "xterm"]) { old, _ in old })
        }
        #expect(description(["TERMINFO": one, "TERMINFO_DIRS": other]) == [1, 2, 3])
        #expect(description(["TERMINFO_DIRS": "\(other)/none::\(other):\(one)"]) == [4])
        #expect(description(["TERMINFO": "", "TERMINFO_DIRS": ""]) == system)
      }
    }
  }

  @Test("a description that is cut short or garbled is read or refused, without harm")
  func garbled() throws {
    let whole = try #require(Terminfo.compiledDescription(environment: ["TERM": "xterm-256color"]))
    #expect(DirectColor(compiled: whole) != nil)
    #expect(DirectColor(compiled: []) == nil)
    #expect(DirectColor(compiled: Array("#!/bin/sh\n".utf8)) == nil)
    for count in 0..<min(whole.count, 600) {
      #expect(DirectColor(compiled: Array(whole.prefix(count))) == nil)
    }
    var state: UInt64 = 7
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // The counts at the start do most.
        let end = state & 1 == 0 ? 12 : bytes.count
        bytes[Int(state >> 33) % end] = UInt8(truncatingIfNeeded: state >> 24)
      }
      if let description = DirectColor(compiled: bytes) {
        #expect(description.compiledWithDirectColor().count > 12)
      }
    }
  }

  @Test("a description with 24-bit colours keeps its keys; in a process with TERMINFO of its own")
  func directColor() async {
    await #expect(processExitsWith: .success) {
      let before = try Terminfo(term: "xterm-256color")
      let environment = ["TERM": "xterm-256color"]
      let after = try Terminfo.withDirectColor(environment: environment) {
        Result { try Terminfo(term: "xterm-256color") }
      }.get()
      #expect(after.colors == 1 << 24 && after.hasDirectColor)
      #expect(after.keySequences == before.keySequences && after.hasMouse)
      #expect(try Terminfo(term: "xterm-256color").colors == 256)
    }
  }

  @Test("garbage in place of a description is an unknown terminal")
  func garbage() async {
    await #expect(processExitsWith: .success) {
      let whole = Terminfo.compiledDescription(environment: ["TERM": "xterm"]) ?? []
      try #require(whole.count > 600)
      for bytes in [[], [0x1A], Array(repeating: 0xFF, count: 400), Array(whole.prefix(400))] {
        let result = Terminfo.withDescription(bytes, environment: [:]) {
          Result { try Terminfo(term: "no-such-terminal") }
        }
        #expect(throws: CursesError.unknownTerminal(term: "no-such-terminal")) { try result.get() }
      }
    }
  }
}
