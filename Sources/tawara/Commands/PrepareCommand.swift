import ArgumentParser
import ArrhythmiaModel
import Foundation
import Training

/// From recordings to the windows of a training.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare", abstract: "Make a data set of annotated records.",
    discussion: """
      Resamples to 250 Hz, filters, finds the segments of each rhythm (or the
      beats), and cuts windows of 4.096 s. The same folder, preset and seed
      give the same file.
      """)

  @Argument(help: "A folder of records, or one record.")
  var data: String

  @Option(help: "Where to write the data set.")
  var out: String

  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var threading: ThreadOptions

  @Option(help: "The seed of the choice among too many windows.")
  var seed: UInt64 = 1

  @Flag(help: "Replace the file.")
  var force = false

  func run() throws {
    try Overwriting.check(out, inputs: [data], force: force)
    let builder = try DatasetBuilder(preparation.request(data, seed: seed))
    var line = ProgressLine("prepare")
    let dataset = try Dataset.write(builder, path: out, crew: threading.crew()) {
      line.show(Double($0) / Double($1), "\($0) of \($1) records")
    }
    line.clear()
    for remark in dataset.remarks { Output.note(remark) }
    try Output.lines(DatasetSummary.lines(dataset, title: out))
  }
}

/// What is in a data set, as lines.
enum DatasetSummary {
  static func lines(_ dataset: Dataset, title: String) -> [String] {
    let patients = Set(dataset.sources.map(\.patient)).count
    var lines = [
      "\(title): preset \(dataset.preset.rawValue), \(dataset.sources.count) records of "
        + "\(patients) patients, \(dataset.windows.count) windows"
    ]
    let closed = dataset.windows.indices.filter { dataset.windows[$0].plan.set == .closed }
    lines.append("class      windows  on the coarse grid  patients")
    let coarse = dataset.counts(closed.filter { !dataset.windows[$0].plan.isDense })
    for (index, count) in dataset.counts(closed).enumerated() {
      lines.append(
        pad(dataset.classes[index], 9) + right(count.windows, 9) + right(coarse[index].windows, 20)
          + right(count.patients, 10))
    }
    for set in [WindowSet.fewShot, .transition] {
      let windows = dataset.windows.filter { $0.plan.set == set }
      let groups = Dictionary(grouping: windows) { $0.plan.group }.mapValues(\.count)
      guard !groups.isEmpty else { continue }
      let names = groups.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append(
        (set == .fewShot ? "outside the classes: " : "between two rhythms: ")
          + (set == .fewShot ? names.joined(separator: ", ") : "\(windows.count)"))
    }
    return lines
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func right(_ number: Int, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - String(number).count)) + String(number)
  }
}
