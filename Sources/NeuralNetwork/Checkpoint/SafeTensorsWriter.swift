import Foundation

/// Writes a safetensors file piece by piece, for contents that do not fit into memory: the shapes
/// are told first, the values follow in the same order.
///
/// The file appears whole or not at all, as with `SafeTensors.write`.
public final class SafeTensorsWriter {
  /// A tensor that is to follow.
  public struct Plan: Sendable, Equatable {
    let name: String
    let type: ElementType
    let shape: [Int]

    /// A tensor of 32-bit elements of either type.
    public init(_ name: String, _ type: ElementType, shape: [Int]) {
      (self.name, self.type, self.shape) = (name, type, shape)
    }
  }

  /// Where the file will be.
  public let path: String
  private let part: String
  private let handle: FileHandle
  private var remaining: [Plan]
  private var isDone = false
  /// What went wrong; nothing is put in place after it.
  private var failure: SafeTensorsError?

  /// Where what is to lie at a path is until it is whole.
  public static func part(of path: String) -> String { path + ".part" }

  /// Writes the header.
  ///
  /// Throws where the file cannot be written.
  public init(
    path: String, plan: [Plan], metadata: [String: String] = [:]
  ) throws(SafeTensorsError) {
    guard Set(plan.map(\.name)).count == plan.count else {
      fatalError("a tensor is planned twice among \(plan.map(\.name))")
    }
    if plan.contains(where: { $0.name == SafeTensors.metadataKey }) {
      throw .reservedName(file: path, tensor: SafeTensors.metadataKey)
    }
    self.path = path
    part = Self.part(of: path)
    remaining = plan.reversed()
    let header = SafeTensors.header(
      plan.map { ($0.name, $0.type, $0.shape) }, metadata: metadata)
    if header.count > SafeTensors.headerLimit {
      throw .wrongHeaderLength(
        file: path, expected: 2...SafeTensors.headerLimit, found: UInt64(header.count))
    }
    guard isPlaceForFile(path) else {
      throw .cannotWrite(file: path, reason: "it is not a regular file")
    }
    do {
      try Data().write(to: URL(filePath: part))
      handle = try FileHandle(forWritingTo: URL(filePath: part))
    } catch {
      throw .cannotWrite(file: path, reason: SafeTensorsError.reason(error))
    }
    let start = [UInt8](capacity: 8) { output in
      output.append(littleEndian: UInt32(header.count))
      output.append(littleEndian: 0)
    }
    try write(start + header)
  }

  /// The next tensor's values, of type F32.
  ///
  /// Throws where one is not finite and where the file cannot be written.
  public func append(_ values: [Float]) throws(SafeTensorsError) {
    let words = values.map(\.bitPattern)
    let name = take(.float32, values.count)
    do {
      try SafeTensors.checkFinite(words, tensor: name, file: path)
    } catch {
      failure = error
      throw error
    }
    try write(words)
  }

  /// The next tensor's values, of type I32.
  public func append(_ values: [Int32]) throws(SafeTensorsError) {
    _ = take(.int32, values.count)
    try write(values.map { UInt32(bitPattern: $0) })
  }

  /// Flushes the file and puts it in place.
  ///
  /// Throws what went wrong before, where something did.
  public func finish() throws(SafeTensorsError) {
    if let failure { throw failure }
    guard remaining.isEmpty else { fatalError("\(remaining.count) tensors are missing") }
    do {
      try handle.synchronize()
      try handle.close()
      try replaceFile(at: path, with: part)
    } catch {
      throw .cannotWrite(file: path, reason: SafeTensorsError.reason(error))
    }
    isDone = true
  }

  deinit { if !isDone { removeFile(part) } }

  private func take(_ type: ElementType, _ count: Int) -> String {
    guard let next = remaining.popLast(), next.type == type, next.shape.reduce(1, *) == count else {
      fatalError("\(count) values of \(type) that were not planned")
    }
    return next.name
  }

  private func write(_ words: [UInt32]) throws(SafeTensorsError) {
    try write(
      [UInt8](capacity: 4 * words.count) { output in
        for word in words { output.append(littleEndian: word) }
      })
  }

  private func write(_ bytes: [UInt8]) throws(SafeTensorsError) {
    do {
      try handle.write(contentsOf: bytes)
    } catch {
      let failure = SafeTensorsError.cannotWrite(
        file: path, reason: SafeTensorsError.reason(error))
      self.failure = failure
      throw failure
    }
  }
}
