import Foundation
import Testing
import Waveforms

@Suite(.enabled(if: SharedRecords.isPresent, "\(SharedRecords.skipReason)"))
struct EDFFileTests {
  @Test func annotationsOfASleepStudy() throws {
    let (record, annotations) = try EDFReader.open(path: SharedRecords.path("edf/test_edfann.edf"))
    let set = try #require(annotations)
    #expect(record.channels.isEmpty)
    #expect(record.start == RecordStart(time: "23:59:30", date: "01/01/2001"))
    #expect(set.annotations.count == 856)
    #expect(set.annotations.first?.text == "Sleep stage W")
    #expect(set.annotations[2].time == 33_430_000)
    #expect(set.annotations[2].text == "Lights off@@EEG F4-A1")
    #expect(set.warnings.isEmpty)
  }

  /// The unit of two signals is the single byte 0xB0, where only ASCII is allowed.
  @Test func fileThatIsNotCompliantIsReadAsItsConversionIs() throws {
    let path = SharedRecords.path("edf/test_generator_2.edf")
    let (record, annotations) = try EDFReader.open(path: path)
    #expect(record.frameRateHz == 200)
    #expect(record.frameCount == 120_000)
    #expect(record.channels[8].calibration.unit == "°")
    #expect(record.warnings.count == 1)
    #expect(annotations?.annotations.map(\.text) == ["RECORD START", "REC STOP"])
    let block = try record.digital(
      channels: Array(record.channels.indices), frames: 0..<record.frameCount)
    let converted = try [UInt8](
      Data(contentsOf: URL(filePath: SharedRecords.path("wfdb-python/test_generator_2.dat"))))
    var differences = 0
    for second in 0..<600 {
      for channel in 0..<11 {
        for sample in 0..<200 {
          let byte = (second * 2251 + channel * 200 + sample) * 2
          let value = Int16(bitPattern: UInt16(converted[byte]) | UInt16(converted[byte + 1]) << 8)
          let read = block.samples[block.starts[channel] + second * 200 + sample]
          differences += Int32(value) == read ? 0 : 1
        }
      }
    }
    #expect(differences == 0)
  }
}
