import Foundation
import Waveforms

/// A folder with files of a test, and the records in it.
struct TextRecordFolder {
  let folder: TemporaryFolder

  init(_ files: [(String, [UInt8])]) throws {
    folder = try TemporaryFolder()
    for (name, bytes) in files { try folder.write(bytes, name) }
  }

  init(_ name: String, _ text: String) throws { try self.init([(name, Array(text.utf8))]) }

  func open(_ name: String) throws -> Record { try Recording(path: folder.file(name)).record }

  /// The sentence with which opening fails, without the folder; empty where it succeeds.
  func failure(_ name: String) -> String {
    do {
      _ = try open(name)
      return ""
    } catch {
      return "\(error)".replacing(folder.path + "/", with: "")
    }
  }

  /// Names of the records that a listing finds.
  var listed: [String] { (try? RecordFolder(path: folder.path).recordNames) ?? [] }
}

extension Record {
  /// All digital samples of a channel.
  func allDigital(_ channel: Int) throws -> [Int32] {
    Array(try digital(channels: [channel], frames: 0..<frameCount)[0])
  }

  /// All physical samples of a channel.
  func allPhysical(_ channel: Int) throws -> [Float] {
    Array(try physical(channels: [channel], frames: 0..<frameCount)[0])
  }
}
