import Foundation

extension SafeTensors {
  /// A tensor to write: 32-bit elements of either type, as the bits that the file will hold.
  public struct Value: Sendable, Equatable {
    let type: ElementType
    let shape: [Int]
    let words: [UInt32]

    var byteCount: Int { 4 * words.count }

    /// A tensor of F32 elements.
    ///
    /// Traps, naming both counts, where its values no longer have the number that its shape says.
    public static func float32(_ tensor: Tensor) -> Value {
      checkCount(of: tensor.shape, found: tensor.values.count)
      return Value(type: .float32, shape: tensor.shape, words: tensor.values.map(\.bitPattern))
    }

    /// A tensor of I32 elements in row-major order.
    ///
    /// Traps, naming both counts, where there are not as many as the extents' product.
    public static func int32(_ values: [Int32], shape: [Int]) -> Value {
      checkCount(of: shape, found: values.count)
      return Value(
        type: .int32, shape: shape, words: values.map { UInt32(bitPattern: $0) })
    }
  }

  /// Writes tensors and free text to a file that appears whole or not at all.
  ///
  /// It is written to `path` with `.part` at its end, flushed to the disk and renamed. The same
  /// content gives the same bytes.
  ///
  /// Throws, and leaves what was there before, where the file cannot be written, or could not be
  /// read again: a value is infinite or not a number, a name is the format's own, or the header or
  /// the file is longer than `init(path:)` reads.
  public static func write(
    _ tensors: [String: Value], metadata: [String: String] = [:], path: String
  ) throws(SafeTensorsError) {
    if tensors[metadataKey] != nil { throw .reservedName(file: path, tensor: metadataKey) }
    let tensors = tensors.sorted { $0.key < $1.key }
    for (name, value) in tensors where value.type == .float32 {
      try checkFinite(value.words, tensor: name, file: path)
    }
    let header = header(
      tensors.map { ($0.key, $0.value.type, $0.value.shape) }, metadata: metadata)
    let size = lengthBytes + header.count + tensors.reduce(0) { $0 + $1.value.byteCount }
    if header.count > headerLimit {
      throw .wrongHeaderLength(
        file: path, expected: headerLengths(fileSize: size), found: UInt64(header.count))
    }
    if size > fileLimit { throw .wrongSize(file: path, expected: fileSizes, found: size) }
    let content = [UInt8](capacity: size) { output in
      output.append(littleEndian: UInt32(header.count))
      output.append(littleEndian: 0)
      for byte in header { output.append(byte) }
      for (_, value) in tensors {
        for word in value.words { output.append(littleEndian: word) }
      }
    }
    try replace(path, with: Data(content))
  }

  /// The header, with blanks at its end so that the data begins at a multiple of eight bytes.
  static func header(
    _ tensors: [(name: String, type: ElementType, shape: [Int])], metadata: [String: String]
  ) -> [UInt8] {
    var end = 0
    var members = tensors.map { name, type, shape in
      let start = end
      end += 4 * shape.reduce(1, *)
      let extents = shape.map(String.init).joined(separator: ",")
      let entry =
        "{\"data_offsets\":[\(start),\(end)],\"dtype\":\"\(type.rawValue)\","
        + "\"shape\":[\(extents)]}"
      return (key: name, json: entry)
    }
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map { "\(json($0)):\(json($1))" }
      members.append((metadataKey, "{\(texts.joined(separator: ","))}"))
    }
    members.sort { $0.key < $1.key }
    let text = "{\(members.map { "\(json($0.key)):\($0.json)" }.joined(separator: ","))}"
    let padding = -text.utf8.count & 7
    return Array(text.utf8) + Array(repeating: UInt8(ascii: " "), count: padding)
  }

  /// A JSON string.
  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func replace(_ path: String, with content: Data) throws(SafeTensorsError) {
    guard isPlaceForFile(path) else {
      throw .cannotWrite(file: path, reason: "it is not a regular file")
    }
    let part = path + ".part"
    do {
      try content.write(to: URL(filePath: part))  // This flushes, too.
      try replaceFile(at: path, with: part)
    } catch {
      removeFile(part)
      throw .cannotWrite(file: path, reason: SafeTensorsError.reason(error))
    }
  }
}

extension OutputSpan<UInt8> {
  mutating func append(littleEndian word: UInt32) {
    append(UInt8(truncatingIfNeeded: word))
    append(UInt8(truncatingIfNeeded: word >> 8))
    append(UInt8(truncatingIfNeeded: word >> 16))
    append(UInt8(truncatingIfNeeded: word >> 24))
  }
}
