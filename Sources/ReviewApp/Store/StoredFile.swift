import Foundation
import Waveforms

/// A small JSON file that several programs read and change, each without losing what the others
/// wrote: read, changed and put back in one go, under a lock where the file system has locks.
struct StoredFile<Value: Codable & Sendable>: Sendable {
  /// Nil where the environment names no folder to keep it in.
  let path: String?
  /// What it is in sentences: `what is remembered of records`.
  let contents: String

  /// Where `name` lies: in `tawara` below the folder that a variable names, which has to be
  /// absolute, or below the home folder.
  init(
    _ name: String, contents: String, variable: String, home: String, environment: [String: String]
  ) {
    self.contents = contents
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let folder = absolute(variable) ?? absolute("HOME").map { $0.appendingPath(home) }
    path = folder.map { $0.appendingPath("tawara").appendingPath(name) }
  }

  /// What reading found.
  enum Found {
    /// With all that the file holds, known or not.
    case value(Value, StoredText)
    case nothing
    /// What is there is no such file; it was kept aside, as the sentence says.
    case damaged(String)
    /// It cannot be read, or kept aside, and must not be written over.
    case unreadable(String)
  }

  /// Reads the file.
  func read() -> Found {
    guard let path, FileManager.default.fileExists(atPath: path) else { return .nothing }
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      return .unreadable("\(path): expected \(contents), found a file that cannot be read")
    }
    do {
      let value = try Self.decoder.decode(Value.self, from: data)
      let stored = try Self.decoder.decode(StoredText.self, from: data)
      // Reading passes over what has another form; writing would then lose it.
      return stored.differsInForm(from: try Self.text(value))
        ? setAside(path) : .value(value, stored)
    } catch {
      return setAside(path)
    }
  }

  /// Puts a damaged file aside, never over one that was put aside before.
  private func setAside(_ path: String) -> Found {
    let aside = freeName(path + ".damaged")
    do {
      try FileManager.default.moveItem(atPath: path, toPath: aside)
    } catch {
      return .unreadable("\(path): expected \(contents), found no such text; it stays as it is")
    }
    return .damaged("\(path): expected \(contents), found no such text; it was kept as \(aside)")
  }

  /// The name itself, or with the first number that no file has.
  private func freeName(_ name: String) -> String {
    var (free, number) = (name, 2)
    while FileManager.default.fileExists(atPath: free) {
      free = "\(name)-\(number)"
      number += 1
    }
    return free
  }

  /// Changes the file, beginning with `empty` where there is none. `body` returns why nothing is
  /// to be written, in a sentence, or nil.
  /// - Returns: what went wrong, in a sentence; the program goes on without it.
  func change(empty: Value, _ body: (inout Value) -> String?) -> String? {
    guard let path else {
      return "expected a home folder to keep \(contents) in, found no HOME"
    }
    let folder = path.folderPath
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      return "\(folder): expected a folder to keep \(contents) in, found that it cannot be made"
    }
    // A program that was stopped must not stop all others, and files are whole even without the lock.
    let lock = try? FileLock(path: path + ".lock", seconds: 2)
    defer { lock?.release() }
    var (value, stored) = (empty, StoredText.object([:]))
    var warning: String?
    switch read() {
    case .value(let found, let all): (value, stored) = (found, all)
    case .nothing: break
    case .damaged(let sentence): warning = sentence
    case .unreadable(let sentence): return sentence
    }
    let understood = value
    if let refusal = body(&value) { return refusal }
    do {
      let text = stored.keepingUnknown(
        understood: try Self.text(understood), wanted: try Self.text(value))
      let bytes = [UInt8](try Self.encoder.encode(text)) + [UInt8(ascii: "\n")]
      try AtomicFile.write(bytes, path: path)
    } catch {
      return "\(error); \(contents) is not kept"
    }
    return warning
  }

  /// A value as it would stand in the file.
  private static func text(_ value: Value) throws -> StoredText {
    try decoder.decode(StoredText.self, from: try encoder.encode(value))
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}
