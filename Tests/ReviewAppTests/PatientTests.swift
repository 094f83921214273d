import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

@Suite("What is known of the patient")
struct PatientTests {
  private func reviewer(_ comments: [String]) throws -> Reviewer {
    var reviewer = try Reviewer()
    _ = reviewer.state.update(.patient(PatientFacts(comments: comments)))
    return reviewer
  }

  @Test("age, sex and diagnosis stand in the first line until they are hidden, and no name does")
  func line() throws {
    var reviewer = try reviewer([
      "patient: name Erika Beispiel", "<age>: 51", "sex: F", "Dx: AVNRT",
    ])
    #expect(reviewer.frame().text(row: 0).contains("female 51 years  AVNRT"))
    #expect(!reviewer.frame().text(row: 0).contains("Beispiel"))
    reviewer.press("@")
    #expect(!reviewer.frame().text(row: 0).contains("51"))
    #expect(reviewer.effects == [.keepHidesPatient(true)])
    reviewer.press("@")
    #expect(reviewer.frame().text(row: 0).contains("female 51 years"))
  }

  @Test("what is hidden is hidden in the list too, and before the first picture of the next run")
  func kept() throws {
    var list = try Reviewer.list()
    _ = list.state.update(.surveyed(["x001": RecordLook(path: Patients.folder + "/x001")]))
    #expect(list.frame().plainText.contains("AVNRT"))
    list.press("@")
    #expect(!list.frame().plainText.contains("F12"))
    var services = ReviewServices()
    services.session = Session(global: GlobalSession(hidesPatient: true))
    let size = Size(width: 120, height: 36)
    let terminal = ScriptedTerminal(size: size, script: [])
    let state = AppState(records: try RecordsState(folder: Patients.folder), size: size)
    _ = ReviewLoop(state: state, theme: .builtIn, terminal: terminal, services: services).run()
    #expect(!terminal.frames.isEmpty)
    for frame in terminal.frames { #expect(!frame.plainText.contains("F12")) }
  }
}
