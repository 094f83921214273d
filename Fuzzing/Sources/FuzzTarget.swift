import Foundation

/// A reader of what comes from outside, given arbitrary bytes: it answers with a value or with a
/// sentence. A trap, a fault of memory, a hang or a leak ends the fuzzer.
struct FuzzTarget: Sendable {
  var name: String
  /// Whether the reader leaves files behind, as one that sets aside what is damaged does.
  var leavesFiles = false
  /// Reads the bytes as the program would. What it throws is its sentence.
  var read: @Sendable (_ bytes: [UInt8], _ folder: FuzzFolder) throws -> Void

  static let all = records + documents + streams

  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// A folder in memory, for readers that want files.
struct FuzzFolder: Sendable {
  let path: String

  /// Makes an empty one for this process.
  init() {
    path = "/dev/shm/tawara-fuzz-\(getpid())"
    clear()
  }

  func clear() {
    try? FileManager.default.removeItem(atPath: path)
    // What is remembered lies in a folder of its own.
    try? FileManager.default.createDirectory(
      atPath: "\(path)/tawara", withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file over, and returns its path.
  @discardableResult func write(_ bytes: [UInt8], _ name: String) -> String {
    let file = "\(path)/\(name)"
    let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0, "\(file) cannot be written")
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      precondition(written > 0, "\(file) cannot be written")
      rest = rest.dropFirst(written)
    }
    return file
  }
}
