import Foundation

/// Files that appear whole or not at all: written beside their place, flushed to the disk, then
/// renamed.
public final class AtomicFile {
  public let path: String
  /// Where the content is until `commit`.
  public let temporaryPath: String
  private let handle: FileHandle
  private let place: Int?
  private var isDone = false

  /// Begins a file. Refuses to take the place of a device or a folder: the new name would replace
  /// what is there and not be written to it. Wraps `stat` and `open`.
  public init(path: String) throws(FileError) {
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw .cannotWrite(file: path, reason: MappedFile.reason(path))
    }
    self.path = path
    // Machines that share a folder may have processes of one number.
    let mark = String(UInt32.random(in: .min ... .max), radix: 16)
    temporaryPath = path + ".\(getpid())-\(mark).part"
    let place = PartialFiles.add(temporaryPath)
    guard FileManager.default.createFile(atPath: temporaryPath, contents: nil),
      let handle = FileHandle(forWritingAtPath: temporaryPath)
    else {
      let reason = unsafe String(cString: strerror(errno)).lowercased()
      PartialFiles.remove(place)
      throw .cannotWrite(file: path, reason: reason)
    }
    (self.handle, self.place) = (handle, place)
  }

  /// Adds bytes. Wraps `write`.
  public func append(_ bytes: [UInt8]) throws(FileError) {
    do {
      try handle.write(contentsOf: bytes)
    } catch {
      throw .cannotWrite(file: path, reason: Self.words(error))
    }
  }

  /// Flushes the content and puts it in place. Wraps `fsync` and `rename`.
  public func commit() throws(FileError) {
    do {
      try handle.synchronize()
      try handle.close()
    } catch {
      throw .cannotWrite(file: path, reason: Self.words(error))
    }
    guard unsafe rename(temporaryPath, path) == 0 else {
      throw .cannotWrite(file: path, reason: unsafe String(cString: strerror(errno)).lowercased())
    }
    isDone = true
  }

  /// Writes a small file in one go.
  public static func write(_ bytes: [UInt8], path: String) throws(FileError) {
    let file = try AtomicFile(path: path)
    try file.append(bytes)
    try file.commit()
  }

  deinit {
    if !isDone { try? FileManager.default.removeItem(atPath: temporaryPath) }
    PartialFiles.remove(place)
  }

  static func words(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    let code = (underlying ?? error as NSError).code
    return code == Int(ENOSPC) ? "the disk is full" : "error \(code)"
  }
}
