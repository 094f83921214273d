import Commands
import Foundation
import Synchronization

/// What a command line printed, remarked and ended with.
struct CommandRun {
  let status: Int32
  /// Standard output.
  let output: String
  /// Standard error.
  let remarks: String

  /// Runs the program as the shell does, in this process and away from any terminal.
  init(_ arguments: String...) { self.init(arguments) }

  init(_ arguments: [String]) {
    let taken = Taken()
    status = Program.run(
      arguments,
      on: Console(write: { taken.add($0, remark: "") }, remark: { taken.add([], remark: $0) }))
    (output, remarks) = taken.texts
  }

  /// Output without the last line's end, line by line.
  var lines: [Substring] { output.split(separator: "\n") }

  /// Whether the input was refused as it has to be: status 2, one sentence of these words, and
  /// nothing else.
  func refuses(_ sentence: String) -> Bool {
    status == 2 && output.isEmpty && remarks == "tawara: \(sentence)\n"
  }

  private final class Taken: Sendable {
    private let all = Mutex((bytes: [UInt8](), remarks: ""))

    func add(_ bytes: [UInt8], remark: String) {
      all.withLock {
        $0.bytes += bytes
        $0.remarks += remark
      }
    }

    var texts: (String, String) {
      all.withLock { (String(decoding: $0.bytes, as: UTF8.self), $0.remarks) }
    }
  }
}

/// Files of the project.
enum Project {
  static func path(_ name: String) -> String {
    var folder = URL(filePath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.appending(path: name).path
  }

  /// 67 s of a simulated patient, 12 leads and six electrograms.
  static let record = path("SampleData/x003")
  static let model = path("Models/g8.safetensors")
}

/// A folder that goes away with its test.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tawara-commands-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: file(name))) }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// A copy of the sample record under its own name.
  func copyOfRecord() throws -> String {
    for ending in ["hea", "dat", "atr"] {
      try FileManager.default.copyItem(
        atPath: Project.record + "." + ending, toPath: file("x003." + ending))
    }
    return file("x003")
  }
}
