/// Reads MFER files (ISO 22077): waveforms of all channels, one after the other in blocks.
enum MFERReader {
  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    let parser = try MFERParser(file)
    guard !parser.frames.isEmpty else {
      throw .content(file: file.path, expected: "waveforms", found: "none")
    }
    var comments = parser.texts.comments
    var warnings: [String] = []
    let frames = recording(parser.frames, &comments, &warnings)
    let joined = try MFERJoined(frames, path: file.path)
    warnings += joined.warnings
    let channels = frames[0].channels.indices.filter { isSignal(frames[0].channels[$0]) }
    if channels.count < frames[0].channels.count {
      comments.append("recording: channels that hold bits of a status, not samples, are left out")
    }
    let layout = try layout(frames[0], channels, file.path)
    let signals = try channels.enumerated().map { place, channel throws(FileError) in
      try signal(
        frames[0].channels[channel], number: channel + 1, joined.channels[channel],
        samplesPerFrame: layout.samplesPerFrame[place], file.path, &warnings)
    }
    var record = DecodedRecord(
      container: "MFER", frameRateHz: layout.rateHz, signals: signals,
      start: parser.texts.start, comments: comments, warnings: warnings,
      annotations: annotations(parser.texts, origin: joined.origin))
    record.addDerivedLeads()
    return record
  }

  static func begins(_ head: [UInt8]) -> Bool {
    let mark = head.dropFirst(2).prefix(5)
    return head.first == 0x40
      && (mark.starts(with: Array("MFR".utf8)) || mark.starts(with: Array("MFER".utf8)))
  }

  /// The waveforms that make up the recording: the first, and those that follow and mean the same.
  private static func recording(
    _ frames: [MFERParser.Frame], _ comments: inout [String], _ warnings: inout [String]
  ) -> [MFERParser.Frame] {
    var rhythm = frames.filter { $0.waveform != MFERCodes.dominantBeat }
    if rhythm.isEmpty { rhythm = frames }
    if rhythm.count < frames.count {
      comments.append("recording: the file's dominant beat, which is no recording, is left out")
    }
    let alike = rhythm.prefix { isAlike($0, rhythm[0]) }
    if alike.count < rhythm.count {
      warnings.append(
        "Expected waveforms of the same channels, rates and scales, found \(rhythm.count - alike.count) "
          + "of others, which are left out")
    }
    return Array(alike)
  }

  private static func isAlike(_ a: MFERParser.Frame, _ b: MFERParser.Frame) -> Bool {
    if a.channels == b.channels { return true }
    guard a.channels.count == b.channels.count else { return false }
    return zip(a.channels, b.channels).allSatisfy { first, second in
      var first = first
      (first.block, first.sequences) = (second.block, second.sequences)
      return first == second
    }
  }

  private static func isSignal(_ channel: MFERDefinitions) -> Bool {
    channel.type != .status16 && channel.lead?.code != MFERCodes.statusLead
  }

  // MARK: Rates

  /// The frame rate, and how many samples of each channel a frame has: a sequence lasts as long for
  /// all channels, so channels of other rates have blocks of other lengths.
  private static func layout(
    _ frame: MFERParser.Frame, _ channels: [Int], _ path: String
  ) throws(FileError) -> (rateHz: Double, samplesPerFrame: [Int]) {
    let definitions = channels.map { frame.channels[$0] }
    let rates = definitions.compactMap(\.rateHz)
    guard rates.count == definitions.count, let first = rates.first else {
      throw .content(
        file: path, expected: "channels with a sampling interval in time",
        found: rates.isEmpty ? "none" : "one without")
    }
    let blocks = definitions.map { $0.block ?? 1 }
    let isSingle = definitions.allSatisfy { $0.sequences == 1 }
    if rates.allSatisfy({ $0 == first }), isSingle || Set(blocks).count == 1 {
      return (first, blocks.map { _ in 1 })
    }
    let common = blocks.reduce(0, greatestCommonDivisor)
    let perFrame = blocks.map { $0 / max(common, 1) }
    let frameRates = zip(rates, perFrame).map { $0 / Double(max($1, 1)) }
    guard frameRates.allSatisfy({ abs($0 - frameRates[0]) <= 1e-9 * frameRates[0] }) else {
      throw .content(
        file: path, expected: "blocks of samples that last as long for each channel",
        found: "some that do not")
    }
    return (frameRates[0], perFrame)
  }

  // MARK: Signals

  private static func signal(
    _ definitions: MFERDefinitions, number: Int, _ samples: MFERFrame.Samples,
    samplesPerFrame: Int, _ path: String, _ warnings: inout [String]
  ) throws(FileError) -> DecodedRecord.Signal {
    let name = name(definitions, number)
    guard let calibration = definitions.calibration else {
      throw .content(
        file: path, expected: "a resolution and an offset of channel \(name)",
        found: "numbers that are none")
    }
    warn(of: definitions, calibration, name, &warnings)
    switch samples {
    case .whole(let values):
      return DecodedRecord.Signal(
        name: name, calibration: calibration, samples: values, samplesPerFrame: samplesPerFrame)
    case .decimal(let values):
      let physical = values.map { ($0 - calibration.baseline) / calibration.gain }
      var digital = DecimalSamples.digital(physical, unit: calibration.unit)
      digital.calibration.isCalibrated = calibration.isCalibrated
      return DecodedRecord.Signal(
        name: name, calibration: digital.calibration, samples: digital.samples,
        samplesPerFrame: samplesPerFrame)
    }
  }

  private static func name(_ definitions: MFERDefinitions, _ number: Int) -> String {
    guard let lead = definitions.lead else { return "Channel \(number)" }
    if let name = MFERCodes.leads[lead.code] { return name }
    return lead.text.isEmpty ? "Lead \(lead.code)" : lead.text
  }

  private static func warn(
    of definitions: MFERDefinitions, _ calibration: Calibration, _ name: String,
    _ warnings: inout [String]
  ) {
    if !calibration.isCalibrated {
      warnings.append(
        "Expected a resolution of channel \(name), found none; 1 uV is taken, the format's default")
    }
    if definitions.interval == nil {
      warnings.append(
        "Expected a sampling interval of channel \(name), found none; 1000 Hz is taken, the format's "
          + "default")
    }
    if calibration.baseline != 0 {
      warnings.append(
        "Channel \(name) has the offset \(-calibration.baseline), which is added to its samples; "
          + "compare its level with the device's own view")
    }
  }

  private static func annotations(_ texts: MFERTexts, origin: Int) -> AnnotationSet? {
    if texts.events.isEmpty { return nil }
    var events = texts.events
    for index in events.indices { events[index].time -= origin }
    events.sort { $0.time < $1.time }
    return AnnotationSet(
      annotator: "ann", annotations: events, timeResolutionHz: texts.eventRateHz)
  }
}
