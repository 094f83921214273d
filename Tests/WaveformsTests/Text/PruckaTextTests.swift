import Foundation
import Testing
import Waveforms

@Suite struct PruckaTextTests {
  private func folder(_ header: String, _ table: String?) throws -> TextRecordFolder {
    let files = [("x.inf", Array(header.utf8))] + (table.map { [("x.txt", Array($0.utf8))] } ?? [])
    return try TextRecordFolder(files)
  }

  @Test(.enabled(if: SharedRecords.isPresent, "needs ../shared/records"))
  func `the real export gives the values of its converted record`() throws {
    let record = try Recording(path: SharedRecords.path("formats/prucka_vt14")).record
    let other = try Recording(path: SharedRecords.path("intracardiac/prucka_vt14")).record
    #expect(record.frameRateHz == 977 && record.frameCount == 4027)
    #expect(record.channels.count == 28 && other.channels.count == 14)
    #expect(record.start == RecordStart(time: "10:02:58", date: "26/07/2024"))
    for (index, channel) in other.channels.enumerated() {
      let renamed = ["ABL12": "ABL d", "RVA12": "RVa d"][channel.name] ?? channel.name
      let own = try #require(record.channels.firstIndex { $0.name == renamed })
      #expect(record.channels[own].calibration == Calibration(gain: 1000))
      // 2000 units per mV there, 1000 here.
      #expect(try record.allDigital(own).map { $0 * 2 } == other.allDigital(index))
    }
    #expect(record.warnings == [])
  }

  @Test func `the table belongs to its header`() throws {
    let files = try folder(PruckaSample.header(), PruckaSample.table())
    #expect(files.listed == ["x.inf"])
    for name in ["x.inf", "x", "x.txt"] {
      let recording = try Recording(path: files.folder.file(name))
      #expect(recording.record.path == files.folder.file("x.inf"))
      #expect(recording.annotators == [])
      #expect(try recording.ownPaths().count == 2)
    }
    let record = try files.open("x")
    #expect(record.start == RecordStart(time: "22:02:58", date: "26/07/2024"))
    #expect(record.channels.map(\.calibration.unit) == ["mV", "mV", "mmHg"])
    #expect(record.channels.map(\.calibration.gain) == [1000, 1000, 1000])
    #expect(try record.allDigital(1) == (0..<20).map { Int32(-500 + $0 * 125) })
    #expect(record.warnings.count == 1 && record.warnings[0].contains("ART"))
    #expect(record.comments.contains("patient: DOE, JANE"))
  }

  @Test func `what is wrong is told in a sentence`() throws {
    let alone = try folder(PruckaSample.header(), nil)
    #expect(
      alone.failure("x.inf")
        == "x.inf: expected the samples beside it in x.txt, found no such file")
    let wide = try folder(PruckaSample.header(names: ["I", "II"]), PruckaSample.table())
    #expect(wide.failure("x.inf") == "x.txt, line 1: expected 2 columns, found more")
    let names = ["I", "II", "V", "W"]
    let narrow = try folder(PruckaSample.header(names: names), PruckaSample.table())
    #expect(narrow.failure("x.txt") == "x.txt, line 1: expected 4 columns, found 3")
    let few = try folder(PruckaSample.header(channels: 5), PruckaSample.table())
    #expect(few.failure("x").contains("as many channel labels"))
    let short = try folder(PruckaSample.header(rows: 30), PruckaSample.table())
    #expect(try short.open("x").warnings.contains { $0.contains("Expected 30 samples") })
  }

  @Test func `other files that end so are no records`() throws {
    let files = try TextRecordFolder([
      ("autorun.inf", Array("[autorun]\nopen=setup.exe\n".utf8)),
      ("notes.txt", Array("1 2 3\n4 5 6\n7 8 9\n".utf8)),
    ])
    #expect(files.listed == [])
  }
}
