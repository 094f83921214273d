import Foundation
import Measures
@testable import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics

/// Screens as text and as styles, compared with what was looked at and found good. `TAWARA_UPDATE_SNAPSHOTS=1` writes
/// them anew: look at what `git diff` shows then.
@Suite("Snapshots of the screens")
struct SnapshotTests {
  struct Screen: Sendable, CustomTestStringConvertible {
    var name: String
    var record: String?
    var keys = ""
    var readsModel = true
    /// Whether what the workers would have found is there: beats, measures.
    var isMeasured = false
    /// Records of the list that cannot be opened.
    var damaged: [String] = []
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
    Screen(name: "review-lanes", record: "x100", keys: "iIW", readsModel: false),
    Screen(name: "review-filtered", record: "x003", keys: "Foo", readsModel: false),
    Screen(name: "review-trigger", record: "x001", keys: "t20<Enter>v"),
    Screen(name: "review-search", record: "x001", keys: "/avnrt<Enter>n"),
    Screen(name: "palette", record: "x001", keys: ":avn"),
    Screen(name: "menu", record: "x001", keys: " f", readsModel: false),
    Screen(name: "bookmarks", record: "x001", keys: "]Bonset<Enter>'", readsModel: false),
    Screen(name: "help", record: "x001", keys: "?", readsModel: false),
    Screen(name: "review-labels", record: "x001", keys: "e<Right><Right>", readsModel: false),
    Screen(
      name: "review-labels-selected", record: "x003", keys: "e<Right>v<Right><Right>",
      readsModel: false),
    Screen(name: "list-typing", keys: "/to"),
    Screen(name: "list-damaged", keys: "jj", damaged: ["x002", "x003"]),
    Screen(name: "list-nothing", keys: "/zzz"),
    Screen(name: "warnings", record: "x001", keys: "!", readsModel: false),
    Screen(name: "menu-groups", record: "x001", keys: " ", readsModel: false),
    Screen(name: "palette-all", record: "x001", keys: ":<Down><Down>"),
    Screen(name: "palette-nothing", record: "x001", keys: ":zzzz", readsModel: false),
    Screen(name: "prompt-time", record: "x001", keys: "t1:0", readsModel: false),
    Screen(name: "prompt-search", record: "x001", keys: "/avnr", readsModel: false),
    Screen(name: "prompt-montage", record: "x001", keys: "Omine", readsModel: false),
    Screen(name: "review-measured", record: "x001", keys: "t20<Enter>i", isMeasured: true),
    Screen(
      name: "review-caliper-amplitude", record: "x001", keys: "t20<Enter>jFclll", readsModel: false,
      isMeasured: true),
    Screen(name: "review-detector", record: "x100", keys: "d", readsModel: false, isMeasured: true),
    Screen(name: "review-whole", record: "x001", keys: "wI", isMeasured: true),
    Screen(name: "review-fast", record: "x002", keys: "++++n", readsModel: false),
    Screen(name: "review-arranged", record: "x003", keys: "jxxJWb.,,a", readsModel: false),
    Screen(name: "review-fitted", record: "x001", keys: "f", readsModel: false),
    Screen(name: "review-message", record: "x001", keys: "t20<Enter>z"),
    Screen(name: "review-problem", record: "x001", keys: "t99:00<Enter>", readsModel: false),
    Screen(name: "review-focused", record: "x001", keys: "t20<Enter>2jj"),
    Screen(name: "review-two-panes-split", record: "x001", keys: "t20<Enter>S4", isMeasured: true),
    Screen(name: "review-ascii", record: "x001", keys: ":glyphs ascii<Enter>t20<Enter>"),
  ]

  static let sizes = [Size(width: 80, height: 24), Size(width: 160, height: 50)]

  @Test("a screen is as it was", arguments: screens, sizes)
  func snapshot(_ screen: Screen, _ size: Size) throws {
    var reviewer = try Self.reviewer(screen, size)
    reviewer.press(screen.keys)
    try Self.work(&reviewer, screen)
    let frame = reviewer.frame()
    let text = Self.withoutFolder(frame.plainText) + "\n"
    let name = "\(screen.name)-\(size.width)x\(size.height)"
    let expected = try Self.golden(name + ".txt", text)
    let lines = (text.split(separator: "\n"), expected.split(separator: "\n"))
    #expect(lines.0.count == lines.1.count)
    for (row, pair) in zip(lines.0, lines.1).enumerated() where pair.0 != pair.1 {
      Issue.record("row \(row): expected\n\(pair.1)\nfound\n\(pair.0)")
    }
    let styles = StyledPicture(frame)
    let wanted = StyledPicture(text: try Self.golden(name + ".style", styles.text))
    #expect(styles.rows.count == wanted.rows.count)
    for (y, pair) in zip(styles.rows, wanted.rows).enumerated() {
      guard let x = zip(pair.0, pair.1).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
        continue
      }
      Issue.record("row \(y), column \(x): expected \(pair.1[x]), found \(pair.0[x])")
    }
  }

  private static func reviewer(_ screen: Screen, _ size: Size) throws -> Reviewer {
    if let record = screen.record {
      var reviewer = try Reviewer(record, size: size)
      if screen.readsModel { try reviewer.readWithModel() }
      return reviewer
    }
    var reviewer = try Reviewer.list(size: size)
    for name in reviewer.state.records?.names ?? [] {
      let path = screen.damaged.contains(name) ? "nowhere/\(name)" : Patients.folder + "/" + name
      _ = reviewer.state.update(.surveyed([name: RecordLook(path: path)]))
    }
    return reviewer
  }

  /// What workers would have found by now.
  private static func work(_ reviewer: inout Reviewer, _ screen: Screen) throws {
    guard let waveform = reviewer.state.waveform else { return }
    let record = waveform.document.record
    let ticket = reviewer.state.tickets.record
    if let request = waveform.wants.average {
      let average = try BeatAverage(request, record: record, signal: waveform.document.filtered)
      _ = reviewer.state.update(.found(ticket: ticket, .averaged(average)))
    }
    guard screen.isMeasured else { return }
    // Beats of the annotations, some of them a little off and some left out.
    let found = waveform.document.beatTimes.enumerated().filter { $0.offset % 7 != 3 }
    _ = reviewer.state.update(.found(ticket: ticket, .detected(found.map { $0.element + 0.004 })))
    guard let request = reviewer.state.waveform?.wants.measuring else { return }
    let measurer = try BeatMeasurer(record: record, beats: waveform.document.beatTimes)
    let measured = try measurer.measure(from: request.from, to: request.to.nextUp)
    _ = reviewer.state.update(
      .found(
        ticket: ticket, .measured(MeasureReport(measures: measured, request: request))))
  }

  /// The golden file of a name; written first where that is asked for.
  private static func golden(_ name: String, _ found: String) throws -> String {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["TAWARA_UPDATE_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try found.write(to: file, atomically: true, encoding: .utf8)
    }
    return try String(contentsOf: file, encoding: .utf8)
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
