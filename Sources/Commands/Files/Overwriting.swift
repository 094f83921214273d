import Evaluation
import Foundation
import Waveforms

/// What a command may write over.
enum Overwriting {
  /// Refuses files that are there unless `force` says otherwise, and those of the record that is
  /// being read whatever it says: an expert's annotations are not to be had again.
  static func check(_ paths: [String], of recording: Recording, force: Bool) throws {
    let own = Set(try recording.ownPaths().map(resolved))
    for path in paths.sorted() {
      if own.contains(resolved(path)) { throw CommandError.ownFile(path: path) }
      if !force && FileManager.default.fileExists(atPath: path) {
        throw CommandError.exists(path: path)
      }
    }
  }

  /// Refuses a file that is there unless `force` says otherwise, and one of those being read
  /// whatever it says.
  static func check(_ path: String, inputs: [String], force: Bool) throws {
    if inputs.contains(where: { resolved($0) == resolved(path) }) {
      throw CommandError.ownFile(path: path)
    }
    if !force && FileManager.default.fileExists(atPath: path) {
      throw CommandError.exists(path: path)
    }
    try checkWritable(path)
  }

  /// Says at once what would keep a file from being written at the end of long work.
  static func checkWritable(_ path: String) throws {
    let isThere = FileManager.default.fileExists(atPath: path)
    guard !isThere || MappedFile.byteCount(of: path) != nil else {
      throw CommandError.cannotWrite(path: path, reason: MappedFile.reason(path))
    }
    let folder = path.folderPath.isEmpty ? "." : path.folderPath
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw CommandError.cannotWrite(
        path: path, reason: "its folder is not there or may not be written to")
    }
  }

  /// Makes a folder for results.
  static func makeFolder(_ path: String, option: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError.badOption(
        name: option, expected: "a folder, or a place where one can be made", found: path)
    }
  }

  /// Where annotations of a model's own go; refuses those of an earlier run unless `force` says
  /// otherwise.
  static func place(of name: String, beside recording: Recording, force: Bool) throws -> String {
    let place = try MachineAnnotations.place(name, of: recording)
    guard force || !place.isTaken else { throw CommandError.exists(path: place.path) }
    return place.path
  }

  private static func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().standardized.path
  }
}
