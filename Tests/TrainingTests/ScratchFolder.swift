import Foundation

/// A folder that goes away with its test.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tawara-training-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: file(name))) }

  func write(_ data: Data, _ name: String) throws {
    try data.write(to: URL(filePath: file(name)))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// An empty folder within this one.
  func folder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: file(name), withIntermediateDirectories: false)
    return file(name)
  }
}

/// What is wrong with an error's text as one plain sentence about a file; nil where nothing is.
func sentenceProblem(_ text: String, about path: String? = nil) -> String? {
  let start = String(text.prefix(200))
  if text.contains(where: \.isNewline) { return "has several lines: \(start)" }
  if let path, !text.contains(path) { return "does not name \(path): \(start)" }
  if !text.contains("expected") || !text.contains("found") {
    return "does not say what was expected and found: \(start)"
  }
  if text.contains("Error(") || text.contains("Domain=") { return "is a dump: \(start)" }
  return nil
}
