import Foundation

/// Reads the definitions of an MFER file in their order: a tag, a length, a value. A definition
/// holds until another of its tag, so waveforms are taken with what was defined before them.
///
/// Source: MFER Part 1, "Medical waveform description Format Encoding Rules" of the MFER committee,
/// and ISO 22077-1.
struct MFERParser {
  /// Waveform data, with the definitions that were in force.
  struct Frame {
    var channels: [MFERDefinitions]
    var waveform: Int?
    var order: ByteReader.Order
    /// First sample on the time line, where the file says it.
    var pointer: Int?
    var bytes: Data
  }

  let path: String
  private let reader: ByteReader
  private var order = ByteReader.Order.big
  private var channelCount = 1
  private var own: [Int: MFERDefinitions] = [:] { didSet { current = nil } }
  private var pointer: Int?
  private(set) var shared = MFERDefinitions() { didSet { current = nil } }
  /// The channels' definitions, until one changes: waveforms that follow one another share them.
  private var current: [MFERDefinitions]?
  /// How many more channels may be defined anew between waveforms, so that memory stays small.
  private var definitionsLeft = 65_536
  private(set) var frames: [Frame] = []
  private(set) var texts = MFERTexts()

  static let channelLimit = 1024
  private static let frameLimit = 65_536
  /// Definitions within definitions; the standard knows two levels.
  private static let depthLimit = 8

  init(_ file: MappedFile) throws(FileError) {
    path = file.path
    reader = ByteReader(file.bytes)
    var place = 0
    try walk(&place, end: reader.count, channel: nil, depth: 0, isOpen: false)
  }

  // MARK: Tags and lengths

  private enum Tag {
    static let nothing: UInt8 = 0x00
    static let channel: UInt8 = 0x3F
    static let group: UInt8 = 0x67
    static let end: UInt8 = 0x80
  }

  /// Reads definitions up to `end`, or where the length is open, up to two zeros.
  private mutating func walk(
    _ place: inout Int, end: Int, channel: Int?, depth: Int, isOpen: Bool
  ) throws(FileError) {
    if depth > Self.depthLimit {
      throw .content(
        file: path, expected: "definitions within definitions to a depth of \(Self.depthLimit)",
        found: "deeper ones")
    }
    while place < end, let tag = reader.byte(place) {
      if isOpen, tag == Tag.nothing, reader.byte(place + 1) == 0 {
        place += 2
        return
      }
      place += 1
      if tag == Tag.nothing { continue }
      if tag == Tag.end {
        place = end
        return
      }
      let target = tag == Tag.channel ? try number(&place, end) : channel
      if let length = try length(&place, end) {
        try take(tag, place, place + length, target, depth)
        place += length
      } else if tag == Tag.channel || tag == Tag.group {
        try walk(&place, end: end, channel: target, depth: depth + 1, isOpen: true)
      } else {
        throw .content(
          file: path, expected: "definitions with a length", found: "tag \(tag) without one")
      }
    }
  }

  /// A channel's number, from 0: seven bits a byte, the last byte without its highest bit.
  private func number(_ place: inout Int, _ end: Int) throws(FileError) -> Int {
    var number = 0
    while place < end, let byte = reader.byte(place), number < Self.channelLimit {
      place += 1
      number = number << 7 | Int(byte & 0x7F)
      if byte & 0x80 == 0 { return number }
    }
    throw .content(
      file: path, expected: "a channel from 1 to \(Self.channelLimit)", found: "something else")
  }

  /// A length in bytes; nil where it is open.
  private func length(_ place: inout Int, _ end: Int) throws(FileError) -> Int? {
    if let first = reader.byte(place), place < end {
      place += 1
      if first == 0x80 { return nil }
      let width = first < 0x80 ? 0 : Int(first & 0x7F)
      if width <= 4, let bytes = reader.bytes(place, width) {
        place += width
        let length = width == 0 ? Int(first) : bytes.reduce(0) { $0 << 8 | Int($1) }
        if length <= end - place { return length }
      }
    }
    throw .content(
      file: path, expected: "a definition of tag, length and value that ends within the file",
      found: "one that does not, before byte \(place)")
  }

