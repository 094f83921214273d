import Foundation
import Testing
import Waveforms

@Suite(.enabled(if: SharedBugs.isPresent, "\(SharedBugs.skipReason)"))
struct EDFToleranceSharedTests {
  private func recording(_ name: String) throws -> Recording {
    try Recording(path: SharedBugs.path(name))
  }

  @Test func decimalComma() throws {
    let record = try recording("edf_decimal_comma/zmax.edf").record
    #expect(!record.warnings.isEmpty)
    let block = try record.physical(channels: [0, 1], frames: 0..<record.frameCount)
    // mne-python 1.13.2 reads -0.192 to 0.987 mV in both.
    for (channel, unit) in [(0, Float(1)), (1, 1000)] {
      #expect(abs((block[channel].min() ?? 0) / unit + 0.192) < 5e-4)
      #expect(abs((block[channel].max() ?? 0) / unit - 0.987) < 5e-4)
    }
  }

  @Test func recordsOfNoLength() throws {
    let set = try recording("edf_duration_0/eve.edf").annotations("edf")
    #expect(set.annotations.map(\.time) == [12_500_000, 30_000_000])
    #expect(set.annotations.map(\.durationSeconds) == [10, nil])
  }

  @Test(arguments: [
    "edf_empty_signal/s.edf", "edf_wrong_header_length/h.edf", "edf_wrong_header_length/blank.edf",
    "edf_real_digital_limits/limits.edf", "edf_real_digital_limits/record.edf",
    "edf_zero_records/0.edf", "edf_zero_records/blank.edf", "edf_impossible_date/d.edf",
  ])
  func opensWithAWarning(name: String) throws {
    let record = try recording(name).record
    #expect(record.channels.map(\.name) == ["ECG I"])
    #expect(record.frameCount > 0 && record.warnings.count >= 1, "\(record.warnings)")
    #expect(record.durationSeconds == 2)
    #expect(record.channels[0].calibration.gain == 6553.5)
  }

  @Test func impossibleDate() throws {
    #expect(try recording("edf_impossible_date/d.edf").record.start?.date == nil)
  }

  @Test func latinText() throws {
    let set = try recording("edf_latin1_annotation/l.edf").annotations("edf")
    #expect(set.annotations.first?.text == "Übung µ" && !set.warnings.isEmpty)
  }

  @Test func durations() throws {
    let set = try recording("edf_annotation_duration/d.edf").annotations("edf")
    #expect(set.annotations.map(\.durationText) == ["10", "30"])
  }

  @Test(
    arguments: [
      ("chal17", "05:05:15", "08/05/2014"), ("chal21", "09:49:17", "05/05/2020"),
      ("year", "10:20:30", nil), ("nonsense", nil, nil),
    ] as [(String, String?, String?)])
  func starts(name: String, time: String?, date: String?) throws {
    let record = try recording("convert_start/\(name)").record
    #expect(record.start?.time == time && record.start?.date == date)
    #expect(record.warnings.count == 1)
  }

  @Test func annotationsOfAnEDFFileStayAnnotations() throws {
    let folder = try TemporaryFolder()
    let out = folder.file("rec")
    let warnings = try RecordConversion(
      recording("convert_edf_annotations/t.edf"), to: .wfdb(nil), output: out
    ).write()
    // The usual limits of EDF have a baseline of -0.5.
    #expect(warnings.count == 1)
    let back = try Recording(path: out)
    #expect(back.annotators == ["ann"])
    let (a, b) = (try back.annotations("ann"), try recording("convert_edf_annotations/t.edf"))
    #expect(a.annotations.count == 3)
    #expect(a.annotations == (try b.annotations("edf")).annotations)
  }

  @Test func halfStep() throws {
    let folder = try TemporaryFolder()
    let input = try recording("convert_half_step/coarse.edf")
    let warnings = try RecordConversion(
      input, to: .wfdb(nil), output: folder.file("c")
    ).write()
    #expect(warnings.count == 1 && warnings[0].contains("0.0197 mV, 0.5 steps"), "\(warnings)")
    // EDF holds it as it is.
    let same = try RecordConversion(input, to: .edf, output: folder.file("d.edf")).write()
    #expect(same.isEmpty, "\(same)")
    let back = try Recording(path: folder.file("d.edf")).record
    #expect(back.channels[0].calibration == input.record.channels[0].calibration)
  }
}
