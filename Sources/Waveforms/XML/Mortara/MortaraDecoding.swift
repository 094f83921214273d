/// Reads resting ECGs of Mortara (Welch Allyn, Hillrom) electrocardiographs as XML: ELI 250 and its
/// kin, ELI Link.
///
/// The format has no public text; facts are from exports and from the open programs BRAVEHEART and
/// EDFbrowser, which agree on them.
enum MortaraDecoding {
  static let rootName = "ECG"
  /// Most channels; a resting ECG has 18 at most.
  private static let channelLimit = 64

  /// Whether a file begins as one of these does: its root's name alone is too common.
  static func recognizes(_ head: [UInt8]) -> Bool {
    guard XMLFile.begins(head, root: rootName) else { return false }
    let text = String(decoding: head.filter { $0 != 0 }, as: UTF8.self)
    let marks = ["ACQUISITION_TIME", "<CHANNEL", "<TYPICAL_CYCLE", "<SUBJECT", "<SOURCE"]
    return marks.contains { text.contains($0) }
  }

  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    let root = try XMLFile.root(file.bytes, file: file.path)
    let channels = root.name == rootName ? root.all("CHANNEL") : []
    guard !channels.isEmpty, channels.count <= channelLimit else {
      throw .content(
        file: file.path, expected: "1 to \(channelLimit) channels in the element \(rootName)",
        found: "\(channels.count) in <\(root.name.fitForLine)>")
    }
    var warnings: [String] = []
    var signals: [DecodedRecord.Signal] = []
    var rates: [Double] = []
    for (index, channel) in channels.enumerated() {
      let reading = try MortaraChannel(channel, number: index + 1, file: file.path)
      warnings += reading.warnings
      signals.append(reading.signal)
      rates.append(reading.rateHz)
    }
    guard let frames = SignalAssembly.frames(ratesHz: rates) else {
      throw .content(
        file: file.path, expected: "sampling rates with a common divisor",
        found: Set(rates).sorted().map { "\($0)" }.joined(separator: ", ").fitForLine)
    }
    let names = ECGLead.unique(signals.map(\.name))
    for index in signals.indices {
      signals[index].name = names[index]
      signals[index].samplesPerFrame = frames.samplesPerFrame[index]
    }
    if let cycle = root.child("TYPICAL_CYCLE"), cycle.child("TYPICAL_CYCLE_CHANNEL") != nil {
      warnings.append("The typical cycle (a median beat) is left out")
    }
    return DecodedRecord(
      container: "Mortara ELI XML", frameRateHz: frames.rateHz, signals: signals,
      start: MortaraComments.start(root), comments: MortaraComments.lines(root), warnings: warnings)
  }
}

/// One channel: attributes, and 16-bit samples in Base64 in the attribute DATA.
struct MortaraChannel {
  private(set) var signal: DecodedRecord.Signal
  let rateHz: Double
  private(set) var warnings: [String] = []

  init(_ channel: XMLElement, number: Int, file: String) throws(FileError) {
    let name = ECGLead.name(channel["NAME"] ?? "").fitForLine
    let what = name.isEmpty ? "channel \(number)" : "lead \(name)"
    let kind = [
      channel["BITS"] ?? "16", channel["FORMAT"] ?? "SIGNED", channel["ENCODING"] ?? "BASE64",
    ]
    guard kind.map({ $0.uppercased() }) == ["16", "SIGNED", "BASE64"] else {
      throw .content(
        file: file, expected: "16 SIGNED BASE64 as the samples of \(what)",
        found: "'\(kind.joined(separator: " ").fitForLine)'")
    }
    let rate = channel["SAMPLE_FREQ"]
    guard let rateHz = rate.flatMap(EDFText.number), (0.1...1e6).contains(rateHz) else {
      throw .content(
        file: file, expected: "a sampling rate (SAMPLE_FREQ) of \(what)",
        found: rate.map { "'\($0.fitForLine)'" } ?? "none")
    }
    self.rateHz = rateHz
    let data = channel.attributes["DATA"] ?? channel.text
    guard let samples = Base64Samples.bytes(data).flatMap({ Base64Samples.int16($0) }),
      !samples.isEmpty
    else {
      throw .content(
        file: file, expected: "16-bit samples in Base64 in \(what)", found: "something else")
    }
    var calibration = Calibration(gain: 1, unit: "", isCalibrated: false)
    if let units = channel["UNITS_PER_MV"].flatMap(EDFText.number),
      PhysicalQuantity.scales.contains(abs(units))
    {
      calibration = Calibration(gain: units, unit: "mV")
    } else {
      warnings.append("The \(what) has no scale: its values are the numbers in the file")
    }
    signal = .init(name: name, calibration: calibration, samples: samples, resolutionBits: 16)
    warnings += Self.doubts(channel, what: what, samples: samples.count, rateHz: rateHz)
  }

  private static func doubts(
    _ channel: XMLElement, what: String, samples: Int, rateHz: Double
  ) -> [String] {
    var doubts: [String] = []
    // Samples, in all exports that are known; milliseconds in some others.
    if let duration = channel["DURATION"].flatMap(EDFText.number), duration != Double(samples),
      (Double(samples) * 1000 / rateHz).rounded() != duration
    {
      doubts.append(
        "The \(what): expected \(duration) samples as the file says, found \(samples)")
    }
    if let offset = channel["OFFSET"], EDFText.number(offset) != 0 {
      // BRAVEHEART adds it to the samples, EDFbrowser does not; known exports have zeros.
      doubts.append("The \(what): its OFFSET is \(offset.fitForLine), which is not applied")
    }
    return doubts
  }
}
