import ArgumentParser
import Foundation
import Waveforms

/// A record in another format, sample for sample the same.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Write a record in another WFDB format.",
    discussion: """
      Writes OUT.hea, its signal files and the annotations of all annotators. Digital values are
      kept as they are: a value that the format cannot hold is an error, never rounded or cut.
      Formats: 16, 24, 32, 61, 80, 160, 212, 310, 311, and 508, 516, 524 in FLAC.
      """)

  @Argument(help: "The record to read.")
  var input: String

  @Argument(help: "The record to write: a path without extension.")
  var output: String

  @Option(help: "The WFDB format; the narrowest of 16, 24 and 32 that holds all if not given.")
  var format: Int?

  @OptionGroup var window: WindowOptions
  @OptionGroup var selection: ChannelOptions

  @Flag(help: "Replace files that are there.")
  var force = false

  func run() throws {
    let recording = try Recording(path: input)
    let record = recording.record
    let channels = try selection.indices(of: record)
    let frames = try window.frames(of: record)
    let format = try wantedFormat(record, channels)
    let folder = output.folderPath
    for warning in record.warnings { Output.note("warning: \(warning)") }
    for channel in channels
    where record.calibrations(channel: channel, frames: frames).contains(where: {
      $0.1 != record.channels[channel].calibration
    }) {
      throw WFDBError.noCommonCalibration(
        file: record.path, channel: record.channels[channel].name)
    }
    let name = try wantedName()
    let header = header(record, channels, frames, format, name: name)
    // All that can be refused is refused before a byte is written.
    let annotations = try encodedAnnotations(recording, frames)
    let paths = Set(header.signals.map(\.fileName) + [name + ".hea"])
      .union(annotations.map { name + "." + $0.name })
    try Overwriting.check(paths.map(folder.appendingPath), of: record, force: force)
    let companions = try annotations.map { annotator, bytes in
      let file = try AtomicFile(path: folder.appendingPath(name + "." + annotator))
      try file.append(bytes)
      return file
    }
    try WFDBWriter.write(header, folder: folder, companions: companions) { signals, part in
      let span = frames.lowerBound + part.lowerBound..<frames.lowerBound + part.upperBound
      return try translated(record, signals.map { channels[$0] }, span, format)
    }
  }

  private func wantedName() throws -> String {
    let name = output.fileName
    guard !name.isEmpty, name != ".", name != ".." else {
      throw CommandError.badOption(
        name: "OUT", expected: "a record's path without extension", found: output)
    }
    return name
  }

  /// The bytes of all annotators' files.
  private func encodedAnnotations(
    _ recording: Recording, _ frames: Range<Int>
  ) throws -> [(name: String, bytes: [UInt8])] {
    let record = recording.record
    return try recording.annotators.map { annotator in
      let set = try recording.annotations(annotator)
      let part = set.clipped(
        to: frames, isToEnd: frames.upperBound == record.frameCount,
        frameRateHz: record.frameRateHz)
      return (name: annotator, bytes: try WFDBAnnotationWriter.encode(part))
    }
  }

  private func wantedFormat(_ record: Record, _ channels: [Int]) throws -> WFDBSignalFormat {
    guard let format else {
      let widest = channels.map { record.channels[$0].encoding.range }
      if widest.allSatisfy({ $0.upperBound <= 32_767 }) { return .int16 }
      return widest.allSatisfy { $0.upperBound <= 8_388_607 } ? .int24 : .int32
    }
    guard let known = WFDBSignalFormat(rawValue: format), known.isWritable else {
      let names = WFDBSignalFormat.allCases.filter(\.isWritable).map { "\($0.rawValue)" }
      throw CommandError.badOption(
        name: "--format", expected: "one of \(names.joined(separator: " "))", found: "\(format)")
    }
    return known
  }

  private func header(
    _ record: Record, _ channels: [Int], _ frames: Range<Int>, _ format: WFDBSignalFormat,
    name: String
  ) -> WFDBHeader {
    var header = WFDBHeader(
      name: name, frameRateHz: record.frameRateHz, frameCount: frames.count,
      start: frames.lowerBound == 0 ? record.start : nil, comments: record.comments)
    // A FLAC file holds at most 8 signals, all of one rate.
    var file = 0
    var inFile = 0
    var rate = 0
    for channel in channels.map({ record.channels[$0] }) {
      if format.isFLAC && (inFile == 8 || (inFile > 0 && rate != channel.samplesPerFrame)) {
        file += 1
        inFile = 0
      }
      inFile += 1
      rate = channel.samplesPerFrame
      header.signals.append(
        WFDBHeader.Signal(
          fileName: file == 0 ? "\(name).dat" : "\(name)_\(file).dat", format: format,
          samplesPerFrame: channel.samplesPerFrame, calibration: channel.calibration,
          resolutionBits: channel.resolutionBits ?? min(format.bits, 24), adcZero: channel.adcZero,
          name: channel.name))
    }
    header.signalCount = header.signals.count
    return header
  }

  /// Samples with the new format's value for a missing one.
  private func translated(
    _ record: Record, _ channels: [Int], _ frames: Range<Int>, _ format: WFDBSignalFormat
  ) throws -> ChannelBlock<Int32> {
    var block = try record.digital(channels: channels, frames: frames)
    guard let target = format.missing else { return block }
    for (place, channel) in channels.enumerated() {
      let source = record.channels[channel].missingValue
      if source == target { continue }
      for (offset, index) in block.range(place).enumerated() {
        if block.samples[index] == source {
          block.samples[index] = target
        } else if block.samples[index] == target {
          // A real value must not turn into a missing one.
          throw WFDBError.sampleOutOfRange(
            channel: record.channels[channel].name,
            sample: frames.lowerBound * record.channels[channel].samplesPerFrame + offset,
            value: target, format: format.rawValue, range: format.range)
        }
      }
    }
    return block
  }
}

extension AnnotationSet {
  /// The annotations in a span of frames, with times counted from its start. What lies before
  /// frame 0 or behind the end in the file itself is kept where the span reaches so far.
  ///
  /// A plain note that would come first at time 0 gets a subtype: readers take one without for a
  /// remark of the file.
  func clipped(to frames: Range<Int>, isToEnd: Bool, frameRateHz: Double) -> AnnotationSet {
    let ticks = (timeResolutionHz ?? frameRateHz) / frameRateHz
    let first = Int((Double(frames.lowerBound) * ticks).rounded())
    let end = Int((Double(frames.upperBound) * ticks).rounded())
    var copy = self
    copy.annotations = annotations.filter {
      (frames.lowerBound == 0 || $0.time >= first) && (isToEnd || $0.time < end)
    }
    for index in copy.annotations.indices { copy.annotations[index].time -= first }
    for index in copy.fileOrder {
      let annotation = copy.annotations[index]
      guard annotation.time == 0, annotation.code == .note, annotation.subtype == 0 else { break }
      copy.annotations[index].subtype = 1
    }
    return copy
  }
}
