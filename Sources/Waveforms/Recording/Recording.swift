/// A recording as a user names it: a record of any format with the annotations beside it.
public struct Recording: Sendable {
  public var record: Record
  public let format: RecordFormat
  /// Names of the annotators, the reference annotations first.
  public var annotators: [String]
  /// Annotations that are inside the record's own file (EDF+), set by set.
  private var embedded: [AnnotationSet]

  /// Opens a record: its main file (a WFDB header, an EDF file, a DICOM file, ...), any of the
  /// record's files, its name without extension, or a file of any name that begins as a main file
  /// does. Throws `RecordingError`, `ChannelMapError`, `FileError`, `WFDBError` or `EDFError`.
  /// - Parameter hints: what the reader says that the files do not.
  public init(path: String, hints: RecordHints = RecordHints()) throws {
    var listings = FolderListings()
    try self.init(path: path, hints: hints, listings: &listings)
  }

  /// The same for one of many records, whose folders are listed once.
  public init(
    path: String, hints: RecordHints = RecordHints(), listings: inout FolderListings
  ) throws {
    let location = try RecordLocation(path: path, hasRate: hints.samplingRateHz != nil)
    format = location.format
    let opened = try format.open(location.path, hints)
    record =
      hints.channels.isEmpty
      ? opened.record
      : try opened.record.mapped(by: hints.channels, isStrict: hints.isStrict)
    embedded = (opened.embedded.map { [$0] } ?? []) + opened.further
    let folder = location.path.folderPath.isEmpty ? "." : location.path.folderPath
    let beside = listings.names(in: folder, beginning: location.stem.fileName + ".")
    let own = Set(record.channels.map(\.fileName) + [location.path.fileName])
    let inside = embedded.map(\.annotator)
    annotators =
      inside
      + AnnotatorFiles.annotators(
        stem: location.stem, beside: beside.filter { !own.contains($0) }
      ).filter { !inside.contains($0) }
    endWithAnnotations()
  }

  /// The recording with its channels as a reader says that they are; what was said before counts no
  /// more.
  public func mapped(by map: ChannelMap) throws(ChannelMapError) -> Recording {
    var copy = self
    copy.record = try record.mapped(by: map, isStrict: false)
    return copy
  }

  /// A record of annotations alone, as databases of RR intervals have them, that does not say how
  /// long it is ends with the last of them.
  private mutating func endWithAnnotations() {
    guard record.channels.isEmpty, record.frameCount == 0, let first = annotators.first,
      let set = try? read(first), let last = set.annotations.map(\.time).max()
    else { return }
    let seconds = Double(last) / (set.timeResolutionHz ?? record.frameRateHz)
    let frames = (seconds * record.frameRateHz).rounded(.up) + 1
    record.frameCount = Int(min(max(0, frames), Double(WFDBReader.unheldFrameLimit)))
  }

  /// The annotations of one annotator. Those that lie behind the record's end are warned of: they
  /// may be another record's.
  public func annotations(_ annotator: String) throws -> AnnotationSet {
    var set = try read(annotator)
    if let warning = set.warningOfEnd(record) { set.warnings.append(warning) }
    return set
  }

  /// Where an annotator's beats are, in frames, in the order of its file.
  public func beatFrames(of annotator: String) throws -> [Int] {
    let set = try annotations(annotator)
    let rate = record.frameRateHz
    return set.annotations.filter(set.isBeat).map {
      Int((set.seconds($0, frameRateHz: rate) * rate).rounded())
    }
  }

  private func read(_ annotator: String) throws -> AnnotationSet {
    let inside = embedded.first { $0.annotator == annotator }
    return try inside ?? fileAnnotations(annotator)
  }

  private func fileAnnotations(_ annotator: String) throws -> AnnotationSet {
    do throws(WFDBError) {
      return try AnnotatorFiles.read(stem: record.path.recordStem, annotator: annotator)
    } catch .file(.cannotRead(_, "there is no such file")) {
      throw RecordingError.noAnnotator(
        record: record.name, annotator: annotator, found: annotators)
    }
  }

  /// Whether an annotator's annotations are inside the record's own file.
  public func isEmbedded(_ annotator: String) -> Bool {
    embedded.contains { $0.annotator == annotator }
  }

  /// Paths of all files that hold something of the recording, whether they are there or not: none
  /// of them may be written over while it is read.
  public func ownPaths() throws -> [String] {
    let stem = record.path.recordStem
    return try format.files(record.path).map(\.path)
      + annotators.filter { !isEmbedded($0) }.map { stem + "." + $0 }
  }
}

extension AnnotationSet {
  /// A warning where annotations lie behind the end of a record.
  fileprivate func warningOfEnd(_ record: Record) -> String? {
    let ticksPerFrame = (timeResolutionHz ?? record.frameRateHz) / record.frameRateHz
    // A mark on the last frame, or at the very end, is in its place.
    let end = Double(record.frameCount) * ticksPerFrame
    let beyond = annotations.filter { Double($0.time) > end }
    guard record.frameCount > 0, let last = beyond.map(\.time).max() else { return nil }
    let seconds = Double(last) / (timeResolutionHz ?? record.frameRateHz)
    return "\(annotator): expected annotations up to the record's end at "
      + "\(ClockText.text(record.durationSeconds)), found \(beyond.count) of \(annotations.count) "
      + "behind it, the last at \(ClockText.text(seconds))"
  }
}

/// Seconds as hours, minutes and seconds.
enum ClockText {
  static func text(_ seconds: Double) -> String {
    let whole = Int(min(max(0, seconds), 1e15))
    let parts = [whole / 60 % 60, whole % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(whole / 3600):" + parts.joined(separator: ":")
  }
}

/// Why a path names no recording.
public enum RecordingError: Error, Sendable, Equatable, CustomStringConvertible {
  case notFound(path: String)
  case isFolder(path: String)
  case emptyFolder(path: String)
  case notARecord(path: String)
  /// An address on the net.
  case address(path: String)
  /// A zip file.
  case archive(path: String)
  /// The main file of several is compressed.
  case compressed(path: String)
  case noAnnotator(record: String, annotator: String, found: [String])

  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): expected a record or a folder of records, found nothing there; records are files of "
        + RecordFormat.names
    case .isFolder(let path): "\(path): expected a record, found a folder; name a record in it"
    case .emptyFolder(let path):
      "\(path): expected a folder of records, found none; records are files of "
        + RecordFormat.names
    case .notARecord(let path):
      "\(path): expected a file of a record, found none, nor a header beside it; records are files of "
        + RecordFormat.names
    case .address(let path):
      "\(path): expected a file or a folder, found an address; download it first, and give the path"
    case .archive(let path):
      "\(path): expected a record, found a zip archive; unzip it first, and give a file or folder of it"
    case .compressed(let path):
      "\(path): expected a header, found a compressed one; uncompress it and the files beside it with "
        + "gunzip first"
    case .noAnnotator(let record, let annotator, let found):
      "\(record): expected annotations named \(annotator), found "
        + (found.isEmpty ? "none at all" : found.joined(separator: ", "))
    }
  }
}
