import Foundation

extension WFDBHeader {
  /// Most bytes that a header may have; the largest in use have some 100 kB.
  static let byteLimit = 16 << 20

  /// Parses the text of a `.hea` file.
  /// - Parameters:
  ///   - bytes: the file's content. Text that is not UTF-8 is read as ISO Latin 1.
  ///   - file: the file's name, for messages.
  public init(bytes: [UInt8], file: String) throws(WFDBError) {
    if bytes.count > Self.byteLimit {
      throw .file(.tooLarge(file: file, bytes: bytes.count, limit: Self.byteLimit))
    }
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if let offset = bytes.firstIndex(of: 0) { throw .notText(file: file, offset: offset) }
    var parser = WFDBHeaderParser(file: file, lines: Self.lines(of: bytes))
    self = try parser.parse()
  }

  private static func lines(of bytes: [UInt8]) -> [Substring] {
    let text =
      String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    return text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }
}

extension WFDBHeader {
  /// Names of the files that a header's lines begin with, its segments as headers, without reading
  /// more of them: a folder of thousands is listed by it.
  static func fileNames(_ bytes: [UInt8]) -> [String] {
    var names: [String] = []
    var record: ArraySlice<UInt8>?
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let text = line.drop { $0 == 0x20 || $0 == 0x09 }
      guard let first = text.first, first != 0x23 else { continue }
      let word = text.prefix { $0 != 0x20 && $0 != 0x09 }
      if record == nil { record = word } else { names.append(FileText.decode(word)) }
    }
    let segments = record?.lastIndex(of: 0x2F).map { record?[($0 + 1)...] ?? [] } ?? []
    let isMultiSegment = !segments.isEmpty && segments.allSatisfy { (0x30...0x39).contains($0) }
    return isMultiSegment ? names.map { $0 + ".hea" } : names
  }
}

/// Walks the lines of a header; keeps the place for messages.
private struct WFDBHeaderParser {
  let file: String
  let lines: [Substring]
  var comments: [String] = []
  /// Lines that say something, with their numbers counted from 1.
  var content: [(number: Int, text: Substring)] = []

