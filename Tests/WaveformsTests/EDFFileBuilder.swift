import Foundation

/// Builds small EDF and BDF files, byte by byte.
struct EDFFileBuilder {
  struct Signal {
    var label = "signal"
    var unit = "mV"
    var physical = ("-1", "1")
    var digital = ("-1000", "1000")
    var samplesPerRecord = "4"
    /// One entry a data record; for annotations, the lists as text.
    var samples: [[Int]] = []
    var lists: [String] = []
  }

  var isBDF = false
  var patient = "MCH-0234567 F 02-MAY-1951 Test_Subject"
  var recording = "Startdate X X X X"
  var date = "02.03.04"
  var time = "05.06.07"
  var reserved = ""
  var headerBytes: String?
  var dataRecords: String?
  var duration = "1"
  var signalCount: String?
  var signals: [Signal] = []

  /// Two channels of 4 and 2 samples in each of `records` data records, values that count up.
  static func twoChannels(records: Int = 3, isBDF: Bool = false) -> EDFFileBuilder {
    var builder = EDFFileBuilder(isBDF: isBDF)
    builder.signals = [
      Signal(label: "fast", samples: (0..<records).map { r in (0..<4).map { r * 4 + $0 } }),
      Signal(
        label: "slow", physical: ("0", "10"), digital: ("-500", "500"), samplesPerRecord: "2",
        samples: (0..<records).map { r in (0..<2).map { -100 - r * 2 - $0 } }),
    ]
    return builder
  }

  /// `twoChannels` with annotations, one text of lists for each data record.
  static func annotated(_ lists: [String], reserved: String) -> EDFFileBuilder {
    var builder = twoChannels(records: lists.count)
    builder.reserved = reserved
    builder.signals.append(
      Signal(
        label: "EDF Annotations", physical: ("-1", "1"), digital: ("-32768", "32767"),
        samplesPerRecord: "30", lists: lists))
    return builder
  }

  var bytes: [UInt8] {
    var bytes = field(isBDF ? "\u{FF}BIOSEMI" : "0", 8)
    bytes += field(patient, 80) + field(recording, 80) + field(date, 8) + field(time, 8)
    bytes += field(headerBytes ?? String(256 * (signals.count + 1)), 8) + field(reserved, 44)
    bytes += field(dataRecords ?? String(recordCount), 8) + field(duration, 8)
    bytes += field(signalCount ?? String(signals.count), 4)
    bytes += signals.flatMap { field($0.label, 16) } + signals.flatMap { _ in field("", 80) }
    bytes += signals.flatMap { field($0.unit, 8) }
    bytes += signals.flatMap { field($0.physical.0, 8) }
    bytes += signals.flatMap { field($0.physical.1, 8) }
    bytes += signals.flatMap { field($0.digital.0, 8) }
    bytes += signals.flatMap { field($0.digital.1, 8) } + signals.flatMap { _ in field("", 80) }
    bytes += signals.flatMap { field($0.samplesPerRecord, 8) }
    bytes += signals.flatMap { _ in field("", 32) }
    for record in 0..<recordCount {
      for signal in signals { bytes += data(signal, record: record) }
    }
    return bytes
  }

  /// Writes the file, or its first `length` bytes, and returns its path.
  func write(
    in folder: TemporaryFolder, keeping length: Int? = nil, adding: [UInt8] = []
  ) throws -> String {
    let bytes = bytes
    return try Self.write(Array(bytes.prefix(length ?? bytes.count)) + adding, in: folder)
  }

  static func write(_ bytes: [UInt8], in folder: TemporaryFolder) throws -> String {
    let path = folder.file("made.edf")
    // As a new file: an earlier one may still be mapped, and must not be cut short.
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    return path
  }

  private var recordCount: Int { signals.map { max($0.samples.count, $0.lists.count) }.max() ?? 0 }

  private func data(_ signal: Signal, record: Int) -> [UInt8] {
    let width = isBDF ? 3 : 2
    guard signal.lists.isEmpty else {
      let length = (Int(signal.samplesPerRecord) ?? 0) * width
      let list = Array(signal.lists[record].utf8.prefix(length))
      return list + Array(repeating: 0, count: length - list.count)
    }
    return signal.samples[record].flatMap { value in
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
  }

  /// Text as ISO Latin 1, padded with spaces.
  private func field(_ text: String, _ length: Int) -> [UInt8] {
    let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    return Array((bytes + Array(repeating: 0x20, count: length)).prefix(length))
  }
}
