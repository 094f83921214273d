import Foundation

/// Writes WFDB records.
public enum WFDBWriter {
  /// Writes the signal files and the header of a record.
  ///
  /// Each file is complete before it takes its name, the header last, so that a record that can
  /// be opened is whole. Initial values and checksums are computed; those in `header` are
  /// ignored.
  /// - Parameters:
  ///   - header: the record; `frameCount` says how many frames `samples` gives.
  ///   - folder: where the files go.
  ///   - companions: files that belong to the record, put in place before its header.
  ///   - samples: digital samples of the signals with the given indices over a span of frames,
  ///     a missing one as the format's minimum.
  public static func write(
    _ header: WFDBHeader, folder: String, companions: [AtomicFile] = [],
    samples: (_ signals: [Int], _ frames: Range<Int>) throws -> ChannelBlock<Int32>
  ) throws {
    try checkHeader(header, folder: folder)
    var header = header
    var files: [(name: String, signals: [Int])] = []
    for (index, signal) in header.signals.enumerated() {
      if let known = files.firstIndex(where: { $0.name == signal.fileName }) {
        files[known].signals.append(index)
      } else {
        files.append((signal.fileName, [index]))
      }
    }
    var finished: [AtomicFile] = []
    for (name, signals) in files {
      var writer = SignalFileWriter(header: header, signals: signals)
      let file = try AtomicFile(path: folder.appendingPath(name))
      try writer.write(to: file, samples: samples)
      finished.append(file)
      for (signal, sum) in zip(signals, writer.sums) {
        header.signals[signal].checksum = Int(Int16(truncatingIfNeeded: sum))
        header.signals[signal].initialValue = writer.initialValues[signal].map(Int.init) ?? 0
      }
    }
    for file in finished + companions { try file.commit() }
    try AtomicFile.write(
      Array(header.text.utf8), path: folder.appendingPath(header.name + ".hea"))
  }
}

extension WFDBWriter {
  /// Refuses a header that would not read back as what it says: a name with a space, no frames, a
  /// gain beyond what headers hold.
  private static func checkHeader(_ header: WFDBHeader, folder: String) throws(WFDBError) {
    let path = folder.appendingPath(header.name + ".hea")
    func refuse(_ reason: String) -> WFDBError {
      .file(.cannotWrite(file: path, reason: reason))
    }
    guard let frames = header.frameCount, frames > 0, !header.signals.isEmpty else {
      throw refuse("expected a frame and a signal at least, found none")
    }
    let back: WFDBHeader
    do throws(WFDBError) {
      back = try WFDBHeader(bytes: Array(header.text.utf8), file: path)
    } catch {
      throw refuse("its header could not be read back: \(error)")
    }
    guard back.name == header.name, back.signals.count == header.signals.count,
      back.frameCount == frames
    else { throw refuse("expected a name without spaces, found \"\(quoted(header.name))\"") }
    for (read, signal) in zip(back.signals, header.signals) {
      guard read.fileName == signal.fileName, read.samplesPerFrame == signal.samplesPerFrame,
        read.calibration.gain == signal.calibration.gain || !signal.calibration.isCalibrated
      else {
        throw refuse(
          "channel \(quoted(signal.name)): its gain, rate or file name has no place in a header")
      }
    }
  }
}

/// Encodes the signals of one file, chunk by chunk.
private struct SignalFileWriter {
  let header: WFDBHeader
  let signals: [Int]
  var sums: [Int]
  var initialValues: [Int: Int32] = [:]

  init(header: WFDBHeader, signals: [Int]) {
    self.header = header
    self.signals = signals
    sums = signals.map { _ in 0 }
  }

  private var format: WFDBSignalFormat { header.signals[signals[0]].format }

  mutating func write(
    to file: AtomicFile, samples: ([Int], Range<Int>) throws -> ChannelBlock<Int32>
  ) throws {
    let frameCount = header.frameCount ?? 0
    let total = signals.reduce(0) { $0 + header.signals[$1].samplesPerFrame }
    // A multiple of 12 frames is a whole number of blocks in every packed format.
    let chunk = max(12, (1 << 18) / total / 12 * 12)
    var next = 0
    func advance(_ writer: inout SignalFileWriter) throws -> ChannelBlock<Int32>? {
      guard next < frameCount else { return nil }
      let frames = next..<min(next + chunk, frameCount)
      next = frames.upperBound
      let block = try samples(writer.signals, frames)
      try writer.check(block, from: frames.lowerBound)
      return block
    }
    if format.isFLAC {
      try FLACEncoding.encode(
        channels: signals.count, bitsPerSample: format.bits, path: file.temporaryPath
      ) {
        try advance(&self).map { block in (0..<block.channelCount).map { Array(block[$0]) } }
      }
    } else {
      while let block = try advance(&self) {
        try file.append(SignalDecoding.encode(interleaved(block), format: format))
      }
    }
  }

  /// Adds to the sums, and refuses what the format cannot hold.
  private mutating func check(_ block: ChannelBlock<Int32>, from frame: Int) throws(WFDBError) {
    for (index, signal) in signals.enumerated() {
      let range = format.range
      for (offset, value) in block[index].enumerated() {
        guard range.contains(value) else {
          throw .sampleOutOfRange(
            channel: header.signals[signal].name,
            sample: frame * header.signals[signal].samplesPerFrame + offset, value: value,
            format: format.rawValue, range: range)
        }
        sums[index] &+= Int(value)
      }
      if initialValues[signal] == nil { initialValues[signal] = block[index].first }
    }
  }

  private func interleaved(_ block: ChannelBlock<Int32>) -> [Int32] {
    let perFrame = signals.map { header.signals[$0].samplesPerFrame }
    let frames = block.samples.count / max(1, perFrame.reduce(0, +))
    var output = [Int32](repeating: 0, count: block.samples.count)
    var place = 0
    for frame in 0..<frames {
      for (index, count) in perFrame.enumerated() {
        let start = block.starts[index] + frame * count
        for sample in start..<start + count {
          output[place] = block.samples[sample]
          place += 1
        }
      }
    }
    return output
  }
}
