import Testing
import Waveforms

@Suite("Damaged and foreign DICOM files")
struct DICOMDamageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What opening says; nil where it opens.
  private func failure(_ bytes: [UInt8]) throws -> String? {
    try folder.write(bytes, "x.dcm")
    do {
      _ = try Recording(path: folder.file("x.dcm"))
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("Objects of other kinds are refused by name")
  func kinds() throws {
    let kinds = [
      ("1.2.840.10008.5.1.4.1.1.4", "an MR image"),
      ("1.2.840.10008.5.1.4.1.1.12.1", "an X-ray image"),
      ("1.2.840.10008.5.1.4.1.1.9.4.1", "a voice recording"),
      ("1.2.840.10008.5.1.4.1.1.88.33", "a structured report"),
      ("1.2.840.10008.1.3.10", "the directory of a medium (DICOMDIR); open one of the files"),
      ("1.2.3", "one of the unknown SOP class '1.2.3'"),
    ]
    for (identifier, name) in kinds {
      let message = try failure(DICOMSample.file([], kind: identifier))
      #expect(message?.contains("found \(name)") == true, "\(message ?? "opened")")
    }
  }

  @Test("Compressed transfer syntaxes are refused with what to do")
  func syntaxes() throws {
    for identifier in ["1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.70", "1.3.46.670589"] {
      let bytes = DICOMSample.file([], syntax: .init(identifier: identifier))
      #expect(try failure(bytes)?.contains("export it as Explicit VR Little Endian") == true)
    }
  }

  @Test("A file that is cut shows what is there, or says that nothing is")
  func cut() throws {
    let bytes = DICOMSample.twelveLeads(samples: 100)
    try folder.write(Array(bytes.dropLast(24 * 40 + 5)), "cut.dcm")
    let record = try Recording(path: folder.file("cut.dcm")).record
    #expect(record.frameCount == 59)
    #expect(record.warnings.count == 2)
    for count in stride(from: 0, to: bytes.count - 2400, by: 7) {
      _ = try failure(Array(bytes.prefix(count)))
    }
  }

  private func groups(_ group: [DICOMSample.Element]) -> [UInt8] {
    DICOMSample.file(DICOMSample.patient + [.sequence(0x5400_0100, [group])])
  }

  @Test("Absurd counts and kinds of samples are refused")
  func absurd() throws {
    let channels = [DICOMSample.channel("2:1", "Lead I")]
    func group(bits: UInt16 = 16, _ kind: String = "SS", rate: String = "500") -> [UInt8] {
      groups(
        DICOMSample.group(
          channels: channels, sampleCount: 2, rate: rate, bits: bits, interpretation: kind,
          data: [0, 0, 0, 0]))
    }
    #expect(try failure(group()) == nil)
    #expect(try failure(group(bits: 8, "MB"))?.contains("mu-law") == true)
    #expect(try failure(group(bits: 64, "SV"))?.contains("64-bit") == true)
    #expect(try failure(group(bits: 32)) != nil)
    for rate in ["0", "-5", "", "nan", "1e99"] { #expect(try failure(group(rate: rate)) != nil) }
    var many = DICOMSample.group(channels: channels, sampleCount: 2, data: [0, 0, 0, 0])
    many[2] = .words(0x003A_0005, [65535])
    #expect(try failure(groups(many))?.contains("65535 channel definitions") == true)
    many[2] = .words(0x003A_0005, [1])
    many[3] = .longs(0x003A_0010, [.max])
    #expect(try failure(groups(many)) == nil)
    #expect(try failure(groups([]))?.contains("a number of waveform channels") == true)
    #expect(try failure(DICOMSample.file(DICOMSample.patient))?.contains("samples") == true)
  }

  @Test("Nests of thousands of sequences are refused, read or passed over")
  func nests() throws {
    let syntax = DICOMSample.Syntax.explicit
    for number: UInt32 in [0x5400_0100, 0x0040_0555] {
      var bytes = DICOMSample.file(DICOMSample.patient)
      for _ in 0..<10_000 {
        bytes += DICOMSample.header(number, "SQ", 0xFFFF_FFFF, syntax)
        bytes += syntax.tag(0xFFFE_E000) + syntax.uint32(0xFFFF_FFFF)
      }
      #expect(try failure(bytes)?.contains("more levels") == true)
    }
  }

  @Test("Sequences without end, items that are none, and values that are no text")
  func sequences() throws {
    let syntax = DICOMSample.Syntax.explicit
    let open = DICOMSample.header(0x0040_0555, "SQ", 0xFFFF_FFFF, syntax)
    #expect(try failure(DICOMSample.file(DICOMSample.patient) + open) != nil)
    let notAnItem =
      DICOMSample.header(0x5400_0100, "SQ", 8, syntax)
      + DICOMSample.header(
        0x0008_0005, "CS", 0, syntax)
    #expect(
      try failure(DICOMSample.file(DICOMSample.patient) + notAnItem)?
        .contains("an item of a sequence") == true)
    let noLetters = syntax.tag(0x0018_0015) + [1, 2, 0, 0]
    #expect(
      try failure(DICOMSample.file(DICOMSample.patient) + noLetters)?
        .contains("two capital letters") == true)
  }

  @Test("Text of a file does not steer the terminal")
  func controlCharacters() throws {
    let channel = DICOMSample.channel("9", "\u{1B}[31mred", scheme: "X\u{7}")
    try folder.write(
      groups(DICOMSample.group(channels: [channel], sampleCount: 1, data: [0, 0])), "x.dcm")
    let name = try Recording(path: folder.file("x.dcm")).record.channels[0].name
    #expect(name == "\u{FFFD}[31mred")
  }
}
