import ArgumentParser
import Waveforms

/// Records in another format, sample for sample the same.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Write records in a WFDB format, as EDF+ or as BDF+.",
    usage: "tawara convert IN... OUT [--as wfdb|edf|bdf] [--format FORMAT] [options]",
    discussion: """
      Writes OUT.hea, its signal files and the annotations of all annotators; where OUT ends in .edf
      or .bdf, one EDF+ file of 16 bits or BDF+ file of 24 bits with all of it inside. Digital values
      are kept as they are: a value that the format cannot hold is an error, never rounded or cut.
      What else a format cannot hold is told in a warning.
      Several records, a folder or a pattern such as 'data/*.hea' go to the folder OUT, each under its
      own name; a record that cannot be converted is told of, and the others go on.
      WFDB formats: 16, 24, 32, 61, 80, 160, 212, 310, 311, and 508, 516, 524 in FLAC.
      """)

  @Argument(help: "The records to read, then the record or folder to write.")
  var paths: [String]

  @Option(name: .customLong("as"), help: "What to write into a folder: wfdb, edf or bdf.")
  var form: String?

  @Option(help: "The WFDB format; the narrowest of 16, 24 and 32 that holds all if not given.")
  var format: Int?

  @OptionGroup var input: InputOptions
  @OptionGroup var window: WindowOptions
  @OptionGroup var selection: ChannelOptions

  @Flag(help: "Replace files that are there.")
  var force = false

  func run() throws {
    guard paths.count > 1, let output = paths.last else {
      throw CommandError.badOption(
        name: "OUT", expected: "a record or folder to write behind those to read",
        found: paths.first ?? "")
    }
    let inputs = Array(paths.dropLast())
    let isFolder = output.hasSuffix("/") || inputs.count > 1
    if isFolder || inputs.contains(where: ConversionList.isSeveral) {
      try convertAll(inputs, folder: output)
    } else {
      try convert(inputs[0], input.hints(), output: output, form: try wantedForm(output))
    }
  }

  /// Converts record by record, and ends with status 1 where one could not be.
  private func convertAll(_ inputs: [String], folder: String) throws {
    let form = try wantedForm(nil)
    let hints = try input.hints().lenient
    let list = ConversionList(
      inputs: inputs, folder: folder, ending: form.ending, hasRate: hints.samplingRateHz != nil)
    try RecordBatch.run(list, done: "converted") {
      try convert($0.input, hints, output: $0.output, form: form)
    }
  }

  private func convert(
    _ path: String, _ hints: RecordHints, output: String, form: RecordConversion.Form
  ) throws {
    let name = output.fileName
    guard !name.isEmpty, name != ".", name != ".." else {
      throw CommandError.badOption(
        name: "OUT",
        expected: "a record's path without extension, or one that ends in .edf or .bdf",
        found: output)
    }
    let recording = try Recording(path: path, hints: hints)
    let record = recording.record
    for warning in record.warnings { Output.note("warning: \(warning)") }
    for channel in record.channels
    where channel.identity.certainty == .told && channel.kind == .other {
      Output.note(
        "warning: channel \(channel.name): no format can say that it is not to be used; --channels "
          + "leaves it out")
    }
    let conversion = try RecordConversion(
      recording, channels: try selection.indices(of: record), frames: try window.frames(of: record),
      to: form, output: output)
    try Overwriting.check(conversion.paths, of: recording, force: force)
    for warning in try conversion.write() {
      Output.note("warning: \(record.name): \(warning)")
    }
  }

  /// What to write: by `--as`, else by the ending of the output, else a WFDB record.
  private func wantedForm(_ output: String?) throws -> RecordConversion.Form {
    switch form?.lowercased() {
    case "edf": return .edf
    case "bdf": return .bdf
    case "wfdb": return .wfdb(try wantedFormat())
    case nil:
      return try output.flatMap(RecordConversion.Form.init(endingOf:)) ?? .wfdb(wantedFormat())
    default:
      throw CommandError.badOption(
        name: "--as", expected: "wfdb, edf or bdf", found: form ?? "")
    }
  }

  private func wantedFormat() throws -> WFDBSignalFormat? {
    guard let format else { return nil }
    guard let known = WFDBSignalFormat(rawValue: format), known.isWritable else {
      let names = WFDBSignalFormat.allCases.filter(\.isWritable).map { "\($0.rawValue)" }
      throw CommandError.badOption(
        name: "--format", expected: "one of \(names.joined(separator: " "))", found: "\(format)")
    }
    return known
  }
}
