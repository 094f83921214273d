import Foundation

/// Opens ISHNE Holter recordings. Samples stay in the mapped file: 16-bit numbers of all leads in
/// turn, so opening touches the header alone, and a day is as quick as a minute.
enum ISHNEReader {
  static func open(path: String) throws(FileError) -> Record {
    let file = try MappedFile(path: path)
    let header = try header(file)
    var warnings = [header.checksumWarning].compactMap { $0 }
    let offset = dataOffset(header, file, &warnings)
    let frameCount = (file.bytes.count - offset) / 2 / header.leads.count
    if frameCount < 1 {
      throw .content(
        file: path, expected: "samples of \(header.leads.count) leads behind the header",
        found: "a file of \(file.bytes.count) bytes, \(offset) of them header")
    }
    if let warning = lengthWarning(header, frameCount) { warnings.append(warning) }
    return Record(
      name: path.recordStem.fileName, path: path, container: "ISHNE Holter",
      frameRateHz: Double(header.samplingRateHz), frameCount: frameCount,
      channels: channels(header, frameCount, path, &warnings), start: header.start,
      comments: header.comments, warnings: warnings,
      source: source(file, header.leads.count, offset, frameCount))
  }

  private static func header(_ file: MappedFile) throws(FileError) -> ISHNEHeader {
    guard file.bytes.starts(with: ISHNEHeader.recordMark) else {
      throw .content(
        file: file.path, expected: "ISHNE1.0 at the start of an ISHNE Holter recording",
        found: "\"\(quoted(FileText.field(file.bytes.prefix(8))))\"")
    }
    guard let header = ISHNEHeader(file.bytes) else {
      throw .content(
        file: file.path, expected: "an ISHNE header of 522 bytes and a block of text",
        found: "a file of \(file.bytes.count) bytes, too few for it")
    }
    guard (1...ISHNEHeader.leadLimit).contains(header.leads.count) else {
      throw .content(
        file: file.path, expected: "1 to \(ISHNEHeader.leadLimit) leads",
        found: header.leads.isEmpty ? "none" : "more")
    }
    if header.samplingRateHz == 0 {
      throw .content(file: file.path, expected: "a sampling rate", found: "0 Hz")
    }
    return header
  }

  /// Where the samples begin: where the header says, as long as that is behind the header.
  private static func dataOffset(
    _ header: ISHNEHeader, _ file: MappedFile, _ warnings: inout [String]
  ) -> Int {
    let stated = header.statedDataOffset
    if (header.byteCount...max(header.byteCount, file.bytes.count)).contains(stated) {
      return stated
    }
    warnings.append(
      "Expected samples from byte \(header.byteCount) on, where the header ends, or later, found "
        + "byte \(stated) stated; they are read from byte \(header.byteCount) on")
    return header.byteCount
  }

  /// The standard counts samples; some writers count those of one lead, some those of all leads.
  private static func lengthWarning(_ header: ISHNEHeader, _ frameCount: Int) -> String? {
    let stated = header.statedSampleCount
    if stated == frameCount || stated == frameCount * header.leads.count { return nil }
    return "Expected \(stated) samples as the header says, found \(frameCount) of each lead; the "
      + "file's length is taken"
  }

  private static func channels(
    _ header: ISHNEHeader, _ frameCount: Int, _ path: String, _ warnings: inout [String]
  ) -> [Channel] {
    zip(header.leads, header.leadNames).map { lead, name in
      if lead.resolution < 1 {
        warnings.append(
          "Expected the amplitude resolution of lead \(name) in nV, found \(lead.resolution)")
      }
      let calibration =
        lead.resolution < 1
        ? Calibration(isCalibrated: false)
        : Calibration(gain: 1e6 / Double(lead.resolution), unit: "mV")
      return Channel(
        name: name, calibration: calibration, encoding: .wfdb(.int16), samplesPerFrame: 1,
        samplingRateHz: Double(header.samplingRateHz), sampleCount: frameCount,
        fileName: path.fileName)
    }
  }

  /// -32768 stands for a lead that has failed, as it stands for a missing sample in WFDB's format.
  private static func source(
    _ file: MappedFile, _ leadCount: Int, _ offset: Int, _ frameCount: Int
  ) -> WFDBSegmentSource {
    let members = (0..<leadCount).map { lead in
      WFDBSegmentSource.Member(channel: lead, offset: lead, samplesPerFrame: 1, skew: 0)
    }
    let group = WFDBSegmentSource.Group(
      storage: .mapped(file), format: .int16, byteOffset: offset, samplesPerFrame: leadCount,
      sampleCount: frameCount * leadCount, members: members)
    return WFDBSegmentSource(
      groups: [group], missing: [Int32](repeating: Int32(Int16.min), count: leadCount),
      statedFrames: frameCount)
  }
}
