import Foundation

/// The recordings that lie beside a checkout, where there are any. They may not be copied into
/// the project, so tests that need them are skipped, by name, where they are absent.
enum SharedRecords {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/records").path

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "/expected.json") }

  static let skipReason = "needs ../shared/records"

  static func path(_ name: String) -> String { folder + "/" + name }
}

/// A folder that is gone when the test is.
final class TemporaryFolder {
  let path: String
  init() throws {
    path = NSTemporaryDirectory() + "tawara-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(filePath: file(name)))
  }

  func write(_ text: String, _ name: String) throws { try write(Array(text.utf8), name) }
}
