/// The samples of a mapped EDF or BDF file.
struct EDFSource: SampleSource {
  let file: MappedFile

  var shortenedFiles: [String] { file.isShortened ? [file.name] : [] }
  let header: EDFHeader
  let timeLine: EDFTimeLine
  /// The ordinary signals, which are the record's channels.
  let signals: [EDFSignal]
  /// For each channel the value that stands for a missing sample, in files that Tawara wrote.
  var standIns: [Int32?] = []

  /// Whole data records alone are counted. A header that states their number is believed until the
  /// file has outgrown it.
  func grown() throws(FileError) -> (source: any SampleSource, frameCount: Int)? {
    guard header.continuity != .discontinuous, !signals.isEmpty else { return nil }
    let now = try file.grown()
    let held = (now.bytes.count - header.byteCount) / header.recordBytes
    let hasGrown = now.bytes.count > file.bytes.count
    guard hasGrown || header.dataRecords == nil else { return nil }
    var header = header
    header.dataRecords = nil
    var timeLine = EDFTimeLine(header)
    timeLine.addContinuous(dataFrames: held * timeLine.framesPerRecord)
    let source = EDFSource(
      file: now, header: header, timeLine: timeLine, signals: signals,
      standIns: standIns)
    return (source, timeLine.frameCount)
  }

  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) throws {
    let present = file.presentByteCount
    for index in block.samples.indices { block.samples[index] = Int32.min }
    for run in timeLine.runs(in: frames) {
      let wanted = frames.clamped(to: run.startFrame..<run.endFrame)
      for (position, channel) in channels.enumerated() {
        let signal = signals[channel]
        let perFrame = signal.samplesPerRecord / timeLine.framesPerRecord
        let first = (wanted.lowerBound - run.startFrame) * perFrame
        let plan = EDFSampleRun(
          firstByte: header.byteCount + run.firstRecord * header.recordBytes + signal.offset,
          recordBytes: header.recordBytes,
          samplesPerRecord: signal.samplesPerRecord,
          samples: first..<first + wanted.count * perFrame,
          target: block.starts[position] + (wanted.lowerBound - frames.lowerBound) * perFrame)
        if header.isBDF {
          plan.decode24(file.bytes, presentBytes: present, into: &block.samples)
        } else {
          plan.decode16(file.bytes, presentBytes: present, into: &block.samples)
        }
      }
    }
    for (position, channel) in channels.enumerated() where channel < standIns.count {
      guard let standIn = standIns[channel] else { continue }
      for index in block.range(position) where block.samples[index] == standIn {
        block.samples[index] = Int32.min
      }
    }
  }
}
