import Foundation
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

@Suite("What a reader decides lasts")
struct DecisionTests {
  let size = Size(width: 120, height: 36)

  private func copy(to folder: TemporaryFolder, _ name: String) throws -> String {
    let path = folder.path + "/" + name
    try FileManager.default.copyItem(atPath: Patients.folder, toPath: path)
    return path
  }

  /// Presses keys in the list of a folder, and returns the last picture.
  private func review(
    _ folder: String, _ keys: String, _ store: DecisionStore, session: Session? = nil
  ) throws -> String {
    var services = ReviewServices()
    services.decisions = store
    services.session = session
    let events = (KeyPress.sequence(keys) ?? []).map { TerminalEvent.key($0) }
    let terminal = HeadlessTerminal(size: size, events: events)
    let loop = ReviewLoop(
      state: AppState(records: try RecordsState(folder: folder), size: size), theme: .builtIn,
      terminal: terminal, services: services)
    terminal.isSettled = { loop.isSettled }
    _ = loop.run()
    return terminal.frames.last?.plainText ?? ""
  }

  /// The fault: keys were absolute paths, and a record that moved was a new one.
  @Test("a reviewed record and its bookmark are there in a folder that was moved")
  func movedFolder() throws {
    let folder = try TemporaryFolder()
    let store = try DecisionStore.inMemory()
    let before = try copy(to: folder, "before")
    let first = try review(before, "j<Enter>]Bonset<Enter>Rq", store)
    #expect(first.contains("✓"))
    let after = folder.path + "/after"
    try FileManager.default.moveItem(atPath: before, toPath: after)
    #expect(try review(after, "", store).contains("✓"))
    #expect(try review(after, "j<Enter>'", store).contains("onset"))
  }

  @Test("a record that is marked in the list is marked the next time, and unmarked again")
  func list() throws {
    let store = try DecisionStore.inMemory()
    #expect(try review(Patients.folder, "R", store).contains("✓"))
    #expect(try review(Patients.folder, "", store).contains("✓"))
    #expect(try !review(Patients.folder, "R", store).contains("✓"))
    #expect(try !review(Patients.folder, "", store).contains("✓"))
  }

  @Test("a bookmark that is removed is gone the next time")
  func removed() throws {
    let store = try DecisionStore.inMemory()
    _ = try review(Patients.folder, "<Enter>]Bspot<Enter>", store)
    #expect(try review(Patients.folder, "<Enter>'", store).contains("spot"))
    _ = try review(Patients.folder, "<Enter>]B<Del>", store)
    #expect(try !review(Patients.folder, "<Enter>'", store).contains("spot"))
  }

  @Test("what an earlier version kept with the looks is taken over once")
  func earlier() throws {
    let store = try DecisionStore.inMemory()
    var kept = RecordSession()
    kept.reviewState = .reviewed
    kept.bookmarks = [EarlierBookmark(seconds: 12, text: "of old")]
    let key = SessionStore.key(of: Patients.folder + "/x003")
    let session = Session(records: [key: kept])
    #expect(try review(Patients.folder, "", store, session: session).contains("✓"))
    #expect(
      try review(Patients.folder, "jj<Enter>'", store, session: session).contains("of old"))
    // What is taken back stays taken back.
    _ = try review(Patients.folder, "jjR", store, session: session)
    #expect(try !review(Patients.folder, "", store, session: session).contains("✓"))
  }
}
