import ArgumentParser
import ArrhythmiaModel
import Foundation
import PaperStrip
import ReviewApp
import TerminalGraphics
import Waveforms

/// What review and render open beside the record.
struct ReviewOptions: ParsableArguments {
  @Option(help: "A model by its name (g8, aami) or file; none opens no model.")
  var model: String?

  @Option(help: "A theme by its name.")
  var theme: String?

  /// Models that came with the program, and one that was asked for.
  func addModels(to services: inout ReviewServices) throws {
    guard model != "none" else { return }
    services.models = ["g8", "aami"].compactMap { name in
      (try? Installation.model(named: name)).map { .init(name: name, path: $0) }
    }
    guard let model else { return }
    let path = try Installation.modelPath(model)
    // Opened here to say what is wrong before the terminal is taken.
    guard try ModelWeights(path: path).properties != nil else {
      throw CommandError.noProperties(path: path)
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

/// The strip that a key of the review writes: what is in view, on paper, in the folder the program was
/// started in.
enum ReviewStrip {
  /// Seconds on one row of a page of A4.
  private static let longest = 60.0

  @Sendable static func write(_ state: WaveformState, _ size: Size) throws -> String {
    let record = state.document.record
    let layout = WaveformLayout(size: size, state: state)
    let view = min(state.viewSeconds(dots: layout.dots), record.durationSeconds - state.start)
    var strip = try Strip(
      record: record, annotations: state.document.annotations, rhythms: state.document.rhythms,
      channels: state.shown, start: state.start, seconds: min(view, longest), speed: 25,
      gains: StripGains(surface: 10))
    strip.program = "tawara \(Tawara.configuration.version)"
    strip.paper = .a4
    if let model = state.model, let index = model.index(at: state.start + strip.seconds / 2),
      let detail = model.detail(index)
    {
      strip.reading = ModelReading(detail, model: model.label, classes: model.classes)
    }
    let path = freePath(record.name.fileName, at: state.start)
    try Output.write(StripRenderer(format: .pdf).bytes(of: strip), to: path)
    let cut = view > longest ? ", the first minute of what is in view" : ""
    let whole = URL(filePath: path).standardizedFileURL.path
    return "\(whole): written, the raw signal at 25 mm/s\(cut)"
  }

  /// A name that no file has: nothing is written over.
  private static func freePath(_ name: String, at seconds: Double) -> String {
    let stem = "\(name)-\(Int(seconds.rounded()))s"
    var path = stem + ".pdf"
    var count = 2
    while FileManager.default.fileExists(atPath: path) {
      path = "\(stem)-\(count).pdf"
      count += 1
    }
    return path
  }
}
