import Evaluation
import Foundation
import Testing
import Waveforms

@Suite("Annotations of a model's own")
struct MachineAnnotationsTests {
  @Test("Written beats are read back, and the place is known to be this program's")
  func roundTrip() throws {
    let folder = try ScratchFolder()
    let recording = try folder.copyOfRecord()
    let free = try MachineAnnotations.place("mdl", of: recording)
    #expect(free.path == folder.path + "/x003.mdl" && !free.isTaken)
    try MachineAnnotations.write(
      beats: [250, 500, 1000], of: recording.record, name: "mdl", path: free.path)
    let again = try Recording(path: folder.path + "/x003")
    let set = try again.annotations("mdl")
    #expect(set.annotations.map(\.time) == [977, 1954, 3908])
    #expect(set.annotations.allSatisfy { set.symbol($0.code) == "N" })
    #expect(try MachineAnnotations.place("mdl", of: again).isTaken)
  }

  @Test(
    "Names that are not an annotator's are refused", arguments: ["", "a1", "atr", "dat", "../x"])
  func names(_ name: String) throws {
    let recording = try SampleRecord.open()
    #expect(throws: EvaluationError.unsuitableAnnotator(name: name, record: "x003")) {
      try MachineAnnotations.place(name, of: recording)
    }
  }

  @Test("A file that someone else has written is refused")
  func foreign() throws {
    let folder = try ScratchFolder()
    let recording = try folder.copyOfRecord()
    let path = folder.path + "/x003.qrs"
    try FileManager.default.copyItem(atPath: folder.path + "/x003.atr", toPath: path)
    #expect(throws: EvaluationError.foreignFile(path: path)) {
      try MachineAnnotations.place("qrs", of: Recording(path: folder.path + "/x003"))
    }
    #expect(recording.annotators == ["atr"])
  }

  @Test(
    "Each error is a sentence that names where, what was expected and what was found",
    arguments: [
      EvaluationError.unsuitableAnnotator(name: "a1", record: "x003"),
      .foreignFile(path: "x003"), .noProperties(path: "x003"), .noBeats(record: "x003"),
      .foreignClass(name: "Q", preset: "g8", path: "x003"),
      .nothingUnseen(path: "x003", records: ["a", "b"]),
    ])
  func sentences(_ error: EvaluationError) {
    let text = "\(error)"
    #expect(text.hasPrefix("x003: expected ") && text.contains("found") && !text.contains("\n"))
  }
}
