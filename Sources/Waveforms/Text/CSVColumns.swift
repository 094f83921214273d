import Foundation

/// What the columns of a CSV table are, and what of a rate its head tells.
struct CSVColumns {
  var columns: [CSVName]
  /// The column of times, or else none.
  var timeColumn: Int?
  /// Seconds in one unit of the times; nil where the unit is not given.
  var secondsPerUnit: Double?
  var indexColumn: Int?
  /// The rate in Hz that a line above the table states.
  var statedRateHz: Double?

  private static let rateKeys = [
    "sampling rate", "sample rate", "sampling frequency", "sample frequency", "samplingrate",
    "samplerate", "sampling_rate", "sample_rate", "samplingfrequency", "sampling_frequency",
    "sample_frequency", "fs", "rate", "frequency",
  ]

  init(_ layout: CSVLayout) {
    let bare = Self.names(layout, bracketsAreUnits: false)
    let isUniform = zip(layout.names, bare).allSatisfy { text, name in
      name.role != .signal || CSVName.bracketed(text) != nil
    }
    columns = isUniform ? Self.names(layout, bracketsAreUnits: true) : bare
    for (place, column) in columns.enumerated() where timeColumn == nil {
      switch column.role {
      case .time(let seconds): (timeColumn, secondsPerUnit) = (place, seconds)
      case .unknownTime: timeColumn = place
      case .index: indexColumn = place
      case .signal: break
      }
    }
    let hasClock = layout.rows.first?.first?.contains(":") == true
    if hasClock { (timeColumn, secondsPerUnit, indexColumn) = (0, 1, nil) }
    statedRateHz = layout.preamble.lazy.compactMap(Self.rate).first
    describe(layout.preamble)
  }

  private static func names(_ layout: CSVLayout, bracketsAreUnits: Bool) -> [CSVName] {
    (0..<layout.width).map { place in
      // A column without name is no index where no column has a name.
      CSVName(
        place < layout.names.count ? layout.names[place] : "",
        unitCell: place < layout.units.count ? layout.units[place] : nil,
        isFirst: place == 0 && !layout.names.isEmpty, bracketsAreUnits: bracketsAreUnits)
    }
  }

  /// The rate in a line like `# sampling rate: 500 Hz` or `Sample Rate,512 hertz`.
  private static func rate(_ line: String) -> Double? {
    // The line begins with it: a heart has a rate too, and a filter a frequency.
    let text = line.lowercased().drop { "#%;/\"' \t\u{FEFF}".contains($0) }
    for key in rateKeys where text.hasPrefix(key) {
      let after = text.dropFirst(key.count)
      let gap = after.prefix { !$0.isNumber }
      guard !gap.contains(where: \.isLetter) || gap.contains("hz)") || gap.contains("hz]") else {
        continue
      }
      var digits = after.dropFirst(gap.count).prefix { $0.isNumber || $0 == "." || $0 == "," }
      while digits.last == "," { digits.removeLast() }
      // 1,000 is 1 or 1000: the reader is to say.
      guard !digits.contains(","), let value = TextQuantity(String(digits))?.value else { continue }
      return TextQuantity("\(value) \(after.contains("khz") ? "kHz" : "Hz")")?.hertz
    }
    return nil
  }

  /// Takes the name and unit of a single column from the lines above it, as Apple Watch exports
  /// have them: `Lead,Lead I`, `Unit,µV`.
  private mutating func describe(_ preamble: [String]) {
    guard columns.count == 1, columns[0].name.isEmpty else { return }
    for line in preamble {
      let cells = CSVCells.split(line, separator: UInt8(ascii: ","))
      guard cells.count == 2 else { continue }
      switch cells[0].lowercased() {
      case "lead":
        let name = cells[1]
        columns[0].name = name.lowercased().hasPrefix("lead ") ? String(name.dropFirst(5)) : name
      case "unit" where CSVName.isUnit(cells[1]): columns[0].unit = cells[1]
      default: break
      }
    }
  }

  /// Columns of signals.
  var signals: [Int] { columns.indices.filter { $0 != timeColumn && $0 != indexColumn } }

  /// Whether it is samples of signals that the table holds, rather than anything else in numbers:
  /// it gives a rate, by even times or in words, or most of its columns have names or units of
  /// signals.
  func isOfSamples(_ layout: CSVLayout) -> Bool {
    guard !signals.isEmpty else { return false }
    if statedRateHz != nil { return true }
    let named = signals.count { columns[$0].isOfSignal }
    if named * 2 > signals.count { return true }
    guard let timeColumn, layout.rows.count >= 3 else { return false }
    let parser = DecimalParser(point: layout.point)
    let times = layout.rows.map { row in
      (parser.number(row[timeColumn]) ?? CSVCells.clock(row[timeColumn], parser))
        ?? DecimalParser.Number(value: .nan, decimals: 0)
    }
    let quantum = pow(10, -Double(min(300, times.map(\.decimals).max() ?? 0)))
    return (try? TimeAxis(times.map(\.value), quantum: quantum, file: "")) != nil
  }
}
