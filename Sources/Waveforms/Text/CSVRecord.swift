import Foundation

/// Samples as comma-separated values (RFC 4180, "Common Format and MIME Type for Comma-Separated
/// Values (CSV) Files"), also with other separators and decimal commas.
///
/// A line of names stands above the numbers, with units in brackets, `I (mV)`, or in a line of
/// their own. The rate is that of a column of times, or one that a line above the table states.
enum CSVRecord {
  /// Whether a file's first bytes are those of a table of samples. Tables of anything else, also in
  /// numbers, are none.
  static func recognizes(_ head: [UInt8]) -> Bool {
    // What EnSite exports besides signals, positions and forces, is in such tables too.
    guard EnSiteText.element(head) == nil else { return false }
    if let layout = CSVLayout(head) { return CSVColumns(layout).isOfSamples(layout) }
    guard head.count == FileHead.byteCount else { return false }
    return beginsWithNames(head)
  }

  /// Whether so many names stand at the beginning that no whole row of numbers fits behind them.
  private static func beginsWithNames(_ head: [UInt8]) -> Bool {
    guard !head.contains(0), let line = head.split(separator: 0x0A).first, line.count > 2000 else {
      return false
    }
    let cells = CSVCells.split(line.span.text, separator: UInt8(ascii: ",")).dropLast()
    let names = cells.enumerated().map { place, text in
      CSVName(text, unitCell: nil, isFirst: place == 0, bracketsAreUnits: false)
    }
    return names.count { $0.isOfSignal } * 2 > names.count
  }

  /// - Parameter rateHz: the rate to take, whatever the file says of it: a file may say nothing.
  static func decode(
    _ file: MappedFile, rateHz: Double? = nil
  ) throws(FileError) -> DecodedRecord {
    guard let layout = CSVLayout(file.bytes.prefix(CSVLayout.headByteCount)) else {
      throw .content(
        file: file.path, expected: "a table of numbers, a column for each signal",
        found: "something else")
    }
    let columns = CSVColumns(layout)
    let table = try NumberTable(
      file, from: layout.place, line: layout.line, format: format(layout, columns))
    let timing = try CSVTiming(table, columns, rateHz: rateHz, file: file.path)
    var record = DecodedRecord(container: "CSV", frameRateHz: timing.rateHz, signals: [])
    record.comments = comments(layout) + timing.comments
    record.warnings = table.warnings(expectedRows: nil) + timing.warnings
    let places = columns.signals.filter { $0 != timing.indexColumn }
    addSignals(table, places.map { ($0, columns.columns[$0]) }, to: &record)
    guard !record.signals.isEmpty else {
      throw .content(file: file.path, expected: "a column of samples", found: "times alone")
    }
    return record
  }

  private static func format(_ layout: CSVLayout, _ columns: CSVColumns) -> NumberTable.Format {
    var cells = [NumberTable.Cell](repeating: .number, count: layout.width)
    if columns.timeColumn == 0, layout.rows.first?.first?.contains(":") == true {
      cells[0] = .clock
    }
    // Spreadsheets end every line with a separator when one row is longer.
    let last = layout.width - 1
    if last > 0, columns.columns[last].name.isEmpty, layout.rows.allSatisfy({ $0[last].isEmpty }) {
      cells[last] = .skipped
    }
    return NumberTable.Format(separator: layout.separator, point: layout.point, cells: cells)
  }

  private static func comments(_ layout: CSVLayout) -> [String] {
    layout.preamble.prefix(100).map { line in
      FileText.clean(String(line.drop { $0 == "#" || $0 == "%" }))
    }.filter { !$0.isEmpty }
  }

  /// Signals at their own rates: a slow one has a value in every so many rows, and empty cells
  /// between them.
  private static func addSignals(
    _ table: NumberTable, _ places: [(column: Int, name: CSVName)], to record: inout DecodedRecord
  ) {
    let places = places.filter { !table.columns[$0.column].isEmpty }
    let strides = CSVStride.strides(places.map { table.columns[$0.column] })
    let frame = strides.reduce(1) { CSVStride.common($0, $1) ?? 1 }
    record.frameRateHz /= Double(frame)
    var withoutUnit: [String] = []
    for (place, step) in zip(places, strides) {
      let all = table.columns[place.column]
      let values = step == 1 ? all : stride(from: 0, to: all.count, by: step).map { all[$0] }
      var (samples, calibration) = TextSamples.physical(values, unit: place.name.unit ?? "mV")
      if place.name.unit == nil {
        calibration.isCalibrated = false
        withoutUnit.append(place.name.name.isEmpty ? "column \(place.column + 1)" : place.name.name)
      }
      record.signals.append(
        DecodedRecord.Signal(
          name: place.name.name, calibration: calibration, samples: samples,
          samplesPerFrame: frame / step))
    }
    if !withoutUnit.isEmpty {
      let names = withoutUnit.prefix(12).joined(separator: ", ")
      record.warnings.append("The file gives no unit for \(quoted(names)): millivolts are assumed")
    }
  }
}

/// Columns that have a value in every so many rows only.
enum CSVStride {
  /// Rows of one frame at most.
  private static let limit = 10_000

  /// For each column, how many rows one value of it stands for; 1 for all where they have no frame
  /// in common.
  static func strides(_ columns: [[Double]]) -> [Int] {
    let strides = columns.map(stride)
    let frame = strides.reduce(Optional(1)) { frame, step in frame.flatMap { common($0, step) } }
    // The fastest signals have a value in every row.
    return frame == nil || !strides.contains(1) ? strides.map { _ in 1 } : strides
  }

  private static func stride(_ values: [Double]) -> Int {
    var step = 0
    var count = 0
    for (row, value) in values.enumerated() where !value.isNaN {
      count += 1
      step = greatestCommonDivisor(step, row)
      if step == 1 { return 1 }
    }
    let isRegular = step > 1 && count > 1 && count * step * 2 >= values.count
    return isRegular && step <= limit ? step : 1
  }

  /// The least common multiple, where it is small enough.
  static func common(_ a: Int, _ b: Int) -> Int? {
    let value = a / max(1, greatestCommonDivisor(a, b)) * b
    return (1...limit).contains(value) ? value : nil
  }
}
