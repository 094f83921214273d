/// The header fields of one signal. The header holds all labels, then all transducers, ...
struct EDFSignalFields {
  private static let columns = [
    ("label", 16), ("transducer", 80), ("unit", 8), ("physical minimum", 8),
    ("physical maximum", 8), ("digital minimum", 8), ("digital maximum", 8), ("prefilter", 80),
    ("samples per data record", 8), ("reserved field", 32),
  ]

  let index: Int
  let count: Int

  var label: EDFField { field(0) }
  var unit: EDFField { field(2) }
  var samplesPerRecord: EDFField { field(8) }

  private func field(_ column: Int) -> EDFField {
    let before = Self.columns[..<column].reduce(0) { $0 + $1.1 }
    let (name, length) = Self.columns[column]
    return EDFField(
      name: "\(name) of signal \(index + 1)", byte: 256 + before * count + length * index,
      length: length)
  }

  /// What lies at a byte of a header of `count` signals.
  static func place(of byte: Int, count: Int) -> String {
    var start = 256
    guard byte >= start else { return "the main header" }
    for (name, length) in columns {
      if byte < start + length * count {
        return "\(name) of signal \((byte - start) / length + 1)"
      }
      start += length * count
    }
    return "the header"
  }

  /// The line through the two points that the header gives, digital and physical.
  func calibration(
    _ reader: EDFFieldReader, label: String, warnings: inout [String]
  ) throws(EDFError) -> Calibration {
    let limits = -9_999_999...99_999_999
    let everything = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    let physicalMinimum = try reader.number(field(3), in: everything, warnings: &warnings)
    let physicalMaximum = try reader.number(field(4), in: everything, warnings: &warnings)
    let digitalMinimum = try reader.integer(field(5), in: limits, warnings: &warnings)
    let digitalMaximum = try reader.integer(field(6), in: limits, warnings: &warnings)
    let unit = reader.text(unit)
    if digitalMinimum > digitalMaximum {
      warnings.append(
        "Signal \(index + 1) (\(label)): expected a digital minimum below the maximum, "
          + "found \(digitalMinimum) and \(digitalMaximum)")
    }
    let gain =
      Double(digitalMaximum - digitalMinimum) / (physicalMaximum - physicalMinimum)
    let baseline = Double(digitalMinimum) - physicalMinimum * gain
    guard gain.isFinite, gain != 0, (1 / gain).isFinite, baseline.isFinite else {
      warnings.append(
        "Signal \(index + 1) (\(label)): expected two different digital and physical limits, "
          + "found \(digitalMinimum) to \(digitalMaximum) for \(physicalMinimum) to "
          + "\(physicalMaximum); its values are shown uncalibrated")
      return Calibration(gain: 1, baseline: 0, unit: unit, isCalibrated: false)
    }
    return Calibration(gain: gain, baseline: baseline, unit: unit)
  }
}
