import Foundation
import Testing
import Waveforms

@Suite("GE MUSE XML")
struct MUSETests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ text: String) throws -> Recording {
    try folder.write(MUSESample.bytes(text), "r.xml")
    return try Recording(path: folder.file("r.xml"))
  }

  private func digital(_ record: Record, _ channel: Int) throws -> [Int32] {
    try record.digital(channels: [channel], frames: 0..<record.frameCount).samples
  }

  @Test("Eight leads become twelve, and nothing else is changed")
  func eightLeads() throws {
    let recording = try open(MUSESample.eightLeads(1000))
    let record = recording.record
    #expect(record.container == "GE MUSE XML" && record.frameRateHz == 500)
    #expect(record.frameCount == 1000)
    #expect(
      record.channels.map(\.name)
        == ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"])
    #expect(record.start == RecordStart(time: "09:05:07", date: "28/02/2022"))
    for (index, name) in MUSESample.stored.enumerated() {
      let channel = try #require(record.channels.firstIndex { $0.name == name })
      #expect(
        try digital(record, channel) == AECGSample.digits(1000, lead: index).map { Int32($0) })
      #expect(record.channels[channel].calibration == Calibration(gain: 1 / 4.88, unit: "uV"))
    }
    let one = AECGSample.digits(1000, lead: 0)
    let two = AECGSample.digits(1000, lead: 1)
    let pairs = zip(one, two)
    #expect(try digital(record, 2) == pairs.map { Int32(2 * ($1 - $0)) })
    #expect(try digital(record, 3) == pairs.map { Int32(-$0 - $1) })
    #expect(try digital(record, 4) == pairs.map { Int32(2 * $0 - $1) })
    #expect(try digital(record, 5) == pairs.map { Int32(2 * $1 - $0) })
    #expect(record.channels[3].calibration == Calibration(gain: 2 / 4.88, unit: "uV"))
    #expect(record.warnings == ["The median beat is left out"])
    #expect(
      record.comments.contains("recording: leads III, aVR, aVL, aVF are computed from I and II"))
  }

  @Test("Demographics, measurements and statements are remarks")
  func remarks() throws {
    let comments = try open(MUSESample.eightLeads(10)).record.comments
    let expected = [
      "patient: id 42", "patient: name Zoë Müller", "patient: female", "patient: born 31/12/1950",
      "patient: age 71 years", "recording: status CONFIRMED", "recording: Overreader Reader",
      "recording: high-pass filter 0.16 Hz", "recording: low-pass filter 150 Hz",
      "recording: mains filter 60", "device: MAC55", "measurement: VentricularRate 60 bpm",
      "measurement: PRInterval 138 ms", "measurement: QOnset 216 samples of the median beat",
      "measurement: mean RR interval 1000 ms", "interpretation: Sinus rhythm",
      "interpretation: Normal ECG",
    ]
    for line in expected { #expect(comments.contains(line), "\(line)") }
  }

  @Test(
    "Times of beats are in what suits the mean interval",
    arguments: [
      // Milliseconds, samples of the waveform at 250 Hz, samples of the measurements at 500 Hz.
      ([600, 1600, 2600, 3600], 1000, 1000.0), ([150, 400, 650, 900], 1000, 250.0),
      ([300, 800, 1300, 1800], 1000, 500.0), ([300, 800], 7, 1000.0),
    ])
  func beats(times: [Int], interval: Int, ticks: Double) throws {
    let waveform = MUSESample.waveform(
      [MUSESample.lead("II", Array(repeating: 0, count: 1000))], rate: "250")
    let recording = try open(
      MUSESample.file([waveform], complexes: times, interval: interval))
    let set = try recording.annotations("ann")
    #expect(set.timeResolutionHz == ticks && set.annotations.map(\.time) == times)
    #expect(set.annotations.map(\.number) == times.indices.map { Int8($0 % 2) })
    #expect(set.annotations.allSatisfy { set.symbol($0.code) == "Q" })
    #expect(recording.record.channels.map(\.name) == ["II"])
  }

  @Test("Beats beyond the end are left out with a word")
  func lateBeats() throws {
    let recording = try open(
      MUSESample.file(
        [MUSESample.waveform([MUSESample.lead("I", [1, 2, 3])])], complexes: [5000, 6000, 7000]))
    #expect(recording.annotators == [])
    #expect(recording.record.warnings.first?.hasSuffix("they are left out") == true)
  }

  @Test("A checksum is that of zlib; counts and doubts are told")
  func doubts() throws {
    let leads = [
      MUSESample.lead("I", [1, 2, 3], sum: 0xFFEE_8E0F),
      MUSESample.lead("V1", [1, 2, 3], count: 2, extra: "<LeadOff>FALSE</LeadOff>"),
      MUSESample.lead("V2", [1, 2, 3], scale: ""),
      MUSESample.lead("V3", [1], extra: "<LeadOffsetFirstSample>7</LeadOffsetFirstSample>"),
    ]
    let record = try open(MUSESample.file([MUSESample.waveform(leads, type: "Median")])).record
    #expect(record.frameCount == 3)
    #expect(
      record.warnings == [
        "The file has no rhythm strip: this is a median beat",
        "Lead I: the samples do not have the checksum that the file gives",
        "Lead V1: expected 2 samples as the file says, found 3",
        "Lead V2 has no scale: its values are the numbers in the file",
        "Lead V3: LeadOffsetFirstSample is 7, which is not applied",
      ])
    #expect(!record.channels[2].calibration.isCalibrated)
    // CRC-32 of 01 00 02 00 03 00 by zlib.
    let good = MUSESample.lead("I", [1, 2, 3], sum: 4_223_330_638)
    #expect(try open(MUSESample.file([MUSESample.waveform([good])])).record.warnings == [])
  }

  @Test("What cannot be read is told in a sentence")
  func faults() throws {
    let cases = [
      (MUSESample.file([]), "expected a waveform with leads, found none"),
      (
        MUSESample.file([MUSESample.waveform([MUSESample.lead("I", [1])], rate: "0")]),
        "expected the sampling rate in SampleBase and SampleExponent, found '0'"
      ),
      (
        MUSESample.file([MUSESample.waveform([MUSESample.lead("I", [1], data: "%%%")])]),
        "expected 16-bit samples in Base64 in lead I, found something else, as in an encrypted or "
          + "damaged export; export the ECG from MUSE as plain XML again"
      ),
    ]
    for (text, sentence) in cases {
      let error = #expect(throws: FileError.self) { try open(text) }
      #expect(error.map { "\($0)".hasSuffix(sentence) } == true, "\(String(describing: error))")
    }
  }
}
