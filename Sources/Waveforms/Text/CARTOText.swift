import Foundation

/// Electrograms of a point as CARTO 3 (Biosense Webster) exports them, `..._ECG_Export_....txt`:
/// 2.5 s of all channels, a row of whole numbers for each sample, with one gain for all.
///
/// Sources: the readers of openep-core, `read_ecgfile_v4.m` (version 4.0, with a line of mapping
/// channels), and of pulse-ep, `carto_signal.py` (version 4.1, without). Neither the rate nor the
/// time is in the file: 2500 samples are 2.5 s.
enum CARTOText {
  private static let rateHz = 1000.0
  private static let usualSampleCount = 2500

  static func recognizes(_ head: [UInt8]) -> Bool {
    FileText.clean(FileText.decode(head.prefix(200))).lowercased().hasPrefix("ecg_export_")
  }

  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    let header = try CARTOHeader(file)
    let table = try NumberTable(
      file, from: header.place, line: header.line,
      format: NumberTable.Format(cells: Array(repeating: .number, count: header.names.count)))
    var record = DecodedRecord(container: "CARTO text", frameRateHz: rateHz, signals: [])
    record.comments = ["device: CARTO, \(header.version)"] + header.comments
    record.warnings = ["The rate is CARTO's usual 1000 Hz: the file does not say it"]
    record.warnings += table.warnings(expectedRows: nil)
    if table.rowCount != usualSampleCount {
      record.warnings.append(
        "CARTO writes \(usualSampleCount) samples of each channel, the file has \(table.rowCount)")
    }
    let calibration = Calibration(gain: 1 / header.millivoltsPerUnit)
    for (name, values) in zip(header.names, table.columns) {
      guard let samples = TextSamples.whole(values) else {
        throw .content(
          file: file.path, expected: "whole ADC units in channel \(quoted(name))",
          found: "other numbers")
      }
      record.signals.append(
        DecodedRecord.Signal(name: name, calibration: calibration, samples: samples))
    }
    return record
  }
}

/// The lines above the samples of a CARTO export.
struct CARTOHeader {
  /// `ECG_Export_4.0`.
  private(set) var version = ""
  private(set) var millivoltsPerUnit = 0.0
  private(set) var names: [String] = []
  /// Which channels mapped the point.
  private(set) var comments: [String] = []
  /// The byte and the line that the table begins at.
  private(set) var place = 0
  private(set) var line = 0

  private static let lineLimit = 20

  init(_ file: MappedFile) throws(FileError) {
    var reader = TextLineReader(file)
    version = FileText.clean(try reader.next()?.text ?? "")
    while names.isEmpty, reader.nextNumber <= Self.lineLimit, let line = try reader.next() {
      let text = FileText.clean(line.text)
      if let field = TextField(text, separator: "="), field.key.contains("gain") {
        let value = field.value.replacing(",", with: ".")
        millivoltsPerUnit = TextQuantity(value)?.value ?? 0
      } else if text.contains("=") {
        comments.append("recording: \(text)")
      } else if !text.isEmpty {
        names = Self.names(text)
      }
    }
    guard (1e-9...1e6).contains(millivoltsPerUnit) else {
      throw .content(
        file: file.path, expected: "a line `Raw ECG to MV (gain) = 0.003000`", found: "no such gain"
      )
    }
    guard !names.isEmpty else {
      throw .content(file: file.path, expected: "a line of channel names", found: "none")
    }
    (place, line) = (reader.place, reader.nextNumber)
  }

  /// Names without CARTO's numbers behind them: `I` and `CS1-CS2` of `I(110)   CS1-CS2(101)`.
  private static func names(_ line: String) -> [String] {
    var names: [String] = []
    var rest = Substring(line)
    while let open = rest.firstIndex(of: "(") {
      guard let close = rest[open...].firstIndex(of: ")") else { break }
      let number = rest[rest.index(after: open)..<close]
      guard Int(number) != nil else { break }
      names.append(FileText.clean(String(rest[..<open])))
      rest = rest[rest.index(after: close)...]
    }
    if names.isEmpty || !FileText.clean(String(rest)).isEmpty {
      return line.split { $0 == " " || $0 == "\t" }.map(String.init)
    }
    return names
  }
}
