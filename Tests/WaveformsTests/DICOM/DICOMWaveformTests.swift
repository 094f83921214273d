import Foundation
import Testing
import Waveforms

@Suite("DICOM waveforms")
struct DICOMWaveformTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ bytes: [UInt8], _ name: String = "ecg.dcm") throws -> Recording {
    try folder.write(bytes, name)
    return try Recording(path: folder.file(name))
  }

  private func digital(_ record: Record, _ channel: Int) throws -> [Int32] {
    Array(try record.digital(channels: [channel], frames: 0..<record.frameCount)[0])
  }

  /// Two channels of few samples that are given as bytes.
  private func pair(
    _ data: [UInt8], samples: Int, bits: UInt16, _ interpretation: String,
    syntax: DICOMSample.Syntax = .explicit, padding: [UInt8]? = nil
  ) -> [UInt8] {
    let group = DICOMSample.group(
      channels: [
        DICOMSample.channel("2:1", "Lead I"),
        DICOMSample.channel(
          "2:2", "Lead II", sensitivity: "0.5", correction: "2", baseline: "-3", unit: "mV"),
      ], sampleCount: samples, bits: bits, interpretation: interpretation, padding: padding,
      data: data)
    return DICOMSample.file(
      DICOMSample.patient + [.sequence(0x5400_0100, [group])], syntax: syntax)
  }

  @Test(
    "Every transfer syntax that is not compressed gives the same samples",
    arguments: [
      DICOMSample.Syntax.explicit, .implicit, .big, .undefined, .implicitUndefined,
    ])
  func syntaxes(_ syntax: DICOMSample.Syntax) throws {
    let record = try open(DICOMSample.twelveLeads(samples: 700, syntax: syntax)).record
    #expect(record.container == "DICOM 12-lead ECG")
    #expect(record.frameRateHz == 500)
    #expect(record.frameCount == 700)
    #expect(record.warnings == [])
    #expect(
      record.channels.map(\.name)
        == ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"])
    #expect(record.channels.allSatisfy { $0.calibration == Calibration(gain: 0.4, unit: "uV") })
    for channel in 0..<12 {
      let expected = (0..<700).map { Int32(DICOMSample.value(channel, $0)) }
      #expect(try digital(record, channel) == expected)
    }
  }

  @Test("A file is known by how it begins, whatever its name")
  func names() throws {
    let bytes = DICOMSample.twelveLeads(samples: 10)
    #expect(try open(bytes, "1.2.840.10008.7").record.name == "1.2.840.10008.7")
    #expect(try open(bytes, "IM000001").record.frameCount == 10)
    let withoutPreamble = Array(bytes.dropFirst(132))
    #expect(try open(withoutPreamble, "IM000002").record.frameCount == 10)
  }

  @Test("The patient, the device and the start are remarks of the record")
  func remarks() throws {
    let record = try open(DICOMSample.twelveLeads(samples: 10)).record
    #expect(record.start == RecordStart(time: "23:59:59.250", date: "29/02/2024"))
    #expect(
      record.comments == [
        "patient: Müller, Anna", "patient id: 4711", "sex: female", "birth date: 1971-01-23",
        "age: 53 years", "recording: 12-lead ECG", "device: Example Model 1",
        "filter: 0.05-150 Hz",
      ])
  }

  @Test("A calibration is sensitivity times correction, the baseline in physical units")
  func calibration() throws {
    let record = try open(pair([1, 0, 10, 0], samples: 1, bits: 16, "SS")).record
    #expect(record.channels[1].calibration == Calibration(gain: 1, baseline: 3, unit: "mV"))
    let physical = try record.physical(channels: [0, 1], frames: 0..<1)
    #expect(physical.samples == [2.5, 7])
  }

  @Test("Samples of all widths, with and without sign")
  func widths() throws {
    func values(_ data: [UInt8], _ samples: Int, _ bits: UInt16, _ kind: String) throws -> [Int32] {
      let record = try open(pair(data, samples: samples, bits: bits, kind)).record
      return try record.digital(channels: [0, 1], frames: 0..<record.frameCount).samples
    }
    #expect(try values([0x80, 0x7F], 1, 8, "SB") == [-128, 127])
    #expect(try values([0x80, 0x7F], 1, 8, "UB") == [128, 127])
    #expect(try values([0, 0x80, 0xFF, 0x7F], 1, 16, "SS") == [-32768, 32767])
    #expect(try values([0, 0x80, 0xFF, 0xFF], 1, 16, "US") == [32768, 65535])
    #expect(
      try values([1, 0, 0, 0x80, 0xFF, 0xFF, 0xFF, 0x7F], 1, 32, "SL") == [-2_147_483_647, .max])
    #expect(try values([1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F], 1, 32, "UL") == [1, .max])
  }

  @Test("The padding value is a missing sample")
  func padding() throws {
    let bytes = pair(
      [0, 0x80, 1, 0, 2, 0, 0, 0x80], samples: 2, bits: 16, "SS", padding: [0, 0x80])
    let record = try open(bytes).record
    let block = try record.digital(channels: [0, 1], frames: 0..<2)
    #expect(block.samples == [.min, 2, 1, .min])
    #expect(record.channels[0].missingValue == .min)
  }

  // MARK: Multiplex groups

  private func groups(_ groups: [[DICOMSample.Element]]) -> [UInt8] {
    DICOMSample.file(DICOMSample.patient + [.sequence(0x5400_0100, groups)])
  }

  private func group(
    _ name: String, samples: Int, rate: String = "500", offset: String = "0",
    originality: String = "ORIGINAL"
  ) -> [DICOMSample.Element] {
    DICOMSample.group(
      channels: [DICOMSample.channel("", name)], sampleCount: samples, rate: rate,
      originality: originality, offset: offset,
      data: DICOMSample.data(channels: 1, samples: samples))
  }

  @Test("A median beat is no part of the time line")
  func medianBeat() throws {
    let record = try open(
      groups([
        group("Lead I", samples: 20, originality: "DERIVED"), group("Lead II", samples: 100),
      ])
    ).record
    #expect(record.channels.map(\.name) == ["II"])
    #expect(record.frameCount == 100)
    #expect(
      record.warnings == [
        "multiplex group 1 (RHYTHM) is left out: its samples are computed from others (DERIVED), "
          + "not recorded"
      ])
  }

  @Test("Groups whose rates are whole multiples share the time line")
  func rates() throws {
    let record = try open(
      groups([
        group("Lead I", samples: 100, rate: "500"), group("Lead II", samples: 50, rate: "250"),
        group("Lead III", samples: 66, rate: "333"),
      ])
    ).record
    #expect(record.channels.map(\.name) == ["I", "II"])
    #expect(record.channels.map(\.samplesPerFrame) == [2, 1])
    #expect(record.frameRateHz == 250)
    #expect(record.frameCount == 50)
    #expect(record.warnings.count == 1)
    #expect(try digital(record, 0) == (0..<100).map { Int32(DICOMSample.value(0, $0)) })
  }

  @Test("A group that begins later stands at its time")
  func offsets() throws {
    let record = try open(
      groups([
        group("Lead I", samples: 50, offset: "1000"), group("Lead II", samples: 50, offset: "1100"),
      ])
    ).record
    #expect(record.start?.time == "00:00:00.250")
    #expect(record.start?.date == "01/03/2024")
    #expect(record.frameCount == 100)
    let second = try digital(record, 1)
    #expect(second.prefix(50).allSatisfy { $0 == .min })
    #expect(Array(second.suffix(50)) == (0..<50).map { Int32(DICOMSample.value(0, $0)) })
  }

  @Test("An offset beyond all reason takes no memory")
  func absurdOffset() throws {
    let record = try open(
      groups([group("Lead I", samples: 5), group("Lead II", samples: 5, offset: "1e12")])
    ).record
    #expect(record.channels.map(\.name) == ["I"])
  }

  @Test("A long recording stays in the file, padding and all")
  func mapped() throws {
    let samples = 2_100_000
    var data = [UInt8](repeating: 0, count: samples * 4)
    for sample in 0..<samples {
      data[sample * 4] = UInt8(truncatingIfNeeded: sample)
      data[sample * 4 + 1] = UInt8(truncatingIfNeeded: sample >> 8)
      data[sample * 4 + 3] = 0x80
    }
    let bytes = pair(data, samples: samples, bits: 16, "SS", padding: [0xFF, 0xFF])
    let record = try open(bytes).record
    #expect(record.frameCount == samples)
    let first = samples - 70_000
    let block = try record.digital(channels: [1, 0], frames: first..<samples)
    #expect(block[0].allSatisfy { $0 == -32768 })
    let expected = (first..<samples).map { sample in
      let value = Int16(truncatingIfNeeded: sample)
      return value == -1 ? Int32.min : Int32(value)
    }
    #expect(Array(block[1]) == expected)
    #expect(record.channels[0].missingValue == .min)
  }

  @Test("A folder's images and directory are no records")
  func folderOfRecords() throws {
    try folder.write(DICOMSample.twelveLeads(samples: 10), "a.dcm")
    try folder.write(
      DICOMSample.file([], kind: "1.2.840.10008.5.1.4.1.1.4"), "image.dcm")
    try folder.write(DICOMSample.file([], kind: "1.2.840.10008.1.3.10"), "DICOMDIR")
    #expect(try RecordFolder(path: folder.path).recordNames == ["a.dcm"])
  }

  @Test(
    "A file of foreign origin opens",
    .enabled(
      if: ProcessInfo.processInfo.environment["TAWARA_DICOM_FILE"] != nil,
      "needs a file in TAWARA_DICOM_FILE"))
  func foreignFile() throws {
    let path = ProcessInfo.processInfo.environment["TAWARA_DICOM_FILE"] ?? ""
    let record = try Recording(path: path).record
    #expect(!record.channels.isEmpty)
    #expect(record.frameCount > 0)
    _ = try record.physical(channels: Array(record.channels.indices), frames: 0..<record.frameCount)
  }
}
