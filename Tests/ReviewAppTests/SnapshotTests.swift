import Foundation
@testable import ReviewApp
import Testing
import TerminalGraphics

/// Screens as text, compared with what was looked at and found good. `TAWARA_UPDATE_SNAPSHOTS=1` writes
/// them anew: look at what `git diff` shows then.
@Suite("Snapshots of the screens")
struct SnapshotTests {
  struct Screen: Sendable, CustomTestStringConvertible {
    var name: String
    var record: String?
    var keys = ""
    var readsModel = true
    var testDescription: String { name }
  }

  static let screens: [Screen] = [
    Screen(name: "list"),
    Screen(name: "list-filtered", keys: "/tof<Enter>"),
    Screen(name: "list-summary", keys: "ji"),
    Screen(name: "list-help", keys: "?"),
    Screen(name: "review", record: "x001", readsModel: false),
    Screen(name: "review-model", record: "x001", keys: "t20<Enter>"),
    Screen(name: "review-relevance", record: "x001", keys: "t20<Enter>4"),
    Screen(name: "review-tokens", record: "x001", keys: "t20<Enter>5llljj"),
    Screen(name: "review-prototypes", record: "x001", keys: "t20<Enter>6"),
    Screen(name: "review-split", record: "x001", keys: "SLLL", readsModel: false),
    Screen(name: "review-calipers", record: "x001", keys: "+t12<Enter>c]]|", readsModel: false),
    Screen(name: "review-lanes", record: "x100", keys: "iIe", readsModel: false),
    Screen(name: "review-filtered", record: "x003", keys: "Foo", readsModel: false),
    Screen(name: "review-trigger", record: "x001", keys: "t20<Enter>v"),
    Screen(name: "review-search", record: "x001", keys: "/avnrt<Enter>n"),
    Screen(name: "palette", record: "x001", keys: ":avn"),
    Screen(name: "menu", record: "x001", keys: " f", readsModel: false),
    Screen(name: "bookmarks", record: "x001", keys: "]Bonset<Enter>'", readsModel: false),
    Screen(name: "help", record: "x001", keys: "?", readsModel: false),
  ]

  static let sizes = [Size(width: 80, height: 24), Size(width: 160, height: 50)]

  @Test("a screen is as it was", arguments: screens, sizes)
  func snapshot(_ screen: Screen, _ size: Size) throws {
    var reviewer: Reviewer
    if let record = screen.record {
      reviewer = try Reviewer(record, size: size)
      if screen.readsModel { try reviewer.readWithModel() }
    } else {
      reviewer = try Reviewer.list(size: size)
      for name in reviewer.state.records?.names ?? [] {
        _ = reviewer.state.update(
          .surveyed([name: RecordLook(path: Patients.folder + "/" + name)]))
      }
    }
    reviewer.press(screen.keys)
    // What a worker would have averaged by now.
    if let waveform = reviewer.state.waveform, let request = waveform.wants(size).average {
      let average = BeatAverage(
        request, record: waveform.document.record, signal: waveform.document.filtered)
      _ = reviewer.state.update(.averaged(visit: reviewer.state.visit, average))
    }
    let text = Self.withoutFolder(reviewer.frame().plainText) + "\n"
    let file = Self.folder.appending(path: "\(screen.name)-\(size.width)x\(size.height).txt")
    if ProcessInfo.processInfo.environment["TAWARA_UPDATE_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(
        at: Self.folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    let lines = (text.split(separator: "\n"), expected.split(separator: "\n"))
    #expect(lines.0.count == lines.1.count)
    for (row, pair) in zip(lines.0, lines.1).enumerated() where pair.0 != pair.1 {
      Issue.record("row \(row): expected\n\(pair.1)\nfound\n\(pair.0)")
    }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  /// The patients lie in a folder of another name each time; its row is as wide.
  private static func withoutFolder(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("◆ records") ? " ◆ records" : String(line)
    }.joined(separator: "\n")
  }
}