  init(file: String, lines: [Substring]) {
    self.file = file
    self.lines = lines
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0.isWhitespace }
      if text.first == "#" {
        comments.append(String(text.dropFirst()).trimmingCharacters(in: .whitespaces))
      } else if !text.isEmpty {
        content.append((index + 1, text))
      }
    }
  }

  mutating func parse() throws(WFDBError) -> WFDBHeader {
    guard let first = content.first else { throw .emptyHeader(file: file) }
    var header = try recordLine(first.text, number: first.number)
    header.comments = comments
    let rest = content.dropFirst()
    if let segmentCount = header.segments?.count {
      guard rest.count >= segmentCount else {
        throw .segmentLinesMissing(file: file, expected: segmentCount, found: rest.count)
      }
      header.segments = try rest.prefix(segmentCount).map { line throws(WFDBError) in
        try segmentLine(line.text, number: line.number)
      }
    } else {
      guard rest.count >= header.signalCount else {
        throw .signalLinesMissing(file: file, expected: header.signalCount, found: rest.count)
      }
      header.signals = try rest.prefix(header.signalCount).map { line throws(WFDBError) in
        try signalLine(line.text, number: line.number)
      }
    }
    return header
  }

  // MARK: The record line

  private func recordLine(_ text: Substring, number: Int) throws(WFDBError) -> WFDBHeader {
    let fields = fields(text)
    let (name, segmentText) = Self.name(fields[0])
    var header = WFDBHeader(name: String(name))
    guard !name.isEmpty else {
      throw bad(number, "record name", "NAME or NAME/SEGMENTS", fields[0])
    }
    guard fields.count > 1, let signals = count(fields[1]), signals <= 1_000_000 else {
      throw bad(
        number, "number of signals", "a whole number", fields.count > 1 ? fields[1] : "nothing")
    }
    header.signalCount = signals
    if let segmentText {
      // The lines themselves bound the number: an array of this size is never made on its word.
      guard let segments = count(segmentText), segments > 0, segments <= content.count + 1_000_000
      else { throw bad(number, "number of segments", "a whole number above 0", segmentText) }
      if segments > content.count - 1 {
        throw .segmentLinesMissing(file: file, expected: segments, found: content.count - 1)
      }
      header.segments = Array(repeating: .init(name: "~", frameCount: 0), count: segments)
    }
    if fields.count > 2 { try frequency(fields[2], number, into: &header) }
    if fields.count > 3 {
      guard let frames = count(fields[3]) else {
        throw bad(number, "number of samples", "a whole number", fields[3])
      }
      header.frameCount = frames
    }
    if fields.count > 4 {
      let start = WFDBStart(fields[4...])
      header.start = start.start
      header.warnings = start.warning.map { ["\(file), line \(number): \($0)"] } ?? []
    }
    return header
  }

  /// A name with the number of segments behind a slash; with something else there it is a path, as
  /// some databases have it.
  private static func name(_ field: Substring) -> (name: Substring, segments: Substring?) {
    guard let slash = field.lastIndex(of: "/") else { return (field, nil) }
    let rest = field[field.index(after: slash)...]
    let isNumber = rest.allSatisfy { $0.isNumber || "+-".contains($0) }
    return isNumber ? (field[..<slash], rest) : (rest, nil)
  }

  /// `fs`, `fs/counter` or `fs/counter(base)`.
  private func frequency(
    _ field: Substring, _ number: Int, into header: inout WFDBHeader
  ) throws(WFDBError) {
    let parts = field.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let rate = decimal(parts[0]), rate == 0 || (1e-6...1e9).contains(rate) else {
      throw bad(number, "sampling frequency", "a number of Hz from 1e-6 to 1e9", field)
    }
    // header(5): a missing or zero frequency means 250.
    header.frameRateHz = rate == 0 ? 250 : rate
    guard parts.count == 2 else { return }
    let counter = parts[1].split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    guard let ticks = decimal(counter[0]) else {
      throw bad(number, "counter frequency", "a number of Hz", field)
    }
    header.counterFrequencyHz = ticks > 0 ? ticks : nil
    guard counter.count == 2 else { return }
    guard counter[1].last == ")", let base = decimal(counter[1].dropLast()) else {
      throw bad(number, "counter base", "a number in parentheses", field)
    }
    header.counterBase = base
  }

  // MARK: Segment and signal lines

  private func segmentLine(
    _ text: Substring, number: Int
  ) throws(WFDBError) -> WFDBHeader.Segment {
    let fields = fields(text)
    guard fields.count >= 2, let frames = count(fields[1]) else {
      throw bad(
        number, "segment length", "a whole number", fields.count > 1 ? fields[1] : "nothing")
    }
    return WFDBHeader.Segment(name: String(fields[0]), frameCount: frames)
  }

  private func signalLine(_ text: Substring, number: Int) throws(WFDBError) -> WFDBHeader.Signal {
    let fields = fields(text, maxSplits: 8)
    guard fields.count >= 2 else { throw bad(number, "format", "a number", "nothing") }
    var signal = try storage(fields[1], fileName: String(fields[0]), number)
    let gain = fields.count > 2 ? try gainField(fields[2], number) : GainField()
    let numbers = try zip(
      2..., ["ADC resolution", "ADC zero", "initial value", "checksum", "block size"]
    )
    .map { index, name throws(WFDBError) -> Int? in
      guard fields.count > index + 1 else { return nil }
      guard let value = integer(fields[index + 1]) else {
        throw bad(number, name, "a whole number", fields[index + 1])
      }
      return value
    }
    signal.resolutionBits = numbers[0].flatMap { $0 > 0 ? $0 : nil }
    signal.adcZero = numbers[1] ?? 0
    signal.initialValue = numbers[2]
    signal.checksum = numbers[3]
    signal.blockSize = numbers[4] ?? 0
    signal.calibration = Calibration(
      gain: gain.gain ?? 200, baseline: Double(gain.baseline ?? signal.adcZero),
      unit: gain.unit ?? "mV", isCalibrated: gain.gain != nil)
    if fields.count > 8 { signal.name = fields[8].trimmingCharacters(in: .whitespaces) }
    return signal
  }

  /// `fmt[xSPF][:skew][+offset]`.
  private func storage(
    _ field: Substring, fileName: String, _ number: Int
  ) throws(WFDBError) -> WFDBHeader.Signal {
    let digits = field.prefix { $0.isASCII && $0.isNumber }
    guard let code = count(digits) else { throw bad(number, "format", "a number", field) }
    guard let format = WFDBSignalFormat(rawValue: code) else {
      throw .unsupportedFormat(code: code, file: file, line: number)
    }
    var signal = WFDBHeader.Signal(fileName: fileName, format: format)
    var rest = field[digits.endIndex...]
    while let mark = rest.first {
      let value = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard let amount = count(value) else {
        throw bad(number, "format", "a whole number after \(mark)", field)
      }
      switch mark {
      case "x" where (1...1_000_000).contains(amount): signal.samplesPerFrame = amount
      case ":" where amount <= 1 << 30: signal.skew = amount
      case "+": signal.byteOffset = amount
      default:
        throw bad(number, "format", "xSAMPLES, :SKEW or +OFFSET of a sensible size", field)
      }
      rest = rest[value.endIndex...]
    }
    return signal
  }

  private struct GainField {
    var gain: Double?
    var baseline: Int?
    var unit: String?
  }

  /// `gain[(baseline)][/unit]`; a gain of 0 means that the signal is not calibrated.
  private func gainField(_ field: Substring, _ number: Int) throws(WFDBError) -> GainField {
    var result = GainField()
    var numeric = field
    if let slash = field.firstIndex(of: "/") {
      let unit = field[field.index(after: slash)...]
      result.unit = unit.isEmpty ? nil : String(unit)
      numeric = field[..<slash]
    }
    if let open = numeric.firstIndex(of: "(") {
      guard numeric.last == ")" else {
        throw bad(number, "gain", "GAIN(BASELINE)/UNIT", field)
      }
      guard let baseline = integer(numeric[numeric.index(after: open)...].dropLast()) else {
        throw bad(number, "baseline", "a whole number", field)
      }
      result.baseline = baseline
      numeric = numeric[..<open]
    }
    guard let gain = decimal(numeric), abs(gain) <= 1e15, gain == 0 || abs(gain) >= 1e-15 else {
      throw bad(number, "gain", "GAIN, GAIN(BASELINE) or GAIN(BASELINE)/UNIT", field)
    }
    result.gain = gain == 0 ? nil : gain
    return result
  }

  /// What stands between blanks, byte by byte: asking letters for their Unicode properties takes
  /// most of the time of a folder of thousands.
  private func fields(_ text: Substring, maxSplits: Int = .max) -> [Substring] {
    text.utf8.split(maxSplits: maxSplits) { $0 == 0x20 || (0x09...0x0D).contains($0) }
      .map { Substring($0) }
  }

  // MARK: Numbers

  /// A whole number of 0 and above; nil beyond 2^40 too (35 years at 1 kHz), so that products fit.
  private func count(_ text: Substring) -> Int? {
    guard let value = integer(text), value >= 0, text.first != "+" else { return nil }
    return value
  }

  /// A whole number, also one that is written with a point and no more than zeros behind it.
  private func integer(_ text: Substring) -> Int? {
    let point = text.firstIndex(of: ".")
    let digits = point.map { text[..<$0] } ?? text
    let zeros = point.map { text[text.index(after: $0)...] } ?? ""
    guard zeros.allSatisfy({ $0 == "0" }), let value = Int(digits), value.magnitude <= 1 << 40
    else { return nil }
    return value
  }

  private func decimal(_ text: Substring) -> Double? {
    let allowed = "+-.eE0123456789"
    guard !text.isEmpty, text.allSatisfy({ allowed.contains($0) }), let value = Double(text),
      value.isFinite
    else { return nil }
    return value
  }

  private func bad(
    _ line: Int, _ field: String, _ expected: String, _ found: some StringProtocol
  ) -> WFDBError {
    .badField(file: file, line: line, field: field, expected: expected, found: String(found))
  }
}
