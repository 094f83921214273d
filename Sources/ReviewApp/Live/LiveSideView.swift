import LiveSession
import LiveStreams
import TerminalGraphics
import Waveforms

/// The boxes at the right: the rate, what the model says, what happened.
struct LiveSideView {
  let state: LiveState
  let view: LiveMonitor.View
  let layout: LiveLayout
  let theme: Theme

  private static let rateRows = 7

  func draw(_ frame: inout Frame) {
    guard let side = layout.side else { return }
    var y = side.y
    func box(_ title: String, _ rows: Int, _ frame: inout Frame) -> PaneWriter? {
      let height = min(rows, side.rows.upperBound - y)
      guard height > 2 else { return nil }
      let rect = Rect(x: side.x, y: y, width: side.width, height: height)
      PanelView(theme: theme).drawBorder(rect, title: title, &frame)
      y += height
      return PaneWriter(
        rect: Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 4, height: height - 2),
        theme: theme)
    }
    if let writer = box("rate", Self.rateRows, &frame) { drawRate(writer, &frame) }
    let classes =
      view.reading.classes.isEmpty
      ? 4 : min(8, view.reading.classes.count) + (view.reading.lesson == nil ? 5 : 6)
    if let writer = box(modelTitle, classes, &frame) { drawModel(writer, &frame) }
    if let writer = box("events", side.rows.upperBound - y, &frame) { drawEvents(writer, &frame) }
  }

  // MARK: Rate

  private func drawRate(_ writer: PaneWriter, _ frame: inout Frame) {
    var writer = writer
    let (x, y) = (writer.rect.x + 1, writer.rect.y)
    let isAlarmed = view.alarms.contains {
      !$0.isOver && [.rateLow, .rateHigh, .asystole].contains($0.kind)
    }
    let style = theme[isAlarmed ? .error : .title]
    let rate = view.reading.rate.map { Int($0.rounded()) }
    let end =
      rate.map { BigDigits.write($0, x: x, y: y, style: style, &frame) }
      ?? BigDigits.writeNone(x: x, y: y, style: theme[.textMuted], &frame)
    frame.write("bpm", x: end + 1, y: y + 2, style: theme[.textMuted])
    for _ in 0..<BigDigits.height { _ = writer.take() }
    let interval = view.reading.interval.map { "cycle \(Int((1000 * $0).rounded())) ms" }
    writer.line(interval ?? noRate, interval == nil ? .textMuted : .text, &frame)
    if let last = view.reading.beats.last {
      writer.line("beat \(decimal(max(0, now - last.seconds), 0)) s ago", .textMuted, &frame)
    }
  }

  private var now: Double {
    Double(view.buffer?.frameCount ?? 0) / (view.buffer?.header.samplingRateHz ?? 1)
  }

  private var noRate: String {
    guard view.buffer != nil else { return "no signal yet" }
    if view.alarms.contains(where: { $0.kind == .signalLost && !$0.isOver }) || !view.isConnected {
      return "no signal"
    }
    return view.buffer?.surface.isEmpty == true ? "no surface lead" : "no beats yet"
  }

  // MARK: Model

  private var modelTitle: String {
    guard var name = view.reading.modelName else { return "no model" }
    if !view.reading.usedLabels.isEmpty { name += " taught" }
    let late = decimal(view.reading.delaySeconds, 1)
    let isWide = (layout.side?.width ?? 0) > 24
    return isWide ? "\(name), \(late) s late" : "\(name) -\(late) s"
  }

  private func drawModel(_ writer: PaneWriter, _ frame: inout Frame) {
    var writer = writer
    let reading = view.reading
    if let problem = reading.problem { return writer.text(problem, .textMuted, &frame) }
    guard reading.modelName != nil else {
      return writer.line("--model NAME reads", .textMuted, &frame)
    }
    let shown = reading.shown
    let role = shown.flatMap { reading.classes.firstIndex(of: $0) }.map(ThemeRole.ofClass)
    writer.line(shown ?? "unsure", role ?? .modelUncertain, &frame)
    for (index, probability) in reading.probabilities.prefix(8).enumerated() {
      drawBar(reading.classes[index], probability, index, &writer, &frame)
    }
    if let lesson = reading.lesson, lesson.labels != reading.usedLabels {
      writer.line(lesson.brief, lesson.isBetter ? .warning : .textMuted, &frame)
    }
    if let candidate = reading.candidate {
      writer.line("\(candidate.name): \(candidate.findings) more", .textMuted, &frame)
    } else if let reason = reading.window?.reason {
      writer.line(reason, .modelUncertain, &frame)
    }
  }

  private func drawBar(
    _ name: String, _ probability: Double, _ index: Int, _ writer: inout PaneWriter,
    _ frame: inout Frame
  ) {
    let (x, y) = (writer.rect.x, writer.next)
    guard writer.take() else { return }
    let width = max(2, writer.rect.width - 7 - 4)
    let isShown = name == view.reading.shown
    let style = theme[isShown ? ThemeRole.ofClass(index) : .text]
    frame.write(name, x: x, y: y, style: style, width: 6)
    let filled = Int((probability * Double(width)).rounded())
    frame.write(
      String(repeating: "█", count: filled), x: x + 7, y: y, style: theme[ThemeRole.ofClass(index)])
    frame.write(
      String(repeating: "·", count: width - filled), x: x + 7 + filled, y: y,
      style: theme[.textMuted])
    let text = decimal(probability, 2)
    frame.write(
      text.hasPrefix("0") ? String(text.dropFirst()) : "1.0",
      endingAt: writer.rect.columns.upperBound, y: y, style: style)
  }

  // MARK: Events

  private func drawEvents(_ writer: PaneWriter, _ frame: inout Frame) {
    var writer = writer
    for event in view.log.suffix(writer.rowsLeft).reversed() {
      let whole = TimeLabel.text(event.seconds, decimals: 0)
      let time = whole.hasPrefix("0:") ? String(whole.dropFirst(2)) : whole
      let role: ThemeRole =
        switch event.kind {
        case .alarm, .recordingFailed, .gap, .channelLost, .disconnected, .skipped: .warning
        case .mark: .bookmark
        default: .text
        }
      writer.line("\(time) \(LiveWords.text(event.kind))", role, &frame)
    }
  }
}

/// What happened, in a few words.
enum LiveWords {
  static func text(_ kind: LiveEvent.Kind) -> String {
    switch kind {
    case .connected(let name): "source: \(name)"
    case .disconnected: "the source is gone"
    case .remark(let text): text
    case .gap(let seconds): "lost \(decimal(seconds, seconds < 10 ? 2 : 0)) s"
    case .begun(let channels, let rate):
      "\(channels.count) ch, \(decimal(rate, 2, trimmed: true)) Hz"
    case .channelLost(let name): "\(name) lost"
    case .channelBack(let name): "\(name) back"
    case .beat(let beat): "beat \(beat.name ?? "")"
    case .window(let window): window.name ?? "no live channel"
    case .shown(let name): name ?? "unsure"
    case .alarm(let alarm): alarm.text
    case .alarmOver(let kind): "over: \(kind.rawValue)"
    case .acknowledged: "acknowledged"
    case .mark(let text): text
    case .recording(let path): "recording \(path)"
    case .recordingEnded: "recording ended"
    case .recordingFailed(let reason): "not recorded: \(reason)"
    case .skipped(let seconds): "\(decimal(seconds, 0)) s not read"
    }
  }
}
