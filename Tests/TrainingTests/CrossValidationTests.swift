import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Training

@Suite("Training and testing on folds") struct CrossValidationTests {
  private let folder: ScratchFolder
  private let dataset: Dataset

  init() throws {
    folder = try ScratchFolder()
    // Three patients train: 36 windows of either class.
    dataset = try SeparableDataset.make(in: folder, patients: 5, windows: 12)
  }

  private var settings: TrainingSettings {
    var settings = TrainingSettings()
    (settings.objective, settings.size, settings.epochs) = (.ce, .small, 1)
    (settings.batch, settings.epochWindows) = (8, 8)
    return settings
  }

  private func validation(
    _ dataset: Dataset? = nil, seeds: [UInt64] = [1], folder: String? = nil
  ) -> CrossValidation {
    CrossValidation(
      dataset ?? self.dataset, settings, seeds: seeds, folder: folder, crew: Crew(count: 1))
  }

  @Test func `Every fold of every seed is trained and tested`() throws {
    var validation = validation(seeds: [3, 4])
    var stages: [[Int]] = []
    let outcome = try validation.run(.patients, folds: 2) { stage, progress in
      #expect(stage.split == .patients && stage.total == 4)
      if progress.step == 1 { stages.append([stage.seedIndex, stage.fold, stage.done]) }
    }
    #expect(stages == [[0, 0, 0], [0, 1, 1], [1, 0, 2], [1, 1, 3]])
    #expect(validation.curves.map(\.stage.done) == [0, 1, 2, 3])
    #expect(validation.curves.allSatisfy { $0.epochs.count == 1 })
    #expect(outcome.seeds.count == 2 && outcome.folds == 2)
    #expect(outcome.seeds.allSatisfy { $0.foldMacroF1.count == 2 })
    #expect(outcome.patients.count == 2)
    // Two of five patients, 24 windows each, in each seed.
    #expect([0, 1].map { outcome.tally(seed: $0).count } == [48, 48])
    #expect(outcome.classes == [0, 2])
  }

  @Test func `All folds together test every window once`() throws {
    var validation = validation()
    let outcome = try validation.run(.patients)
    #expect(outcome.tally(seed: 0).count == dataset.windows.count)
    #expect(outcome.patients == ["p1", "p2", "p3", "p4", "p5"])
    #expect(outcome.unknownAUROC.map(\.isNaN) == [true])
  }

  @Test func `A tested model is trained and chosen on other records`() throws {
    var validation = validation(folder: folder.path)
    _ = try validation.run(.patients, folds: 2)
    for (number, fold) in try dataset.folds(.patients, seed: 1).prefix(2).enumerated() {
      let model = try ModelWeights(
        path: folder.file("patients-seed1-fold\(number + 1).safetensors"))
      let tested = Set(fold.test.map { dataset.sources[dataset.windows[$0].source].name })
      let properties = try #require(model.properties)
      #expect(tested.isDisjoint(with: properties.trainedOn + properties.chosenOn))
    }
  }

  @Test func `Records whose order is not that of their names are known again`() throws {
    // Of twelve the tenth is before the second by name.
    let twelve = try SeparableDataset.make(
      in: folder, patients: 12, windows: 6, as: "twelve.safetensors")
    var first = validation(twelve, folder: folder.path)
    _ = try first.run(.patients, folds: 1)
    #expect(try first.faults(.patients, folds: 1).isEmpty)
    var second = validation(twelve, folder: folder.path)
    _ = try second.run(.patients, folds: 1)
    #expect(first.curves.count == 1 && second.curves.isEmpty)
  }

