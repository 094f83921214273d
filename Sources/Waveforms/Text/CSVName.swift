/// The name of a column, with the unit that stands in or below it.
package struct CSVName {
  /// What a column holds.
  package enum Role: Equatable {
    case signal
    /// Times, so many seconds in one unit of them.
    case time(secondsPerUnit: Double)
    /// Times in a unit that is not given.
    case unknownTime
    /// The number of the sample.
    case index
  }

  package var name: String
  /// Nil where the column gives none.
  package var unit: String?
  package var role = Role.signal

  /// Units that stand without brackets too: `I_mV`, `ART mmHg`.
  private static let voltages = ["mV", "uV", "µV", "μV", "nV", "V"]
  private static let units =
    voltages + [
      "mmHg", "cmH2O", "kPa", "%", "bpm", "1/min", "/min", "°C", "degC", "C", "F", "Ohm", "ohm",
      "ohms", "Ω", "NU", "nu", "adu", "ADU", "au", "a.u.", "g", "N", "m/s2", "m/s^2", "deg", "mL",
      "l/min", "L/min", "mV/s", "mm",
    ]
  private static let timeUnits: [String: Double] = [
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "ms": 1e-3, "msec": 1e-3,
    "millisecond": 1e-3, "milliseconds": 1e-3, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "usec": 1e-6,
    "microseconds": 1e-6, "ns": 1e-9, "min": 60, "minutes": 60, "h": 3600, "hours": 3600,
  ]
  private static let times: Set<String> = [
    "time", "t", "times", "elapsed time", "elapsed", "timestamp", "t_ref", "zeit", "temps",
  ]
  private static let indices: Set<String> = [
    "", "sample", "samples", "index", "sample #", "sample number", "sample index", "sample_number",
    "sample_index", "frame", "n", "no", "no.", "#", "unnamed: 0",
  ]

  /// - Parameters:
  ///   - text: the name as the file has it.
  ///   - unitCell: the unit below it, where there is one.
  ///   - isFirst: whether it is the first column: elsewhere, `t` and `n` name no times.
  ///   - bracketsAreUnits: whether whatever is in brackets is a unit, known or not.
  package init(_ text: String, unitCell: String?, isFirst: Bool, bracketsAreUnits: Bool) {
    name = FileText.clean(text)
    if let unitCell, !unitCell.isEmpty {
      unit = unitCell
    } else {
      takeUnit(bracketsAreUnits: bracketsAreUnits)
    }
    role = Self.role(name.lowercased(), unit: unit?.lowercased(), isFirst: isFirst)
  }

  /// Whether a cell names a unit that columns of a recording have.
  static func isUnit(_ cell: String) -> Bool {
    units.contains(cell) || timeUnits[cell.lowercased()] != nil
  }

  /// Whether a cell may stand in a line of units.
  static func isUnitCell(_ cell: String) -> Bool {
    cell.isEmpty || isUnit(cell) || cell.lowercased().hasPrefix("hh:mm:ss") || cell == "sample #"
      || cell == "-"
  }

  /// Whether the text in brackets at the end of a name is there.
  static func bracketed(_ text: String) -> (name: String, unit: String)? {
    for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] {
      guard text.last == close, let place = text.lastIndex(of: open) else { continue }
      let unit = FileText.clean(String(text[text.index(after: place)...].dropLast()))
      return (FileText.clean(String(text[..<place])), unit)
    }
    return nil
  }

  private mutating func takeUnit(bracketsAreUnits: Bool) {
    if let (bare, unit) = Self.bracketed(name) {
      guard bracketsAreUnits || Self.isUnit(unit) || unit.isEmpty else { return }
      (name, self.unit) = (bare, unit)
      return
    }
    for separator in ["_", " ", "/"] as [Character] {
      guard let place = name.lastIndex(of: separator) else { continue }
      let unit = String(name[name.index(after: place)...])
      let isTime = Self.times.contains(name[..<place].lowercased())
      guard place > name.startIndex,
        Self.voltages.contains(unit) || unit == "mmHg"
          || isTime && Self.timeUnits[unit.lowercased()] != nil
      else { continue }
      (name, self.unit) = (FileText.clean(String(name[..<place])), unit)
      return
    }
  }

  private static func role(_ name: String, unit: String?, isFirst: Bool) -> Role {
    if times.contains(name), isFirst || name != "t" {
      guard let unit, !unit.isEmpty else { return .unknownTime }
      if unit.hasPrefix("hh:mm:ss") || unit.hasPrefix("mm:ss") { return .time(secondsPerUnit: 1) }
      return timeUnits[unit].map { .time(secondsPerUnit: $0) } ?? .unknownTime
    }
    if let seconds = timeUnits[name], unit == nil, isFirst || name.count > 3 {
      return .time(secondsPerUnit: seconds)
    }
    return isFirst && indices.contains(name) ? .index : .signal
  }

  /// Whether the name or unit is that of a voltage or a pressure.
  var isOfSignal: Bool {
    guard role == .signal else { return false }
    return ![.unknown, .other].contains(ChannelIdentity(name: name, unit: unit ?? "").kind)
      || unit.map { Self.voltages.contains($0) } == true
  }
}
