import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import ReviewApp
import ReviewSession
import Waveforms

/// What review and render open beside the record.
struct ReviewOptions: ParsableArguments {
  @Option(
    help: """
      A model by its name (g8, aami, holter) or file; auto, as if not given, is the one that suits the \
      record, none no model.
      """)
  var model: String?

  @Option(help: "A theme by its name.")
  var theme: String?

  /// Models that came with the program, and one that was asked for.
  func addModels(to services: inout ReviewServices) throws {
    guard model != ModelChoice.none else { return }
    services.models = ModelChoice.installed
    guard let model, model != ModelChoice.automatic else { return }
    let path = try Installation.modelPath(model)
    // Opened here to say what is wrong before the terminal is taken.
    guard try ModelWeights(path: path).properties != nil else {
      throw EvaluationError.noProperties(path: path)
    }
    let name = path.fileName.withoutExtension
    services.models.removeAll { $0.name == name }
    services.models.insert(.init(name: name, path: path), at: 0)
    services.wantedModel = name
  }
}

extension ReviewServices {
  /// Where findings are kept between runs.
  static func cache(_ environment: [String: String]) -> FindingCache? {
    let folder =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment["HOME"].map { $0 + "/.cache" }
    return folder.map { FindingCache(folder: $0 + "/tawara/findings") }
  }
}
