import Foundation

/// A file's bytes, mapped and not read: touching a span loads that span's pages only.
package struct MappedFile: Sendable {
  let path: String
  let bytes: Data

  /// Maps a file. The C function that does it is `mmap`.
  init(path: String) throws(FileError) {
    self.path = path
    guard Self.byteCount(of: path) != nil else {
      throw .cannotRead(file: path, reason: Self.reason(path))
    }
    do {
      bytes = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch {
      throw .cannotRead(file: path, reason: Self.reason(path))
    }
  }

  /// Bytes that can be touched now. A file that another program has cut short since it was
  /// mapped has fewer than it had, and touching the pages beyond its end would end the process.
  var presentByteCount: Int {
    guard let now = Self.byteCount(of: path) else { return bytes.count }
    return min(now, bytes.count)
  }

  /// Whether another program has cut the file short since it was mapped.
  var isShortened: Bool { presentByteCount < bytes.count }

  /// The same file with all the bytes that it has now. Throws where it has fewer than it had.
  func grown() throws(FileError) -> MappedFile {
    guard let now = Self.byteCount(of: path) else {
      throw .cannotRead(file: path, reason: Self.reason(path))
    }
    guard now >= bytes.count else {
      throw .shortened(file: path, expectedBytes: bytes.count, foundBytes: now)
    }
    return now == bytes.count ? self : try MappedFile(path: path)
  }

  /// The file's name without its folder.
  var name: String { path.fileName }

  /// Size of a regular file, or nil where there is none. Wraps `stat`.
  package static func byteCount(of path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Why a path cannot be read, in words.
  package static func reason(_ path: String) -> String {
    var status = stat()
    if unsafe stat(path, &status) != 0 {
      return errno == ENOENT ? "there is no such file" : unsafe String(cString: strerror(errno))
    }
    if status.st_mode & S_IFMT == S_IFDIR { return "it is a folder" }
    if status.st_mode & S_IFMT != S_IFREG { return "it is not a regular file" }
    return unsafe access(path, R_OK) == 0 ? "it cannot be mapped" : String(cString: strerror(errno))
  }

  /// The first bytes of a regular file, all of a shorter one; nil where there are none to read.
  static func head(of path: String, byteCount: Int) -> [UInt8]? {
    guard Self.byteCount(of: path) != nil, let file = FileHandle(forReadingAtPath: path) else {
      return nil
    }
    return (try? file.read(upToCount: byteCount)).map { [UInt8]($0) }
  }

  /// The whole of a small file. Refuses files of more than `limit` bytes before reading them.
  package static func bytes(of path: String, limit: Int) throws(FileError) -> [UInt8] {
    guard let size = byteCount(of: path) else {
      throw .cannotRead(file: path, reason: reason(path))
    }
    if size > limit { throw .tooLarge(file: path, bytes: size, limit: limit) }
    do {
      return try [UInt8](Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .cannotRead(file: path, reason: reason(path))
    }
  }
}
