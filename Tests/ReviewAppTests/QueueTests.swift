import Annotations
import Foundation
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

/// What to label next, through the loop, the model and the store.
@Suite("What to label next") struct QueueTests {
  private let size = Size(width: 120, height: 36)
  private let store: DecisionStore

  init() throws { store = try DecisionStore.inMemory() }

  /// The last picture after keys, each of which waits until all is read.
  @discardableResult
  private func review(_ keys: String, isBlind: Bool = false, size: Size? = nil) throws -> String {
    var services = ReviewServices()
    services.decisions = store
    services.reader = "mk"
    services.isBlind = isBlind
    services.models = [ModelReader.Model(name: "g8", path: ModelReadings.modelPath)]
    let size = size ?? self.size
    return AppState(records: try RecordsState(folder: Patients.folder), size: size)
      .picture(after: keys, services)
  }

  /// Marks that the reader has set, over all records.
  private func own() throws -> [Mark] {
    try store.allSets().flatMap { set in
      try LabelBook(set.key, reader: "mk", log: store)
        .map { $0.marks.filter { $0.provenance.reader == "mk" } } ?? []
    }
  }

  @Test("windows are listed with what the model says, why they are asked, and what is left")
  func list() throws {
    let picture = try review("w")
    #expect(picture.contains("label next"))
    #expect(picture.contains("uncertainty (entropy)"))
    #expect(picture.contains("entropy"))
    #expect(picture.contains("SINUS"))
    for small in [Size(width: 80, height: 24), Size(width: 40, height: 12)] {
      #expect(try review("w", size: small).contains("label next"))
    }
    #expect(try review("wc").contains("by uncertainty (margin)"))
    #expect(try review("w?").contains("leave it to somebody else"))
    #expect(try review("wQ").contains("does nothing here"))
  }

  @Test("a digit labels the window, and it is not asked again; u takes it back")
  func answer() throws {
    try review("w1")
    let labelled = try own()
    #expect(labelled.count == 1)
    #expect(labelled.first?.label.rhythmName == "N")
    #expect(labelled.first?.isInstant == false)
    #expect(labelled.first?.provenance.isByHand == true)
    // The span over the window says that it was asked.
    try review("w.")
    #expect(try own().count == 1)
    try review("w5.")
    #expect(try own().count == 3)
    #expect(Set(try own().map(\.ticks)).count == 3)
    #expect(try review("w2u").contains("taken back"))
    #expect(try own().count == 3)
    #expect(try review("wu").contains("nothing was done here yet"))
  }

  @Test("what is skipped, put off or flagged is kept")
  func aside() throws {
    try review("ws")
    try review("wx")
    try review("wf")
    #expect(Set(try store.worklist(reader: "mk").values) == ["skipped", "deferred", "flagged"])
    try review("wsu")
    #expect(try store.worklist(reader: "mk").count == 3)
  }

  @Test("Enter opens the record there with letters as labels; back in the queue it goes on")
  func open() throws {
    let opened = try review("w<Enter>")
    #expect(opened.contains("LABEL"))
    #expect(try review("w<Enter><Esc>q").contains("label next"))
    #expect(try !review("wq").contains("label next"))
    // Left and opened again it is as it was, with what was set aside in it.
    #expect(try review("wjqw").contains("entropy"))
    #expect(try review("wsqwu").contains("taken back"))
  }

  @Test("a blind reading has no queue")
  func blind() throws {
    #expect(try review("w", isBlind: true).contains("blind reading"))
  }
}
