/// Opens DICOM files with waveforms.
enum DICOMReader {
  /// From so many samples on, of all channels, the file stays mapped: two minutes of 16 channels
  /// at 2 kHz are read into memory, an ambulatory recording is not.
  static let mappedFromSampleCount = 4_000_000

  static func open(_ mapped: MappedFile) throws(FileError) -> OpenedRecord {
    let file = try DICOMFile(data: mapped.bytes, file: mapped.path)
    var warnings = file.warnings
    let groups = try groups(file, &warnings)
    guard var timeLine = DICOMTimeLine(groups) else {
      throw .content(
        file: mapped.path, expected: "a waveform sequence with samples", found: "none")
    }
    let isLong = timeLine.totalSampleCount >= mappedFromSampleCount
    let first = timeLine.parts.first { !$0.group.isDerived } ?? timeLine.parts[0]
    let format = first.group.format.mapped(file.values.reader.order)
    if isLong, format != nil { timeLine = timeLine.only(first) }
    var decoded = try describe(file, timeLine, &warnings)
    if isLong, let format {
      let source = DICOMMappedSource(mapped, first.group, format)
      return OpenedRecord(
        record: source.record(decoded, path: mapped.path), embedded: decoded.annotations)
    }
    decoded.signals = try signals(file, timeLine)
    return OpenedRecord(
      record: decoded.record(path: mapped.path), embedded: decoded.annotations)
  }

  /// The multiplex groups that have samples. One that cannot be read is told of where others can.
  private static func groups(
    _ file: DICOMFile, _ warnings: inout [String]
  ) throws(FileError) -> [DICOMWaveformGroup] {
    var groups: [DICOMWaveformGroup] = []
    var failure: FileError?
    for (index, item) in file.root.items(.waveforms).enumerated() {
      do throws(FileError) {
        let group = try DICOMWaveformGroup(item, number: index + 1, in: file)
        if group.sampleCount < group.statedSampleCount {
          warnings.append(
            "\(group.title): expected \(group.statedSampleCount) samples of each channel, found "
              + "\(group.sampleCount)")
        }
        if group.sampleCount > 0 { groups.append(group) }
      } catch {
        failure = error
        if case .content(_, let expected, let found) = error {
          warnings.append(
            "multiplex group \(index + 1) is left out: expected \(expected), found \(found)")
        }
      }
    }
    if groups.isEmpty, let failure { throw failure }
    return groups
  }

  /// All of the record but its samples.
  private static func describe(
    _ file: DICOMFile, _ timeLine: DICOMTimeLine, _ warnings: inout [String]
  ) throws(FileError) -> DecodedRecord {
    let channels = timeLine.parts.flatMap(\.group.channels)
    let acquisition = acquisition(file, &warnings)
    let start = acquisition?.adding(milliseconds: timeLine.offsetMilliseconds)
    let notes = DICOMAnnotations(file, timeLine: timeLine, start: start)
    warnings += timeLine.warnings + notes.warnings + self.warnings(channels)
    var decoded = DecodedRecord(
      container: "DICOM \(file.kind.name)", frameRateHz: timeLine.frameRateHz,
      signals: signalsWithoutSamples(timeLine), start: start?.start,
      comments: DICOMRemarks(file, channels: channels).lines + notes.remarks, warnings: warnings)
    if !notes.annotations.isEmpty {
      decoded.annotations = AnnotationSet(
        annotator: "ann", annotations: notes.annotations,
        timeResolutionHz: timeLine.tickRateHz == timeLine.frameRateHz ? nil : timeLine.tickRateHz)
    }
    return decoded
  }

  private static func signalsWithoutSamples(_ timeLine: DICOMTimeLine) -> [DecodedRecord.Signal] {
    timeLine.parts.flatMap { part in
      part.group.channels.map { channel in
        DecodedRecord.Signal(
          name: channel.name, calibration: channel.calibration, samples: [],
          samplesPerFrame: part.samplesPerFrame, resolutionBits: channel.bitsStored)
      }
    }
  }

  private static func signals(
    _ file: DICOMFile, _ timeLine: DICOMTimeLine
  ) throws(FileError) -> [DecodedRecord.Signal] {
    guard timeLine.totalSampleCount <= DecodedRecord.sampleLimit else {
      throw .content(
        file: file.file, expected: "at most \(DecodedRecord.sampleLimit) samples in this form",
        found: "\(timeLine.totalSampleCount)")
    }
    var signals = signalsWithoutSamples(timeLine)
    for part in timeLine.parts {
      for (index, samples) in try part.group.samples(file, lead: part.lead).enumerated() {
        signals[part.firstChannel + index].samples = samples
      }
    }
    return signals
  }

  /// When the acquisition began. Some files say only when they were made.
  private static func acquisition(
    _ file: DICOMFile, _ warnings: inout [String]
  ) -> DICOMDateTime? {
    let values = file.values
    let root = file.root
    if let whole = DICOMDateTime(dateTime: values.text(.acquisitionDateTime, root)) { return whole }
    if let parts = DICOMDateTime(
      date: values.text(.acquisitionDate, root), time: values.text(.acquisitionTime, root))
    {
      return parts
    }
    let content = DICOMDateTime(
      date: values.text(.contentDate, root), time: values.text(.contentTime, root))
    if content != nil {
      warnings.append("no time of acquisition is given: the start is the time of the content")
    }
    return content
  }

  /// What is to be said of channels.
  private static func warnings(_ channels: [DICOMChannel]) -> [String] {
    var warnings: [String] = []
    let uncalibrated = channels.filter { !$0.calibration.isCalibrated }.map(\.name)
    if !uncalibrated.isEmpty {
      warnings.append("no sensitivity is given for \(list(uncalibrated)): stored values are shown")
    }
    let skewed = channels.filter { $0.skew != nil }
    if !skewed.isEmpty {
      let names = skewed.map { "\($0.name) \($0.skew ?? "")" }
      warnings.append("channels begin later than others, and are not shifted: \(list(names))")
    }
    for channel in channels where !channel.status.isEmpty {
      warnings.append("\(channel.name.fitForLine) is marked \(channel.status.fitForLine)")
    }
    return warnings
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map(\.fitForLine).joined(separator: ", ")
    return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
  }
}
