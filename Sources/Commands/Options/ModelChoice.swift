import ArrhythmiaModel
import Evaluation
import ReviewSession
import Waveforms

/// Which model a command takes: `review`, `classify` and `strip` know the same names, and where
/// none is given take the same one.
enum ModelChoice {
  /// Models that come with the program, in order of preference.
  static let shipped = ["g8", "aami"]
  /// What stands for the model that suits a record.
  static let automatic = "auto"
  /// What stands for no model at all.
  static let none = "none"

  /// Models that came with the program and are there.
  static var installed: [ModelReader.Model] {
    shipped.compactMap { name in
      (try? Installation.model(named: name)).map { ModelReader.Model(name: name, path: $0) }
    }
  }

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
