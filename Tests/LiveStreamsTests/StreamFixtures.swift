import LiveStreams
import Waveforms

/// Streams for tests.
enum StreamFixtures {
  static func header(channels: Int = 3, rate: Double = 500) throws -> StreamHeader {
    try StreamHeader(
      name: "bed 3", samplingRateHz: rate,
      channels: (0..<channels).map {
        .init(name: "lead \($0)", calibration: Calibration(gain: 200, baseline: 10, unit: "mV"))
      }, source: "test")
  }

  /// Frames `frames` of a stream in which channel c of frame f is `f * 10 + c`.
  static func packet(
    _ frames: Range<Int>, channels: Int = 3, sequence: Int = 0, seconds: Double? = nil
  ) -> StreamPacket {
    StreamPacket(
      sequence: UInt64(sequence), firstFrame: Int64(frames.lowerBound), sourceSeconds: seconds,
      samples: frames.flatMap { frame in (0..<channels).map { Int32(frame * 10 + $0) } })
  }

  /// Header, packets of 20 frames, end.
  static func bytes(
    packets: Int, as type: StreamSampleType = .int32, channels: Int = 3
  ) throws -> [UInt8] {
    let header = try header(channels: channels)
    let messages: [StreamMessage] =
      [.header(header)]
      + (0..<packets).map {
        .packet(packet($0 * 20..<$0 * 20 + 20, channels: channels, sequence: $0, seconds: 5))
      } + [.end]
    return messages.flatMap { FrameEncoder.bytes($0, as: type, of: header) }
  }
}
