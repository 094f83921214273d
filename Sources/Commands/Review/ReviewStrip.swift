import ArrhythmiaModel
import Evaluation
import Foundation
import PaperStrip
import ReviewApp
import ReviewSession
import Waveforms

/// The strip that a key of the review writes: what is in view, on paper, in the folder the program was
/// started in.
enum ReviewStrip {
  /// Seconds on one row of a page of A4.
  private static let longest = 60.0

  @Sendable static func write(_ state: WaveformState) throws -> String {
    let record = state.document.record
    let start = state.viewport.start
    let view = min(
      state.viewport.seconds(dots: state.layout.dots), record.durationSeconds - start)
    var strip = try Strip(
      record: record, annotations: state.document.annotations, rhythms: state.document.rhythms,
      channels: state.channels.shown, start: start, seconds: min(view, longest), speed: 25,
      gains: StripGains(surface: 10))
    strip.program = "tawara \(ProgramVersion.text)"
    strip.paper = .a4
    if let model = state.review.model, let index = model.index(at: start + strip.seconds / 2),
      let detail = model.detail(index)
    {
      strip.reading = ModelReading(
        detail, model: model.label, classes: model.classes, uncertainty: model.facts.uncertainty,
        reasons: model.reasons(detail.index))
    }
    let path = freePath(record.name.fileName, at: start)
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
