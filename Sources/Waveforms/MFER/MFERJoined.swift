/// The samples of several waveforms that follow one another.
struct MFERJoined {
  private(set) var channels: [MFERFrame.Samples]
  /// The file's number of the first sample.
  let origin: Int
  private(set) var warnings: [String] = []

  /// Most samples of all channels that fill one gap, so that a few bytes cannot ask for much
  /// memory.
  private static let gapLimit = 4_194_304

  init(_ frames: [MFERParser.Frame], path: String) throws(FileError) {
    origin = frames[0].pointer ?? 0
    channels = []
    for (index, frame) in frames.enumerated() {
      let decoded = try MFERFrame(frame, path: path)
      if decoded.isCut {
        warnings.append("Expected all samples that the file promises, found fewer")
      }
      // Channels that end apart cannot be gone on with.
      if decoded.isCut, index < frames.count - 1 {
        throw .content(
          file: path, expected: "waveforms with all their samples",
          found: "number \(index + 1) of \(frames.count) with fewer")
      }
      if index == 0 {
        channels = decoded.channels
      } else {
        try fillGap(before: frame, path)
        for channel in channels.indices { channels[channel].append(decoded.channels[channel]) }
      }
      if channels.reduce(0, { $0 + $1.count }) > DecodedRecord.sampleLimit {
        throw .content(
          file: path, expected: "at most \(DecodedRecord.sampleLimit) samples", found: "more")
      }
    }
  }

  /// Fills up with missing samples to where a waveform says that it begins.
  private mutating func fillGap(before frame: MFERParser.Frame, _ path: String) throws(FileError) {
    guard let pointer = frame.pointer else { return }
    let counts = Set(channels.map(\.count))
    let count = counts.max() ?? 0
    let (gap, isAbsurd) = (pointer - origin).subtractingReportingOverflow(count)
    if gap == 0, !isAbsurd { return }
    // A gap is filled only where it means the same for all channels, and no longer than bearable.
    guard !isAbsurd, counts.count == 1, gap > 0,
      gap <= Self.gapLimit / channels.count
    else {
      throw .content(
        file: path, expected: "waveforms one after the other",
        found: "one at sample \(pointer) behind \(count) samples")
    }
    for channel in channels.indices { channels[channel].appendMissing(gap) }
    warnings.append("Samples \(count) to \(count + gap) are not in the file, and shown as missing")
  }
}

extension MFERFrame.Samples {
  /// Adds samples of the same kind.
  fileprivate mutating func append(_ other: MFERFrame.Samples) {
    switch (self, other) {
    case (.whole(var values), .whole(let more)):
      self = .whole([])
      values += more
      self = .whole(values)
    case (.decimal(var values), .decimal(let more)):
      self = .decimal([])
      values += more
      self = .decimal(values)
    default: break
    }
  }

  fileprivate mutating func appendMissing(_ count: Int) {
    switch self {
    case .whole: append(.whole([Int32](repeating: DecodedRecord.missing, count: count)))
    case .decimal: append(.decimal([Double](repeating: .nan, count: count)))
    }
  }
}
