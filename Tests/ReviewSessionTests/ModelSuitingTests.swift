import ArrhythmiaModel
import Foundation
import ReviewSession
import Testing
import Waveforms

@Suite("Which model suits a record")
struct ModelSuitingTests {
  private static let models = ["g8", "aami", "holter"].map { name in
    ModelReader.Model(
      name: name,
      path: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Models/\(name).safetensors").standardized.path)
  }

  /// A record of a second whose channels have these names.
  private func record(_ names: [String]) throws -> Record {
    let folder = FileManager.default.temporaryDirectory.appending(path: "suits-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lines = names.map { "r.dat 16 200(0)/mV 16 0 0 0 0 \($0)" }
    try ("r \(names.count) 250 250\n" + lines.joined(separator: "\n") + "\n")
      .write(to: folder.appending(path: "r.hea"), atomically: true, encoding: .utf8)
    try Data(count: 500 * names.count).write(to: folder.appending(path: "r.dat"))
    return try Recording(path: folder.appending(path: "r").path).record
  }

  private func chosen(
    _ names: [String], _ models: [ModelReader.Model] = models
  ) throws -> String? {
    try ModelReader.choose(models, for: try record(names))?.model.name
  }

  @Test("one for unnamed leads where no lead is named, and nowhere else")
  func unnamed() throws {
    #expect(try chosen(["ECG1", "ECG2"]) == "holter")
    #expect(try chosen(["MLII", "V1"]) == "aami")
    #expect(try chosen(["II", "ECG2"]) == "aami")
    #expect(try chosen(["ECG1", "CS 1,2"]) == "g8")
    // Whatever comes first, as versions that are in use do.
    #expect(try chosen(["II"], Self.models.reversed()) == "aami")
    #expect(try chosen(["ECG"], Self.models.reversed()) == "holter")
  }

  @Test("what a reader names is named")
  func mapped() throws {
    let named = try record(["ECG1", "ECG2"]).mapped(by: ChannelMap(list: "ECG1=II,ECG2=V5"))
    #expect(try ModelReader.choose(Self.models, for: named)?.model.name == "aami")
  }

  @Test("where there is none for unnamed leads, the other of beats reads them")
  func other() throws {
    #expect(try chosen(["ECG1"], Array(Self.models.prefix(2))) == "aami")
    #expect(try chosen(["II"], [Self.models[0], Self.models[2]]) == "holter")
    #expect(try chosen(["ECG1"], [Self.models[1]]) == "aami")
    #expect(try chosen(["ECG1"], []) == nil)
  }
}
