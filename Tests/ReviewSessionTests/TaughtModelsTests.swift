import ArrhythmiaModel
import Foundation
import NeuralNetwork
import ReviewSession
import Synchronization
import Testing
import Training

@Suite("Taught models of rhythms") struct TaughtModelsTests {
  private let folder: String
  private let models: TaughtModels

  init() {
    folder = FileManager.default.temporaryDirectory.path + "/tawara-models-\(UUID().uuidString)"
    models = TaughtModels(folder: folder)
  }

  private func outcome() throws -> Adaptation.Outcome {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Models/g8.safetensors").standardizedFileURL.path
    let base = try ModelWeights(path: path)
    var signal = PreparedWindow(samples: WindowPlan.samples)
    signal.ecgLive[0] = 1
    for sample in 0..<WindowPlan.samples { signal.ecg[sample] = Float(sample % 80) / 40 - 1 }
    let window = TaughtWindow(
      signal: signal, label: "EAT", patient: "p", record: "r", digest: "d", seconds: 0..<4,
      episode: 0)
    return try Adaptation(
      base, memory: try TrainingMemory(path: TrainingMemory.path(beside: path)),
      support: TaughtSupport(teaching: [window], guarding: []),
      settings: AdaptationSettings(depth: .instant), crew: Crew(count: 1)
    ).run()
  }

  private func keep(_ outcome: Adaptation.Outcome, of base: String = "g8") throws -> String {
    try models.keep(outcome, of: base, reader: "ab", program: "1", overridden: nil).name
  }

  @Test("versions are numbered on, whatever they come from, and the last one is in use")
  func numbers() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(models.used(of: "g8") == "g8" && models.versions().isEmpty)
    let outcome = try outcome()
    #expect(try keep(outcome) == "g8-v1")
    let first = try Data(contentsOf: URL(filePath: models.path(of: "g8-v1")))
    #expect(try keep(outcome, of: "g8-v1") == "g8-v2")
    #expect(models.used(of: "g8") == "g8-v2")
    #expect(try Data(contentsOf: URL(filePath: models.path(of: "g8-v2"))) == first)
    try models.use("g8")
    #expect(models.used(of: "g8") == "g8")
    #expect(models.versions(of: "g8").map(\.name) == ["g8-v1", "g8-v2"])
    #expect(models.versions(of: "aami").isEmpty)
    // With the memory beside it, and nothing else.
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(
      files == [
        "g8-v1.memory", "g8-v1.safetensors", "g8-v2.memory", "g8-v2.safetensors", "g8.used",
      ])
  }

  @Test("one that is gone, damaged or no taught model is not in use, and not listed")
  func gone() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try keep(try outcome())
    try FileManager.default.removeItem(atPath: models.path(of: "g8-v1"))
    #expect(models.used(of: "g8") == "g8")
    try Data("no model".utf8).write(to: URL(filePath: models.path(of: "g8-v3")))
    #expect(models.versions().isEmpty)
    #expect(
      TaughtModels.root(of: "my-v-lab") == "my-v-lab" && TaughtModels.root(of: "a-v12") == "a")
  }

  @Test("four who keep one at once get four")
  func atOnce() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let outcome = try outcome()
    let names = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      let name = try? keep(outcome)
      names.withLock { $0.append(name ?? "none") }
    }
    #expect(names.withLock { $0.sorted() } == ["g8-v1", "g8-v2", "g8-v3", "g8-v4"])
    #expect(models.versions().count == 4)
  }
}
