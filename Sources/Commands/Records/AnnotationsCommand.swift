import ArgumentParser
import Evaluation
import ReviewApp
import Waveforms

/// The annotations of a record as a table, as CSV or in sum.
struct AnnotationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotations", abstract: "Print a record's annotations.",
    discussion: """
      Prints a line for each annotation, the duration before the text where there is one, or with
      --csv the same for other programs, the duration in seconds last. --json prints
      how many there are of each kind and a SHA-256 over all of them.
      """)

  @Argument(help: "A record.")
  var path: String

  @Option(help: "The annotator: the extension of the annotation file. The first one if not given.")
  var annotator: String?

  @OptionGroup var input: InputOptions
  @Flag(help: "Print counts and a digest as JSON.")
  var json = false

  @Flag(help: "Print all annotations as CSV.")
  var csv = false

  private struct Report: Encodable {
    struct Definition: Encodable {
      var code: UInt8
      var symbol: String
      var description: String
    }
    var annotator: String
    var annotations: Int
    var by_symbol: [String: Int]
    var definitions: [Definition]
    var time_resolution_hz: Double?
    var sha256: String
    var warnings: [String]
  }

  func run() throws {
    let recording = try input.open(path)
    let name = annotator ?? recording.annotators.first
    guard let name else {
      throw RecordingError.noAnnotator(
        record: recording.record.name, annotator: "atr", found: [])
    }
    let set = try recording.annotations(name)
    if json { try printJSON(set) } else { try printAll(set, recording.record) }
    for warning in set.warnings { Output.note("warning: \(warning)") }
  }

  private func printJSON(_ set: AnnotationSet) throws {
    let counts = Dictionary(grouping: set.annotations) { set.symbol($0.code) }.mapValues(\.count)
    try Output.json(
      Report(
        annotator: set.annotator, annotations: set.annotations.count, by_symbol: counts,
        definitions: set.definitions.map {
          .init(code: $0.code.rawValue, symbol: $0.symbol, description: $0.description)
        }, time_resolution_hz: set.timeResolutionHz, sha256: set.sha256, warnings: set.warnings))
  }

  private func printAll(_ set: AnnotationSet, _ record: Record) throws {
    var output = Output()
    if csv { try output.line("seconds,time,symbol,subtype,channel,number,text,duration_s") }
    for annotation in set.annotations {
      let seconds = set.seconds(annotation, frameRateHz: record.frameRateHz)
      let symbol = set.symbol(annotation.code)
      let numbers = ["\(annotation.subtype)", "\(annotation.channel)", "\(annotation.number)"]
      let text = PlainText.safe(annotation.text)
      if csv {
        let fields =
          ["\(seconds)", "\(annotation.time)", symbol] + numbers + [annotation.text]
          + [annotation.durationText ?? ""]
        try output.line(fields.map(PlainText.csvField).joined(separator: ","))
      } else {
        let time = TimeLabel.text(seconds)
        let place = "\(annotation.time)"
        let pad = String(repeating: " ", count: max(0, 26 - time.count - place.count))
        let length = annotation.durationText.map { $0 + " s  " } ?? ""
        try output.line(
          "\(time)\(pad)\(place)  \(symbol)  \(numbers.joined(separator: " "))  \(length)\(text)")
      }
    }
    try output.flush()
  }
}
