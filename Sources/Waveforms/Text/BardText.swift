import Foundation

/// Text exports of the LabSystem Pro (C. R. Bard, later Boston Scientific): a `[Header]` of
/// `Key: value` lines, eight lines for each channel, and a `[Data]` table of 16-bit ADC units, a
/// row for each sample.
///
/// Source: documentation of the R package EGM, "Read in ECG and EGM data from Bard (LabSystem
/// Pro)": a channel's `Range` in mV is 32768 ADC units.
enum BardText {
  private static let unitsPerRange = 32_768.0

  static func recognizes(_ head: [UInt8]) -> Bool {
    let text = FileText.clean(FileText.decode(head.prefix(1024)))
    return text.hasPrefix("[Header]") && text.contains("Channels exported:")
  }

  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    let header = try BardHeader(file)
    let table = try NumberTable(
      file, from: header.place, line: header.line,
      format: NumberTable.Format(
        separator: UInt8(ascii: ","),
        cells: Array(repeating: .number, count: header.channels.count)))
    var record = DecodedRecord(
      container: "LabSystem text", frameRateHz: header.rateHz, signals: [])
    record.start = header.fields["start time"].flatMap(TextDate.start)
    record.comments = comments(header)
    record.warnings =
      table.warnings(expectedRows: header.sampleCount) + header.rateWarnings
    for (channel, values) in zip(header.channels, table.columns) {
      guard let samples = TextSamples.whole(values) else {
        throw .content(
          file: file.path, expected: "whole ADC units in channel \(quoted(channel.name))",
          found: "other numbers")
      }
      record.signals.append(
        DecodedRecord.Signal(
          name: channel.name, calibration: calibration(channel), samples: samples,
          resolutionBits: 16))
    }
    addScaleWarning(header, &record)
    return record
  }

  private static func calibration(_ channel: BardHeader.Channel) -> Calibration {
    guard let range = channel.range, range.value > 0 else {
      return Calibration(isCalibrated: false)
    }
    let gain = unitsPerRange / range.value
    return switch range.unit {
    case "mv", "": Calibration(gain: gain)
    case "uv": Calibration(gain: gain, unit: "uV")
    case "v": Calibration(gain: gain, unit: "V")
    case "mmhg": Calibration(gain: gain, unit: "mmHg")
    default: Calibration(gain: gain, unit: range.unit)
    }
  }

  private static func addScaleWarning(_ header: BardHeader, _ record: inout DecodedRecord) {
    if header.channels.contains(where: { $0.range != nil }) {
      record.warnings.append(
        "The scale is assumed: a channel's range, as 5 mV, is taken to be 32768 ADC units")
    }
    let without = header.channels.filter { $0.range == nil }.map(\.name)
    if !without.isEmpty {
      record.warnings.append(
        "The file gives no range for \(quoted(without.joined(separator: ", "))): their scale is not "
          + "known")
    }
  }

  private static func comments(_ header: BardHeader) -> [String] {
    var comments: [String] = []
    if let paced = header.fields["channel paced"], !paced.isEmpty {
      comments.append("recording: channel paced \(paced)")
    }
    if let end = header.fields["end time"], !end.isEmpty { comments.append("end time: \(end)") }
    for channel in header.channels where !channel.filters.isEmpty {
      comments.append("filter: \(channel.name) \(channel.filters)")
    }
    return comments
  }
}

/// The header of a LabSystem text export.
struct BardHeader {
  struct Channel {
    var name = ""
    /// What the ADC's range is worth, as `5mv`.
    var range: TextQuantity?
    var rateHz: Double?
    /// `0.5 to 100 Hz`, as the file spells the edges.
    var filters = ""
  }

  /// Of the recording, with keys in small letters.
  private(set) var fields: [String: String] = [:]
  private(set) var channels: [Channel] = []
  private(set) var rateHz = 0.0
  /// Rows that the table should have.
  private(set) var sampleCount: Int?
  /// The byte and the line that the table begins at.
  private(set) var place = 0
  private(set) var line = 0

  init(_ file: MappedFile) throws(FileError) {
    var blocks: [[String: String]] = []
    var reader = TextLineReader(file)
    var hasData = false
    while !hasData, let line = try reader.next() {
      hasData = FileText.clean(line.text).lowercased() == "[data]"
      guard let field = TextField(line.text, separator: ":") else { continue }
      if field.key == "channel #" {
        blocks.append([:])
      } else if blocks.isEmpty {
        fields[field.key] = field.value
      } else {
        blocks[blocks.count - 1][field.key] = field.value
      }
    }
    guard hasData else {
      throw .content(file: file.path, expected: "a line [Data] behind the header", found: "none")
    }
    (place, line) = (reader.place, reader.nextNumber)
    channels = blocks.map(Self.channel)
    try check(file.path)
  }

  private mutating func check(_ file: String) throws(FileError) {
    let stated = fields["channels exported"] ?? ""
    guard let count = TextQuantity(stated)?.count, count > 0, count == channels.count else {
      throw .content(
        file: file, expected: "as many channels as `Channels exported: \(quoted(stated))` says",
        found: "\(channels.count)")
    }
    guard let rate = fields["sample rate"].flatMap(TextQuantity.init)?.hertz else {
      throw .content(
        file: file, expected: "a sample rate in Hz", found: quoted(fields["sample rate"] ?? "none"))
    }
    rateHz = rate
    // Some exports have a time of day run into the number: `352215:17:57`.
    let samples = fields["samples per channel"] ?? ""
    let digits = samples.contains(":") ? String(samples.dropLast(8)) : samples
    sampleCount = TextQuantity(digits)?.count
  }

  private static func channel(_ block: [String: String]) -> Channel {
    var channel = Channel(name: block["label"] ?? "")
    channel.range = block["range"].flatMap(TextQuantity.init)
    channel.rateHz = block["sample rate"].flatMap(TextQuantity.init)?.hertz
    let edges = [("low", block["low"]), ("high", block["high"])]
    channel.filters = edges.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : "\(name) \($0)" }
    }.joined(separator: ", ")
    return channel
  }

  /// The table has a row for each sample of the recording's rate, whatever a channel says of its
  /// own.
  var rateWarnings: [String] {
    let others = channels.filter { ($0.rateHz ?? rateHz) != rateHz }.map(\.name)
    if others.isEmpty { return [] }
    return [
      "The header gives \(quoted(others.joined(separator: ", "))) another rate than \(rateHz) Hz; "
        + "they are read at that of the table"
    ]
  }
}