  @Test func `Models that are kept are not trained again and test the same`() throws {
    var first = validation(folder: folder.path)
    let one = try first.run(.patients, folds: 1)
    #expect(folder.exists("patients-seed1-fold1.safetensors"))
    #expect(!folder.exists("patients-seed1-fold1.safetensors.checkpoint"))
    let bytes = try folder.bytes("patients-seed1-fold1.safetensors")
    var second = validation(folder: folder.path)
    let other = try second.run(.patients, folds: 1)
    #expect(first.curves.count == 1 && second.curves.isEmpty)
    #expect(one.tally(seed: 0) == other.tally(seed: 0))
    #expect(try folder.bytes("patients-seed1-fold1.safetensors") == bytes)
  }

  @Test func `A model that was kept of other settings is trained again`() throws {
    var first = validation(folder: folder.path)
    _ = try first.run(.patients, folds: 1)
    var settings = settings
    settings.rate = 1e-3
    var second = CrossValidation(
      dataset, settings, seeds: [1], folder: folder.path, crew: Crew(count: 1))
    _ = try second.run(.patients, folds: 1)
    #expect(second.curves.count == 1)
  }

  @Test func `Parts train each model once, and what they left is tested as by one process`() throws
  {
    var whole = validation(seeds: [3, 4])
    let expected = try whole.run(.patients, folds: 2)
    #expect(
      try validation(seeds: [3, 4], folder: folder.path).faults(.patients, folds: 2).count == 4)
    for text in ["1/3", "2/3", "3/3"] {
      var part = validation(seeds: [3, 4], folder: folder.path)
      let shard = try #require(Shard(text))
      #expect(try part.train(.patients, folds: 2, shard: shard, from: 1) == 5)
      #expect(part.curves.count == (text == "2/3" ? 2 : 1))
    }
    var merge = validation(seeds: [3, 4], folder: folder.path)
    #expect(try merge.faults(.patients, folds: 2) == [])
    let found = try merge.run(.patients, folds: 2)
    #expect(merge.curves.isEmpty)
    #expect([0, 1].allSatisfy { found.tally(seed: $0) == expected.tally(seed: $0) })
  }

  @Test func `A model of other settings, of other windows or missing is said`() throws {
    var part = validation(folder: folder.path)
    _ = try part.train(.patients, folds: 2, shard: .whole)
    var settings = settings
    settings.rate = 1e-3
    let other = CrossValidation(
      dataset, settings, seeds: [1], folder: folder.path, crew: Crew(count: 1))
    let faults = try other.faults(.patients, folds: 2)
    #expect(faults.count == 2 && faults.allSatisfy { $0.contains("rate 0.001") })
    let world = try SeparableDataset.make(in: folder, patients: 5, windows: 11, as: "o.safetensors")
    #expect(try validation(world, folder: folder.path).faults(.patients, folds: 2).count == 2)
    try FileManager.default.removeItem(atPath: folder.file("patients-seed1-fold2.safetensors"))
    let missing = try validation(folder: folder.path).faults(.patients, folds: 2)
    #expect(missing.count == 1 && missing[0].contains("found none"))
  }

  @Test(arguments: ["", "0/2", "3/2", "1/0", "1", "1/2/3", "a/b", "-1/2"])
  func `What is no part is none`(_ text: String) { #expect(Shard(text) == nil) }

  @Test func `Windows of unknown rhythms are told apart by their energy, of tested patients only`()
    throws
  {
    var open = dataset
    let one = try #require(dataset.folds(.patients, seed: 1).first)
    let tested = Set(one.test.map { dataset.windows[$0].source })
    for index in open.windows.indices where open.windows[index].plan.segment > 21 {
      open.windows[index].plan.set = .fewShot
      (open.windows[index].plan.group, open.windows[index].plan.label) = ("AFL", -1)
    }
    var validation = validation(open)
    let outcome = try validation.run(.patients, folds: 1)
    #expect(outcome.seeds[0].energies.unknown.count == 2 * tested.count)
    #expect(outcome.seeds[0].energies.known.count == 22 * tested.count)
    #expect((0...1).contains(try #require(outcome.unknownAUROC.first)))
  }
}
