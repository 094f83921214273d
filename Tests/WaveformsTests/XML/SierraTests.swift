import Foundation
import Testing
import Waveforms

@Suite("Philips Sierra XML")
struct SierraTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ text: String) throws -> Recording {
    try folder.write(SierraSample.bytes(text), "r.xml")
    return try Recording(path: folder.file("r.xml"))
  }

  private func expectSamples(_ record: Record, _ samples: [[Int]]) throws {
    let count = samples[0].count
    #expect(record.frameCount == count)
    for channel in record.channels.indices {
      let found = try record.digital(channels: [channel], frames: 0..<count).samples
      #expect(found == samples[channel].map { Int32($0) }, "lead \(record.channels[channel].name)")
    }
  }

  @Test(
    "Leads as they are, and compressed",
    arguments: [
      ("", false), ("compression=\"XLI\"", true),
      // The names of version 1.03.
      ("compressflag=\"True\" compressmethod=\"XLI\"", true), ("compressflag=\"True\"", true),
      ("compressflag=\"False\" compressmethod=\"XLI\"", false),
      ("compression=\"Uncompressed\"", false),
    ])
  func samples(attributes: String, isCompressed: Bool) throws {
    let samples = SierraSample.samples(3000)
    let text = isCompressed ? SierraSample.compressed(samples) : SierraSample.plain(samples)
    let record = try open(
      SierraSample.file(
        SierraSample.waveforms(text, milliseconds: 6000, attributes: attributes))
    ).record
    #expect(record.container == "Philips Sierra XML" && record.frameRateHz == 500)
    #expect(record.channels.map(\.name) == SierraSample.leads)
    #expect(record.channels[0].calibration == Calibration(gain: 0.2, unit: "uV"))
    #expect(record.start == RecordStart(time: "09:05:07", date: "28/02/2022"))
    #expect(record.warnings == [])
    try expectSamples(record, samples)
  }

  @Test("Version 1.03 names leads by the kind of acquisition, and has values as text")
  func oldVersion() throws {
    let samples = SierraSample.samples(10)
    let text = samples.flatMap { $0 }.map(String.init).joined(separator: " ")
    let record = try open(
      SierraSample.file(
        "<parsedwaveforms dataencoding=\"Plain\" durationperchannel=\"20\">\(text)</parsedwaveforms>",
        version: "1.03",
        beats: "<repbeats><repbeat leadname=\"I\" duration=\"2\">AAAA</repbeat></repbeats>")
    ).record
    #expect(record.channels.map(\.name) == SierraSample.leads)
    #expect(record.warnings == ["The representative beats are left out"])
    try expectSamples(record, samples)
  }

  @Test("Patient, device, measurements and statements are remarks")
  func remarks() throws {
    let comments = try open(SierraSample.compressedFile(100)).record.comments
    #expect(
      comments == [
        "patient: id 42", "patient: name Zoë Müller", "patient: female",
        "patient: born 31/12/1950", "patient: age 71 years", "recording: Ward 3",
        "recording: device PageWriter TC, Philips Medical Products:860306:A.07",
        "measurement: heart rate, bpm 62", "measurement: PR interval, ms 138",
        "interpretation: Sinus rhythm: normal P axis", "interpretation: - NORMAL -",
      ])
  }

  @Test("Fewer samples than the file says are read, with a word")
  func shorter() throws {
    let samples = SierraSample.samples(10)
    let record = try open(
      SierraSample.file(
        SierraSample.waveforms(SierraSample.plain(samples), milliseconds: 40), version: "2.0")
    ).record
    try expectSamples(record, samples)
    #expect(
      record.warnings == [
        "The file says that a lead has 20 samples, and holds 120 of 12 leads: 10 of each are read",
        "The file is of version 2.0: 1.03 to 1.04.02 are known",
      ])
  }

  @Test("What cannot be read is told in a sentence")
  func faults() throws {
    let whole = SierraSample.compressed(SierraSample.samples(100))
    let xli = "compression=\"XLI\""
    let fewer =
      "expected 12 leads of 100 samples, compressed by XLI, found fewer, or something else"
    let zeros = Array(repeating: 0, count: 5000)
    // A chunk that says it has two thousand million bytes, and one of a code that is not defined.
    let huge = Data([0, 0, 0, 0x70, 0, 0, 0, 0, 1]).base64EncodedString()
    let undefined = Data([2, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0]).base64EncodedString()
    let cases: [(text: String, milliseconds: Int, attributes: String, sentence: String)] = [
      (String(whole.prefix(400)), 200, xli, fewer), (huge, 200, xli, fewer),
      (undefined, 200, xli, fewer), ("", 200, xli, fewer),
      // Far more samples than a lead is said to have.
      (SierraSample.compressed(Array(repeating: zeros, count: 12)), 200, xli, fewer),
      (
        "AAAA", 200, "compression=\"HUFF\"",
        "as they are, or compressed by XLI, found 'HUFF' in Base64; export the ECG uncompressed"
      ),
      ("????", 200, "", "or whole numbers as text, found 'Base64' of another kind, or none"),
      (
        "AAAA", -5, "",
        "the length of the waveforms in durationperchannel, in milliseconds, found '-5'"
      ),
      (
        "AAAA", 900_000_000_000, "",
        "the length of the waveforms in durationperchannel, in milliseconds, found '900000000000'"
      ),
    ]
    for (text, milliseconds, attributes, sentence) in cases {
      let error = #expect(throws: FileError.self) {
        try open(
          SierraSample.file(
            SierraSample.waveforms(text, milliseconds: milliseconds, attributes: attributes)))
      }
      #expect(error.map { "\($0)".hasSuffix(sentence) } == true, "\(String(describing: error))")
    }
    #expect(throws: FileError.self) { try open(SierraSample.file("")) }
  }
}
