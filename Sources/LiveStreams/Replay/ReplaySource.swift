public import Waveforms

/// A record as if it came now, at its own pace or so many times as fast.
public struct ReplaySource: StreamSource {
  /// Where it begins, and what happens at the end.
  public enum Course: Sendable, Equatable {
    /// From the first frame to the last.
    case whole
    /// Begun anew at each end.
    case again
    /// Another program still writes it: what there is at once, the rest as it is written.
    case following
  }

  public var name: String { record.name }
  public var hasOwnClock: Bool { false }
  public var canWait: Bool { course != .following }
  private let record: Record
  private let speed: Double
  private let course: Course
  private let header: StreamHeader
  /// Samples of a frame of the stream in a frame of the record.
  private let perFrame: Int
  /// Whether digital samples are sent as they are stored.
  private let isDigital: Bool

  /// Packets are so long at most, and come so often.
  private static let tickSeconds = 0.02
  private static let mostFrames = 4096

  /// Throws where a stream cannot be as the record is. Channels of lower rates are held at their
  /// last value, so that all have the highest.
  public init(
    _ record: Record, speed: Double = 1, course: Course = .whole
  ) throws(StreamError) {
    (self.record, self.speed, self.course) = (record, speed, course)
    perFrame = record.channels.map(\.samplesPerFrame).max() ?? 1
    isDigital = record.hasUniformCalibration
    let isDigital = isDigital
    var header = try StreamHeader(
      name: record.name, samplingRateHz: record.frameRateHz * Double(perFrame),
      channels: record.channels.map { channel in
        StreamHeader.Channel(
          name: channel.shownName,
          calibration: isDigital
            ? channel.calibration : Calibration.fine(unit: channel.calibration.unit))
      }, source: record.name)
    header.remarks = record.comments
    self.header = header
  }

  public func run(until stop: StopSignal, _ deliver: (StreamEvent) -> Void) throws {
    deliver(.connected(name))
    deliver(.message(.header(header)))
    var pace = Pace(record: record)
    let begin = ContinuousClock.now
    repeat {
      let elapsed = begin.duration(to: .now) / .seconds(1)
      let due = course == .following ? .max : Int(elapsed * speed * record.frameRateHz)
      if course == .following { pace.record = try pace.record.refreshed() }
      try send(upTo: due, &pace, stop, deliver)
      if course == .whole, pace.sent >= record.frameCount { break }
    } while stop.sleep(seconds: Self.tickSeconds)
    deliver(.message(.end))
  }

  /// How far a replay has come.
  private struct Pace {
    var record: Record
    /// Frames of the record that were sent, over all rounds.
    var sent = 0
    var sequence: UInt64 = 0
  }

  private func send(
    upTo due: Int, _ pace: inout Pace, _ stop: StopSignal, _ deliver: (StreamEvent) -> Void
  ) throws {
    let length = max(1, pace.record.frameCount)
    let end = course == .again ? due : min(due, pace.record.frameCount)
    while pace.sent < end, !stop.isStopped {
      let place = course == .again ? pace.sent % length : pace.sent
      let count = min(end - pace.sent, Self.mostFrames, length - place)
      let packet = StreamPacket(
        sequence: pace.sequence, firstFrame: Int64(pace.sent * perFrame),
        sourceSeconds: Double(pace.sent) / record.frameRateHz,
        samples: try samples(pace.record, place..<place + count))
      pace.sent += count
      pace.sequence += 1
      deliver(.message(.packet(packet)))
    }
  }

  /// Frame by frame, all channels at the highest rate.
  private func samples(_ record: Record, _ frames: Range<Int>) throws -> [Int32] {
    let channels = Array(record.channels.indices)
    let rows = frames.count * perFrame
    var samples = [Int32](repeating: StreamPacket.missing, count: rows * channels.count)
    let digital = isDigital ? try record.digital(channels: channels, frames: frames) : nil
    let physical = isDigital ? nil : try record.physical(channels: channels, frames: frames)
    for index in channels {
      let own = record.channels[index].samplesPerFrame
      let absent = record.channels[index].missingValue
      let start = digital?.starts[index] ?? physical?.starts[index] ?? 0
      for row in 0..<rows {
        let place = start + row / perFrame * own + row % perFrame * own / perFrame
        if let digital {
          let value = digital.samples[place]
          if value != absent { samples[row * channels.count + index] = value }
        } else if let physical {
          let line = header.channels[index].calibration
          samples[row * channels.count + index] = line.sample(Double(physical.samples[place]))
        }
      }
    }
    return samples
  }
}
