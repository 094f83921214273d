/// A set of sequences over one time: one of them is the time, the others are leads.
///
/// Facts are from the "HL7 aECG Implementation Guide", final, 21 March 2005 (ANSI/HL7 V3 ECG,
/// R1-2004): `value = origin + scale * digit`.
struct AECGSequenceSet {
  /// The time of the first sample.
  enum Head {
    case absolute(HL7Time)
    /// Seconds from the start of the series.
    case relative(Double)
    case unknown
  }

  private(set) var head = Head.unknown
  private(set) var strips: [AECGSeries.Strip] = []
  private(set) var warnings: [String] = []
  private let file: String

  init(_ set: XMLElement, file: String) throws(FileError) {
    self.file = file
    let sequences = set.all(at: "component", "sequence")
    let code = { (sequence: XMLElement) in sequence.child("code")?["code"] ?? "" }
    let isTime = { (sequence: XMLElement) in code(sequence).uppercased().hasPrefix("TIME_") }
    let leads = sequences.filter { !isTime($0) }
    guard !leads.isEmpty else { return }
    guard let time = sequences.first(where: isTime)?.child("value") else {
      throw .content(
        file: file, expected: "a sequence of times beside those of leads", found: "none")
    }
    let rateHz = try rate(time)
    if let seconds = PhysicalQuantity(time.child("head"))?.seconds, abs(seconds) < 1e9 {
      head = .relative(seconds)
    } else if let moment = HL7Time(time.child("head")?["value"]) {
      head = .absolute(moment)
    } else {
      let found = time.child("head")?["value"] ?? "none"
      warnings.append("The time of the first sample is unknown: found '\(found.fitForLine)'")
    }
    for lead in leads {
      if let strip = try strip(lead, code: code(lead), rateHz: rateHz) { strips.append(strip) }
    }
  }

  /// Samples per second, from the increment of the list of times.
  private func rate(_ time: XMLElement) throws(FileError) -> Double {
    let increment = time.child("increment")
    guard let seconds = PhysicalQuantity(increment)?.seconds, (1e-7...1e5).contains(seconds) else {
      let found = [increment?["value"], increment?["unit"]].compactMap { $0 }
      throw .content(
        file: file, expected: "the time from one sample to the next, in seconds",
        found: found.isEmpty ? "none" : "'\(found.joined(separator: " ").fitForLine)'")
    }
    // 1 / 0.0005 is not 2000 in binary numbers.
    let rate = 1 / seconds
    return abs(rate - rate.rounded()) < rate * 1e-9 ? rate.rounded() : rate
  }

  private mutating func strip(
    _ lead: XMLElement, code: String, rateHz: Double
  ) throws(FileError) -> AECGSeries.Strip? {
    let name = ECGLead.name(code: code).fitForLine
    guard let value = lead.child("value"), let digits = value.child("digits") else {
      warnings.append("The sequence \(name) is left out: it is no list of digits")
      return nil
    }
    var calibration = try calibration(value, name: name)
    if let samples = NumberList.whole(digits.text) {
      if samples.isEmpty {
        warnings.append("Lead \(name) is left out: it has no samples")
        return nil
      }
      return AECGSeries.Strip(
        code: code, rateHz: rateHz, start: 0, samples: samples, calibration: calibration)
    }
    switch NumberList.decimal(digits.text) {
    case .failure(let fault):
      throw .content(
        file: file, expected: "a number as sample \(fault.place + 1) of lead \(name)",
        found: "'\(fault.text.fitForLine)'")
    case .success(let numbers):
      let (samples, scaled) = DecimalSamples.digital(numbers, unit: calibration.unit)
      calibration.gain *= scaled.gain
      calibration.baseline *= scaled.gain
      return AECGSeries.Strip(
        code: code, rateHz: rateHz, start: 0, samples: samples, calibration: calibration)
    }
  }

  /// The line from digits to physical values: of `origin` and `scale`.
  private mutating func calibration(
    _ value: XMLElement, name: String
  ) throws(FileError) -> Calibration {
    guard let scale = PhysicalQuantity(value.child("scale")),
      PhysicalQuantity.scales.contains(abs(scale.value))
    else {
      warnings.append("Lead \(name) has no scale: its values are the digits in the file")
      return Calibration(gain: 1, unit: "", isCalibrated: false)
    }
    let unit = PhysicalQuantity.channelUnit(scale.unit)
    var baseline = 0.0
    if let origin = PhysicalQuantity(value.child("origin")), origin.value != 0 {
      guard let value = origin.value(in: unit), abs(value / scale.value) < 1e9 else {
        throw .content(
          file: file, expected: "the origin of lead \(name) in the unit of its scale, '\(unit)'",
          found: "'\(origin.unit.fitForLine)'")
      }
      baseline = -value / scale.value
    }
    return Calibration(
      gain: 1 / scale.value, baseline: baseline, unit: unit, isCalibrated: !unit.isEmpty)
  }
}
