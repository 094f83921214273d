import Foundation
import Waveforms

/// The simulated patient x003 of the sample data.
enum SampleRecord {
  static let path: String = {
    var folder = URL(filePath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.appending(path: "SampleData/x003").path
  }()

  static func open() throws -> Recording { try Recording(path: path) }
}

/// A folder that goes away with its test.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tawara-evaluation-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A copy of the sample record.
  func copyOfRecord() throws -> Recording {
    for ending in [".hea", ".dat", ".atr"] {
      try FileManager.default.copyItem(
        atPath: SampleRecord.path + ending, toPath: path + "/x003" + ending)
    }
    return try Recording(path: path + "/x003")
  }
}
