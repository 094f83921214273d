import Evaluation
import Foundation
import Waveforms

/// A command's results, in large pieces: a line at a time is slow for millions of them.
struct Output {
  private var buffer: [UInt8] = []
  /// Whether lines are written as they are: pictures, which steer the terminal on purpose.
  private let isRaw: Bool
  private let write: @Sendable ([UInt8]) throws -> Void

  /// To the console, or to where `write` says.
  init(isRaw: Bool = false, write: (@Sendable ([UInt8]) throws -> Void)? = nil) {
    self.isRaw = isRaw
    self.write = write ?? Console.current.write
  }

  mutating func line(_ text: String) throws {
    buffer += Array((isRaw ? text : PlainText.printable(text)).utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 1 << 16 { try flush() }
  }

  mutating func flush() throws {
    do {
      try write(buffer)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let isFull = (cause ?? error as NSError).code == Int(ENOSPC)
      throw CommandError.cannotWrite(
        path: "the output", reason: isFull ? "the disk is full" : "it cannot be written to")
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes lines to standard output at once.
  static func lines(_ lines: [String], isRaw: Bool = false) throws {
    var output = Output(isRaw: isRaw)
    for line in lines { try output.line(line) }
    try output.flush()
  }

  /// Writes text as it is, without a line's end.
  static func text(_ text: String) throws {
    var output = Output()
    output.buffer = Array(text.utf8)
    try output.flush()
  }

  /// Prints a value as JSON with sorted keys.
  static func json(_ value: some Encodable) throws {
    try lines([String(decoding: try PlainText.json(value), as: UTF8.self)])
  }

  /// Writes a file that appears whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try AtomicFile.write(bytes, path: path)
  }

  /// Says something that is not part of the result.
  static func note(_ text: String) {
    Console.current.remark("tawara: \(PlainText.safe(text))\n")
  }
}
