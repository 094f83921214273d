import Foundation
import Testing
import Waveforms

@Suite struct BardTextTests {
  @Test(.enabled(if: SharedRecords.isPresent, "needs ../shared/records"))
  func `the real export gives the samples of its converted record`() throws {
    let text = try Recording(path: SharedRecords.path("formats/bard_avnrt.txt"))
    let other = try Recording(path: SharedRecords.path("intracardiac/bard_avnrt")).record
    let record = text.record
    #expect(text.format.name == "LabSystem text")
    #expect(record.frameRateHz == 1000 && record.frameCount == 3522)
    #expect(record.channels.map(\.name) == other.channels.map(\.name))
    #expect(record.start == RecordStart(time: "15:17:57", date: nil))
    for index in record.channels.indices {
      #expect(record.channels[index].calibration == other.channels[index].calibration)
      #expect(try record.allDigital(index) == other.allDigital(index))
    }
    #expect(record.warnings.count == 1 && record.warnings[0].contains("scale is assumed"))
    #expect(record.comments.contains("filter: HIS d low 30Hz, high 250Hz"))
  }

  @Test func `header and samples are read`() throws {
    let files = try TextRecordFolder([("a.txt", BardSample.bytes())])
    let record = try files.open("a.txt")
    #expect(files.listed == ["a.txt"])
    #expect(record.channels.map(\.name) == ["I", "HIS d"])
    #expect(record.channels[0].calibration.gain == 6553.6)
    #expect(record.channels[0].resolutionBits == 16)
    #expect(record.start?.time == "06:55:24")
    #expect(try record.allDigital(0) == (0..<20).map { Int32($0 * 100 - 900) })
  }

  @Test func `a cut file is read as far as it goes`() throws {
    let text = BardSample.text(rows: [[1, 2], [3, 4], [5, 6]], stated: 5)
    // Within the last row: `5,`.
    let files = try TextRecordFolder("a.txt", String(text.dropLast(2)))
    let record = try files.open("a.txt")
    #expect(try record.allDigital(1) == [2, 4])
    #expect(record.warnings.contains { $0.contains("ends within row 3") })
    #expect(record.warnings.contains { $0.contains("Expected 5 samples") })
  }

  @Test(arguments: [
    (BardSample.text(rows: [[1, 2], [3], [5, 6]]), "line 33: expected 2 columns, found 1"),
    (BardSample.text(rows: [[1, 2], [3, 4, 5]]), "expected 2 columns, found more"),
    (BardSample.text(rows: [[1, 2]]).replacing("1,2", with: "1,x"), "in column 2, found x"),
    (BardSample.text(rows: [[1, 2]]).replacing("1,2", with: "1,1.5"), "whole ADC units"),
    (BardSample.text(rows: [[1, 2]]).replacing("1,2", with: "1,99999999999"), "whole ADC units"),
    (BardSample.text(rows: [[1, 2]]).replacing("1,2", with: "1,1e999"), "found 1e999"),
    (BardSample.text(rows: [[1, 2]]).replacing("1,2", with: "1,\0"), "a number in column 2"),
    (BardSample.text(rows: []), "rows of numbers, found none"),
    (BardSample.text(rows: [[1, 2]]).replacing("[Data]", with: ""), "a line [Data]"),
    (
      BardSample.text(rows: [[1, 2]]).replacing("exported: 2", with: "exported: 9"),
      "as many channels"
    ),
    (BardSample.text(rows: [[1, 2]]).replacing("1000Hz", with: "0Hz"), "a sample rate in Hz"),
  ])
  func `what is wrong is told in a sentence`(text: String, sentence: String) throws {
    let files = try TextRecordFolder("a.txt", text)
    #expect(files.failure("a.txt").contains(sentence))
  }

  @Test func `a header without end is refused`() throws {
    let line = String(repeating: "a", count: 5_000_000)
    let files = try TextRecordFolder("a.txt", "[Header]\nChannels exported: 1\n" + line)
    #expect(files.failure("a.txt").contains("a table within the first"))
  }
}
