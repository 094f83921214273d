import Foundation

/// Text exports of CardioLab (Prucka Engineering, later GE Healthcare): `NAME.inf` with the names
/// of the channels, and `NAME.txt` with a row of numbers for each sample, in mV, pressures in mmHg.
///
/// Source: documentation of the R package EGM, "Read Prucka System Files". It speaks of a first
/// column of sample numbers; the exports that come with it have none.
enum PruckaText {
  static func recognizes(_ head: [UInt8]) -> Bool {
    let text = FileText.decode(head).lowercased()
    return text.contains("number of channel") && text.contains("points for each channel")
  }

  /// The names that the table beside a header may have.
  static func tableNames(_ path: String) -> [String] {
    ["txt", "TXT", "Txt"].map { path.fileName.withoutExtension + "." + $0 }
  }

  /// The path of the table, whether it is there or not.
  static func tablePath(_ path: String) -> String {
    let paths = tableNames(path).map { path.folderPath.appendingPath($0) }
    return paths.first { MappedFile.byteCount(of: $0) != nil } ?? paths[0]
  }

  static func open(_ path: String) throws(FileError) -> Record {
    let tablePath = tablePath(path)
    var record = try decode(try MappedFile(path: path), tablePath: tablePath).record(path: path)
    for index in record.channels.indices { record.channels[index].fileName = tablePath.fileName }
    return record
  }

  private static func decode(
    _ file: MappedFile, tablePath: String
  ) throws(FileError) -> DecodedRecord {
    let header = try PruckaHeader(file)
    guard MappedFile.byteCount(of: tablePath) != nil else {
      throw .content(
        file: file.path, expected: "the samples beside it in \(quoted(tablePath.fileName))",
        found: "no such file")
    }
    let table = try NumberTable(
      try MappedFile(path: tablePath), from: 0, line: 1,
      format: NumberTable.Format(cells: Array(repeating: .number, count: header.names.count)))
    var record = DecodedRecord(
      container: "CardioLab text", frameRateHz: header.rateHz, signals: [])
    record.start = header.fields["start time"].flatMap(TextDate.start)
    record.comments = comments(header)
    record.warnings = table.warnings(expectedRows: header.sampleCount)
    record.signals = signals(header, table)
    addUnitWarnings(header, record.signals, &record.warnings)
    return record
  }

  /// All signals on one gain, 1000 where the numbers have three decimals, as far as 31 bits hold
  /// them.
  private static func signals(
    _ header: PruckaHeader, _ table: NumberTable
  ) -> [DecodedRecord.Signal] {
    let decimal = TextSamples.decimal(table.columns, decimals: table.decimals.max() ?? 0)
    return header.names.enumerated().map { place, name in
      let isPressure = ChannelIdentity(name: name, unit: "mV").kind == .pressure
      let unit = isPressure ? "mmHg" : "mV"
      if let decimal {
        return DecodedRecord.Signal(
          name: name, calibration: Calibration(gain: decimal.gain, unit: unit),
          samples: decimal.samples[place])
      }
      let (samples, calibration) = TextSamples.physical(table.columns[place], unit: unit)
      return DecodedRecord.Signal(name: name, calibration: calibration, samples: samples)
    }
  }

  private static func addUnitWarnings(
    _ header: PruckaHeader, _ signals: [DecodedRecord.Signal], _ warnings: inout [String]
  ) {
    let pressures = signals.filter { $0.calibration.unit == "mmHg" }.map(\.name)
    if !pressures.isEmpty {
      warnings.append(
        "The file does not say which channels are pressures; by their names, "
          + "\(quoted(pressures.joined(separator: ", "))) are read in mmHg")
    }
    if header.units.range(of: "mV", options: .caseInsensitive) == nil {
      warnings.append("The header does not say that voltages are in mV: that is assumed")
    }
  }

  private static func comments(_ header: PruckaHeader) -> [String] {
    let lines = [
      ("patient", "patient"), ("description", "recording"), ("date", "exported"),
      ("stop time", "end time"),
    ]
    return lines.compactMap { key, name in
      header.fields[key].flatMap { $0.isEmpty ? nil : "\(name): \($0)" }
    }
  }
}

/// The header of a CardioLab text export.
struct PruckaHeader {
  /// With keys in small letters.
  private(set) var fields: [String: String] = [:]
  /// The line about units.
  private(set) var units = ""
  /// Of the channels, in the order of the columns.
  private(set) var names: [String] = []
  private(set) var rateHz = 0.0
  /// Rows that the table should have.
  private(set) var sampleCount: Int?

  init(_ file: MappedFile) throws(FileError) {
    var reader = TextLineReader(file)
    var isInTable = false
    while let line = try reader.next() {
      let text = FileText.clean(line.text)
      if isInTable {
        // The number of the amplifier's channel, and its label.
        let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "\t" }
        guard let number = parts.first, Int(number) != nil else { continue }
        names.append(parts.count > 1 ? FileText.clean(String(parts[1])) : "")
      } else if text.lowercased().hasPrefix("channel number") {
        isInTable = true
      } else if let field = TextField(text, separator: "=") {
        fields[field.key] = field.value
      } else if text.lowercased().hasPrefix("units") {
        units = text
      }
    }
    try check(file.path)
  }

  private mutating func check(_ file: String) throws(FileError) {
    let stated = fields["number of channel"] ?? fields["number of channels"] ?? ""
    guard let count = TextQuantity(stated)?.count, count > 0, count == names.count else {
      throw .content(
        file: file,
        expected: "as many channel labels as `Number of Channel = \(quoted(stated))` says",
        found: "\(names.count)")
    }
    let rate = fields["data sampling rate"] ?? ""
    guard let rateHz = TextQuantity(rate)?.hertz else {
      throw .content(
        file: file, expected: "a sampling rate in points/second", found: quoted(rate))
    }
    self.rateHz = rateHz
    sampleCount = fields["points for each channel"].flatMap(TextQuantity.init)?.count
  }
}