  // MARK: Definitions

  private mutating func take(
    _ tag: UInt8, _ start: Int, _ end: Int, _ channel: Int?, _ depth: Int
  ) throws(FileError) {
    if tag == Tag.channel || tag == Tag.group {
      var place = start
      return try walk(&place, end: end, channel: channel, depth: depth + 1, isOpen: false)
    }
    guard let value = reader.bytes(start, end - start) else { return }
    let field = MFERField(value, order: order, encoding: texts.encoding)
    switch tag {
    case 0x01: order = value.first == 1 ? .little : .big
    case 0x05 where channel == nil: try setChannelCount(field)
    case 0x07: pointer = field.integer
    case 0x0E: try refuseCompressed(field)
    case 0x1E: try addFrame(value)
    case 0x04, 0x06, 0x08...0x0D, 0x12: try define(tag, field, channel)
    default: texts.take(tag, field, rateHz: shared.rateHz)
    }
  }

  private mutating func setChannelCount(_ field: MFERField) throws(FileError) {
    let count = field.isEmpty ? 1 : field.unsigned ?? 0
    guard (1...Self.channelLimit).contains(count) else {
      throw .content(
        file: path, expected: "1 to \(Self.channelLimit) channels", found: "\(count)")
    }
    channelCount = count
    // What was said of single channels holds for them no more.
    own = [:]
  }

  private func refuseCompressed(_ field: MFERField) throws(FileError) {
    guard let code = field.code, code != 0 else { return }
    throw .content(
      file: path, expected: "waveforms without compression",
      found: "compression \(code), which is not read; export it without compression")
  }

  /// Takes a definition of layout or meaning; an empty one takes back what was defined.
  private mutating func define(
    _ tag: UInt8, _ field: MFERField, _ channel: Int?
  ) throws(FileError) {
    var target = channel.map { own[$0] ?? MFERDefinitions() } ?? shared
    switch tag {
    case 0x04: target.block = field.unsigned
    case 0x06: target.sequences = field.unsigned
    case 0x08: target.waveform = field.code
    case 0x09: target.lead = field.lead
    case 0x0A: target.type = field.isEmpty ? nil : try type(field)
    case 0x0B: target.interval = field.quantity
    case 0x0C: target.resolution = field.quantity
    case 0x0D: target.offset = field.stored
    default: target.null = field.stored
    }
    if let channel {
      own[channel] = target
    } else {
      shared = target
      if tag == 0x08 { texts.addWaveform(field) }
    }
  }

  private func type(_ field: MFERField) throws(FileError) -> MFERSampleType {
    if let code = field.code, let raw = UInt8(exactly: code),
      let type = MFERSampleType(rawValue: raw)
    {
      return type
    }
    throw .content(
      file: path, expected: "samples as whole or floating-point numbers",
      found: "data type \(field.code.map(String.init) ?? "without number"), perhaps compressed, "
        + "which is not read; export it without compression")
  }

  private mutating func addFrame(_ bytes: Data) throws(FileError) {
    if bytes.isEmpty { return }
    if current == nil { definitionsLeft -= channelCount }
    if frames.count == Self.frameLimit || definitionsLeft < 0 {
      throw .content(
        file: path,
        expected: "at most \(Self.frameLimit) waveforms, and as many channels defined "
          + "anew", found: "more")
    }
    let channels =
      current
      ?? (0..<channelCount).map { channel in
        (own[channel] ?? MFERDefinitions()).filled(from: shared, isFirst: channel == 0)
      }
    current = channels
    frames.append(
      Frame(
        channels: channels, waveform: shared.waveform, order: order, pointer: pointer,
        bytes: bytes))
    pointer = nil
  }
}
