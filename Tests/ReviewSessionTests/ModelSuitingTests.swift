import ArrhythmiaModel
import Foundation
import NeuralNetwork
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

  @Test("of its kind, one that was taught the record, and never one of the other kind")
  func taught() throws {
    func chosen(_ names: [String], taught: [Int]) throws -> String? {
      let digests = try taught.map { try FindingKey.modelDigest(path: Self.models[$0].path) }
      return try ModelReader.choose(Self.models, for: record(names), taught: Set(digests))?
        .model.name
    }
    #expect(try chosen(["ECG1"], taught: [1]) == "aami")
    #expect(try chosen(["II"], taught: [2]) == "holter")
    #expect(try chosen(["II"], taught: [1, 2]) == "aami")
    #expect(try chosen(["II", "CS 1,2"], taught: [1]) == "g8")
    #expect(try chosen(["II"], taught: [0]) == "aami")
  }

  @Test("of those that are wanted")
  func wanted() throws {
    let study = try record(["II", "CS 1,2"])
    let found = try ModelReader.choose(Self.models, for: study, where: \.isOfBeats)
    #expect(found?.model.name == "aami")
    #expect(try ModelReader.choose(Self.models, for: study) { _ in false } == nil)
    let alone = Array(Self.models.prefix(1))
    #expect(try ModelReader.choose(alone, for: study, where: \.isOfBeats) == nil)
    #expect(try ModelReader.choose(alone, for: record(["II"]))?.model.name == "g8")
  }

  @Test("of a list's records each is read by its own, of those that tell the same classes apart")
  func list() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "suited-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let named = ["ECG1", "II", "CS 1,2"].map { names in (names, folder + "/" + names) }
    let recordings = try named.map { try beating($0.0, $0.1) }
    let cache = FindingCache(folder: folder + "/cache")
    let readers = try #require(try SuitedClassifiers(Self.models, for: recordings[0].record))
    var filling = WorklistFilling(
      readers, cache: cache, reader: "a", store: nil, patients: PatientTable(folder: folder))
    for (recording, name) in zip(recordings, named) { try filling.add(recording, named: name.0) }
    // The first is of beats, so that the study is read by a model of beats as well.
    let read = try recordings.map { recording in
      try Self.models.filter { model in
        let key = FindingKey(
          recordPath: recording.record.path, model: try FindingKey.modelDigest(path: model.path),
          channels: recording.record.channelMap, beats: nil)
        return try cache.summary(#require(key)) != nil
      }.map(\.name)
    }
    #expect(read == [["holter"], ["aami"], ["aami"]])
  }

  /// Half a minute of beats, alike on all channels.
  private func beating(_ names: String, _ folder: String) throws -> Recording {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let beat = (0..<200).map { frame -> Int16 in
      let place = Double(frame - 60)
      return Int16(220 * exp(-place * place / 12) + 50 * exp(-pow(place - 60, 2) / 400))
    }
    let samples = (0..<7_500).map { beat[$0 % 200] }
    let channels = names.split(separator: ",").count == 2 ? ["II", names] : [names]
    let lines = channels.map { "r.dat 16 200(0)/mV 16 0 0 0 0 \($0)" }
    try ("r \(channels.count) 250 7500\n" + lines.joined(separator: "\n") + "\n")
      .write(toFile: folder + "/r.hea", atomically: true, encoding: .utf8)
    let interleaved = samples.flatMap { sample in channels.map { _ in sample.littleEndian } }
    try unsafe interleaved.withUnsafeBytes { unsafe Data($0) }.write(
      to: URL(filePath: folder + "/r.dat"))
    return try Recording(path: folder + "/r")
  }

  @Test("where there is none for unnamed leads, the other of beats reads them")
  func other() throws {
    #expect(try chosen(["ECG1"], Array(Self.models.prefix(2))) == "aami")
    #expect(try chosen(["II"], [Self.models[0], Self.models[2]]) == "holter")
    #expect(try chosen(["ECG1"], [Self.models[1]]) == "aami")
    #expect(try chosen(["ECG1"], []) == nil)
  }
}
