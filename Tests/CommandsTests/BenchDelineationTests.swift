import Testing

@Suite("bench delineation")
struct BenchDelineationTests {
  @Test("A folder without manual marks gets a sentence")
  func noMarks() {
    let run = CommandRun("bench", "delineation", Project.path("SampleData"))
    #expect(run.status != 0 && run.output.isEmpty)
    #expect(run.remarks.contains("expected records with manual marks of waves"))
  }

  @Test("A table of marks is named with its file, or refused", arguments: ["foo", "=a.csv"])
  func marks(_ text: String) {
    let run = CommandRun("bench", "delineation", Project.path("SampleData"), "--marks", text)
    #expect(run.status != 0 && run.remarks.contains("expected NAME=FILE.csv"))
  }
}
