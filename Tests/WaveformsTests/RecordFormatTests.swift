import Foundation
import Testing
import Waveforms

@Suite("Formats by name and by content")
struct RecordFormatTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let edf = EDFFileBuilder.twoChannels().bytes
  private static let bdf = EDFFileBuilder.twoChannels(isBDF: true).bytes

  private func writeWFDB(_ name: String, samples: String? = nil) throws {
    let samples = samples ?? name + ".dat"
    try folder.write("\(name) 1 250 50\n\(samples) 16 200/mV 16 0 0 0 0 II\n", name + ".hea")
    try folder.write([UInt8](repeating: 1, count: 100), samples)
  }

  @Test("What can be opened by its name is in its folder's list too", arguments: ["rec", "REC"])
  func rec(ending: String) throws {
    try folder.write(Self.edf, "r." + ending)
    #expect(try RecordFolder(path: folder.path).recordNames == ["r." + ending])
    let recording = try Recording(path: folder.file("r." + ending))
    #expect(recording.record.name == "r" && recording.format.name == "EDF")
  }

  @Test(
    "What begins like an element without a name is no record, and is said so at once",
    arguments: ["xml", "txt", "json", "csv"], ["<:", "{} <::>", "<!-- a --><:"])
  func nameless(ending: String, text: String) throws {
    try folder.write(text, "a." + ending)
    #expect(throws: (any Error).self) { try Recording(path: folder.file("a." + ending)) }
    #expect(throws: (any Error).self) { try RecordFolder(path: folder.path) }
  }

  @Test("Every ending is listed and opened, in small letters and in capitals")
  func endings() throws {
    for ending in ["edf", "rec", "bdf"] {
      for ending in [ending, ending.uppercased()] {
        try folder.write(ending.lowercased() == "bdf" ? Self.bdf : Self.edf, "r." + ending)
      }
    }
    try writeWFDB("w")
    let names = try RecordFolder(path: folder.path).recordNames
    #expect(
      names == ["r.BDF", "r.EDF", "r.REC", "r.bdf", "r.edf", "r.rec", "w"])
    for name in names {
      #expect(try Recording(path: folder.file(name)).record.frameCount > 0, "\(name)")
    }
  }

  @Test("A file of any name is known by its first bytes", arguments: ["night", "night.1", "心.raw"])
  func content(name: String) throws {
    try folder.write(Self.edf, name)
    #expect(try Recording(path: folder.file(name)).record.container == "EDF")
    try folder.write(Self.bdf, name)
    #expect(try Recording(path: folder.file(name)).record.container == "BDF")
  }

  @Test("A file that begins as no record does is refused, with what would do")
  func unknown() throws {
    let path = folder.file("notes.txt")
    // EDF's version alone, a 0 and blanks, is too little.
    for text in ["", "0       and so on", "0       " + String(repeating: "x", count: 300)] {
      try folder.write(text, "notes.txt")
      #expect(throws: RecordingError.notARecord(path: path)) { try Recording(path: path) }
    }
    #expect(
      "\(RecordingError.notARecord(path: "p"))".hasPrefix(
        "p: expected a file of a record, found none, nor a header beside it; records are files of "
          + "WFDB, EDF, BDF, "))
  }

  @Test("A record is known by its name without ending, and a WFDB record by any of its files")
  func withoutEnding() throws {
    try folder.write(Self.edf, "a.edf")
    #expect(try RecordLocation(path: folder.file("a")).path == folder.file("a.edf"))
    try writeWFDB("w")
    for name in ["w", "w.hea", "w.dat"] {
      #expect(try RecordLocation(path: folder.file(name)).path == folder.file("w.hea"), "\(name)")
    }
    // The header comes first: of one name, the record of several files is the one that is meant.
    try folder.write(Self.edf, "w.edf")
    #expect(try RecordLocation(path: folder.file("w")).format.name == "WFDB")
    #expect(try RecordLocation(path: folder.file("w.edf")).format.name == "EDF")
    #expect(throws: RecordingError.notFound(path: folder.file("b"))) {
      try RecordLocation(path: folder.file("b"))
    }
    #expect(throws: RecordingError.isFolder(path: folder.path)) {
      try RecordLocation(path: folder.path)
    }
  }

  @Test("A header in capitals opens by every name, its annotations with it")
  func capitals() throws {
    try folder.write("UP 1 250 50\nUP.DAT 16 200/mV 16 0 0 0 0 II\n", "UP.HEA")
    try folder.write([UInt8](repeating: 1, count: 100), "UP.DAT")
    let set = AnnotationSet(
      annotator: "atr", annotations: [WFDBAnnotation(time: 5, code: .normalBeat)])
    try folder.write(try WFDBAnnotationWriter.encode(set), "UP.atr")
    for name in try RecordFolder(path: folder.path).recordNames + ["UP", "UP.HEA", "UP.DAT"] {
      let recording = try Recording(path: folder.file(name))
      #expect(recording.record.name == "UP" && recording.record.frameCount == 50)
      #expect(try recording.annotations("atr").annotations.count == 1)
    }
    #expect(throws: RecordingError.noAnnotator(record: "UP", annotator: "qrs", found: ["atr"])) {
      try Recording(path: folder.file("UP")).annotations("qrs")
    }
  }

  @Test("A folder of all kinds lists each record once, and none of its parts")
  func folderOfAllKinds() throws {
    try writeWFDB("s1")
    try folder.write("m/3 1 250 110\ns1 50\n~ 10\ns1 50\n", "m.hea")
    // A header over a file that also is an EDF file: the samples are the header's.
    try folder.write(Self.edf, "x.edf")
    try folder.write("x 1 4 6\nx.edf 16+768 200/mV 16 0 0 0 0 fast\n", "x.hea")
    try writeWFDB("y", samples: "y.rec")
    for name in ["e.edf", "b.BDF", "r.REC", "odd"] {
      try folder.write(name == "b.BDF" ? Self.bdf : Self.edf, name)
    }
    try FileManager.default.createDirectory(
      atPath: folder.file("below.edf"), withIntermediateDirectories: true)
    try folder.write(Self.edf, "below.edf/z.rec")
    try folder.write("no record", "notes.txt")
    let names = try RecordFolder(path: folder.path).recordNames
    #expect(names == ["b.BDF", "below.edf/z.rec", "e.edf", "m", "odd", "r.REC", "x", "y"])
    for name in names { _ = try Recording(path: folder.file(name)) }
  }

  @Test("A record's own files are told from those beside it")
  func ownPaths() throws {
    try writeWFDB("w")
    let set = AnnotationSet(annotator: "qrs", annotations: [WFDBAnnotation(time: 5, code: .note)])
    try folder.write(try WFDBAnnotationWriter.encode(set), "w.qrs")
    try folder.write("a,b", "w.csv")
    let own = try Recording(path: folder.file("w")).ownPaths()
    #expect(own == ["w.hea", "w.dat", "w.qrs"].map(folder.file))
    try folder.write(Self.edf, "e.edf")
    #expect(try Recording(path: folder.file("e.edf")).ownPaths() == [folder.file("e.edf")])
  }
}
