import Foundation

extension EDFHeader {
  private static let maximumSamples = 99_999_999

  /// Reads the header at the start of `data`, the content of `file`.
  init(_ data: Data, file: String) throws(EDFError) {
    isBDF = try Self.version(data.prefix(8), file: file)
    guard data.count >= 256 else {
      throw .truncatedHeader(file: file, expectedBytes: 256, foundBytes: data.count)
    }
    let main = EDFFieldReader(file: file, bytes: Array(data.prefix(256)))
    let signalCount = try main.integer(
      EDFField(name: "number of signals", byte: 252, length: 4), in: 1...9999)
    let length = 256 * (signalCount + 1)
    _ = try main.integer(
      EDFField(name: "length of the header", byte: 184, length: 8), in: length...length)
    guard data.count >= length else {
      throw .truncatedHeader(file: file, expectedBytes: length, foundBytes: data.count)
    }
    let reader = EDFFieldReader(file: file, bytes: Array(data.prefix(length)))
    patient = reader.text(EDFField(name: "patient", byte: 8, length: 80))
    recording = reader.text(EDFField(name: "recording", byte: 88, length: 80))
    startDate = reader.text(EDFField(name: "start date", byte: 168, length: 8))
    startTime = reader.text(EDFField(name: "start time", byte: 176, length: 8))
    continuity = Self.continuity(reader)
    let records = try reader.integer(
      EDFField(name: "number of data records", byte: 236, length: 8), in: -1...99_999_999)
    dataRecords = records == -1 ? nil : records
    let durationField = EDFField(name: "duration of a data record", byte: 244, length: 8)
    recordDurationSeconds = try reader.number(durationField, in: 0...99_999_999)
    warnings = []
    (signals, recordBytes) = try Self.signals(
      reader, count: signalCount, width: isBDF ? 3 : 2, warnings: &warnings)
    try checkDuration(reader, durationField)
    warnings += Self.foreignBytes(reader, signalCount: signalCount)
  }

  private func checkDuration(_ reader: EDFFieldReader, _ field: EDFField) throws(EDFError) {
    let channels = ordinary.count
    guard channels > 0, recordDurationSeconds < 1e-7 else { return }
    guard recordDurationSeconds > 0 else {
      throw .noRecordDuration(file: reader.file, channels: channels)
    }
    throw reader.invalid(
      field, expected: "a number from 0.0000001 to 99999999", found: reader.text(field))
  }

  /// Whether the file with these first eight bytes is a BDF file.
  private static func version(_ data: Data, file: String) throws(EDFError) -> Bool {
    let bytes = [UInt8](data)[...]
    if bytes.first == 0xFF, bytes.dropFirst().elementsEqual("BIOSEMI".utf8) { return true }
    let text = EDFText.decode(bytes)
    guard bytes.first == 0x30, text == "0" else {
      throw .unknownVersion(file: file, found: text)
    }
    return false
  }

  private static func continuity(_ reader: EDFFieldReader) -> Continuity {
    let reserved = reader.text(EDFField(name: "reserved", byte: 192, length: 44))
    switch reserved.prefix(5) {
    case "EDF+C", "BDF+C": return .continuous
    case "EDF+D", "BDF+D": return .discontinuous
    default: return .plain
    }
  }

  private static func signals(
    _ reader: EDFFieldReader, count: Int, width: Int, warnings: inout [String]
  ) throws(EDFError) -> ([EDFSignal], recordBytes: Int) {
    var signals: [EDFSignal] = []
    var offset = 0
    for index in 0..<count {
      let fields = EDFSignalFields(index: index, count: count)
      let label = reader.text(fields.label)
      let isAnnotations = label == "EDF Annotations" || label == "BDF Annotations"
      let samples = try reader.integer(fields.samplesPerRecord, in: 1...maximumSamples)
      let calibration =
        isAnnotations ? nil : try fields.calibration(reader, label: label, warnings: &warnings)
      signals.append(
        EDFSignal(
          label: label, isAnnotations: isAnnotations, calibration: calibration,
          samplesPerRecord: samples, offset: offset))
      // At most 9999 signals of 8 digits and 3 bytes: 3e12, far from overflow.
      offset += samples * width
    }
    return (signals, offset)
  }

  /// One warning for all bytes that the format forbids in a header.
  private static func foreignBytes(_ reader: EDFFieldReader, signalCount: Int) -> [String] {
    let positions = reader.bytes.indices.dropFirst(8).filter {
      !(0x20...0x7E).contains(reader.bytes[$0])
    }
    guard let first = positions.first else { return [] }
    let value = String(reader.bytes[first], radix: 16, uppercase: true)
    let place = EDFSignalFields.place(of: first, count: signalCount)
    return [
      "Header: expected printable ASCII only, found \(positions.count) other "
        + "\(positions.count == 1 ? "byte" : "bytes"), the first 0x\(value) in \(place) "
        + "at byte \(first)"
    ]
  }
}
