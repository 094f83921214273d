public import Foundation

extension RecordIdentity {
  /// Grows whenever the same files come to have another identity.
  private static let version = 1

  /// Looks at the files of a record that is open, as they are on the disk now. Throws where its
  /// main file can no longer be read.
  public init(of record: Record) throws {
    self = try RecordPrint(location: RecordLocation(path: record.path, hasRate: true)).identity
  }

  init(_ blocks: FileBlocks) {
    let digest = SHA256()
    digest.update("tawara record \(Self.version)\n".utf8)
    for file in blocks.files {
      let size = MappedFile.byteCount(of: file.path)
      // A size tells how many bytes of the file follow, so that no two records look alike.
      digest.update((size.map { "\($0) bytes\n" } ?? "missing\n").utf8)
      blocks.forEach(of: file, size: size ?? 0) { digest.update($0) }
    }
    self.init(digest: digest.hexadecimal())
  }

  /// A recording is known by the number that it began with, its channels and its first frame, from
  /// that on and for good: labels that are set while it grows stay with it, and a part that was cut
  /// out of it by another program is another record. Nil of what is no recording.
  fileprivate init?(recording location: RecordLocation) throws {
    guard location.format.name == RecordFormat.wfdb.name else { return nil }
    let header = try WFDBReader.header(path: location.path)
    guard let number = RecordingNumber(among: header.comments), let signal = header.signals.first
    else { return nil }
    let data = SegmentBuilder.place(of: signal.fileName, beside: location.path)
    let frameBytes = 4 * header.signals.count
    guard let first = MappedFile.head(of: data, byteCount: frameBytes), first.count == frameBytes
    else { throw FileError.cannotRead(file: data, reason: "nothing has been recorded yet") }
    let digest = SHA256()
    let parts = [number.remark, header.name, "\(header.frameRateHz) Hz"]
    digest.update("tawara record \(Self.version)\n".utf8)
    digest.update((parts + header.signals.map(\.name)).joined(separator: "\n").utf8)
    digest.update(first)
    self.init(digest: digest.hexadecimal())
  }
}

/// What tells a record's files from all others, found without reading them whole.
public struct RecordPrint: Sendable, Equatable {
  /// Of what the files hold.
  public let identity: RecordIdentity
  /// When those files were last changed of which the identity has seen parts alone: a change in
  /// place elsewhere in them shows in nothing else, not even in the date that a file is listed with
  /// where that was set back. In the order of the files.
  public let unseenChanges: [Date]

  /// Looks at the files of the record that a path names. Throws where there is none, or its main
  /// file cannot be read.
  public init(path: String) throws {
    try self.init(location: RecordLocation(path: path, hasRate: true))
  }

  init(location: RecordLocation) throws {
    let blocks = FileBlocks(files: try location.files())
    let recording = try RecordIdentity(recording: location)
    identity = recording ?? RecordIdentity(blocks)
    unseenChanges = blocks.files.filter { recording != nil || !blocks.isWhole($0) }
      .compactMap { MappedFile.lastChange(of: $0.path) }
  }
}

/// The bytes by which files are told apart: all of headers, of samples blocks that are spread from
/// the first byte to the last.
struct FileBlocks {
  let files: [RecordFile]
  private let blockCount: Int

  private static let blockBytes = 4096
  private static let mostBlocks = 16
  /// Blocks of all files together, so that a record of thousands of segments is quick too.
  private static let totalBlocks = 1024

  init(files: [RecordFile]) {
    self.files = files
    blockCount = max(2, min(Self.mostBlocks, Self.totalBlocks / max(1, files.count)))
  }

  /// Whether the blocks of a file are all of it.
  func isWhole(_ file: RecordFile) -> Bool {
    guard let size = MappedFile.byteCount(of: file.path) else { return true }
    return size - min(size, file.headerByteCount) <= blockCount * Self.blockBytes
  }

  /// The blocks of a file in order. What another program takes away meanwhile is left out.
  func forEach(of file: RecordFile, size: Int, _ body: (Data) -> Void) {
    guard size > 0, let handle = FileHandle(forReadingAtPath: file.path) else { return }
    // Reading no bytes at all would look like the file's end.
    for range in ranges(size, header: min(size, file.headerByteCount)) where !range.isEmpty {
      guard (try? handle.seek(toOffset: UInt64(range.lowerBound))) != nil,
        let bytes = try? handle.read(upToCount: range.count)
      else { return }
      body(bytes)
    }
  }

  private func ranges(_ size: Int, header: Int) -> [Range<Int>] {
    let last = size - Self.blockBytes
    if size - header <= blockCount * Self.blockBytes { return [0..<size] }
    return [0..<header]
      + (0..<blockCount).map { block in
        let start = header + (last - header) * block / (blockCount - 1)
        return start..<start + Self.blockBytes
      }
  }
}
