import ArgumentParser
import Evaluation
import Foundation
import Waveforms

/// Samples as comma-separated values.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print samples as CSV.",
    discussion: """
      Prints a line for each sample of the fastest channel, with its time in seconds and the
      physical values of all channels. A slower channel has a value only where it has a sample; a
      missing sample is left empty. Several records, a folder or a pattern such as 'data/*.hea' go
      to the folder given with --output, each as NAME.csv; a record that cannot be read is told of,
      and the others go on.
      """)

  @Argument(help: "A record; or several, folders and patterns.")
  var paths: [String]

  @OptionGroup var input: InputOptions
  @OptionGroup var window: WindowOptions
  @OptionGroup var selection: ChannelOptions

  @Flag(help: "Print digital values as stored, not physical ones.")
  var digital = false

  @Option(
    name: [.short, .long],
    help: "A file to write, a folder for several records; standard output if not given.")
  var output: String?

  @Flag(help: "Replace the file given with --output.")
  var force = false

  func run() throws {
    if paths.count > 1 || paths.contains(where: ConversionList.isSeveral) {
      return try exportAll()
    }
    try export(paths.first ?? "", input.hints(), to: output)
  }

  /// Writes record by record, and ends with status 1 where one could not be.
  private func exportAll() throws {
    guard let output else {
      throw CommandError.badOption(
        name: "--output", expected: "a folder for the files of several records", found: "")
    }
    let hints = try input.hints().lenient
    let list = ConversionList(
      inputs: paths, folder: output, ending: ".csv", hasRate: hints.samplingRateHz != nil)
    try RecordBatch.run(list, done: "exported") { try export($0.input, hints, to: $0.output) }
  }

  private func export(_ path: String, _ hints: RecordHints, to output: String?) throws {
    let recording = try Recording(path: path, hints: hints)
    var record = recording.record
    let channels = try selection.indices(of: record)
    record.takeToldNames()
    let frames = try window.frames(of: record)
    for warning in record.warnings { Output.note("warning: \(warning)") }
    guard let output else {
      var lines = Output()
      try print(record, channels, frames, &lines)
      return
    }
    try Overwriting.check([output], of: recording, force: force)
    let file = try AtomicFile(path: output)
    guard let handle = FileHandle(forWritingAtPath: file.temporaryPath) else {
      throw CommandError.cannotWrite(path: output, reason: "it cannot be opened")
    }
    var lines = Output { try handle.write(contentsOf: $0) }
    try print(record, channels, frames, &lines)
    try file.commit()
  }

  private func print(
    _ record: Record, _ channels: [Int], _ frames: Range<Int>, _ lines: inout Output
  ) throws {
    let names = channels.map { index in
      let channel = record.channels[index]
      return digital ? channel.name : "\(channel.name) (\(channel.calibration.unit))"
    }
    try lines.line((["seconds"] + names).map(PlainText.csvField).joined(separator: ","))
    let perFrame = channels.map { record.channels[$0].samplesPerFrame }
    let most = perFrame.max() ?? 1
    let step = max(1, (1 << 16) / most)
    for start in stride(from: frames.lowerBound, to: frames.upperBound, by: step) {
      let part = start..<min(start + step, frames.upperBound)
      let columns = try texts(record, channels, part)
      for frame in 0..<part.count {
        for sample in 0..<most {
          let seconds =
            (Double(part.lowerBound + frame) + Double(sample) / Double(most))
            / record.frameRateHz
          let values = perFrame.enumerated().map { column, count in
            // Sample k of a slower channel stands on the line at or before its moment.
            let place = sample * count
            return place % most < count ? columns[column][frame * count + place / most] : ""
          }
          try lines.line((["\(seconds)"] + values).joined(separator: ","))
        }
      }
    }
    try lines.flush()
  }

  private func texts(
    _ record: Record, _ channels: [Int], _ frames: Range<Int>
  ) throws -> [[String]] {
    if digital {
      let block = try record.digital(channels: channels, frames: frames)
      return channels.enumerated().map { place, channel in
        let missing = record.channels[channel].missingValue
        return block[place].map { $0 == missing ? "" : "\($0)" }
      }
    }
    let block = try record.physical(channels: channels, frames: frames)
    return channels.indices.map { place in block[place].map { $0.isNaN ? "" : "\($0)" } }
  }
}
