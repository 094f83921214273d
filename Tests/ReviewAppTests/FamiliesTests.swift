import Annotations
import Foundation
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

@Suite("Families of beats on the screen") struct FamiliesTests {
  private let store: DecisionStore
  private let document: ReviewDocument

  init() throws {
    store = try DecisionStore.inMemory()
    document = try Patients.document("x003")
  }

  /// What was on the screen last. The families open before the other keys are pressed.
  private func review(_ keys: String) throws -> String {
    var services = ReviewServices()
    services.decisions = store
    services.reader = "mk"
    let size = Size(width: 120, height: 36)
    var state = WaveformState(document: document, size: size)
    state.review.take(
      .families(try FamilyTable(of: document.record, times: document.beatTimes)))
    return AppState(waveform: state, size: size).picture(after: "Q" + keys, services)
  }

  private var marks: [Mark] {
    get throws {
      let key = TransactionLogKey(
        record: try RecordIdentity(of: document.record).digest, set: "mk")
      return try LabelBook(key, reader: "mk", log: store).map { Array($0.marks) } ?? []
    }
  }

  @Test("families are listed with their beats, labels and forms")
  func list() throws {
    let picture = try review("")
    #expect(picture.contains("families of \(document.beatTimes.count) beats"))
    #expect(picture.contains("FAMILIES") && picture.contains("of the usual interval"))
  }

  @Test("beats are sorted by how they activate the electrograms' sites too")
  func activation() throws {
    let picture = try review("t")
    #expect(picture.contains("by activation"))
    #expect(picture.contains("CS"))
    #expect(try review("tt").contains("by form and timing"))
  }

  @Test("a rhythm is said of the runs of a family; spans that were set by hand stay")
  func rhythm() throws {
    #expect(try review("+avrt<Enter>").contains("AVRT"))
    let spans = try marks.filter { $0.provenance == .reader("mk", by: .family) }
    #expect(!spans.isEmpty)
    #expect(spans.allSatisfy { $0.label.rhythmName == "AVRT" && !$0.isInstant })
    let timeLine = document.timeLine
    for span in spans {
      let within = document.beatTimes.filter {
        $0 >= timeLine.seconds(span.start) - 1e-6 && $0 < timeLine.seconds(span.end) - 1e-6
      }
      #expect(within.count >= 3)
    }
    #expect(try review("+avrt<Enter>").contains("already"))
    // Esc leaves the families as they were.
    #expect(try review("+av<Esc>").contains("FAMILIES"))
  }

  @Test("members are drawn over one another, and gone through by how early they are")
  func orders() throws {
    let (spread, all) = (try review(""), try review("v"))
    #expect(all.contains("beats over one another"))
    #expect(spread != all && spread.contains("mean and spread"))
    let order = try review("oooo")
    #expect(order.contains("members: the earliest first"))
    #expect(try review("ooooo").contains("members: ten typical ones"))
    var (early, late) = ("", "")
    for key in ["oooo<Enter>", "oooo<Enter><Right><Right><Right><Right>"] {
      (early, late) = (late, try review(key))
    }
    #expect(early.contains(" 1 of ") && late.contains(" 5 of "))
  }

  @Test("a letter names a family; what was set by hand stays, unless ! says otherwise")
  func naming() throws {
    _ = try review("<Enter>F")
    #expect(try marks.filter { $0.provenance.isByHand }.map(\.label.symbol) == ["F"])
    _ = try review("V")
    let named = try marks.filter { $0.provenance == .reader("mk", by: .family) }
    #expect(!named.isEmpty && named.allSatisfy { $0.label.symbol == "V" })
    #expect(try marks.filter { $0.provenance.isByHand }.map(\.label.symbol) == ["F"])
    _ = try review("!V")
    #expect(try marks.allSatisfy { !$0.provenance.isByHand })
    // Each was one action.
    _ = try review("uu")
    #expect(try marks.filter { $0.provenance.reader != nil }.map(\.label.symbol) == ["F"])
  }

  @Test("members are gone through, sent out and brought back")
  func members() throws {
    #expect(try review("<Enter><Right>").contains("2 of "))
    #expect(try review("<Enter>x").contains("a family of its own"))
    #expect(try review("<Enter>xu").contains("sorted as before"))
    #expect(try review("<Esc>").contains("REVIEW"))
    #expect(try review("<Enter><Enter>").contains("Q goes back to the families"))
  }

  @Test("splitting makes one more, joining one fewer")
  func sorting() throws {
    func count(_ picture: String) -> Int? {
      picture.split(separator: "\n").lazy.compactMap { line in
        line.split(separator: " ").first.flatMap { Int($0) }.flatMap {
          line.contains("families of") ? $0 : nil
        }
      }.first
    }
    let before = try #require(try count(review("")))
    #expect(try count(review("d")) == before + 1)
    #expect(try count(review("du")) == before)
    #expect(try count(review("d jm")) == before || before == 1)
  }

  @Test("like this: how many is seen before anything is done")
  func like() throws {
    #expect(try review("i").contains("20 like the beat at"))
    #expect(try review("i+").contains("25 like the beat at"))
    _ = try review("i--V")
    #expect(try marks.filter { $0.provenance == .reader("mk", by: .family) }.count >= 10)
  }
}
