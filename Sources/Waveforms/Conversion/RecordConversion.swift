/// A record, or a part of it, that is to be written in another format, sample for sample the same.
public struct RecordConversion {
  /// What is written.
  public enum Form: Sendable, Equatable {
    /// A WFDB record; nil for the narrowest of the formats 16, 24 and 32 that holds all.
    case wfdb(WFDBSignalFormat?)
    /// EDF+ of 16 bits, BDF+ of 24.
    case edf, bdf

    /// The form that the ending of an output's path asks for; nil for one that names none.
    public init?(endingOf path: String) {
      switch path.fileExtension.lowercased() {
      case "edf": self = .edf
      case "bdf": self = .bdf
      default: return nil
      }
    }

    /// The ending of the main file, which is part of an output's path; none for WFDB records.
    public var ending: String {
      switch self {
      case .wfdb: ""
      case .edf: ".edf"
      case .bdf: ".bdf"
      }
    }
  }

  let recording: Recording
  let channels: [Int]
  let frames: Range<Int>
  let form: Form
  /// A WFDB record's path without ending, or the path of an EDF or BDF file.
  let output: String
  /// What is written in the place of the annotations beside the record; nil for these. EDF and BDF
  /// alone.
  private let labels: AnnotationSet?
  private var record: Record { recording.record }

  /// Throws `WFDBError.noCommonCalibration` where the segments of a record differ in it.
  public init(
    _ recording: Recording, channels: [Int]? = nil, frames: Range<Int>? = nil, to form: Form,
    output: String, labels: AnnotationSet? = nil
  ) throws(WFDBError) {
    self.labels = labels
    var recording = recording
    recording.record.takeToldNames()
    let record = recording.record
    self.recording = recording
    self.channels = channels ?? Array(record.channels.indices)
    self.frames = frames ?? 0..<record.frameCount
    self.form = form
    self.output = output
    for channel in self.channels
    where record.calibrations(channel: channel, frames: self.frames).contains(where: {
      $0.1 != record.channels[channel].calibration
    }) {
      throw .noCommonCalibration(file: record.path, channel: record.channels[channel].name)
    }
  }

  /// Paths of all files that are written.
  public var paths: [String] {
    guard case .wfdb(let format) = form else { return [output] }
    let header = header(format ?? narrowest)
    let annotators = Self.wfdbAnnotators(of: recording).map(\.ending)
    let names = Set(header.signals.map(\.fileName) + ["\(header.name).hea"])
      .union(annotators.map { header.name + "." + $0 })
    return names.sorted().map(output.folderPath.appendingPath)
  }

  /// Writes the files; each appears whole or not at all, a record's main file last.
  /// - Returns: what is lost by the format, in plain sentences.
  public func write() throws -> [String] {
    switch form {
    case .wfdb(let format): return try writeWFDB(format ?? narrowest)
    case .edf, .bdf:
      let sets = try labels.map { [$0] } ?? recording.annotators.map(recording.annotations)
      return try EDFWriter.write(
        record, annotations: sets, channels: channels, frames: frames,
        as: form == .edf ? .edf : .bdf, path: output)
    }
  }

  /// The annotators' files of a WFDB record. What is inside an EDF file is called `edf` after it,
  /// and a file of that ending would be taken for an EDF file: it becomes `ann`.
  static func wfdbAnnotators(of recording: Recording) -> [(annotator: String, ending: String)] {
    var used = Set(recording.annotators)
    return recording.annotators.map { annotator in
      guard recording.isEmbedded(annotator), !AnnotatorFiles.isAnnotator(annotator) else {
        return (annotator, annotator)
      }
      let ending = ["ann", "annedf"].first { !used.contains($0) } ?? "annedf\(used.count)"
      used.insert(ending)
      return (annotator, ending)
    }
  }

  // MARK: WFDB

  private var narrowest: WFDBSignalFormat {
    let ranges = channels.map { record.channels[$0].encoding.range }
    if ranges.allSatisfy({ $0.upperBound <= 32_767 }) { return .int16 }
    return ranges.allSatisfy { $0.upperBound <= 8_388_607 } ? .int24 : .int32
  }

  private func writeWFDB(_ format: WFDBSignalFormat) throws -> [String] {
    let header = header(format)
    var warnings = lostByHeader
    // All that can be refused is refused before a byte is written.
    var encoded: [(path: String, bytes: [UInt8])] = []
    for (annotator, ending) in Self.wfdbAnnotators(of: recording) {
      let set = try recording.annotations(annotator).shifted(
        to: frames, isToEnd: frames.upperBound == record.frameCount, record.frameRateHz)
      let (fitting, lost) = set.fitForWFDB()
      warnings += lost
      encoded.append((output + "." + ending, try WFDBAnnotationWriter.encode(fitting)))
    }
    let companions = try encoded.map { path, bytes in
      let file = try AtomicFile(path: path)
      try file.append(bytes)
      return file
    }
    try WFDBWriter.write(header, folder: output.folderPath, companions: companions) {
      signals, part in
      let span = frames.lowerBound + part.lowerBound..<frames.lowerBound + part.upperBound
      let samples = try translated(signals.map { channels[$0] }, span, format)
      try record.checkWhole()
      return samples
    }
    return warnings
  }

  /// What a WFDB header cannot say.
  private var lostByHeader: [String] {
    var warnings: [String] = []
    for channel in channels.map({ record.channels[$0] }) {
      let calibration = channel.calibration
      let steps = abs(calibration.baseline - calibration.baseline.rounded())
      guard steps > 0 else { continue }
      let move = EDFSignalPlan.short(steps / abs(calibration.gain))
      warnings.append(
        "channel \(channel.name.fitForLine): WFDB has whole baselines only, so that "
          + "\(calibration.baseline) becomes \(Int(calibration.baseline.rounded())) and its values "
          + "move by \(move) \(calibration.unit.fitForLine), \(EDFSignalPlan.short(steps)) steps")
    }
    if let date = record.start?.date, record.start?.wfdbText == nil {
      warnings.append(
        "a WFDB header holds no date without a time of the day: \(date.fitForLine) is lost")
    }
    return warnings
  }

  private func header(_ format: WFDBSignalFormat) -> WFDBHeader {
    let name = output.fileName
    let start = record.start?.advanced(bySeconds: Double(frames.lowerBound) / record.frameRateHz)
    var header = WFDBHeader(
      name: name, frameRateHz: record.frameRateHz, frameCount: frames.count, start: start,
      comments: RecordingNumber.without(record.comments))
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
    _ channels: [Int], _ frames: Range<Int>, _ format: WFDBSignalFormat
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
