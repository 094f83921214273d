public import ArgumentParser
public import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import Training
import Waveforms

extension LabelPreset: ExpressibleByArgument {}

/// How recordings are prepared, for all commands that do it.
struct PreparationOptions: ParsableArguments {
  @Option(help: "Classes: g8, g6, g11 or af (rhythms), or aami (beats).")
  var preset: LabelPreset = .g8

  @Option(help: "Name of the annotations; each record's first ones if not given.")
  var annotator: String?

  @Option(help: "Frequency of the mains, 50 or 60; found in the signals if not given.")
  var mains: Double?

  @Flag(help: "Filter forwards only, as live signals have to be.")
  var causal = false

  @OptionGroup var input: InputOptions

  func request(_ path: String, seed: UInt64) throws -> DatasetBuilder.Request {
    if let mains, mains != 50, mains != 60 {
      throw CommandError.badOption(name: "--mains", expected: "50 or 60", found: "\(mains)")
    }
    return DatasetBuilder.Request(
      path: path, preset: preset,
      settings: PreparationSettings(
        direction: causal ? .causal : .forwardBackward, mainsHz: mains),
      annotator: annotator, seed: seed, hints: try input.hints())
  }
}

/// How many threads compute, and by what.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads to compute on.")
  var threads = 2

  @Option(
    help: """
      Who computes matrix products: tile, the program's own, or openblas. Tiles are the default where \
      the processor has AVX2.
      """)
  var products: ProductProvider?

  func crew() throws -> Crew {
    if let products { try products.choose() }
    guard (1...64).contains(threads) else {
      throw CommandError.badOption(
        name: "--threads", expected: "1 to 64", found: String(threads))
    }
    return Crew(count: threads)
  }
}

/// A data set from a file, or from a folder of records.
enum DataSource {
  static func open(
    _ path: String, _ options: PreparationOptions, seed: UInt64, crew: Crew
  ) throws -> Dataset {
    let isFile = FileManager.default.fileExists(atPath: path) && !RecordFolder.exists(path)
    if isFile && path.fileExtension != "hea" { return try Dataset(path: path) }
    let builder = try DatasetBuilder(options.request(path, seed: seed))
    var line = ProgressLine("prepare")
    let dataset = try builder.build(crew: crew) {
      line.show(Double($0) / Double($1), "\($0) of \($1) records")
    }
    line.clear()
    for remark in dataset.remarks { Output.note(remark) }
    return dataset
  }
}
