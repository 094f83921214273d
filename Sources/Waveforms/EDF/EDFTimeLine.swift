/// Where the data records of a file lie on the record's time line.
struct EDFTimeLine: Sendable, Equatable {
  /// Consecutive data records without a gap between them.
  struct Run: Sendable, Equatable {
    var startFrame: Int
    var frameCount: Int
    var firstRecord: Int
    var endFrame: Int { startFrame + frameCount }
  }

  /// A frame is the smallest part of a data record that holds whole samples of every channel.
  var framesPerRecord: Int
  var frameRateHz: Double
  /// In order, without overlap.
  private(set) var runs: [Run] = []
  private(set) var warnings: [String] = []

  var frameCount: Int { runs.last?.endFrame ?? 0 }

  /// The runs that share a frame with `frames`.
  func runs(in frames: Range<Int>) -> ArraySlice<Run> {
    var lower = 0
    var upper = runs.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if runs[middle].endFrame <= frames.lowerBound { lower = middle + 1 } else { upper = middle }
    }
    return runs[lower...].prefix { $0.startFrame < frames.upperBound }
  }

  /// A time line without data records, for `header`.
  init(_ header: EDFHeader) {
    framesPerRecord = header.framesPerRecord
    frameRateHz = header.frameRateHz
  }

  /// Adds all data records one after the other; `dataFrames` is their length.
  mutating func addContinuous(dataFrames: Int) {
    guard dataFrames > 0 else { return }
    runs = [Run(startFrame: 0, frameCount: dataFrames, firstRecord: 0)]
  }

  /// Adds data records at their onsets, in seconds after the first sample; one without an onset
  /// follows the one before it. `dataFrames` is the length of all; the last may be incomplete.
  mutating func addDiscontinuous(onsets: [Double?], dataFrames: Int, file: String) throws(EDFError)
  {
    let limit = max(1e9, 100 * Double(dataFrames))
    var largestRounding = 0.0
    var overlaps: [Int] = []
    for (record, onset) in onsets.enumerated() {
      let length = min(framesPerRecord, dataFrames - record * framesPerRecord)
      guard length > 0 else { break }
      let exact = onset.map { $0 * frameRateHz } ?? Double(frameCount)
      guard abs(exact) < limit, frameCount < Int(limit) else {
        throw .absurdTimeLine(file: file, frames: abs(exact), dataFrames: dataFrames)
      }
      let start = max(Int(exact.rounded()), frameCount)
      // Onsets have few decimals: one frame may be due to those.
      if Double(start) - exact > 1 {
        overlaps.append(record)
      } else {
        largestRounding = max(largestRounding, abs(Double(start) - exact))
      }
      append(record: record, start: start, length: length)
    }
    report(overlaps, largestRoundingSeconds: largestRounding / frameRateHz)
  }

  private mutating func append(record: Int, start: Int, length: Int) {
    if let last = runs.last, last.endFrame == start {
      runs[runs.count - 1].frameCount += length
    } else {
      runs.append(Run(startFrame: start, frameCount: length, firstRecord: record))
    }
  }

  private mutating func report(_ overlaps: [Int], largestRoundingSeconds: Double) {
    if let first = overlaps.first {
      warnings.append(
        "Expected data records in the order of time, found \(overlaps.count) that begin before "
          + "the one before ends, the first being data record \(first + 1); each was put behind "
          + "the one before it")
    }
    if largestRoundingSeconds > 1e-6 {
      let micros = (largestRoundingSeconds * 1e6).rounded()
      warnings.append(
        "The onsets of data records were moved to the nearest frame, by \(micros / 1000) ms "
          + "at most")
    }
  }
}
