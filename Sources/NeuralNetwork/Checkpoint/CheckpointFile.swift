import Foundation

/// A regular file of known size, read from its beginning in pieces.
struct CheckpointFile {
  let path: String
  let size: Int
  private let handle: FileHandle

  /// Opens a file.
  ///
  /// Refuses pipes and devices, on which opening or reading might never return.
  init(path: String) throws(SafeTensorsError) {
    do {
      let target = URL(filePath: path).resolvingSymlinksInPath().path
      let type = try FileManager.default.attributesOfItem(atPath: target)[.type]
      guard type as? FileAttributeType == .typeRegular else {
        throw SafeTensorsError.cannotRead(file: path, reason: "it is not a regular file")
      }
      handle = try FileHandle(forReadingFrom: URL(filePath: path))
      size = Int(clamping: try handle.seekToEnd())
      try handle.seek(toOffset: 0)
      self.path = path
    } catch {
      throw error as? SafeTensorsError
        ?? .cannotRead(file: path, reason: SafeTensorsError.reason(error))
    }
  }

  /// The next bytes.
  ///
  /// Throws where there are fewer, in a file that was cut short since.
  func read(_ count: Int) throws(SafeTensorsError) -> Data {
    if count == 0 { return Data() }
    let bytes: Data?
    do {
      bytes = try handle.read(upToCount: count)
    } catch {
      throw .cannotRead(file: path, reason: SafeTensorsError.reason(error))
    }
    guard let bytes, bytes.count == count else {
      throw .cannotRead(file: path, reason: "it was cut short while it was read")
    }
    return bytes
  }
}
