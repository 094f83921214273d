import Annotations
import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import PaperStrip
import ReviewStore
import Waveforms

/// A strip of ECG paper.
struct StripCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strip", abstract: "Draw a strip on ECG paper, at its true size.",
    discussion: """
      Writes SVG, PNG or PDF. Electrograms make it a study's strip (ep: leads I,
      aVF, V1 and V6 above the catheters, at 100 mm/s), twelve leads a printed
      ECG (3x4 with a rhythm lead), all else stands one above another (12x1). A
      PDF, and twelve leads that take turns, are cut into pages of A4,
      landscape; else SVG and PNG are one sheet as wide as A4 and as high as it
      has to be. Print without scaling. Nothing is filtered. The intervals are
      medians of the strip's beats of one kind. Not for diagnosis.
      """)

  @Argument(help: "A record.")
  var path: String

  @Option(help: "Where to begin: 1:02:03.5, 90s, 15m, 50% or #FRAME.")
  var at = "0"

  @Option(help: "Seconds to draw, up to 600; 10 if not given, with ep one row.")
  var seconds: Double?

  @Option(help: "The file to write; its suffix says of what kind it is.")
  var out: String

  @Option(help: "svg, png or pdf, where the suffix does not say it.")
  var format: String?

  @Option(help: "3x4, 6x2, 12x1 or ep; what suits the record if not given.")
  var layout: String?

  @Option(
    help: """
      Channels by name, separated by commas, or a set of them: 12, ep or all; those of the layout \
      if not given.
      """)
  var leads: String?

  @Option(help: "Leads below 3x4 and 6x2, over all the time, or none; with 3x4 II if not given.")
  var rhythm: String?

  @Option(
    help: """
      Paper speed in mm/s: 6.25, 12.5, 25, 50, 100, 200, 400, or any from 1 on; 25 if not given, \
      with ep 100.
      """)
  var speed: Double?

  @Option(help: "Gain of surface leads in mm/mV; electrograms have half of it.")
  var gain = 10.0

  @Option(help: "The annotator to show; the first one if not given.")
  var annotator: String?

  @Option(
    help: """
      A model whose word on the window in the middle is printed, by its name (g8, aami, holter) or file; \
      auto is the one that suits the record, none no model.
      """)
  var model = ModelChoice.none

  @Option(help: "a4 (pages), sheet (as high as need be) or wide (one row).")
  var paper: String?

  @Option(help: "Dots per inch of a PNG.")
  var dpi = 300.0

  @Flag(
    inversion: .prefixedNo, help: "Print age, sex and diagnosis, where the files say them.")
  var patient = true

  @Flag(inversion: .prefixedNo, help: "Print the intervals of the strip's beats.")
  var intervals = true

  @Flag(
    inversion: .prefixedNo,
    help: "Print the intervals that were pinned to the record in the review.")
  var pinned = true

  @OptionGroup var input: InputOptions
  @OptionGroup var threading: ThreadOptions

  @Flag(help: "Replace the file given with --out.")
  var force = false

  func run() throws {
    let renderer = try StripRenderer(format: try wantedFormat(), dotsPerInch: dpi)
    let wantedPaper = try wantedPaper()
    let recording = try input.open(path)
    let record = recording.record
    try Overwriting.check([out], of: recording, force: force)
    var strip = try strip(recording)
    strip.patient = patient ? PatientFacts(of: record).lines : []
    if let path = try ModelChoice.path(model, for: record) {
      strip.reading = try StripReading.reading(
        path, of: record, at: strip.start + strip.seconds / 2, crew: threading.crew())
    }
    for warning in record.warnings { Output.note("warning: \(warning)") }
    try Output.write(renderer.bytes(of: strip, cutting: wantedPaper), to: out)
    Output.note("\(out): written")
  }

  private func strip(_ recording: Recording) throws -> Strip {
    let record = recording.record
    let choice = try StripChoice(form: try wantedForm(), leads: leads, rhythm: rhythm, of: record)
    let annotations = try (annotator ?? recording.annotators.first).map(recording.annotations)
    let rhythms = annotations.map {
      RhythmTimeline($0, frameCount: record.frameCount, frameRateHz: record.frameRateHz)
    }
    let speed = speed ?? choice.form.usualSpeed
    var strip = try Strip(
      record: record, annotations: annotations, rhythms: rhythms, channels: choice.channels,
      start: try WindowOptions.seconds(at, option: "--at", record),
      seconds: seconds ?? choice.form.usualSeconds(speed: speed), speed: speed,
      gains: StripGains(surface: gain))
    strip.arrange(choice.form, rhythm: choice.rhythm)
    if pinned { strip.take(Self.pinned(to: record), channels: choice.channels, of: record) }
    if let annotations { strip.facts.append("annotations \(annotations.annotator)") }
    strip.program = "tawara \(ProgramVersion.text)"
    if intervals {
      let beats = try RecordBeats.find(
        in: recording, annotator: annotator, crew: try threading.crew())
      strip.measures = try StripMeasuring(
        record: record, beats: beats.times, symbols: beats.symbols, rhythms: rhythms,
        origin: beats.origin
      ).measures(in: strip.start..<strip.end)
    }
    return strip
  }

  /// What the reader has pinned; what cannot be read of it is told of, and the strip goes on.
  private static func pinned(to record: Record) -> [PinnedInterval] {
    // Opening makes a file where there is none.
    guard let place = try? StoreOptions.Place.standard(), place.isThere else { return [] }
    do {
      return try place.open().intervals(of: RecordIdentity(of: record))
    } catch {
      Output.note("\(error)")
      return []
    }
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

  private func wantedForm() throws -> StripForm? { try Self.choice(layout, of: "--layout") }

  private func wantedPaper() throws -> Paper? { try Self.choice(paper, of: "--paper") }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ text: String?, of option: String
  ) throws -> Choice? {
    guard let text else { return nil }
    guard let found = Choice(rawValue: text) else {
      throw CommandError.badOption(
        name: option, expected: Choice.allCases.map(\.rawValue).joined(separator: ", "),
        found: text)
    }
    return found
  }
}
