import Foundation
import NeuralNetwork

/// A folder that goes away with its test.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tawara-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file, without waiting for the disk.
  func write(_ bytes: some Sequence<UInt8>, _ name: String) throws {
    let target = file(name)
    if !FileManager.default.fileExists(atPath: target) {
      try Data().write(to: URL(filePath: target))
    }
    let handle = try FileHandle(forWritingTo: URL(filePath: target))
    defer { try? handle.close() }
    let data = Data(bytes)
    try handle.write(contentsOf: data)
    try handle.truncate(atOffset: UInt64(data.count))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: file(name))))
  }
}

/// The parts of a safetensors file, to be changed in ways that its writer would refuse.
struct DamagedFile {
  struct Entry {
    var type: String
    var shape: [Int]
    var data: Data
  }

  var entries: [String: Entry]
  var metadata: [String: String]

  init(_ path: String) throws {
    let file = try SafeTensors(path: path)
    metadata = file.metadata
    let all = try Data(contentsOf: URL(filePath: path))
    let first = all.count - file.entries.values.reduce(0) { $0 + $1.bytes.count }
    entries = file.entries.mapValues {
      Entry(
        type: $0.type.rawValue, shape: $0.shape,
        data: all[first + $0.bytes.lowerBound..<first + $0.bytes.upperBound])
    }
  }

  /// Sets one 32-bit value.
  mutating func set(_ name: String, _ index: Int, to value: Float) {
    guard var entry = entries[name] else { return }
    var bytes = [UInt8](entry.data)
    for byte in 0..<4 {
      bytes[4 * index + byte] = UInt8(truncatingIfNeeded: value.bitPattern >> (8 * byte))
    }
    entry.data = Data(bytes)
    entries[name] = entry
  }

  /// Whole, as a file would be.
  var bytes: [UInt8] {
    get throws {
      var header: [String: Any] = ["__metadata__": metadata]
      var data = Data()
      for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
        let end = data.count + entry.data.count
        header[name] = [
          "dtype": entry.type, "shape": entry.shape, "data_offsets": [data.count, end],
        ]
        data.append(entry.data)
      }
      let text = try JSONSerialization.data(withJSONObject: header)
      let length = UInt64(text.count)
      return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text + data
    }
  }
}

/// What is wrong with an error's text as one plain sentence about a file; nil where nothing is.
func sentenceProblem(_ text: String, about path: String? = nil) -> String? {
  let isPlain = text.unicodeScalars.allSatisfy {
    ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
      $0.properties.generalCategory)
  }
  let start = String(text.prefix(200))
  if !isPlain { return "has control characters: \(start.debugDescription)" }
  if let path, !text.contains(path) { return "does not name the file: \(start)" }
  let length = text.count - (path?.count ?? 0)
  if !(10...300).contains(length) { return "has \(length) characters: \(start)" }
  if text.contains("Error(") || text.contains("Domain") { return "is a dump: \(start)" }
  return nil
}
