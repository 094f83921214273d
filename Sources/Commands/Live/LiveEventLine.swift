import Foundation
import LiveSession
import LiveStreams

/// An event of a stream as a line of JSON.
struct LiveEventLine: Encodable {
  /// What happened: `beat`, `window`, `class`, `gap`, ...
  var event: String
  /// Seconds from the stream's beginning, gaps included.
  var t: Double
  var frame: Int
  var name: String?
  var text: String?
  var seconds: Double?
  var sure: Bool?
  var probability: Double?
  var reason: String?
  var from: Double?
  var channels: [String]?
  var rate: Double?

  init(_ event: LiveEvent) {
    (self.event, t, frame) = ("", Self.rounded(event.seconds), event.frame)
    switch event.kind {
    case .connected(let name): set("connected") { $0.name = name }
    case .disconnected: set("disconnected")
    case .remark(let text): set("remark") { $0.text = text }
    case .gap(let seconds): set("gap") { $0.seconds = Self.rounded(seconds) }
    case .begun(let channels, let rate):
      set("begun") { ($0.channels, $0.rate) = (channels, rate) }
    case .channelLost(let name): set("channel lost") { $0.name = name }
    case .channelBack(let name): set("channel back") { $0.name = name }
    case .beat(let beat): set("beat") { ($0.name, $0.sure) = (beat.name, beat.isSure) }
    case .window(let window):
      set("window") {
        ($0.name, $0.sure, $0.reason) = (window.name, window.reason == nil, window.reason)
        ($0.probability, $0.from) = (Self.rounded(window.probability), window.span.lowerBound)
      }
    case .shown(let name): set(name == nil ? "unsure" : "class") { $0.name = name }
    case .alarm(let alarm): set("alarm") { ($0.name, $0.text) = (alarm.kind.rawValue, alarm.text) }
    case .alarmOver(let kind): set("alarm over") { $0.name = kind.rawValue }
    case .acknowledged: set("acknowledged")
    case .mark(let text): set("mark") { $0.text = text }
    case .recording(let path): set("recording") { $0.name = path }
    case .recordingEnded(let path): set("recorded") { $0.name = path }
    case .recordingFailed(let reason): set("recording failed") { $0.reason = reason }
    case .skipped(let seconds): set("not read") { $0.seconds = Self.rounded(seconds) }
    }
  }

  private mutating func set(_ event: String, _ fill: (inout LiveEventLine) -> Void = { _ in }) {
    self.event = event
    fill(&self)
  }

  private static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}

/// The last line: what came, and what did not.
struct LiveSummaryLine: Encodable {
  var event = "end"
  var frames: Int
  var seconds: Double
  var gaps: Int
  var lostFrames: Int
  var lateFrames: Int
  var doubledFrames: Int
  var reorderedFrames: Int
  var corruptMessages: Int
  var residentMB: Double

  init(_ view: LiveMonitor.View) {
    frames = view.buffer?.frameCount ?? 0
    let rate = view.buffer?.header.samplingRateHz ?? 1
    seconds = (Double(frames) / rate * 1e4).rounded() / 1e4
    let losses = view.losses
    (gaps, lostFrames, lateFrames) = (losses.gaps, losses.lostFrames, losses.lateFrames)
    (doubledFrames, reorderedFrames) = (losses.doubledFrames, losses.reorderedFrames)
    corruptMessages = losses.corruptMessages
    residentMB = (ProcessMemory.megabytes("VmRSS") * 10).rounded() / 10
  }
}

/// The same in a sentence, with what stood on the screen how late.
enum LiveSummary {
  static func text(_ view: LiveMonitor.View) -> String {
    let line = LiveSummaryLine(view)
    let lost =
      view.losses.isEmpty
      ? "nothing lost"
      : "\(line.lostFrames) frames lost in \(line.gaps) gaps, \(line.corruptMessages) messages spoilt"
    return "\(line.frames) frames in \(line.seconds) s, \(lost)\(delay(view.latency))"
  }

  private static func delay(_ latency: Latency) -> String {
    guard let half = latency.quantile(0.5), let most = latency.quantile(0.99) else { return "" }
    return "; on the screen within \(half) ms of their arrival (half of them), \(most) ms (99 %)"
  }
}
