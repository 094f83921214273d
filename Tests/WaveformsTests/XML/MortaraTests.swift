import Foundation
import Testing
import Waveforms

@Suite("Mortara ELI XML")
struct MortaraTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ text: String) throws -> Recording {
    try folder.write(text, "r.xml")
    return try Recording(path: folder.file("r.xml"))
  }

  @Test("Twelve channels, and a typical cycle that is left out")
  func channels() throws {
    let record = try open(MortaraSample.twelveLeads(500)).record
    #expect(record.container == "Mortara ELI XML" && record.frameRateHz == 1000)
    #expect(record.channels.map(\.name) == SierraSample.leads && record.frameCount == 500)
    #expect(record.channels[0].calibration == Calibration(gain: 200, unit: "mV"))
    for channel in record.channels.indices {
      let found = try record.digital(channels: [channel], frames: 0..<500).samples
      #expect(found == AECGSample.digits(500, lead: channel).map { Int32($0) })
    }
    #expect(record.start == RecordStart(time: "09:05:07", date: "28/02/2022"))
    #expect(record.warnings == ["The typical cycle (a median beat) is left out"])
    #expect(
      record.comments == [
        "patient: id 42", "patient: name Zoë Müller", "patient: female",
        "patient: born 31/12/1950", "patient: age 71 YEARS", "recording: low-pass filter 150 Hz",
        "device: Mortara Instrument, ELI 250, software 2.1", "measurement: heart rate 62 bpm",
        "measurement: QRS complexes 10", "measurement: QRS duration 96 ms",
        "interpretation: NORMAL SINUS RHYTHM: V-rate 50-99",
      ])
  }

  @Test("Rates of their own, and what is doubtful")
  func doubts() throws {
    let record = try open(
      MortaraSample.file([
        MortaraSample.channel("AVR", [1, 2, 3, 4], rate: "1000"),
        MortaraSample.channel("V1", [5, -6], rate: "500", scale: nil, duration: 9),
        MortaraSample.channel("V1", [7, 8], rate: "500", attributes: "OFFSET=\"3\""),
      ])
    ).record
    #expect(record.channels.map(\.name) == ["aVR", "V1", "V1 (2)"])
    #expect(record.frameRateHz == 500 && record.frameCount == 2)
    #expect(record.channels.map(\.samplesPerFrame) == [2, 1, 1])
    #expect(try record.digital(channels: [1], frames: 0..<2).samples == [5, -6])
    #expect(
      record.warnings == [
        "The lead V1 has no scale: its values are the numbers in the file",
        "The lead V1: expected 9.0 samples as the file says, found 2",
        "The lead V1: its OFFSET is 3, which is not applied",
        "The typical cycle (a median beat) is left out",
      ])
  }

  @Test("What cannot be read is told in a sentence")
  func faults() throws {
    let cases = [
      (MortaraSample.file([]), "expected 1 to 64 channels in the element ECG, found 0 in <ECG>"),
      (
        MortaraSample.file([MortaraSample.channel("I", [1], attributes: "BITS=\"12\"")]),
        "expected 16 SIGNED BASE64 as the samples of lead I, found '12 SIGNED BASE64'"
      ),
      (
        MortaraSample.file([MortaraSample.channel("", [1], rate: "x")]),
        "expected a sampling rate (SAMPLE_FREQ) of channel 1, found 'x'"
      ),
      (
        MortaraSample.file([MortaraSample.channel("II", [])]),
        "expected 16-bit samples in Base64 in lead II, found something else"
      ),
    ]
    for (text, sentence) in cases {
      let error = #expect(throws: FileError.self) { try open(text) }
      #expect(error.map { "\($0)".hasSuffix(sentence) } == true, "\(String(describing: error))")
    }
    // Another file whose root is called ECG.
    #expect(throws: RecordingError.self) { try open("<ECG><a/></ECG>") }
  }
}
