import Foundation
import Testing
import Waveforms

@Suite("What is known of a patient")
struct PatientFactsTests {
  @Test("Age, sex and diagnosis as databases write them")
  func databases() {
    let ludb = PatientFacts(comments: [
      "<age>: 51", "<sex>: F", "<diagnoses>:", "Rhythm: Sinus bradycardia.",
      "Electric axis of the heart: left axis deviation. ",
    ])
    #expect(
      ludb.lines == [
        "female, 51 years", "Rhythm: Sinus bradycardia.",
        "Electric axis of the heart: left axis deviation.",
      ])
    let mit = PatientFacts(comments: [" 23 F 2546 N/A x1", " None", " The PVCs are uniform."])
    #expect(mit.lines == ["female, 23 years", "The PVCs are uniform."])
    #expect(PatientFacts(comments: ["-1 M 1000 1001 x1"]).lines == ["male"])
    let ptb = PatientFacts(comments: ["age: 81", "sex: female", "Diagnose: Myocardial infarction"])
    #expect(ptb.lines == ["female, 81 years", "Myocardial infarction"])
  }

  @Test("No name and no number of what files say is given on")
  func names() {
    let facts = PatientFacts(comments: [
      "patient: last name: May", "patient: id: M-123", "patient: sex: male",
      "patient: age 46 years", "patient: name F Jones", "device: ELI250",
    ])
    #expect(facts.lines == ["male, 46 years"])
    #expect(
      PatientFacts(comments: ["patient: MCH-1 F 02-MAY-1951 Haagse_Harry"]).lines == ["female"])
  }

  @Test("What is not known is not told")
  func unknown() {
    #expect(PatientFacts(comments: ["age: N/A", "sex: unknown", "Diagnosis: n/a", ""]).lines == [])
    #expect(PatientFacts(comments: []).lines == [])
    #expect(PatientFacts(comments: ["age: 5 months"]).lines == ["5 months"])
    #expect(PatientFacts(comments: ["age: 1"]).lines == ["1 year"])
  }

  @Test("A table of subjects beside the record comes before its header")
  func table() throws {
    var folder = URL(filePath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    let record = try Recording(path: folder.appending(path: "SampleData/x002").path).record
    #expect(
      PatientFacts(of: record).lines == [
        "male, 15.1 years", "AVRT-WPW", "pathway left lateral",
        "simulated, not a recording of a patient",
      ])
  }
}

@Suite("Numbers with nouns")
struct CountingTests {
  @Test(
    "One of a thing is in the singular",
    arguments: [(0, "0 warnings"), (1, "1 warning"), (2, "2 warnings")])
  func counted(count: Int, text: String) {
    #expect(count.counted("warning") == text)
  }

  @Test("A plural of its own is taken as it is")
  func plural() {
    #expect(1.counted("entry", plural: "entries") == "1 entry")
    #expect(3.counted("entry", plural: "entries") == "3 entries")
  }
}
