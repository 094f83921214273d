import Foundation

/// Waveforms as EnSite Velocity, Precision and X (St. Jude Medical, later Abbott) export them:
/// lines of `Key: value`, tables of the electrodes, then a comma-separated table that begins
/// `t_dws,t_secs,t_usecs,t_ref` and has for each channel its values, and from version 5 on two more
/// columns of its state, `_ds` and `_ps`, which are left out.
///
/// Sources: the readers of openep-core, `loadprecision_wavefile.m`, and of pulse-ep, `ensite.py`.
/// The files name no unit; openep takes the numbers for millivolts.
enum EnSiteText {
  static func recognizes(_ head: [UInt8]) -> Bool {
    element(head).map(isWaveform) ?? false
  }

  /// What an export holds, `EPcathBIO_RAW`; nil where a file is no export of EnSite.
  static func element(_ head: [UInt8]) -> String? {
    let text = FileText.decode(head)
    guard let key = text.range(of: "Export Data Element", options: .caseInsensitive) else {
      return nil
    }
    let value = text[key.upperBound...].prefix { !$0.isNewline }
    return FileText.clean(String(value.drop { $0 == ":" || $0 == " " || $0 == "," }))
  }

  /// Whether an export is of voltages, and not of positions, forces or maps.
  private static func isWaveform(_ element: String) -> Bool {
    let name = element.lowercased()
    return name.hasPrefix("ecg") || name.hasPrefix("epcathbio")
      || name.hasPrefix("ep_catheter") && name.contains("polar")
  }

  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    let header = try EnSiteHeader(file)
    let table = try NumberTable(
      file, from: header.place, line: header.line,
      format: NumberTable.Format(
        separator: UInt8(ascii: ","), cells: header.cells, endsAtLetter: true))
    let axis = try timeAxis(header, table, file: file.path)
    var record = DecodedRecord(
      container: "EnSite text", frameRateHz: axis.rateHz, signals: [])
    record.start = header.start
    record.comments = header.comments
    record.warnings = table.warnings(expectedRows: header.sampleCount)
    record.warnings.append("The file names no unit: millivolts are assumed")
    for (column, name) in header.signals {
      let (samples, calibration) = TextSamples.physical(table.columns[column], unit: "mV")
      record.signals.append(
        DecodedRecord.Signal(name: name, calibration: calibration, samples: samples))
    }
    guard !record.signals.isEmpty else {
      throw .content(file: file.path, expected: "columns of channels", found: "times alone")
    }
    return record
  }

  /// The times in whole seconds and microseconds, which stay exact where `t_ref`, in six digits,
  /// becomes coarser with every minute.
  private static func timeAxis(
    _ header: EnSiteHeader, _ table: NumberTable, file: String
  ) throws(FileError) -> TimeAxis {
    if let seconds = header.column("t_secs"), let micros = header.column("t_usecs") {
      let first = table.columns[seconds].first ?? 0
      let times = zip(table.columns[seconds], table.columns[micros]).map { $0 - first + $1 * 1e-6 }
      return try TimeAxis(times, quantum: 1e-6, file: file)
    }
    guard let column = header.column("t_ref") else {
      throw .content(file: file, expected: "a column t_ref of times", found: "none")
    }
    let quantum = pow(10, -Double(min(300, table.decimals[column])))
    return try TimeAxis(table.columns[column], quantum: quantum, file: file)
  }
}
