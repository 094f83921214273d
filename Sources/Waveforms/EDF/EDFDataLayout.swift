/// How many data records and frames a file really holds, beside what its header promises.
struct EDFDataLayout {
  /// Data records with at least one byte in the file, and no more than the header promises.
  let records: Int
  /// Frames of these for which at least one channel has all samples or some.
  let frames: Int
  let warnings: [String]

  init(_ header: EDFHeader, fileBytes: Int, framesPerRecord: Int) {
    let (complete, rest) = (fileBytes - header.byteCount)
      .quotientAndRemainder(dividingBy: header.recordBytes)
    let available = complete + (rest > 0 ? 1 : 0)
    let promised = header.dataRecords ?? available
    // Whole data records beyond the promised ones are data, not something behind them.
    records = rest == 0 ? available : min(promised, available)
    // A single frame must not be far larger than the file, whatever the header says.
    let isPlausible = header.recordBytes / max(1, framesPerRecord) <= max(fileBytes, 1 << 20)
    let isPartial = rest > 0 && records == available && isPlausible
    frames =
      min(records, complete) * framesPerRecord
      + (isPartial ? Self.partialFrames(header, bytes: rest, framesPerRecord) : 0)
    warnings = Self.warnings(
      promised: promised, complete: complete, rest: rest, recordBytes: header.recordBytes)
  }

  /// Frames begun in the first `bytes` bytes of a data record.
  private static func partialFrames(
    _ header: EDFHeader, bytes: Int, _ framesPerRecord: Int
  ) -> Int {
    header.ordinary.reduce(0) { frames, signal in
      let samples = min(signal.samplesPerRecord, (bytes - signal.offset) / header.sampleWidth)
      let perFrame = signal.samplesPerRecord / framesPerRecord
      return max(frames, (samples + perFrame - 1) / perFrame)
    }
  }

  private static func warnings(
    promised: Int, complete: Int, rest: Int, recordBytes: Int
  ) -> [String] {
    let found = "\(complete) of \(recordBytes) bytes" + (rest > 0 ? " and \(rest) bytes more" : "")
    if promised > complete {
      return ["Expected \(promised) data records, found \(found); the rest is missing."]
    }
    if promised < complete, rest == 0 {
      return ["Expected \(promised) data records, found \(found); all are shown."]
    }
    if promised < complete || rest > 0 {
      return ["Expected \(promised) data records, found \(found); what follows is not shown."]
    }
    return []
  }
}
