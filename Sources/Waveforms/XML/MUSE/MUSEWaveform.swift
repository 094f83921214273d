import Foundation

/// The leads of one waveform of a MUSE file.
struct MUSEWaveform {
  /// Samples per second.
  let rateHz: Double
  private(set) var signals: [DecodedRecord.Signal] = []
  private(set) var warnings: [String] = []
  private let file: String

  /// Most leads; a resting ECG has 15 at most.
  private static let leadLimit = 100

  init(_ waveform: XMLElement, file: String) throws(FileError) {
    self.file = file
    guard let rateHz = Self.scaled(waveform, "SampleBase", "SampleExponent"),
      (0.1...1e6).contains(rateHz)
    else {
      throw .content(
        file: file, expected: "the sampling rate in SampleBase and SampleExponent",
        found: waveform.text(of: "SampleBase").map { "'\($0.fitForLine)'" } ?? "none")
    }
    self.rateHz = rateHz
    let leads = waveform.all("LeadData")
    guard leads.count <= Self.leadLimit else {
      throw .content(file: file, expected: "at most \(Self.leadLimit) leads", found: "more")
    }
    for lead in leads { signals.append(try signal(lead)) }
    guard signals.contains(where: { !$0.samples.isEmpty }) else {
      throw .content(file: file, expected: "samples of at least one lead", found: "none")
    }
    for (index, name) in ECGLead.unique(signals.map(\.name)).enumerated() {
      signals[index].name = name
    }
  }

  /// A number and the power of ten that it is multiplied by, from two children of an element.
  static func scaled(_ element: XMLElement?, _ base: String, _ exponent: String) -> Double? {
    guard let value = element?.text(of: base).flatMap(EDFText.number) else { return nil }
    let power = element?.text(of: exponent).flatMap { Int($0) } ?? 0
    guard (-12...12).contains(power) else { return nil }
    return value * pow(10, Double(power))
  }

  private mutating func signal(_ lead: XMLElement) throws(FileError) -> DecodedRecord.Signal {
    let name = ECGLead.name(lead.text(of: "LeadID") ?? "").fitForLine
    let bytes = try bytes(lead, name: name)
    var samples = Base64Samples.int16(bytes) ?? []
    if let stated = lead.text(of: "LeadSampleCountTotal").flatMap({ Int($0) }),
      stated != samples.count
    {
      warnings.append(
        "Lead \(name): expected \(stated) samples as the file says, found \(samples.count)")
      if stated >= 0 { samples = Array(samples.prefix(stated)) }
    }
    if let sum = lead.text(of: "LeadDataCRC32").flatMap({ UInt32($0) }), sum != CRC32.of(bytes) {
      warnings.append("Lead \(name): the samples do not have the checksum that the file gives")
    }
    for field in ["FirstSampleBaseline", "LeadOffsetFirstSample", "LeadTimeOffset"] {
      guard let text = lead.text(of: field), EDFText.number(text) != 0 else { continue }
      // No public text says what they are for, and exports have zeros.
      warnings.append("Lead \(name): \(field) is \(text.fitForLine), which is not applied")
    }
    if lead.text(of: "LeadOff")?.uppercased() == "TRUE" {
      warnings.append("Lead \(name): the electrode was off, as the device says")
    }
    return .init(
      name: name, calibration: calibration(lead, name: name), samples: samples, resolutionBits: 16)
  }

  private func bytes(_ lead: XMLElement, name: String) throws(FileError) -> [UInt8] {
    let size = lead.text(of: "LeadSampleSize") ?? "2"
    guard size == "2" else {
      throw .content(
        file: file, expected: "2 bytes a sample in lead \(name)", found: "'\(size.fitForLine)'")
    }
    guard let bytes = Base64Samples.bytes(lead.child("WaveFormData")?.text ?? ""),
      bytes.count.isMultiple(of: 2)
    else {
      throw .content(
        file: file, expected: "16-bit samples in Base64 in lead \(name)",
        found: "something else, as in an encrypted or damaged export; export the ECG from MUSE as "
          + "plain XML again")
    }
    return bytes
  }

  private mutating func calibration(_ lead: XMLElement, name: String) -> Calibration {
    let unit = PhysicalQuantity.channelUnit(lead.text(of: "LeadAmplitudeUnits") ?? "")
    guard let step = lead.text(of: "LeadAmplitudeUnitsPerBit").flatMap(EDFText.number),
      PhysicalQuantity.scales.contains(abs(step)), !unit.isEmpty
    else {
      warnings.append("Lead \(name) has no scale: its values are the numbers in the file")
      return Calibration(gain: 1, unit: "", isCalibrated: false)
    }
    return Calibration(gain: 1 / step, unit: unit)
  }
}
