/// What a pass over the samples of a record finds, before the first one is written.
struct EDFSurvey {
  /// The samples of one channel.
  struct Values {
    var lowest = Int32.max
    var highest = Int32.min
    var missingCount = 0

    var isEmpty: Bool { lowest > highest }
  }

  let channels: [Values]

  /// Samples read at a time.
  static let chunkSamples = 1 << 19

  init(_ record: Record, channels: [Int], frames: Range<Int>) throws {
    var values = channels.map { _ in Values() }
    let perFrame = channels.reduce(0) { $0 + record.channels[$1].samplesPerFrame }
    let chunk = max(1, Self.chunkSamples / max(1, perFrame))
    var next = frames.lowerBound
    while next < frames.upperBound {
      let part = next..<min(frames.upperBound, next + chunk)
      let block = try record.digital(channels: channels, frames: part)
      for (place, channel) in channels.enumerated() {
        values[place].add(block[place], missing: record.channels[channel].missingValue)
      }
      next = part.upperBound
    }
    self.channels = values
  }
}

extension EDFSurvey.Values {
  fileprivate mutating func add(_ samples: ArraySlice<Int32>, missing: Int32) {
    for sample in samples {
      if sample == missing {
        missingCount += 1
      } else {
        lowest = min(lowest, sample)
        highest = max(highest, sample)
      }
    }
  }
}
