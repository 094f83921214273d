import Foundation

/// Reads WFDB annotation files in the MIT format; see annot(5).
public enum WFDBAnnotationReader {
  static let byteLimit = 64 << 20

  /// Reads the annotations of one annotator.
  /// - Parameters:
  ///   - recordPath: path of the record, with or without `.hea`.
  ///   - annotator: the extension, such as `atr`.
  public static func read(recordPath: String, annotator: String) throws(WFDBError) -> AnnotationSet
  {
    let path = recordPath.withoutHeaderExtension + "." + annotator
    let bytes = try MappedFile.contents(of: path, limit: byteLimit)
    return try parse(bytes, annotator: annotator, file: path)
  }

  /// Parses the content of an annotation file.
  public static func parse(
    _ bytes: [UInt8], annotator: String, file: String
  ) throws(WFDBError) -> AnnotationSet {
    var parser = AnnotationParser(bytes: bytes, file: file)
    try parser.parse()
    return AnnotationSet(
      annotator: annotator, annotations: parser.annotations, definitions: parser.definitions,
      timeResolutionHz: parser.timeResolutionHz, headNotes: parser.headNotes,
      warnings: parser.warnings)
  }
}

private struct AnnotationParser {
  let bytes: [UInt8]
  let file: String
  var position = 0
  var time = 0
  var channel: UInt8 = 0
  var number: Int8 = 0
  /// The annotation whose modifiers are being read.
  var pending: WFDBAnnotation?
  var annotations: [WFDBAnnotation] = []
  var definitions: [WFDBAnnotationDefinition] = []
  var timeResolutionHz: Double?
  var headNotes: [[UInt8]] = []
  var warnings: [String] = []
  var table = Table.before
  private var isBroken = false

  /// Leading notes at time 0 define types and resolution, or are remarks; anything else but a
  /// null annotation ends that part.
  enum Table { case before, inside, after }

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  mutating func parse() throws(WFDBError) {
    if bytes.isEmpty { throw notAnnotations("an end mark at least", "an empty file") }
    while true {
      if isBroken { break }
      guard let word = nextWord() else {
        warnings.append("\(file): expected an end mark, found the end of the file")
        break
      }
      if word == 0 { break }
      try take(code: UInt8(word >> 10), data: word & 0x3ff)
    }
    flush()
  }

  private mutating func take(code: UInt8, data: UInt16) throws(WFDBError) {
    switch code {
    case 0:
      // A null annotation, which the library writes behind its definitions: it moves time only.
      flush()
      try advance(Int(data))
    case 1...49:
      flush()
      try advance(Int(data))
      pending = WFDBAnnotation(
        time: time, code: WFDBAnnotationCode(rawValue: code), channel: channel, number: number)
    case 59: try skip()
    case 60:
      number = Int8(truncatingIfNeeded: data)
      pending?.number = number
    case 61: pending?.subtype = Int8(truncatingIfNeeded: data)
    case 62:
      channel = UInt8(truncatingIfNeeded: data)
      pending?.channel = channel
    case 63: auxiliary(Int(data))
    default:
      let fault = notAnnotations("a code from 0 to 49 or 59 to 63", "\(code)")
      // What came before stands; nothing behind it can be trusted.
      flush()
      if annotations.isEmpty { throw fault }
      warnings.append(fault.description)
      position = bytes.count
      isBroken = true
    }
  }

  private mutating func nextWord() -> UInt16? {
    guard position + 2 <= bytes.count else { return nil }
    defer { position += 2 }
    return UInt16(bytes[position]) | UInt16(bytes[position + 1]) << 8
  }

  /// A 32-bit step, high half first. It belongs to the annotation that follows.
  private mutating func skip() throws(WFDBError) {
    guard let high = nextWord(), let low = nextWord() else {
      position = bytes.count
      return
    }
    flush()
    try advance(Int(Int32(bitPattern: UInt32(high) << 16 | UInt32(low))))
  }

  private mutating func advance(_ step: Int) throws(WFDBError) {
    time += step
    // The format's files hold 32-bit steps; only a damaged one adds up to more than this.
    if time.magnitude > 1 << 50 { throw notAnnotations("a time below 2^50", "\(time)") }
  }

  private mutating func auxiliary(_ length: Int) {
    let end = min(position + length, bytes.count)
    if end < position + length {
      warnings.append(
        "\(file), byte \(position): expected \(length) bytes of text, found \(end - position)")
    }
    pending?.aux = Array(bytes[position..<end])
    // Odd lengths are padded to whole words.
    position = min(position + length + length % 2, bytes.count)
  }

  private mutating func flush() {
    guard let annotation = pending else { return }
    pending = nil
    if isHead(annotation) { return }
    annotations.append(annotation.takingDuration)
  }

  /// Takes a leading note as part of the file's head, where it is one.
  private mutating func isHead(_ annotation: WFDBAnnotation) -> Bool {
    guard table != .after, annotation.time == 0, annotation.code == .note, annotation.subtype == 0
    else {
      table = .after
      return false
    }
    let text = annotation.text.trimmingCharacters(in: .whitespaces)
    if text == "## annotation type definitions" {
      table = .inside
    } else if text == "## end of definitions" {
      table = .before
    } else if let definition = WFDBAnnotationDefinition(line: text),
      table == .inside || WFDBAnnotationDefinition.userCodes.contains(definition.code.rawValue)
    {
      // Old annotators wrote bare lines for the user's own codes, without a frame of `##` lines.
      definitions.append(definition)
    } else if let rate = Self.timeResolution(text) {
      timeResolutionHz = rate
    } else {
      if table == .inside {
        warnings.append(
          "\(file): expected CODE SYMBOL DESCRIPTION in the type definitions, found "
            + "\"\(quoted(text))\"")
      }
      headNotes.append(annotation.aux)
    }
    return true
  }

  private static func timeResolution(_ text: String) -> Double? {
    let mark = "## time resolution:"
    guard text.hasPrefix(mark),
      let value = Double(text.dropFirst(mark.count).trimmingCharacters(in: .whitespaces)),
      value.isFinite, value > 0, value <= 1e12
    else { return nil }
    return value
  }

  private func notAnnotations(_ expected: String, _ found: String) -> WFDBError {
    .notAnnotations(file: file, offset: max(0, position - 2), expected: expected, found: found)
  }
}

extension WFDBAnnotationDefinition {
  /// Parses `42 X Tachycardias`; the description may be absent.
  fileprivate init?(line: String) {
    let fields = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
    guard fields.count >= 2, let code = UInt8(fields[0]), (1...49).contains(code) else {
      return nil
    }
    self.init(
      code: WFDBAnnotationCode(rawValue: code), symbol: String(fields[1]),
      description: fields.count > 2 ? String(fields[2]) : "")
  }
}
