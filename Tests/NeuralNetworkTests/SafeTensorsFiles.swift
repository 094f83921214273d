import Foundation
import NeuralNetwork
import Testing

/// A folder that is gone when the test is.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tawara-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var contents: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func file(_ name: String) -> String { path + "/" + name }

  /// Replaces a file's content. `Data.write` would flush it to the disk, which takes most of the
  /// time of a test with thousands of files.
  func write(_ bytes: [UInt8], _ name: String = "t") throws {
    if !FileManager.default.fileExists(atPath: file(name)) {
      try Data().write(to: URL(filePath: file(name)))
    }
    let handle = try FileHandle(forWritingTo: URL(filePath: file(name)))
    try handle.write(contentsOf: bytes)
    try handle.truncate(atOffset: UInt64(bytes.count))
    try handle.close()
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: file(name))))
  }

  /// Opens a file with this header and data.
  func open(_ header: String, data: [UInt8] = []) throws -> SafeTensors {
    try write(SafeTensorsFiles.bytes(header, data: data))
    return try SafeTensors(path: file("t"))
  }

  /// The sentence that refuses the bytes, without the folder's name; nil where they are accepted.
  func refusal(of bytes: [UInt8]) throws -> String? {
    try write(bytes)
    do {
      let tensors = try SafeTensors(path: file("t"))
      for (name, entry) in tensors.entries {
        if entry.type == .float32 { _ = try tensors.float32(name) }
        if entry.type == .int32 { _ = try tensors.int32(name) }
      }
      return nil
    } catch {
      return "\(error)".replacingOccurrences(of: path + "/", with: "")
    }
  }
}

enum SafeTensorsFiles {
  /// A file with this header and data.
  static func bytes(_ header: String, data: [UInt8] = []) -> [UInt8] {
    bytes(Array(header.utf8), data: data)
  }

  static func bytes(_ header: [UInt8], data: [UInt8] = []) -> [UInt8] {
    let length = UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + header + data
  }

  static func data(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
  }

  /// Written by safetensors 0.8.0:
  ///
  ///     save_file({"w": torch.tensor([[1, -2.5], [0.15625, 3e38]]),
  ///                "steps": torch.tensor([7, -8], dtype=torch.int32),
  ///                "scalar": torch.tensor(0.5), "empty": torch.zeros(0, 3),
  ///                "half": torch.tensor([1.0, 2.0], dtype=torch.float16),
  ///                'Größe "1"': torch.tensor([1e-45, -0.0])},
  ///               path, metadata={"format": "pt", "名": "a\nb"})
  static var fromPython: [UInt8] {
    get throws {
      let text = """
        mAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCIsIuWQjSI6ImFcbmIifSwiR3LDtsOfZSBcIjFc\
        IiI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMl0sImRhdGFfb2Zmc2V0cyI6WzAsOF19LCJlbXB0eSI6eyJkdHlw\
        ZSI6IkYzMiIsInNoYXBlIjpbMCwzXSwiZGF0YV9vZmZzZXRzIjpbOCw4XX0sInNjYWxhciI6eyJkdHlwZSI6IkYz\
        MiIsInNoYXBlIjpbXSwiZGF0YV9vZmZzZXRzIjpbOCwxMl19LCJ3Ijp7ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsy\
        LDJdLCJkYXRhX29mZnNldHMiOlsxMiwyOF19LCJzdGVwcyI6eyJkdHlwZSI6IkkzMiIsInNoYXBlIjpbMl0sImRh\
        dGFfb2Zmc2V0cyI6WzI4LDM2XX0sImhhbGYiOnsiZHR5cGUiOiJGMTYiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNl\
        dHMiOlszNiw0MF19fSAgICAgICABAAAAAAAAgAAAAD8AAIA/AAAgwAAAID7msWF/BwAAAPj///8APABA
        """
      return Array(try #require(Data(base64Encoded: text)))
    }
  }

  /// Whether text is one plain sentence for a terminal.
  static func isSentence(_ text: String) -> Bool {
    let isPlain = text.unicodeScalars.allSatisfy {
      ![.control, .format, .lineSeparator, .paragraphSeparator].contains(
        $0.properties.generalCategory)
    }
    return isPlain && (10...400).contains(text.count) && !text.contains("Domain")
  }
}
