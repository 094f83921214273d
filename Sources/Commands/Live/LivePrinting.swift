import Evaluation
import Foundation
import LiveSession
import LiveStreams

/// When a stream is left though its source goes on, or may come back.
struct LiveEnd {
  /// Seconds after the start.
  var seconds: Double?
  /// Seconds that a source may be gone.
  var patience: Double

  /// Whether it is time.
  func isReached(started: Double, goneFor: Double?) -> Bool {
    if let seconds, LiveClock.now - started >= seconds { return true }
    return goneFor.map { $0 >= patience } ?? false
  }
}

/// A stream without a screen: what happens, a line of JSON each, until the source ends or a signal
/// says so.
struct LivePrinting {
  let monitor: LiveMonitor
  let end: LiveEnd

  private static let interval = 0.05

  func run() throws {
    let signals = EndingSignals { [monitor] in monitor.stop() }
    defer { signals.cancel() }
    let started = LiveClock.now
    monitor.start()
    while !monitor.isDone {
      let view = monitor.view()
      try write(monitor.takeEvents())
      // A source that never was there may still come.
      let goneFor = view.isConnected ? nil : view.silence
      if end.isReached(started: started, goneFor: goneFor) || monitor.failure != nil {
        monitor.stop()
      }
      Thread.sleep(forTimeInterval: Self.interval)
    }
    let view = monitor.view()
    try write(monitor.takeEvents())
    try Output.lines([PlainText.jsonLine(LiveSummaryLine(view))])
  }

  private func write(_ events: [LiveEvent]) throws {
    guard !events.isEmpty else { return }
    do {
      try Output.lines(events.map { try PlainText.jsonLine(LiveEventLine($0)) })
    } catch {
      // Whoever read has gone: the recording is closed all the same.
      monitor.stop()
      while !monitor.isDone { Thread.sleep(forTimeInterval: Self.interval) }
      throw error
    }
  }
}
