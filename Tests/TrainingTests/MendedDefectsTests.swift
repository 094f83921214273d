import Annotations
import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import Testing
import Training

/// What was once otherwise than the documentation says.
@Suite struct MendedDefects {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  // MARK: Windows

  /// `BeatRole.excluded`: no window may hold it. `DatasetBuilder` says the same of unknown labels.
  @Test(arguments: ["q", "u"])
  func `No window holds a beat that nobody could tell or of an unknown label`(letter: String) {
    let run = String(repeating: "T", count: 60)
    // 12 beats of the tachycardia to one of the others.
    let beats = LabelledBeats.runs([(run, 80), (letter, 100), (run, 80)])
    let odd = beats[60].sample
    let windows = WindowPlan.windows(
      of: LabelledBeats.record(beats), sampleCount: 1_000_000, preset: .g8)
    #expect(windows.count > 20)
    #expect(!windows.contains { ($0.start..<$0.start + WindowPlan.samples).contains(odd) })
  }

  @Test func `No segment reaches into an excluded span that begins at its last beat`() throws {
    let beats = LabelledBeats.regular("SSSSSSSS")
    let span = beats[4].sample..<beats[4].sample + 300
    let found = RhythmSegment.segments(beats, excluded: [span], sampleCount: 10_000)
    #expect(found.allSatisfy { !$0.range.overlaps(span) })
  }

  // MARK: Trainings

  private func settings(_ epochs: Int) -> TrainingSettings {
    var settings = TrainingSettings()
    (settings.objective, settings.size, settings.epochs, settings.batch) = (.ce, .small, epochs, 8)
    return settings
  }

  /// The ECG's dropout must not silence the only modality: there would be a window without a live channel,
  /// which is refused everywhere else.
  @Test func `A training on the ECG is the same whether electrograms were recorded or not`() throws
  {
    let dataset = try SeparableDataset.make(in: folder)
    var single = dataset
    for index in single.windows.indices { single.windows[index].sound &= 0xFFF }
    var settings = settings(3)
    settings.modality = .ecg
    let fold = try smallFold(dataset)
    let crew = Crew(count: 1)
    var one = try TrainingRun(dataset, fold, settings, crew: crew)
    var other = try TrainingRun(single, fold, settings, crew: crew)
    #expect(try one.run().epochs.map(\.loss) == other.run().epochs.map(\.loss))
  }

  /// The disk is full while the best epoch's model is written, and free again an epoch later.
  @Test func `A training goes on from its files after a model could not be written for a while`()
    throws
  {
    let dataset = try SeparableDataset.make(in: folder)
    let fold = try smallFold(dataset)
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    var settings = settings(3)
    // So little is learned that the first epoch stays the best.
    settings.rate = 1e-15
    let crew = Crew(count: 1)
    // A folder where the model's part is to be: it cannot be written.
    _ = try folder.folder("m.safetensors.part")
    var copied: Result<Void, any Error>?
    var run = try TrainingRun(dataset, fold, settings, crew: crew)
    let copy = TrainingFiles(model: folder.file("copy.safetensors"))
    let whole = try run.run(files: files) { progress in
      if progress.step == 4 { try? folder.remove("m.safetensors.part") }
      guard progress.step == 7 else { return }
      try? FileManager.default.copyItem(atPath: files.model, toPath: copy.model)
      copied = Result {
        try FileManager.default.copyItem(atPath: files.checkpoint, toPath: copy.checkpoint)
      }
    }
    try #require(copied).get()
    var rest = try TrainingRun(dataset, fold, settings, crew: crew)
    let result = try rest.run(files: copy)
    #expect(differences(result.model, whole.model).isEmpty)
  }

  /// All that a training depends on: a checkpoint of another is to be refused, or begun anew.
  @Test func `A checkpoint of a training on another modality is not gone on with`() throws {
    let dataset = try SeparableDataset.make(in: folder)
    let fold = try smallFold(dataset)
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    let crew = Crew(count: 1)
    var settings = settings(1)
    var first = try TrainingRun(dataset, fold, settings, crew: crew)
    _ = try first.run(files: files)
    settings.modality = .iegm
    var second = try TrainingRun(dataset, fold, settings, crew: crew)
    var fresh = try TrainingRun(dataset, fold, settings, crew: crew)
    let wanted = try fresh.run()
    // An error would do as well.
    let found = try? second.run(files: files)
    if let found { #expect(differences(found.model, wanted.model).isEmpty) }
  }

  @Test func `A checkpoint of a training on other windows is not gone on with`() throws {
    let dataset = try SeparableDataset.make(in: folder)
    let fold = try smallFold(dataset)
    var other = fold
    // What was tested trains, and what trained is tested.
    let count = fold.test.count
    other.train = Array(fold.train.dropFirst(count)) + fold.test
    other.test = Array(fold.train.prefix(count))
    let files = TrainingFiles(model: folder.file("m.safetensors"))
    let crew = Crew(count: 1)
    var first = try TrainingRun(dataset, fold, settings(1), crew: crew)
    _ = try first.run(files: files)
    var second = try TrainingRun(dataset, other, settings(1), crew: crew)
    var fresh = try TrainingRun(dataset, other, settings(1), crew: crew)
    let wanted = try fresh.run()
    let found = try? second.run(files: files)
    if let found { #expect(differences(found.model, wanted.model).isEmpty) }
  }

  // MARK: Evaluations

  private var quick: TrainingSettings {
    var settings = settings(1)
    settings.epochWindows = 8
    return settings
  }

  @Test func `A kept model of a data set with other filters is trained again`() throws {
    let dataset = try SeparableDataset.make(in: folder, patients: 5)
    let crew = Crew(count: 1)
    var first = CrossValidation(dataset, quick, seeds: [1], folder: folder.path, crew: crew)
    _ = try first.run(.patients, folds: 1)
    var causal = dataset
    causal.direction = .causal
    var second = CrossValidation(causal, quick, seeds: [1], folder: folder.path, crew: crew)
    _ = try second.run(.patients, folds: 1)
    #expect(first.curves.count == 1)
    #expect(second.curves.count == 1)
  }

  @Test func `A cohort that is too small is told with its own number of patients`() throws {
    var made = HandMadeDataset()
    for patient in 0..<10 {
      made.addRecord(
        "r\(patient)", cohort: patient < 4 ? "children" : "adults", segments: [(0, 40), (1, 40)])
    }
    let dataset = try made.read(in: folder)
    let error = #expect(throws: DatasetError.self) {
      try dataset.folds(.patients, seed: 1, cohort: "children")
    }
    #expect("\(try #require(error))".contains("4 patients are too few"))
  }
}
