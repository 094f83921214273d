import Foundation
import Waveforms

/// Standard output in large pieces: a line at a time is slow for millions of them.
struct Output {
  private var buffer: [UInt8] = []
  private let handle: FileHandle

  init(handle: FileHandle = .standardOutput) { self.handle = handle }

  mutating func line(_ text: String) throws {
    buffer += Array(text.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 1 << 16 { try flush() }
  }

  mutating func flush() throws {
    do {
      try handle.write(contentsOf: buffer)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let isFull = (cause ?? error as NSError).code == Int(ENOSPC)
      throw CommandError.cannotWrite(
        path: "the output", reason: isFull ? "the disk is full" : "it cannot be written to")
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes lines to standard output at once.
  static func lines(_ lines: [String]) throws {
    var output = Output()
    for line in lines { try output.line(line) }
    try output.flush()
  }

  /// Prints a value as JSON with sorted keys.
  static func json(_ value: some Encodable) throws {
    try lines([String(decoding: try jsonBytes(value), as: UTF8.self)])
  }

  /// Writes a file that appears whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try AtomicFile.write(bytes, path: path)
  }

  /// A value as JSON with sorted keys.
  static func jsonBytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return Array(try encoder.encode(value))
  }

  /// Says something that is not part of the result.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data("tawara: \(safe(text))\n".utf8))
  }

  /// A file's text made safe to print: control characters would steer the terminal.
  static func safe(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : $0 }))
  }

  /// A field of a CSV line, quoted where RFC 4180 asks for it.
  static func csvField(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
