import Annotations
import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import PaperStrip
import Waveforms

/// A strip of ECG paper.
struct StripCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strip", abstract: "Draw a strip on ECG paper, at its true size.",
    discussion: """
      Writes SVG, PNG or PDF. A PDF is cut into pages of A4, landscape; SVG and
      PNG are one sheet as wide as A4 and as high as it has to be. Print without
      scaling. Nothing is filtered.
      """)

  @Argument(help: "A record.")
  var path: String

  @Option(help: "Where to begin: 1:02:03.5, 90s, 15m, 50% or #FRAME.")
  var at = "0"

  @Option(help: "Seconds to draw, up to 600.")
  var seconds = 10.0

  @Option(help: "The file to write; its suffix says of what kind it is.")
  var out: String

  @Option(help: "svg, png or pdf, where the suffix does not say it.")
  var format: String?

  @Option(help: "Channels by name, separated by commas, or a set of them: 12, ep or all.")
  var leads = "all"

  @Option(help: "Paper speed in mm/s.")
  var speed = 25.0

  @Option(help: "Gain of surface leads in mm/mV; electrograms have half of it.")
  var gain = 10.0

  @Option(help: "The annotator to show; the first one if not given.")
  var annotator: String?

  @Option(help: "A model whose word on the window in the middle is printed.")
  var model: String?

  @Option(help: "a4 (pages), sheet (as high as need be) or wide (one row).")
  var paper: String?

  @Option(help: "Dots per inch of a PNG.")
  var dpi = 300.0

  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Replace the file given with --out.")
  var force = false

  func run() throws {
    let renderer = try StripRenderer(format: try wantedFormat(), dotsPerInch: dpi)
    let recording = try input.open(path)
    let record = recording.record
    try Overwriting.check([out], of: recording, force: force)
    let annotations = try (annotator ?? recording.annotators.first).map(recording.annotations)
    var strip = try Strip(
      record: record, annotations: annotations,
      rhythms: annotations.map {
        RhythmTimeline($0, frameCount: record.frameCount, frameRateHz: record.frameRateHz)
      },
      channels: try LeadSelection.channels(leads, of: record),
      start: try WindowOptions.seconds(at, option: "--at", record), seconds: seconds,
      speed: speed, gains: StripGains(surface: gain))
    if let annotations { strip.facts.append("annotations \(annotations.annotator)") }
    strip.program = "tawara \(ProgramVersion.text)"
    strip.paper = try wantedPaper(renderer.format)
    if let model {
      strip.reading = try StripReading.reading(
        Installation.modelPath(model), of: record, at: strip.start + strip.seconds / 2,
        crew: threading.crew())
    }
    for warning in record.warnings { Output.note("warning: \(warning)") }
    try Output.write(renderer.bytes(of: strip), to: out)
    Output.note("\(out): written")
  }

  private func wantedFormat() throws -> StripFormat {
    let name = format ?? out.fileExtension
    guard let found = StripFormat(rawValue: name.lowercased()) else {
      throw CommandError.badOption(
        name: format == nil ? "--out" : "--format",
        expected: format == nil ? "a file that ends in .svg, .png or .pdf" : "svg, png or pdf",
        found: format ?? out)
    }
    return found
  }

  private func wantedPaper(_ format: StripFormat) throws -> Paper {
    guard let paper else { return format == .pdf ? .a4 : .sheet }
    guard let found = Paper(rawValue: paper) else {
      throw CommandError.badOption(
        name: "--paper", expected: Paper.allCases.map(\.rawValue).joined(separator: ", "),
        found: paper)
    }
    return found
  }
}
