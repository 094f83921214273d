import ArgumentParser
import ArrhythmiaModel
import Evaluation
import ReviewSession
import ReviewStore
import Waveforms

/// Where models of rhythms are that readers have taught.
struct TaughtOptions: ParsableArguments {
  @Option(
    help: "The folder of taught models; tawara/models below $XDG_DATA_HOME if not given.")
  var models: String?

  func folder() throws -> TaughtModels {
    if let models { return TaughtModels(folder: models) }
    guard let usual = Installation.taughtModels else { throw DecisionStoreError.noHome }
    return usual
  }
}

/// Which model a command takes: all know the same names, and where none is given those that know the
/// store take the one that the review would.
enum ModelChoice {
  /// Models that come with the program, in order of preference.
  static let shipped = ["g8", "aami", "holter"]
  /// What stands for the model that suits a record.
  static let automatic = "auto"
  /// What stands for no model at all.
  static let none = "none"

  /// Models that are there, in order of preference: of each that came with the program the version
  /// in use, then the program's own, then the other versions that readers have taught.
  static var installed: [ModelReader.Model] {
    let taught = Installation.taughtModels
    let used = shipped.map { taught?.used(of: $0) ?? $0 }
    let others = taught?.names() ?? []
    var seen: Set<String> = []
    return (used + shipped + others).filter { seen.insert($0).inserted }.compactMap { name in
      (try? Installation.modelPath(name)).map { ModelReader.Model(name: name, path: $0) }
    }
  }

  /// Models to choose from where one was asked for, or none was.
  static func models(_ wanted: String?) throws -> [ModelReader.Model] {
    switch wanted {
    case none: []
    case nil, automatic:
      // Where there is none, a sentence says so.
      installed.isEmpty
        ? [ModelReader.Model(name: shipped[0], path: try Installation.model(named: shipped[0]))]
        : installed
    case let name?:
      [ModelReader.Model(name: name.fileName, path: try Installation.modelPath(name))]
    }
  }

  /// The model of beats that suits a record, as `ModelReader.choose` has it.
  static func ofBeats(for record: Record, taught: Set<String>) throws -> ModelReader.Model {
    let found = try ModelReader.choose(installed, for: record, taught: taught, where: \.isOfBeats)
    guard let found else { throw noBeats }
    return found.model
  }

  /// The model that a version is of.
  static func model(of version: ModelVersion) throws -> ModelReader.Model {
    let digest = version.content.model
    let found = try installed.first { try FindingKey.modelDigest(path: $0.path) == digest }
    guard let found else {
      throw CommandError.badOption(
        name: "VERSION",
        expected: "one of a model that is installed; \(version.title) is of "
          + "\(version.content.modelName) \(digest.prefix(6))", found: version.title)
    }
    return found
  }

  private static let noBeats = CommandError.badOption(
    name: "--model", expected: "a model of beats; make models trains them", found: "none")

  /// The file of a model that was asked for, or of the one that suits a record; nil where none is
  /// wanted.
  static func path(_ wanted: String?, for record: Record) throws -> String? {
    switch wanted {
    case none: return nil
    case nil, automatic:
      guard let chosen = try ModelReader.choose(installed, for: record) else {
        return try Installation.model(named: shipped[0])
      }
      return chosen.model.path
    case let name?: return try Installation.modelPath(name)
    }
  }
}
