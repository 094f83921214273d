import Foundation

extension EDFHeader {
  private static let maximumSamples = 99_999_999
  /// Data records with samples last no less.
  private static let shortestSeconds = 1e-7

  /// Reads the header at the start of `data`, the content of `file`.
  init(_ data: Data, file: String) throws(EDFError) {
    isBDF = try Self.version(data.prefix(8), file: file)
    guard data.count >= 256 else {
      throw .truncatedHeader(file: file, expectedBytes: 256, foundBytes: data.count)
    }
    var warnings: [String] = []
    let main = EDFFieldReader(file: file, bytes: Array(data.prefix(256)))
    let signalCount = try main.integer(
      EDFField(name: "number of signals", byte: 252, length: 4), in: 1...9999, warnings: &warnings)
    let length = 256 * (signalCount + 1)
    guard data.count >= length else {
      throw .truncatedHeader(file: file, expectedBytes: length, foundBytes: data.count)
    }
    let reader = EDFFieldReader(file: file, bytes: Array(data.prefix(length)))
    warnings += Self.wrongLength(reader, signalCount: signalCount)
    patient = reader.text(EDFField(name: "patient", byte: 8, length: 80))
    recording = reader.text(EDFField(name: "recording", byte: 88, length: 80))
    startDate = reader.text(EDFField(name: "start date", byte: 168, length: 8))
    startTime = reader.text(EDFField(name: "start time", byte: 176, length: 8))
    continuity = Self.continuity(reader)
    dataRecords = Self.dataRecords(reader, hasData: data.count > length, warnings: &warnings)
    let durationField = EDFField(name: "duration of a data record", byte: 244, length: 8)
    recordDurationSeconds = try reader.number(
      durationField, in: 0...99_999_999, warnings: &warnings)
    (signals, recordBytes) = try Self.signals(
      reader, count: signalCount, width: isBDF ? 3 : 2, warnings: &warnings)
    self.warnings = warnings
    try checkDuration(reader, durationField)
    self.warnings += unusableSignals
    self.warnings += Self.foreignBytes(reader, signalCount: signalCount)
  }

  /// A warning where the header states another length than the number of signals gives it.
  private static func wrongLength(_ reader: EDFFieldReader, signalCount: Int) -> [String] {
    let field = EDFField(name: "length of the header", byte: 184, length: 8)
    let length = 256 * (signalCount + 1)
    var remarks: [String] = []
    do throws(EDFError) {
      _ = try reader.integer(field, in: length...length, warnings: &remarks)
      return remarks
    } catch {
      return [
        "Header: expected \(length) as \(field.name) of \(signalCount) signals, found "
          + "'\(reader.text(field).fitForLine)'; \(length) bytes are taken"
      ]
    }
  }

  /// The number of data records, nil where the size of the file has to tell it: recorders write -1
  /// while they record, and some never come back to write the number.
  private static func dataRecords(
    _ reader: EDFFieldReader, hasData: Bool, warnings: inout [String]
  ) -> Int? {
    let field = EDFField(name: "number of data records", byte: 236, length: 8)
    var remarks: [String] = []
    let number = try? reader.integer(field, in: -1...99_999_999, warnings: &remarks)
    if let number, number > 0 || (number == 0 && !hasData) {
      warnings += remarks
      return number
    }
    if number != -1 {
      warnings.append(
        "Header: expected the \(field.name), found '\(reader.text(field).fitForLine)'; those that "
          + "the file holds are shown")
    }
    return nil
  }

  /// Warnings for signals that are no channels: without samples, or without a time for them.
  private var unusableSignals: [String] {
    signals.enumerated().compactMap { index, signal in
      guard !signal.isAnnotations, !isChannel(signal) else { return nil }
      let reason =
        signal.samplesPerRecord == 0
        ? "it has no samples" : "data records last 0 s, so that its samples have no time"
      return "Signal \(index + 1) (\(signal.label.fitForLine)) is left out: \(reason)"
    }
  }

  private func checkDuration(_ reader: EDFFieldReader, _ field: EDFField) throws(EDFError) {
    guard recordBytes > 0 else {
      throw reader.invalid(
        EDFSignalFields(index: 0, count: signals.count).samplesPerRecord,
        expected: "a signal with samples", found: "0 for all \(signals.count)")
    }
    let channels = signals.count { !$0.isAnnotations && $0.samplesPerRecord > 0 }
    guard channels > 0, recordDurationSeconds < Self.shortestSeconds else { return }
    // With annotations beside them, such signals are left out: respirators store checksums so.
    if recordDurationSeconds == 0, channels < signals.count, !annotationSignals.isEmpty { return }
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
      let samples = try reader.integer(
        fields.samplesPerRecord, in: 0...maximumSamples, warnings: &warnings)
      let calibration =
        isAnnotations || samples == 0
        ? nil : try fields.calibration(reader, label: label, warnings: &warnings)
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
