import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import NeuralNetwork
import ReviewSession
import Synchronization
import Waveforms

/// An archive's records, one after the other, by as many processes as there are.
struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen", abstract: "Read many records, and put what was found into one table.",
    discussion: """
      LIST is a file with a record's path a line. Each record's findings, episodes and medians go to a \
      file of their own in the folder --out, which appears whole or not at all; a record whose results \
      are there, of the same files, model, program and precision, is left out, so that the same command goes on \
      where it was ended. --shard i/n takes every n-th record, from the i-th: one process a part, on as \
      many machines as see the folder. A record that cannot be read leaves its reason, and stops \
      nothing. --merge DIR prints the results as CSV, a row a record in the list's order, names what is \
      missing and ends with status 2 then; `tawara review TABLE.csv` opens the most urgent first. Not \
      for diagnosis.
      """)

  @Argument(help: "A file with a record's path a line.")
  var list: String

  @Option(help: ArgumentHelp("Write results to this folder.", valueName: "dir"))
  var out: String?

  @Option(help: ArgumentHelp("Print the results in this folder as CSV.", valueName: "dir"))
  var merge: String?

  @Option(help: "Take one of several parts, counted from 1: 2/8.")
  var shard: String?

  @Option(
    help: """
      A model by its name (g8, aami, holter) or file; auto, as if not given, is the one that suits each \
      record.
      """)
  var model: String?

  @Option(
    help: """
      What factors of matrix products are rounded to: bfloat16, the default where the processor has \
      AVX-512 BF16, with all that rounding could decide computed again in float32; or float32, which \
      gives the same digits on all processors with AVX2.
      """)
  var precision: ProductPrecision?

  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  func run() throws {
    let list = try ScreeningList(path: self.list)
    switch (out, merge) {
    case (let out?, nil): try screen(list, to: out)
    case (nil, let folder?): try printTable(list, folder)
    case _:
      throw CommandError.badOption(
        name: "--out", expected: "one of --out and --merge",
        found: out == nil ? "neither" : "both")
    }
  }

  // MARK: The table

  private func printTable(_ list: ScreeningList, _ folder: String) throws {
    guard precision == nil else {
      throw CommandError.badOption(
        name: "--precision", expected: "--out beside it: --merge computes nothing",
        found: "--merge")
    }
    guard shard == nil else {
      throw CommandError.badOption(
        name: "--shard", expected: "no part of a list with --merge", found: shard ?? "")
    }
    guard RecordFolder.exists(folder) else {
      throw CommandError.badOption(
        name: "--merge", expected: "a folder of results", found: folder)
    }
    let table = ScreeningTable(list, folder: folder)
    try Output.lines(table.csv)
    let missing = table.missing
    guard !missing.isEmpty else { return }
    for record in missing.prefix(20) { Output.note("missing: \(record)") }
    Output.note("\(missing.count) of \(list.records.count.counted("record")) have no results yet")
    throw ExitCode(2)
  }

  // MARK: Reading

  private func screen(_ list: ScreeningList, to folder: String) throws {
    let shard = try ShardOption.shard(shard)
    try Overwriting.makeFolder(folder, option: "--out")
    let records = list.part(shard)
    var reading = try ScreenReading(
      folder: folder, model: model, hints: input.hints().lenient,
      precision: try precision?.required() ?? .quickest, crew: threading.crew())
    let ending = EndingRequest()
    let signals = EndingSignals { ending.set() }
    defer { signals.cancel() }
    var line = ProgressLine("screen")
    for (place, record) in records.enumerated() {
      do {
        try reading.read(record, at: list.place(of: record)) { share in
          if ending.isSet { throw CancellationError() }
          let done = (Double(place) + share) / Double(records.count)
          line.show(done, "\(place) of \(records.count) records")
        }
      } catch is CancellationError {
        line.clear()
        Output.note("ended after \(place) of \(records.count) records; the same command goes on")
        throw ExitCode(130)
      }
    }
    line.clear()
    for failure in reading.failures { Output.note(failure) }
    Output.note(
      "\(reading.done) read, \(reading.known) were there, \(reading.failures.count) could not be read"
    )
  }
}

/// Whether somebody wants the work to end.
private final class EndingRequest: Sendable {
  private let wanted = Atomic(false)
  var isSet: Bool { wanted.load(ordering: .relaxed) }
  func set() { wanted.store(true, ordering: .relaxed) }
}

/// Reads records one after the other, each model's file once.
private struct ScreenReading {
  let folder: String
  let model: String?
  let hints: RecordHints
  let precision: ProductPrecision
  let crew: Crew
  private(set) var done = 0
  /// Records whose results were there.
  private(set) var known = 0
  private(set) var failures: [String] = []
  /// By their files' paths.
  private var models: [String: ScreeningModel] = [:]

  init(
    folder: String, model: String?, hints: RecordHints, precision: ProductPrecision, crew: Crew
  ) throws {
    (self.folder, self.model, self.hints) = (folder, model, hints)
    (self.precision, self.crew) = (precision, crew)
    // What is wrong with a model that is named is wrong for all records.
    if let model, model != ModelChoice.automatic { _ = try opened(Installation.modelPath(model)) }
  }

  /// Reads a record, where its results are not there; only what ends the work is thrown.
  mutating func read(
    _ record: String, at place: String, progress: (Double) throws -> Void
  ) throws {
    let file = ScreeningFile(folder: folder, record: record)
    var inputs: String?
    do {
      let opened = try Recording(path: place, hints: hints).record
      let model = try model(for: opened)
      inputs = ScreeningFile.inputs(
        ofRecordAt: place, model: model.digest, channels: hints.channels,
        program: program)
      if let inputs, let summary = file.summary, summary.inputs == inputs {
        known += 1
        return
      }
      let found = try RecordScreening(
        opened, path: record, inputs: inputs, model: model, crew: crew, progress: progress)
      try opened.checkWhole()
      try file.write(found.lines)
      done += 1
    } catch let error as CancellationError {
      throw error
    } catch {
      failures.append("\(record): \(error)")
      // Where results cannot be written, reading on is for nothing.
      try file.write(ScreenedRecord(record: record, problem: "\(error)", inputs: inputs))
    }
  }

  /// All of the program that results follow from.
  private var program: String {
    "\(ProgramVersion.text), \(precision), products by \(ProductProvider.current), "
      + RecordClassifier.familyRule
  }

  private mutating func model(for record: Record) throws -> ScreeningModel {
    guard let path = try ModelChoice.path(model, for: record) else {
      throw CommandError.badOption(
        name: "--model", expected: "a model's name or file, or auto", found: ModelChoice.none)
    }
    return try opened(path)
  }

  private mutating func opened(_ path: String) throws -> ScreeningModel {
    if let known = models[path] { return known }
    let weights = try ModelWeights(path: path)
    guard let classifier = RecordClassifier(weights, crew: crew, precision: precision) else {
      throw EvaluationError.noProperties(path: path)
    }
    let model = ScreeningModel(
      name: path.fileName.withoutExtension, digest: try FindingKey.modelDigest(path: path),
      classifier: classifier, windowSamples: weights.configuration.samples)
    models[path] = model
    return model
  }
}
