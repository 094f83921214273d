import Foundation

/// Writes a WFDB record while it is made, so that at any moment, after `kill -9` as well, its files
/// are a record of all that was appended.
///
/// The header comes first and says no length; samples are added in format 32, frame by frame; marks
/// are written anew as a whole, for they are few. `close` writes the length and the sums. By the
/// number in its header it is the same record all the while: see `RecordIdentity`.
public final class RecordAppender {
  /// A mark that is kept with the record.
  public struct Note: Sendable, Equatable {
    public var frame: Int
    public var text: String
    public init(frame: Int, text: String) { (self.frame, self.text) = (frame, text) }
  }

  /// The annotator's name: the ending of the file that the notes are in.
  public static let annotator = "live"

  /// The record's path without ending.
  public let path: String
  /// Frames that are in the file, or would be had the disk not been full.
  public private(set) var frameCount = 0
  /// Frames that the disk had no room for so far.
  public private(set) var unwrittenFrames = 0

  private var header: WFDBHeader
  private let handle: FileHandle
  private var notes: [Note] = []
  private var sums: [Int]
  private var first: [Int32]?
  private let start: RecordStart?

  /// Missing samples that are written at once.
  private static let fillFrames = 4096

  /// Begins a record. Throws where there is one of that name already.
  ///
  /// - Parameters:
  ///   - path: without ending.
  ///   - channels: names and calibrations, in the order of the samples.
  ///   - start: when the first frame was sampled.
  public init(
    path: String, channels: [(name: String, calibration: Calibration)], frameRateHz: Double,
    start: RecordStart?, comments: [String] = []
  ) throws {
    (self.path, self.start) = (path, start)
    sums = channels.map { _ in 0 }
    let name = path.fileName
    let data = name + ".dat"
    header = WFDBHeader(
      name: name, frameRateHz: frameRateHz,
      signals: channels.map { channel in
        WFDBHeader.Signal(
          fileName: data, format: .int32, calibration: Self.whole(channel.calibration),
          resolutionBits: 32, name: channel.name)
      }, comments: comments + [RecordingNumber().remark])
    for file in [path + ".hea", path + ".dat", path + "." + Self.annotator]
    where FileManager.default.fileExists(atPath: file) {
      throw FileError.cannotWrite(file: file, reason: "there is one already; give another name")
    }
    let back = try WFDBHeader(bytes: Array(header.text.utf8), file: path + ".hea")
    guard back.name == name, !name.isEmpty else {
      throw FileError.cannotWrite(file: path + ".hea", reason: "a record's name has no spaces")
    }
    guard FileManager.default.createFile(atPath: path + ".dat", contents: nil),
      let handle = FileHandle(forWritingAtPath: path + ".dat")
    else { throw FileError.cannotWrite(file: path + ".dat", reason: "the folder takes no file") }
    self.handle = handle
    try AtomicFile.write(Array(header.text.utf8), path: path + ".hea")
  }

  /// WFDB knows no fractions of a baseline.
  private static func whole(_ calibration: Calibration) -> Calibration {
    var calibration = calibration
    calibration.baseline = calibration.baseline.rounded()
    return calibration
  }

  private var frameBytes: Int { header.signals.count * 4 }

  /// Adds frames: samples of all channels in turn, `Int32.min` for a missing one. Throws where the
  /// disk takes none; they then count as missing, and what is appended later is written in its
  /// place once it can be.
  public func append(_ samples: [Int32]) throws(FileError) {
    let frames = samples.count / header.signals.count
    frameCount += frames
    do throws(FileError) {
      try fill()
      try write(samples)
    } catch {
      unwrittenFrames += frames
      throw error
    }
    if first == nil { first = Array(samples.prefix(header.signals.count)) }
    for (index, sample) in samples.enumerated() { sums[index % sums.count] &+= Int(sample) }
  }

  /// Adds frames that are missing.
  public func appendMissing(frames: Int) throws(FileError) {
    frameCount += frames
    unwrittenFrames += frames
    try fill()
  }

  /// Writes what was left out as missing.
  private func fill() throws(FileError) {
    while unwrittenFrames > 0 {
      let frames = min(unwrittenFrames, Self.fillFrames)
      let samples = [Int32](repeating: .min, count: frames * header.signals.count)
      try write(samples)
      unwrittenFrames -= frames
      for index in sums.indices { sums[index] &+= frames * Int(Int32.min) }
      if first == nil { first = Array(samples.prefix(header.signals.count)) }
    }
  }

  private var writtenFrames = 0
  private var isClosed = false

  /// All of the frames or none: half of one would shift all that follow.
  private func write(_ samples: [Int32]) throws(FileError) {
    do {
      try handle.seek(toOffset: UInt64(writtenFrames * frameBytes))
      try handle.write(contentsOf: SignalDecoding.encode(samples, format: .int32))
      writtenFrames += samples.count / header.signals.count
    } catch {
      try? handle.truncate(atOffset: UInt64(writtenFrames * frameBytes))
      throw .cannotWrite(file: path + ".dat", reason: AtomicFile.words(error))
    }
  }

  /// Keeps a note. The file of notes is whole after each.
  public func note(_ note: Note) throws {
    notes.append(note)
    let annotations = notes.map {
      // A plain note at frame 0 would be taken for a remark of the file.
      WFDBAnnotation(
        time: max(1, $0.frame), code: .note, aux: Array($0.text.utf8.prefix(250)))
    }
    try WFDBAnnotationWriter.write(
      AnnotationSet(annotator: Self.annotator, annotations: annotations),
      path: path + "." + Self.annotator)
  }

  /// Ends the record: its length, first values and sums go into the header.
  public func close() throws {
    if !isClosed {
      try? fill()
      try handle.synchronize()
      try handle.close()
      isClosed = true
    }
    guard writtenFrames > 0 else { return }
    header.frameCount = writtenFrames
    header.start = start
    for index in header.signals.indices {
      header.signals[index].checksum = Int(Int16(truncatingIfNeeded: sums[index]))
      header.signals[index].initialValue = first.map { Int($0[index]) }
    }
    try AtomicFile.write(Array(header.text.utf8), path: path + ".hea")
  }
}
