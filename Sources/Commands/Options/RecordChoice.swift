import ArgumentParser
import Waveforms

/// Some of the records that a path names, by name.
struct RecordChoice: ParsableArguments {
  @Option(help: "Records by name, with commas between them; all if not given.")
  var records: String?

  /// Those of some paths that are wanted.
  func chosen(_ paths: [String]) -> [String] {
    guard let records else { return paths }
    let wanted = Set(records.split(separator: ",").map(String.init))
    return paths.filter { wanted.contains($0.fileName) }
  }
}
