import Foundation

/// A file's bytes, mapped and not read: touching a span loads that span's pages only. A file that
/// is compressed by gzip is uncompressed whole, in memory.
package struct MappedFile: Sendable {
  let path: String
  let bytes: Data
  /// Whether the bytes are in memory, and no more those of the file.
  private let isInflated: Bool
  /// Nil of what is in memory.
  private let watch: MappedFaults.Watch?

  /// Maps a file. The C function that does it is `mmap`.
  init(path: String) throws(FileError) {
    self.path = path
    guard Self.byteCount(of: path) != nil else {
      throw .cannotRead(file: path, reason: Self.reason(path))
    }
    let stored: Data
    do {
      stored = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch {
      throw .cannotRead(file: path, reason: Self.reason(path))
    }
    if let pointer = FilePointer(stored) { throw pointer.error(file: path) }
    isInflated = Gzip.isNamed(path)
    bytes = isInflated ? try Gzip.inflate(stored, file: path) : stored
    watch = isInflated ? nil : unsafe stored.withUnsafeBytes { unsafe MappedFaults.Watch($0) }
  }

  /// Bytes that can be touched now. A file that another program has cut short since it was
  /// mapped has fewer than it had, and touching the pages beyond its end would end the process.
  var presentByteCount: Int {
    guard !isInflated, let now = Self.byteCount(of: path) else { return bytes.count }
    return min(now, bytes.count)
  }

  /// Whether another program has cut the file short since it was mapped.
  var isShortened: Bool { presentByteCount < bytes.count }

  /// The same file with all the bytes that it has now. Throws where it has fewer than it had.
  func grown() throws(FileError) -> MappedFile {
    if isInflated { return self }
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

  /// When a file, its name or its rights were last changed, by the system's own clock: unlike the
  /// date of its samples nobody can set it back. Wraps `stat`.
  static func lastChange(of path: String) -> Date? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    let nanoseconds = Double(status.st_ctim.tv_nsec) / 1e9
    return Date(timeIntervalSince1970: Double(status.st_ctim.tv_sec) + nanoseconds)
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

  /// The first bytes of a regular file, all of a shorter one; of what a compressed one holds. Nil
  /// where there are none to read.
  static func head(of path: String, byteCount: Int) -> [UInt8]? {
    guard Self.byteCount(of: path) != nil, let file = FileHandle(forReadingAtPath: path) else {
      return nil
    }
    guard let stored = try? file.read(upToCount: byteCount) else { return nil }
    return Gzip.isNamed(path) ? Gzip.head(stored, byteCount: byteCount) : [UInt8](stored)
  }

  /// The whole of a small file. Refuses files of more than `limit` bytes before reading them.
  package static func bytes(of path: String, limit: Int) throws(FileError) -> [UInt8] {
    guard let size = byteCount(of: path) else {
      throw .cannotRead(file: path, reason: reason(path))
    }
    if size > limit { throw .tooLarge(file: path, bytes: size, limit: limit) }
    let stored: Data
    do {
      stored = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .cannotRead(file: path, reason: reason(path))
    }
    if let pointer = FilePointer(stored) { throw pointer.error(file: path) }
    return [UInt8](stored)
  }
}

/// What stands in the place of a large file in a repository whose large files were not fetched.
private enum FilePointer {
  case lfs, annex

  init?(_ data: Data) {
    guard data.count < 1024 else { return nil }
    if data.starts(with: Array("version https://git-lfs.github.com/".utf8)) {
      self = .lfs
    } else if data.starts(with: Array("/annex/objects/".utf8)) {
      self = .annex
    } else {
      return nil
    }
  }

  func error(file: String) -> FileError {
    switch self {
    case .lfs:
      .content(
        file: file, expected: "the file itself",
        found: "a Git LFS pointer to it; `git lfs pull` fetches it")
    case .annex:
      .content(
        file: file, expected: "the file itself",
        found: "a git-annex pointer to it; `git annex get` fetches it")
    }
  }
}
