import Foundation

extension WFDBHeader {
  /// The text of the `.hea` file, with every field that has a value.
  public var text: String {
    var lines = [recordLine]
    lines += segments.map { $0.map { "\($0.name) \($0.frameCount)" } } ?? signals.map(\.line)
    lines += comments.map { "# \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private var recordLine: String {
    var line = name + (segments.map { "/\($0.count)" } ?? "") + " \(signalCount) "
    line += compact(frameRateHz)
    if let counterFrequencyHz {
      line += "/" + compact(counterFrequencyHz)
      if let counterBase { line += "(\(compact(counterBase)))" }
    }
    guard let frameCount else { return line }
    line += " \(frameCount)"
    return line + (start?.wfdbText.map { " \($0)" } ?? "")
  }
}

extension WFDBHeader.Signal {
  fileprivate var line: String {
    var storage = String(format.rawValue)
    if samplesPerFrame != 1 { storage += "x\(samplesPerFrame)" }
    if skew != 0 { storage += ":\(skew)" }
    if byteOffset != 0 { storage += "+\(byteOffset)" }
    // 0 says that there is none, and is read as the format's stand-in.
    let isStandIn = !calibration.isCalibrated && calibration.gain == 200
    let gain = isStandIn ? "0" : compact(calibration.gain)
    let baseline = Int(calibration.baseline.rounded())
    let unit =
      calibration.unit.isEmpty
      ? "NU" : String(calibration.unit.map { $0.isWhitespace ? "_" : $0 })
    var fields = [fileName, storage, "\(gain)(\(baseline))/\(unit)"]
    fields += [resolutionBits ?? format.bits, adcZero, initialValue ?? 0].map(String.init)
    // A checksum that was not computed must not be claimed: header(5) lets the line end early,
    // but then there is no place for the name.
    guard checksum != nil || !name.isEmpty else { return fields.joined(separator: " ") }
    fields += [checksum ?? 0, blockSize].map(String.init)
    return (fields + (name.isEmpty ? [] : [name])).joined(separator: " ")
  }
}

/// The shortest text that reads back as the same number, whole numbers without a point.
private func compact(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
}
