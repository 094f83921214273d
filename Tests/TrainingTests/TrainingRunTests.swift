import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import Testing
import Training

@Suite("A training") struct TrainingRunTests {
  private let folder: ScratchFolder
  private let dataset: Dataset
  private let fold: Fold
  /// Steps of an epoch: 24 windows in batches of 8.
  private let epochSteps = 3

  init() throws {
    folder = try ScratchFolder()
    dataset = try SeparableDataset.make(in: folder, windows: 12)
    fold = try smallFold(dataset)
  }

  private func settings(
    _ objective: Objective = .agcacl, epochs: Int = 2, seed: UInt64 = 1
  ) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.objective = objective
    (settings.epochs, settings.batch, settings.size) = (epochs, 8, .small)
    settings.seed = seed
    return settings
  }

  private func train(
    _ settings: TrainingSettings, threads: Int = 1, files: TrainingFiles? = nil,
    progress: (TrainingRun.Progress) -> Void = { _ in }
  ) throws -> TrainingRun.Result {
    var run = try TrainingRun(dataset, fold, settings, crew: Crew(count: threads))
    return try run.run(files: files, progress: progress)
  }

  // MARK: Learning

  @Test func `The loss falls, and two classes that are easily told apart are told apart`() throws {
    var settings = settings(.ce, epochs: 8)
    settings.rate = 4e-3
    let result = try train(settings)
    let losses = result.epochs.map(\.loss)
    let (first, last) = (try #require(losses.first), try #require(losses.last))
    #expect(losses.count == 8)
    #expect(last < 0.6 * first)
    let test = TestResult(result.model, dataset, fold, crew: Crew(count: 1))
    #expect(test.windows == fold.test)
    #expect(test.metrics(classCount: dataset.classes.count).accuracy >= 0.9)
  }

  @Test func `Epochs are numbered, their rates fall and their validation is known`() throws {
    let result = try train(settings(.la, epochs: 3))
    #expect(result.epochs.map(\.number) == [1, 2, 3])
    #expect(result.epochs.allSatisfy { $0.loss.isFinite && $0.contrastShare == 0 })
    #expect(result.epochs.allSatisfy { (0...1).contains($0.validation ?? -1) })
    #expect(zip(result.epochs, result.epochs.dropFirst()).allSatisfy { $0.rate > $1.rate })
    #expect(result.warnings.isEmpty)
  }

  // MARK: From a model

  @Test func `A training that starts from a model goes on where that stands`() throws {
    let first = try train(settings(.ce, epochs: 6)).model
    var settings = settings(.ce, epochs: 1)
    settings.rate = 1e-4
    let fresh = try train(settings).epochs[0].loss
    settings.origin = TrainingOrigin(model: first)
    #expect(try train(settings).epochs[0].loss < 0.7 * fresh)
  }

  @Test func `Between the two models lies what the share says, the first at none`() throws {
    let first = try train(settings(.ce)).model
    func trained(_ share: Double) throws -> ModelWeights {
      var settings = settings(.ce, seed: 2)
      settings.origin = TrainingOrigin(model: first, share: share)
      return try train(settings).model
    }
    let (none, half, all) = (try trained(0), try trained(0.5), try trained(1))
    for (name, tensor) in half.tensors {
      let old = try #require(none.tensors[name]?.values)
      let new = try #require(all.tensors[name]?.values)
      #expect(old == first.tensors[name]?.values)
      for (value, (a, b)) in zip(tensor.values, zip(old, new)) {
        #expect(abs(value - (a + b) / 2) <= 1e-6 * max(1, abs(a), abs(b)))
      }
    }
    #expect(all.tensors != first.tensors)
    #expect(all.digest != first.digest && none.digest == first.digest)
  }

  @Test func `Who has trained the first model neither chooses nor tests the second`() throws {
    let first = try train(settings(.ce)).model
    let seen = first.properties?.seenDigests ?? []
    let origin = TrainingOrigin(model: first)
    // The same people the other way round.
    var turned = fold
    (turned.train, turned.validation, turned.test) = (fold.test, fold.train, fold.validation)
    let honest = origin.honest(turned, dataset)
    #expect(honest.validation.isEmpty && honest.test.isEmpty && honest.train == turned.train)
    let kept = origin.honest(fold, dataset).test
    #expect(!kept.isEmpty && kept.allSatisfy(fold.test.contains))
    #expect(
      kept.allSatisfy { !seen.contains(dataset.sources[dataset.windows[$0].source].digest) })
    var settings = settings(.ce)
    settings.origin = origin
    var run = try TrainingRun(dataset, turned, settings, crew: Crew(count: 1))
    let second = try run.run().model
    #expect(Set(seen).isSubset(of: Set(second.properties?.seenDigests ?? [])))
  }

  @Test func `Who only set the bounds of a model of beats can judge what is trained from it`()
    throws
  {
    var first = try train(settings(.ce)).model
    var properties = try #require(first.properties)
    let all = Array(dataset.windows.indices)
    let chosen = Set(fold.validation.map { dataset.sources[dataset.windows[$0].source].name })
    let trained = Set(fold.train.map { dataset.sources[dataset.windows[$0].source].name })
    #expect(!chosen.isEmpty && Set(properties.chosenOn) == chosen)
    func judging(_ preset: LabelPreset) throws -> Set<String> {
      properties.preset = preset.rawValue
      try first.setProperties(properties)
      let left = TrainingOrigin(model: first).untrained(all, dataset)
      return Set(left.map { dataset.sources[dataset.windows[$0].source].name })
    }
    // A model of rhythms was chosen by them, so its weights are theirs too.
    #expect(try judging(.g8).isDisjoint(with: chosen.union(trained)))
    #expect(try judging(.aami).isSuperset(of: chosen.subtracting(trained)))
    #expect(try judging(.aami).isDisjoint(with: trained))
  }

  @Test func `Classes are known by name: those that are new begin at random`() throws {
    let first = try train(settings(.ce)).model
    let classes = first.classNames
    var sizes = first.configuration
    sizes.classes = classes.count + 1
    let wider = try first.extended(to: ["new"] + classes.reversed(), sizes, seed: 3)
    let (old, new) = (first.tensors["head.bias"]?.values, wider.tensors["head.bias"]?.values)
    #expect(Array((new ?? []).dropFirst()) == old?.reversed())
    #expect(wider.tensors["projection2.weight"] == first.tensors["projection2.weight"])
    #expect(throws: StartingModelError.self) {
      try first.extended(to: ["x"], sizes, seed: 3)
    }
    sizes.width = 64
    #expect(throws: StartingModelError.self) {
      try first.extended(to: ["new"] + classes, sizes, seed: 3)
    }
  }

  @Test func `Progress is told step by step`() throws {
    var steps: [Int] = []
    var epochs: [Int] = []
    _ = try train(settings(.ce)) { progress in
      steps.append(progress.step)
      epochs.append(progress.epochs.count)
      #expect(progress.steps == 2 * epochSteps && progress.loss.isFinite)
    }
    #expect(steps == Array(1...2 * epochSteps))
    #expect(epochs == [0, 0, 0, 1, 1, 1])
  }

  @Test func `The contrastive loss shares in the features' gradients`() throws {
    let epochs = try train(settings(.agcacl, epochs: 3)).epochs
    #expect(epochs.allSatisfy { $0.contrastShare.isFinite })
    #expect((epochs.last?.contrastShare ?? 0) > 0)
  }

  @Test(arguments: Objective.allCases)
  func `Each objective trains a step to finite numbers`(objective: Objective) throws {
    var settings = settings(objective, epochs: 1)
    settings.epochWindows = 8
    let result = try train(settings)
    #expect(result.epochs.count == 1)
    #expect(result.epochs[0].loss.isFinite && result.epochs[0].loss > 0)
  }

  // MARK: The same bits

  @Test func `The same seed gives the same bits, on one thread and on two`() throws {
    let one = try train(settings())
    let again = try train(settings())
    let two = try train(settings(), threads: 2)
    #expect(differences(one.model, again.model).isEmpty)
    #expect(differences(one.model, two.model).isEmpty)
    #expect(one.epochs == again.epochs && one.epochs == two.epochs)
    #expect(one.model.metadata == two.model.metadata)
  }

  @Test func `Another seed gives another model`() throws {
    let one = try train(settings(.ce, epochs: 1))
    let other = try train(settings(.ce, epochs: 1, seed: 2))
    #expect(!differences(one.model, other.model).isEmpty)
  }

  @Test func `A training without files is the same as one with`() throws {
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    let (with, without) = (try train(settings(), files: files), try train(settings()))
    #expect(differences(with.model, without.model).isEmpty)
    #expect(with.epochs == without.epochs)
  }

  /// Copies the files as they stand after so many epochs of a whole training.
  private func interrupted(
    _ settings: TrainingSettings, after epochs: Int, to copy: TrainingFiles, threads: Int = 1
  ) throws -> TrainingRun.Result {
    let files = TrainingFiles(model: folder.file("whole.safetensors"))
    var copies: [Result<Void, any Error>] = []
    let result = try train(settings, threads: threads, files: files) { progress in
      guard progress.step == epochs * epochSteps + 1 else { return }
      for (from, to) in [(files.model, copy.model), (files.checkpoint, copy.checkpoint)] {
        copies.append(Result { try FileManager.default.copyItem(atPath: from, toPath: to) })
      }
    }
    #expect(copies.count == 2)
    for copy in copies { try copy.get() }
    return result
  }

  @Test(arguments: [(1, 1), (2, 1), (2, 2)])
  func `A training that was interrupted goes on to the same bits`(
    after: Int, threads: Int
  ) throws {
    let copy = TrainingFiles(model: folder.file("copy.safetensors"))
    let settings = settings(.agcacl, epochs: 3)
    let whole = try interrupted(settings, after: after, to: copy)
    var steps = 0
    let rest = try train(settings, threads: threads, files: copy) { _ in steps += 1 }
    #expect(steps == (3 - after) * epochSteps)
    #expect(differences(rest.model, whole.model).isEmpty)
    #expect(rest.model.properties == whole.model.properties)
    #expect(rest.epochs == whole.epochs)
    #expect(try folder.bytes("copy.safetensors") == folder.bytes("whole.safetensors"))
    #expect(
      try folder.bytes("copy.safetensors.checkpoint")
        == folder.bytes("whole.safetensors.checkpoint")
    )
  }

  @Test func `A training that is done is not gone on with`() throws {
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    let first = try train(settings(.ce), files: files)
    var steps = 0
    let second = try train(settings(.ce), files: files) { _ in steps += 1 }
    #expect(steps == 0)
    #expect(differences(second.model, first.model).isEmpty)
    #expect(second.epochs == first.epochs)
  }

  @Test func `A checkpoint of a training with another seed is refused in a sentence`() throws {
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    _ = try train(settings(.ce, epochs: 1), files: files)
    let error = #expect(throws: CheckpointError.self) {
      try train(settings(.ce, epochs: 1, seed: 2), files: files)
    }
    #expect(sentenceProblem("\(try #require(error))", about: files.checkpoint) == nil)
  }

  @Test func `A checkpoint that was cut is refused in a sentence`() throws {
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    _ = try train(settings(.ce, epochs: 1), files: files)
    let bytes = try folder.bytes("m.safetensors.checkpoint")
    try folder.write(bytes.prefix(bytes.count / 2), "m.safetensors.checkpoint")
    let error = #expect(throws: SafeTensorsError.self) {
      try train(settings(.ce, epochs: 1), files: files)
    }
    #expect(sentenceProblem("\(try #require(error))", about: files.checkpoint) == nil)
  }

  @Test func `A checkpoint without its epochs is refused in a sentence`() throws {
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    _ = try train(settings(.ce, epochs: 1), files: files)
    let file = try SafeTensors(path: files.checkpoint)
    var metadata = file.metadata
    metadata["epochs"] = "[]"
    var tensors: [String: SafeTensors.Value] = [:]
    for name in file.names { tensors[name] = .float32(try file.float32(name)) }
    try SafeTensors.write(tensors, metadata: metadata, path: files.checkpoint)
    let error = #expect(throws: DatasetError.self) {
      try train(settings(.ce, epochs: 1), files: files)
    }
    #expect(sentenceProblem("\(try #require(error))", about: files.checkpoint) == nil)
  }

  // MARK: Files

  @Test func `After each epoch the best model so far is a whole file`() throws {
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    var found: [(epochs: [TrainingRun.Epoch], model: ModelWeights?)] = []
    let result = try train(settings(.ce, epochs: 4), files: files) { progress in
      guard progress.step % epochSteps == 1, progress.step > 1 else { return }
      found.append((progress.epochs, try? ModelWeights(path: files.model)))
    }
    found.append((result.epochs, try ModelWeights(path: files.model)))
    #expect(found.map(\.epochs.count) == [1, 2, 3, 4])
    for (epochs, model) in found {
      let properties = try #require(model?.properties)
      let best = epochs.max {
        // Of equal ones the later.
        ($0.validation ?? -1, $0.number) < ($1.validation ?? -1, $1.number)
      }
      #expect(properties.epoch == best?.number)
      #expect(properties.validationMacroF1 == best?.validation)
    }
    #expect(differences(try #require(found.last?.model), result.model).isEmpty)
  }

  @Test func `A folder that cannot be written gives a warning, and the training ends well`() throws
  {
    let files = TrainingFiles(model: folder.file("absent/m.safetensors"))
    let result = try train(settings(.ce), files: files)
    #expect(result.warnings.count == 1)
    let warning = try #require(result.warnings.first)
    #expect(warning.hasPrefix("epoch 1: ") && warning.contains(files.model))
    #expect(result.epochs.count == 2)
    #expect(try differences(result.model, train(settings(.ce)).model).isEmpty)
    #expect(!folder.exists("absent"))
  }

  // MARK: What the model says of itself

  @Test func `The model says how it was made`() throws {
    let result = try train(settings(.agcacl))
    let properties = try #require(result.model.properties)
    #expect(properties.classes == ["SINUS", "AVRT"])
    #expect(result.model.classNames == ["SINUS", "AVRT"])
    #expect(properties.preset == "g6" && properties.direction == .forwardBackward)
    #expect(properties.training == settings(.agcacl).summary)
    func names(_ windows: [Int]) -> [String] {
      Set(windows.map { dataset.sources[dataset.windows[$0].source].name }).sorted()
    }
    #expect(properties.trainedOn == names(fold.train))
    #expect(properties.chosenOn == names(fold.validation))
    #expect(!properties.trainedOn.isEmpty && !properties.chosenOn.isEmpty)
    #expect(properties.data.hasPrefix("24 windows of \(properties.trainedOn.count) records"))
    #expect(properties.isComplete)
    #expect(properties.validationMacroF1 == result.epochs[properties.epoch - 1].validation)
    #expect(result.model.configuration.classes == 2)
  }

  @Test func `How sure it may be is fitted on the validation windows, for each kind of input`()
    throws
  {
    let properties = try #require(try train(settings(.ce, epochs: 3)).model.properties)
    let certainty = try #require(properties.certainty)
    let patients = Set(fold.validation.map { dataset.windows[$0].source }).count
    #expect(certainty.patients == patients)
    let most = certainty.entries.map(\.kind.leads).max() ?? 0
    #expect(most == properties.mostLeads && most > 0)
    #expect(!properties.trainedLeads.isEmpty)
    for entry in certainty.entries {
      #expect(entry.flag.leastProbabilities.count == 2)
      #expect(entry.flag.leastProbabilities.allSatisfy { (0...0.9).contains($0) })
      // Two classes of some patients each are rare where fewer than three showed them.
      #expect(patients >= 3 || entry.flag.rareClasses == [0, 1])
    }
  }

  @Test func `Without validation windows each part of the people is held out of a training`() throws
  {
    var fold = fold
    fold.train += fold.validation
    fold.validation = []
    var settings = settings(.ce)
    settings.calibrationParts = 2
    var run = try TrainingRun(dataset, fold, settings, crew: Crew(count: 1))
    var shares: [Double] = []
    let result = try run.run { shares.append(Double($0.step) / Double($0.steps)) }
    let properties = try #require(result.model.properties)
    #expect(properties.epoch == 2 && properties.isComplete)
    #expect(properties.validationMacroF1 == nil && properties.chosenOn.isEmpty)
    #expect(result.epochs.allSatisfy { $0.validation == nil })
    #expect(shares == shares.sorted() && shares.last == 1)
    let certainty = try #require(properties.certainty)
    #expect(certainty.patients == Set(fold.train.map { dataset.windows[$0].source }).count)
    #expect(!properties.certaintyTests.isEmpty)
  }

  @Test func `Without anybody held out the model is never sure`() throws {
    var fold = fold
    fold.validation = []
    var settings = settings(.ce)
    settings.calibrationParts = 0
    var run = try TrainingRun(dataset, fold, settings, crew: Crew(count: 1))
    let properties = try #require(try run.run().model.properties)
    #expect(properties.certainty == nil && properties.temperature == 1)
  }

  @Test func `Patience ends a training that does not get better`() throws {
    var settings = settings(.ce, epochs: 9)
    // With such a rate nothing is learned, so no epoch is better than the first.
    (settings.rate, settings.patience) = (1e-15, 2)
    let result = try train(settings)
    #expect(result.epochs.count == 3)
    // They are all equal, and of equal ones the last is kept.
    #expect(result.model.properties?.epoch == 3)
    #expect(result.model.properties?.isComplete == true)
  }

  @Test func `A model of one modality does not see the other`() throws {
    var settings = settings(.ce, epochs: 1)
    settings.modality = .ecg
    let model = try train(settings).model
    var deaf = dataset
    for index in deaf.windows.indices { deaf.windows[index].sound &= 0xFFF }
    let crew = Crew(count: 1)
    let one = Predictions(model, dataset, fold.test, modality: .ecg, crew: crew)
    let other = Predictions(model, deaf, fold.test, modality: .both, crew: crew)
    #expect(one == other && !one.windows.isEmpty)
    // What the model's file says that it reads counts, whatever it is asked for.
    #expect(Predictions(model, dataset, fold.test, modality: .both, crew: crew) == one)
  }

  @Test func `Windows without a live channel of the modality are not decided`() throws {
    let model = ModelWeights(random: .tiny(classes: 2), seed: 1)
    var silent = dataset
    silent.windows[fold.test[0]].sound &= 0xFFF
    let configuration = { (tokens: Int) in
      var configuration = model.configuration
      configuration.tokens = tokens
      return configuration
    }(128)
    let wide = ModelWeights(random: configuration, seed: 1)
    let crew = Crew(count: 1)
    let iegm = Predictions(wide, silent, fold.test, modality: .iegm, crew: crew)
    #expect(iegm.windows == Array(fold.test.dropFirst()))
    #expect(iegm.logits.count == 2 * iegm.windows.count)
    #expect(Predictions(wide, silent, fold.test, crew: crew).windows == fold.test)
  }

  @Test func `A fold's rare class is none of the model's`() throws {
    // PREEX has one window only: too rare.
    var rare = dataset
    rare.windows[fold.train[0]].plan.label = 1
    var fold = fold
    fold.classes = [0, 2]
    var run = try TrainingRun(rare, fold, settings(.ce, epochs: 1), crew: Crew(count: 1))
    let result = try run.run()
    #expect(result.model.configuration.classes == 2)
    #expect(result.model.properties?.data.hasPrefix("23 windows") == true)
  }

  // MARK: Settings

  @Test func `Settings that differ have summaries that differ`() {
    let changes: [(inout TrainingSettings) -> Void] = [
      { $0.objective = .ce }, { $0.sampler = .balanced }, { $0.priorStrength = 0.5 },
      { $0.epochs = 3 }, { $0.epochWindows = 100 }, { $0.batch = 32 }, { $0.rate = 1e-3 },
      { $0.patience = 4 }, { $0.size = .small }, { $0.modality = .iegm },
      { $0.usesCrossAttention = false }, { $0.seed = 9 },
    ]
    var summaries = [TrainingSettings().summary]
    for change in changes {
      var settings = TrainingSettings()
      change(&settings)
      summaries.append(settings.summary)
    }
    #expect(Set(summaries).count == changes.count + 1)
  }

  @Test func `The defaults are those of the design`() {
    let settings = TrainingSettings()
    #expect(settings.objective == .agcacl && settings.sampler == .squareRoot)
    #expect(settings.epochs == 40 && settings.batch == 64 && settings.rate == 2e-3)
    #expect(TrainingSettings(preset: .g8) == settings)
    #expect(TrainingSettings(preset: .aami).epochs < settings.epochs)
  }
}
