import CZlib
import Foundation

/// Files compressed by gzip, as the last ending of their name says.
enum Gzip {
  /// Most bytes that a compressed file may hold: a week of 3 channels at 250 Hz has 900 MB.
  static let byteLimit = 1 << 30
  private static let chunk = 1 << 20

  /// Whether a path names a compressed file.
  static func isNamed(_ path: String) -> Bool { path.fileExtension.lowercased() == "gz" }

  /// What a compressed file holds. Throws where it holds more than `byteLimit`, or is damaged.
  static func inflate(_ data: Data, file: String) throws(FileError) -> Data {
    var result = Data()
    let end = try inflate(data, file: file) { result.append(contentsOf: $0) }
    switch end {
    case .whole: return result
    case .limit:
      throw .tooLarge(file: "\(file), uncompressed", bytes: byteLimit + 1, limit: byteLimit)
    case .cut:
      throw .content(
        file: file, expected: "a whole gzip file",
        found: "one that is cut or damaged after "
          + "\(result.count) bytes")
    }
  }

  /// The first bytes of what a compressed file holds, from its own first bytes.
  static func head(_ data: Data, byteCount: Int) -> [UInt8] {
    var result: [UInt8] = []
    _ = try? inflate(data, file: "", limit: byteCount) { result += $0 }
    return Array(result.prefix(byteCount))
  }

  /// What one zlib stream holds, as other formats have them within their files. Throws where it
  /// holds more than `limit` bytes, or is damaged.
  static func inflateZlib(_ data: Data, file: String, limit: Int) throws(FileError) -> Data {
    var result = Data()
    let end = try inflate(data, file: file, limit: limit, windowBits: 15) {
      result.append(contentsOf: $0)
    }
    switch end {
    case .whole: return result
    case .limit:
      throw .tooLarge(file: "\(file), uncompressed", bytes: limit + 1, limit: limit)
    case .cut:
      throw .content(
        file: file, expected: "a whole compressed element", found: "one that is cut or damaged")
    }
  }

  private enum End { case whole, cut, limit }

  /// Gives the content piece by piece. Wraps zlib's `inflate`.
  /// - Parameter windowBits: 15 bits of window, and 16 for the gzip format.
  private static func inflate(
    _ data: Data, file: String, limit: Int = byteLimit, windowBits: Int32 = 15 + 16,
    _ body: (ArraySlice<UInt8>) -> Void
  ) throws(FileError) -> End {
    var stream = unsafe z_stream()
    guard
      unsafe inflateInit2_(
        &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .cannotRead(file: file, reason: "there is no memory to uncompress it") }
    defer { _ = unsafe inflateEnd(&stream) }
    var piece = [UInt8](repeating: 0, count: min(chunk, max(1, limit)))
    var total = 0
    return unsafe data.withUnsafeBytes { (input: UnsafeRawBufferPointer) in
      guard let base = input.baseAddress else { return .cut }
      unsafe stream.next_in = UnsafeMutablePointer(
        mutating: base.assumingMemoryBound(to: UInt8.self))
      unsafe stream.avail_in = UInt32(clamping: input.count)
      var hasMember = false
      while true {
        let (status, count) = unsafe next(&stream, &piece)
        total += count
        if count > 0 { body(piece[..<count]) }
        if total > limit { return .limit }
        // A gzip file may hold several members, one after the other.
        if status == Z_STREAM_END {
          guard windowBits > 15, unsafe stream.avail_in > 0, unsafe inflateReset(&stream) == Z_OK
          else { return .whole }
          hasMember = true
          // What fills up a last block is no further member.
        } else if hasMember, status == Z_DATA_ERROR, count == 0 {
          return .whole
        } else if status != Z_OK || count == 0 {
          return .cut
        }
      }
    }
  }

  /// Uncompresses as much as a piece holds.
  private static func next(_ stream: inout z_stream, _ piece: inout [UInt8]) -> (Int32, Int) {
    unsafe piece.withUnsafeMutableBufferPointer { output in
      unsafe stream.next_out = output.baseAddress
      unsafe stream.avail_out = UInt32(output.count)
      let status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
      return (status, unsafe output.count - Int(stream.avail_out))
    }
  }
}
