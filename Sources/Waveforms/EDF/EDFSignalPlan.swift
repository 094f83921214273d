import Foundation

/// How one channel is written as a signal of an EDF or BDF file.
struct EDFSignalPlan {
  var label: String
  var unit: String
  var limits: EDFLimits
  /// What is written for a missing sample.
  var standIn: Int32
  var samplesPerFrame: Int
  /// The value that says in the record that a sample is missing.
  var missingValue: Int32
  /// What the fields of the header do not say of the channel.
  var head = EDFHeadLines.Signal()
  /// What is lost for the readers of other programs.
  var warnings: [String] = []

  /// - Parameters:
  ///   - used: labels of the signals before.
  ///   - path: the file, for messages.
  init(
    _ channel: Channel, _ values: EDFSurvey.Values, isBDF: Bool, used: Set<String>, path: String
  ) throws(FileError) {
    let format: ClosedRange<Int> = isBDF ? -8_388_608...8_388_607 : -32_768...32_767
    var need = values.isEmpty ? 0...0 : Int(values.lowest)...Int(values.highest)
    guard format.contains(need.lowerBound), format.contains(need.upperBound) else {
      throw .cannotWrite(
        file: path,
        reason: "channel \(channel.name.fitForLine) has values from \(need.lowerBound) to "
          + "\(need.upperBound), \(isBDF ? "BDF" : "EDF") holds those from \(format.lowerBound) to "
          + "\(format.upperBound)" + (isBDF ? "" : "; a file that ends in .bdf holds more"))
    }
    let hasRoomBelow = need.lowerBound > format.lowerBound
    if values.missingCount > 0 {
      guard hasRoomBelow || need.upperBound < format.upperBound else {
        throw .cannotWrite(
          file: path,
          reason: "channel \(channel.name.fitForLine) uses all values, and none is left for its "
            + "\(values.missingCount) missing samples" + (isBDF ? "" : "; write a .bdf file"))
      }
      need =
        hasRoomBelow
        ? need.lowerBound - 1...need.upperBound : need.lowerBound...need.upperBound + 1
    }
    guard let limits = EDFLimits(channel.calibration, holding: need, within: format) else {
      throw .cannotWrite(
        file: path,
        reason: "the physical limits of channel \(channel.name.fitForLine), in "
          + "\(channel.calibration.unit.fitForLine), do not fit in 8 characters")
    }
    self.limits = limits
    standIn = Int32(hasRoomBelow ? limits.lower.digital : limits.upper.digital)
    samplesPerFrame = channel.samplesPerFrame
    missingValue = channel.missingValue
    label = Self.label(channel.name, used: used)
    unit = String(EDFText.ascii(channel.calibration.unit).prefix(8))
    note(channel, values)
  }

  /// Says what is lost, and keeps it where Tawara finds it.
  private mutating func note(_ channel: Channel, _ values: EDFSurvey.Values) {
    let calibration = channel.calibration
    let name = channel.name.fitForLine
    if label != channel.name {
      head.name = channel.name
      warnings.append(
        "channel \(name): expected a name of at most 16 ASCII characters, it is written as "
          + "\"\(label)\"")
    }
    if unit != calibration.unit { head.unit = calibration.unit }
    if limits.line.gain != calibration.gain { head.gain = calibration.gain }
    if limits.line.baseline != calibration.baseline { head.baseline = calibration.baseline }
    head.isUncalibrated = !calibration.isCalibrated
    let steps = limits.largestMove * abs(calibration.gain)
    if steps > 1e-6 {
      warnings.append(
        "channel \(name): its gain needs more than 8 characters; other programs find values that "
          + "differ by at most \(Self.short(limits.largestMove)) \(unit), "
          + "\(Self.short(steps)) steps")
    }
    guard values.missingCount > 0 else { return }
    head.missing = standIn
    warnings.append(
      "channel \(name): \(values.missingCount) missing samples are written as \(standIn), a value "
        + "that no other has: EDF knows no missing ones")
  }

  /// A name of at most 16 ASCII characters; one that has to be cut gets a number of its own.
  private static func label(_ name: String, used: Set<String>) -> String {
    let ascii = EDFText.ascii(name)
    if ascii == name, name.utf8.count <= 16, name == FileText.clean(name), !isReserved(name) {
      return name
    }
    let clean = FileText.clean(ascii)
    let first = String(clean.prefix(16)) + (isReserved(clean) ? "_" : "")
    guard used.contains(first) || first.isEmpty else { return first }
    return (2...9999).lazy.map { clean.prefix(11) + "~\($0)" }.first { !used.contains($0) } ?? first
  }

  private static func isReserved(_ name: String) -> Bool {
    name == "EDF Annotations" || name == "BDF Annotations"
  }

  /// Three digits that count.
  static func short(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return "0" }
    var scale = 1.0
    while value * scale < 100, scale < 1e15 { scale *= 10 }
    return PlainDecimal.text((value * scale).rounded(.up) / scale) ?? "0"
  }
}

extension EDFText {
  /// Printable ASCII: `µV` becomes `uV`, letters lose their accents, what else there is becomes
  /// `?`.
  static func ascii(_ text: String) -> String {
    var result = ""
    for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar {
      case " "..."~": result.unicodeScalars.append(scalar)
      case "µ", "μ": result += "u"
      case "Ω": result += "Ohm"
      case "°": result += "deg"
      default:
        if scalar.properties.generalCategory != .nonspacingMark { result += "?" }
      }
    }
    return result
  }
}
