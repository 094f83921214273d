import ArgumentParser
import Waveforms

/// Some of the records that a path names, by name.
struct RecordChoice: ParsableArguments {
  @Option(help: "Records by name, with commas between them; all if not given.")
  var records: String?

  /// Those of some paths that are wanted. Throws where one that is wanted is not there.
  func chosen(_ paths: [String]) throws -> [String] {
    guard let records else { return paths }
    let wanted = Set(records.split(separator: ",").map(String.init))
    let missing = wanted.subtracting(paths.map(\.fileName)).sorted()
    guard missing.isEmpty else {
      throw CommandError.badOption(
        name: "--records", expected: "names of records that are there",
        found: missing.joined(separator: ","))
    }
    return paths.filter { wanted.contains($0.fileName) }
  }
}
