import Foundation
import LiveSession
import LiveStreams
@testable import ReviewApp
import Synchronization
import TerminalGraphics
import Testing
import Waveforms

/// A stream that is there at once, and then goes on or is silent.
private struct FloodSource: StreamSource {
  let name = "bed 3"
  let hasOwnClock = false
  /// Seconds of the stream, and how many times as fast as it should it comes.
  let seconds: Int
  let speed: Double

  func run(until stop: StopSignal, _ deliver: (StreamEvent) -> Void) throws {
    let channels = ["II", "V1", "CS12"]
    deliver(.connected(name))
    deliver(
      .message(
        .header(
          try StreamHeader(
            name: name, samplingRateHz: 500,
            channels: channels.map {
              .init(name: $0, calibration: Calibration(gain: 1000, unit: "mV"))
            }, source: "test"))))
    for packet in 0..<seconds * 25 {
      let frames = packet * 20..<packet * 20 + 20
      let samples = frames.flatMap { frame in
        channels.indices.map { Int32(frame % 400 < 20 ? 900 - 300 * $0 : frame * 7919 % 5) }
      }
      deliver(
        .message(
          .packet(
            StreamPacket(
              sequence: UInt64(packet), firstFrame: Int64(frames.lowerBound), sourceSeconds: nil,
              samples: samples))))
      guard speed.isInfinite || stop.sleep(seconds: 0.04 / speed) else { return }
    }
    while stop.sleep(seconds: 0.02) {}
  }
}

/// A terminal in which something happens with each look.
private final class RestlessTerminal: Terminal {
  private(set) var size = Size(width: 120, height: 36)
  private(set) var shown = 0
  private(set) var rings = 0
  /// The longest time between two looks, in seconds.
  private(set) var longestWait = 0.0
  private(set) var last: Frame?
  private var lastLook = ContinuousClock.now
  private var looks = 0
  private let count: Int
  private let happen: (Int, inout Size) -> [TerminalEvent]

  init(looks: Int, happen: @escaping (Int, inout Size) -> [TerminalEvent]) {
    (count, self.happen) = (looks, happen)
  }

  func show(_ frame: Frame) { (shown, last) = (shown + 1, frame) }
  func ring() { rings += 1 }
  var wake: @Sendable () -> Void { {} }

  func waitForEvents(until instant: ContinuousClock.Instant?) -> [TerminalEvent] {
    longestWait = max(longestWait, (ContinuousClock.now - lastLook) / .seconds(1))
    looks += 1
    defer { lastLook = .now }
    return looks > count ? [.key(.character("q"))] : happen(looks, &size)
  }
}

@Suite struct LiveLoopTests {
  private func run(
    _ source: FloodSource, _ terminal: RestlessTerminal, settings: LiveSettings = .init(),
    rings: Bool = false
  ) -> LiveMonitor {
    let monitor = LiveMonitor(source, settings: settings)
    var services = LiveLoop.Services { "r" }
    services.rings = rings
    let end = LiveLoop(monitor, theme: .builtIn, terminal: terminal, services: services).run()
    #expect(end == nil)
    return monitor
  }

  @Test func aThousandSizesAndComingsBack() {
    let terminal = RestlessTerminal(looks: 1000) { look, size in
      size = Size(width: 2 + look * 37 % 240, height: 1 + look * 13 % 70)
      return look % 10 == 0 ? [.resumed] : [.resized]
    }
    let monitor = run(FloodSource(seconds: 30, speed: .infinity), terminal)
    #expect(terminal.shown > 1000)
    #expect(terminal.last?.size == terminal.size)
    #expect(monitor.view().losses.isEmpty && monitor.view().buffer?.frameCount == 15_000)
  }

  /// Ten times what is to come: nothing is lost, and the screen goes on.
  @Test func aFloodHoldsNothing() {
    let terminal = RestlessTerminal(looks: 200) { _, _ in
      Thread.sleep(forTimeInterval: 0.01)
      return []
    }
    let monitor = run(FloodSource(seconds: 60, speed: 10), terminal)
    let view = monitor.view()
    #expect(view.losses.isEmpty && (view.buffer?.frameCount ?? 0) > 500 * 10)
    #expect(terminal.longestWait < 1, "\(terminal.longestWait) s between two looks")
  }

  @Test(arguments: [true, false]) func theBellSoundsForAnAlarmWhereItIsOn(rings: Bool) {
    var settings = LiveSettings()
    settings.rateLimits = 40...60
    let terminal = RestlessTerminal(looks: 400) { _, _ in
      Thread.sleep(forTimeInterval: 0.005)
      return []
    }
    let monitor = run(
      FloodSource(seconds: 30, speed: .infinity), terminal, settings: settings, rings: rings)
    #expect(monitor.view().alarms.contains { $0.kind == .rateHigh })
    #expect((terminal.rings > 0) == rings, "\(terminal.rings)")
  }
}
