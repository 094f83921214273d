import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Training

@Suite("What is kept of a training for teaching") struct TrainingMemoryTests {
  private let folder: ScratchFolder
  private let dataset: Dataset
  private let model: ModelWeights
  private let memory: TrainingMemory

  init() throws {
    folder = try ScratchFolder()
    dataset = try SeparableDataset.make(in: folder, patients: 6, windows: 12)
    let fold = try #require(try dataset.folds(.all, seed: 1).first)
    #expect(fold.test.isEmpty && fold.train.count == dataset.windows.count)
    var settings = TrainingSettings()
    (settings.objective, settings.epochs, settings.batch) = (.ce, 1, 8)
    (settings.size, settings.calibrationParts) = (.small, 0)
    var run = try TrainingRun(dataset, fold, settings, crew: Crew(count: 1))
    model = try run.run().model
    memory = run.memory(of: model)
  }

  @Test func `Each class has windows to replay and windows that guard, of other patients`() {
    #expect(memory.classes == ["SINUS", "AVRT"])
    for label in 0..<2 {
      let own = memory.windows.filter { $0.label == label }
      let (replay, guarding) = (
        own.filter { $0.role == .replay }, own.filter { $0.role == .guarding }
      )
      #expect(replay.count >= 8 && guarding.count >= 4)
      #expect(Set(replay.map(\.patient)).isDisjoint(with: Set(guarding.map(\.patient))))
      #expect((1...32).contains(memory.features[label].count))
      #expect(memory.features[label].allSatisfy { $0.count == model.configuration.width })
    }
    #expect(memory.fingerprint == model.properties?.fingerprint && !memory.fingerprint.isEmpty)
  }

  @Test func `A file holds all of it, in under two megabytes, the same bytes each time`() throws {
    let path = folder.file("model.memory")
    try memory.write(path: path)
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(bytes.count < 2_000_000)
    #expect(try TrainingMemory(path: path) == memory)
    try memory.write(path: folder.file("again.memory"))
    #expect(try Data(contentsOf: URL(filePath: folder.file("again.memory"))) == bytes)
    #expect(TrainingMemory.path(beside: "Models/aami.safetensors") == "Models/aami.memory")
  }

  @Test func `Windows are what the model is given, but for a byte's rounding`() throws {
    let engine = InferenceEngine(model, crew: Crew(count: 1))
    for window in memory.windows {
      let signal = window.signal
      #expect(signal.ecgLive[0] == 1 && signal.ecgLive[1] == 1 && signal.iegmLive[0] == 1)
      #expect(
        signal.ecg.contains { $0 != 0 } && signal.ecg.allSatisfy { (-4.1...4.1).contains($0) })
    }
    // A kept window is one of the data set's: its logits are as near to one of theirs as rounding allows.
    let (_, all) = dataset.batch(dataset.windows.indices.map { $0 }, crew: Crew(count: 1))
    let truth = engine.run(all, maps: false).logits
    let first = memory.windows[0].signal
    let found = engine.run(
      Windows(
        samples: WindowPlan.samples, ecg: first.ecg, iegm: first.iegm, ecgLive: first.ecgLive,
        iegmLive: first.iegmLive, context: []), maps: false
    ).logits
    let nearest =
      stride(from: 0, to: truth.count, by: 2)
      .map { abs(truth[$0] - found[0]) + abs(truth[$0 + 1] - found[1]) }.min() ?? 9
    #expect(nearest < 0.05)
  }

  @Test func `A file that is no memory is refused in a sentence`() throws {
    let path = folder.file("other.memory")
    try SafeTensors.write(["windows": .int32([], shape: [0, 3])], metadata: [:], path: path)
    let error = #expect(throws: DatasetError.self) { try TrainingMemory(path: path) }
    #expect(sentenceProblem("\(try #require(error))") == nil)
  }
}
