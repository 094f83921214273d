import Foundation

/// The tensors of a safetensors file, checked whole when it is opened.
///
/// Nothing is allocated on the file's word: each length that the file states is held against the
/// file's size before it is used. The content is read rather than mapped, because another program
/// that cuts a mapped file short ends the process.
public struct SafeTensors: Sendable {
  /// The longest header that is read, in bytes.
  public static let headerLimit = 16 << 20
  /// The longest file that is read unless the caller asks for more, in bytes.
  public static let fileLimit = 1 << 30

  /// What the header says of a tensor.
  public struct Entry: Sendable, Equatable {
    /// The type of its elements.
    public let type: ElementType
    /// Extents, outermost first; a scalar has none.
    public let shape: [Int]
    /// Where the tensor lies in the data that follows the header.
    public let bytes: Range<Int>
  }

  /// The path that the file was opened by.
  public let path: String
  /// Free text by key.
  public let metadata: [String: String]
  /// What there is, by name.
  public let entries: [String: Entry]
  private let data: Data

  /// The names of all tensors, sorted.
  public var names: [String] { entries.keys.sorted() }

  static let metadataKey = "__metadata__"
  /// Size of the header's length at the beginning of the file.
  static let lengthBytes = 8
  static let fileSizes = sizes(limit: fileLimit)

  static func sizes(limit: Int) -> ClosedRange<Int> { lengthBytes + 2...limit }

  static func headerLengths(fileSize: Int) -> ClosedRange<Int> {
    2...min(fileSize - lengthBytes, headerLimit)
  }

  /// Reads a file and checks that its tensors lie in its data one after the other, without holes.
  ///
  /// Throws where the file is absent, too large or damaged, in whatever way.
  public init(path: String, limit: Int = fileLimit) throws(SafeTensorsError) {
    let file = try CheckpointFile(path: path)
    guard Self.sizes(limit: limit).contains(file.size) else {
      throw .wrongSize(file: path, expected: Self.sizes(limit: limit), found: file.size)
    }
    let lengths = Self.headerLengths(fileSize: file.size)
    let length = try file.read(Self.lengthBytes).reversed().reduce(0 as UInt64) {
      $0 << 8 | UInt64($1)
    }
    guard let headerSize = Int(exactly: length), lengths.contains(headerSize) else {
      throw .wrongHeaderLength(file: path, expected: lengths, found: length)
    }
    let header = try HeaderParser(Array(file.read(headerSize)), file: path)
    let dataSize = file.size - Self.lengthBytes - headerSize
    try Self.check(header.entries, dataSize: dataSize, file: path)
    self.path = path
    metadata = header.metadata
    entries = header.entries
    data = try file.read(dataSize)
  }

  /// Checks that each tensor is as long as its shape says and begins where the one before ends.
  private static func check(
    _ entries: [String: Entry], dataSize: Int, file: String
  ) throws(SafeTensorsError) {
    var end = 0
    let inOrder = entries.sorted {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound, $0.key)
        < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound, $1.key)
    }
    for (name, entry) in inOrder {
      func bad(_ field: String, _ expected: String, _ found: String) -> SafeTensorsError {
        .badEntry(file: file, tensor: name, field: field, expected: expected, found: found)
      }
      let range = "\(entry.bytes.lowerBound) to \(entry.bytes.upperBound)"
      if entry.bytes.upperBound > dataSize {
        throw bad("data_offsets", "a range within \(dataSize) bytes of data", range)
      }
      if entry.bytes.lowerBound != end {
        throw bad("data_offsets", "a range from \(end), where the tensor before ends", range)
      }
      guard let byteCount = entry.type.byteCount(of: entry.shape) else {
        throw bad("shape", "whole bytes, not too many to count", extents(entry.shape))
      }
      if byteCount != entry.bytes.count {
        let elements = "\(entry.type.rawValue) elements of shape \(extents(entry.shape))"
        throw bad("data_offsets", "\(byteCount) bytes for \(elements)", "\(entry.bytes.count)")
      }
      end = entry.bytes.upperBound
    }
    if end != dataSize { throw .uncoveredData(file: file, expected: dataSize, found: end) }
  }

  // MARK: Values

  /// A tensor of F32 elements.
  ///
  /// `shape` has one extent per dimension, or nil where any will do; without it, any shape will.
  /// Throws where there is no such tensor, where its type or shape differs, and where a value is
  /// infinite or not a number.
  public func float32(_ name: String, shape: [Int?]? = nil) throws(SafeTensorsError) -> Tensor {
    let entry = try entry(name, type: .float32, shape: shape)
    let words = words(entry)
    try Self.checkFinite(words, tensor: name, file: path)
    return Tensor(shape: entry.shape, values: words.map { Float(bitPattern: $0) })
  }

  /// The values of a tensor of I32 elements in row-major order.
  ///
  /// `shape` has one extent per dimension, or nil where any will do; without it, any shape will.
  /// Throws where there is no such tensor and where its type or shape differs.
  public func int32(_ name: String, shape: [Int?]? = nil) throws(SafeTensorsError) -> [Int32] {
    words(try entry(name, type: .int32, shape: shape)).map { Int32(bitPattern: $0) }
  }

  private func entry(
    _ name: String, type: ElementType, shape: [Int?]?
  ) throws(SafeTensorsError) -> Entry {
    guard let entry = entries[name] else { throw .noTensor(file: path, tensor: name) }
    guard entry.type == type else {
      throw .wrongType(file: path, tensor: name, expected: type, found: entry.type)
    }
    if let shape {
      let isSame = zip(shape, entry.shape).allSatisfy { $0 == nil || $0 == $1 }
      guard isSame, shape.count == entry.shape.count else {
        throw .wrongShape(file: path, tensor: name, expected: shape, found: entry.shape)
      }
    }
    return entry
  }

  /// The bits of a tensor of 32-bit elements.
  ///
  /// Bytes are joined one by one, which is safe and needs no alignment.
  private func words(_ entry: Entry) -> [UInt32] {
    let bytes = data.span.extracting(entry.bytes)
    return [UInt32](capacity: bytes.count / 4) { words in
      for index in stride(from: 0, to: bytes.count, by: 4) {
        let low = UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8
        let high = UInt32(bytes[index + 2]) | UInt32(bytes[index + 3]) << 8
        words.append(low | high << 16)
      }
    }
  }

  /// Throws where the bits of an F32 element are those of an infinite value or of none.
  static func checkFinite(
    _ words: [UInt32], tensor: String, file: String
  ) throws(SafeTensorsError) {
    guard let index = words.firstIndex(where: { !Float(bitPattern: $0).isFinite }) else { return }
    let value = Float(bitPattern: words[index])
    throw .notFinite(
      file: file, tensor: tensor, index: index, found: value.isNaN ? "NaN" : "\(value)")
  }
}
