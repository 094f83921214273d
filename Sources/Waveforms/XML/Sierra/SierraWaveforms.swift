/// The leads of a Philips Sierra file.
struct SierraWaveforms {
  /// Samples per second.
  private(set) var rateHz = 0.0
  private(set) var signals: [DecodedRecord.Signal] = []
  private(set) var warnings: [String] = []
  private let file: String
  private let parsed: XMLElement
  private let characteristics: XMLElement?

  /// Most leads; a resting ECG has 18 at most.
  private static let leadLimit = 64

  init(_ root: XMLElement, file: String) throws(FileError) {
    self.file = file
    guard let parsed = root.descendants("parsedwaveforms").first else {
      throw .content(file: file, expected: "waveforms (parsedwaveforms)", found: "none")
    }
    self.parsed = parsed
    characteristics = root.at("dataacquisition", "signalcharacteristics")
    rateHz = try number("sampling rate", 0.1...1e6, "samplespersecond", "samplingrate")
    let names = try names()
    let duration = parsed["durationperchannel"].flatMap(EDFText.number) ?? 0
    // Milliseconds.
    let count = (duration * rateHz / 1000).rounded()
    guard count >= 1, count <= Double(DecodedRecord.sampleLimit / names.count) else {
      throw .content(
        file: file, expected: "the length of the waveforms in durationperchannel, in milliseconds",
        found: parsed["durationperchannel"].map { "'\($0.fitForLine)'" } ?? "none")
    }
    let leads = try leads(names, sampleCount: Int(count))
    let calibration = calibration()
    signals = zip(names, leads).map {
      .init(name: $0, calibration: calibration, samples: $1, resolutionBits: 16)
    }
  }

  /// An attribute of the waveforms, or the same among the characteristics of all signals.
  private func setting(_ attribute: String, _ element: String? = nil) -> String? {
    parsed[attribute] ?? characteristics?.text(of: element ?? attribute)
  }

  private func number(
    _ what: String, _ range: ClosedRange<Double>, _ attribute: String, _ element: String
  ) throws(FileError) -> Double {
    let text = setting(attribute, element)
    guard let number = text.flatMap(EDFText.number), range.contains(number) else {
      throw .content(
        file: file, expected: "the \(what) of the waveforms",
        found: text.map { "'\($0.fitForLine)'" } ?? "none")
    }
    return number
  }

  private func names() throws(FileError) -> [String] {
    let labels = parsed["leadlabels"]?.split(separator: " ").map(String.init) ?? []
    let stated =
      labels.isEmpty
      ? Int(setting("numberofleads", "numberchannelsallocated") ?? "")
        ?? Int(characteristics?.text(of: "numberchannelsvalid") ?? "")
      : parsed["numberofleads"].flatMap { Int($0) } ?? labels.count
    guard let stated, (1...Self.leadLimit).contains(stated) else {
      throw .content(
        file: file, expected: "the number of leads, at most \(Self.leadLimit)",
        found: stated.map(String.init) ?? "none")
    }
    if !labels.isEmpty { return ECGLead.unique(labels.prefix(stated).map { ECGLead.name($0) }) }
    let set = characteristics?.text(of: "acquisitiontype") ?? characteristics?.text(of: "leadset")
    let standard =
      ["I", "II", "III", "aVR", "aVL", "aVF"] + (1...6).map { "V\($0)" }
    let isStandard = ["STD-12", "10-WIRE"].contains(set ?? "") && stated <= standard.count
    return isStandard
      ? Array(standard.prefix(stated)) : (1...stated).map { "Channel \($0)" }
  }

  /// The samples of each lead, one lead after the other in the file.
  private mutating func leads(
    _ names: [String], sampleCount: Int
  ) throws(FileError) -> [[Int32]] {
    let encoding = parsed["dataencoding"] ?? "Base64"
    let method = compression
    if !method.isEmpty {
      guard method.uppercased() == "XLI", encoding == "Base64" else {
        throw .content(
          file: file, expected: "waveforms as they are, or compressed by XLI",
          found: "'\(method.fitForLine)' in \(encoding.fitForLine); export the ECG uncompressed")
      }
      return try decompressed(names, sampleCount: sampleCount)
    }
    let samples: [Int32]?
    switch encoding {
    case "Base64":
      samples = Base64Samples.bytes(parsed.text).flatMap { bytes in
        setting("signalsigned")?.lowercased() == "false"
          ? Base64Samples.uint16(bytes) : Base64Samples.int16(bytes)
      }
    case "Plain": samples = NumberList.whole(parsed.text)
    default: samples = nil
    }
    guard let samples, samples.count / names.count >= 1 else {
      throw .content(
        file: file, expected: "16-bit samples in Base64, or whole numbers as text",
        found: "'\(encoding.fitForLine)' of another kind, or none")
    }
    let held = min(sampleCount, samples.count / names.count)
    if held < sampleCount || samples.count > sampleCount * names.count {
      warnings.append(
        "The file says that a lead has \(sampleCount) samples, and holds \(samples.count) of "
          + "\(names.count) leads: \(held) of each are read")
    }
    return names.indices.map { Array(samples[$0 * held..<($0 + 1) * held]) }
  }

  /// The method of compression; empty for none. Version 1.03 has other names for it, and only one
  /// method is known.
  private var compression: String {
    let flag = parsed["compressflag"]?.lowercased()
    if flag == "false" { return "" }
    let method = parsed["compression"] ?? parsed["compressmethod"] ?? (flag == "true" ? "XLI" : "")
    return ["uncompressed", "none"].contains(method.lowercased()) ? "" : method
  }

  private func decompressed(
    _ names: [String], sampleCount: Int
  ) throws(FileError) -> [[Int32]] {
    guard sampleCount <= XLICompression.sampleLimit,
      let bytes = Base64Samples.bytes(parsed.text),
      var leads = XLICompression.leads(bytes, count: names.count, sampleCount: sampleCount),
      leads.count == names.count, leads.allSatisfy({ $0.count >= sampleCount })
    else {
      throw .content(
        file: file, expected: "\(names.count) leads of \(sampleCount) samples, compressed by XLI",
        found: "fewer, or something else")
    }
    leads = leads.map { Array($0.prefix(sampleCount)) }
    if names.starts(with: ["I", "II", "III", "aVR", "aVL", "aVF"]) {
      XLICompression.rebuildLimbLeads(&leads)
    }
    return leads
  }

  /// Microvolts of a step, and the number that stands for 0.
  private mutating func calibration() -> Calibration {
    let step = [
      parsed["resolution"], characteristics?.text(of: "resolution"),
      characteristics?.text(of: "signalresolution"),
    ].compactMap { $0.flatMap(EDFText.number) }.first { PhysicalQuantity.scales.contains($0) }
    guard let step else {
      warnings.append("The file gives no resolution: values are the numbers in the file")
      return Calibration(gain: 1, unit: "", isCalibrated: false)
    }
    let zero = setting("signaloffset").flatMap(EDFText.number).flatMap { abs($0) < 1e9 ? $0 : nil }
    return Calibration(gain: 1 / step, baseline: zero ?? 0, unit: "uV")
  }
}
