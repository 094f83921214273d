import Foundation
import LiveStreams
import Waveforms

/// A source that gives what a test says, at once.
struct ScriptedSource: StreamSource {
  var name = "script"
  var hasOwnClock: Bool { false }
  let events: [StreamEvent]
  /// Whether it waits for the end after them.
  var staysOpen = false

  func run(until stop: StopSignal, _ deliver: (StreamEvent) -> Void) throws {
    for event in events { deliver(event) }
    while staysOpen, stop.sleep(seconds: 0.05) {}
  }
}

enum ScriptedStream {
  static func header(
    _ names: [String] = ["II", "V1"], rate: Double = 250
  ) throws -> StreamHeader {
    try StreamHeader(
      name: "bed 3", samplingRateHz: rate,
      channels: names.map { .init(name: $0, calibration: Calibration(gain: 1000, unit: "mV")) },
      source: "test")
  }

  /// A heart that beats each `interval` frames: a triangle of 60 ms and a millivolt; flat between, but for
  /// a little ripple that no detector takes for a beat.
  static func beats(_ frames: Range<Int>, interval: Int, channels: Int = 2) -> [Int32] {
    frames.flatMap { frame -> [Int32] in
      let phase = frame % interval
      let ripple = Int32((frame * 7919) % 5)
      let height = phase < 16 ? Int32(1000 - abs(phase - 8) * 125) : 0
      return Array(repeating: height + ripple, count: channels)
    }
  }

  static func packets(
    _ frames: Range<Int>, interval: Int = 200, size: Int = 10
  ) -> [StreamEvent] {
    stride(from: frames.lowerBound, to: frames.upperBound, by: size).map { first in
      .message(
        .packet(
          StreamPacket(
            sequence: UInt64(first), firstFrame: Int64(first), sourceSeconds: nil,
            samples: beats(first..<min(first + size, frames.upperBound), interval: interval))))
    }
  }
}

/// A folder that goes with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/tawara-live-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
