import Foundation
import Testing
import Waveforms

@Suite("Conversions of many records")
struct ConversionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func make(_ paths: [String]) throws {
    for path in paths {
      let file = folder.file(path)
      try FileManager.default.createDirectory(
        atPath: file.folderPath, withIntermediateDirectories: true)
      try Data(EDFFileBuilder.twoChannels().bytes).write(to: URL(filePath: file))
    }
  }

  private func list(_ inputs: [String], ending: String = "") -> ConversionList {
    ConversionList(inputs: inputs.map(folder.file), folder: "out", ending: ending)
  }

  @Test("The records of a folder keep their folders and names") func folders() throws {
    try make(["in/a.edf", "in/deep/a.edf", "in/deep/b.rec"])
    let list = list(["in"], ending: ".bdf")
    #expect(list.jobs.map(\.output) == ["out/a.bdf", "out/deep/a.bdf", "out/deep/b.bdf"])
    #expect(list.refusals.isEmpty)
  }

  @Test("No two records go to one place, and one record goes once") func collisions() throws {
    try make(["x/a.edf", "y/a.edf", "y/b.edf"])
    let list = list(["x/a.edf", "y", "y/b.edf", "x/a"])
    #expect(list.jobs.map(\.output) == ["out/a", "out/b"])
    #expect(list.refusals.count == 1)
    #expect(list.refusals.first?.contains("expected a name of its own") == true)
  }

  @Test("Patterns name records and leave the rest") func patterns() throws {
    try make(["d1/a1.edf", "d1/a2.edf", "d1/b1.edf", "d2/a3.edf"])
    try folder.write("text", "d1/a1.txt")
    #expect(list(["d*/a?.*"]).jobs.map(\.output) == ["out/a1", "out/a2", "out/a3"])
    #expect(list(["d1/*1*"]).jobs.map(\.output) == ["out/a1", "out/b1"])
    #expect(list(["z*"]).jobs.isEmpty && list(["z*"]).refusals.count == 1)
    #expect(ConversionList.isSeveral(folder.file("d*")))
    #expect(ConversionList.isSeveral(folder.file("d1")))
    #expect(!ConversionList.isSeveral(folder.file("d1/a1.edf")))
  }

  @Test("What WFDB cannot hold is told of") func losses() throws {
    let lists = ["+0\u{14}\u{14}\0"]
    var builder = EDFFileBuilder.annotated(lists, reserved: "EDF+C")
    builder.time = "late"
    builder.signals[0].digital = ("-999", "1000")
    builder.signals[2].samplesPerRecord = "200"
    let long = String(repeating: "ü", count: 150)
    builder.signals[2].lists = ["+0\u{14}\u{14}\0+0\u{14}\(long)\u{14}\0"]
    let recording = try Recording(path: builder.write(in: folder))
    let out = folder.file("w")
    let warnings = try RecordConversion(recording, to: .wfdb(nil), output: out).write()
    #expect(warnings.count == 3, "\(warnings)")
    let text = try Recording(path: out).annotations("ann").annotations.first?.text
    #expect(text == String(repeating: "ü", count: 127))
    #expect(try Recording(path: out).record.warnings.isEmpty)
  }

  @Test("What is inside an EDF file and what is beside it both find a place") func annotators()
    throws
  {
    let lists = ["+0\u{14}\u{14}\0+0.5\u{14}inside\u{14}\0"]
    let path = try EDFFileBuilder.annotated(lists, reserved: "EDF+C").write(in: folder)
    let beside = AnnotationSet(
      annotator: "ann", annotations: [WFDBAnnotation(time: 1, code: .normalBeat)])
    try WFDBAnnotationWriter.write(beside, path: folder.file("made.ann"))
    let conversion = try RecordConversion(
      Recording(path: path), to: .wfdb(nil), output: folder.file("w"))
    #expect(conversion.paths.map(\.fileName) == ["w.ann", "w.annedf", "w.dat", "w.hea"])
    _ = try conversion.write()
    let back = try Recording(path: folder.file("w"))
    #expect(back.annotators == ["ann", "annedf"])
    #expect(try back.annotations("annedf").annotations.map(\.text) == ["inside"])
  }
}
