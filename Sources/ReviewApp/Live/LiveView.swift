import LiveSession
import LiveStreams
import ReviewSession
import TerminalGraphics
import Waveforms

extension LiveState {
  /// The picture of the screen.
  func frame(_ view: LiveMonitor.View, source: String, theme: Theme) -> Frame {
    var frame = Frame(size: size, style: theme[.background])
    let layout = layout(view)
    LiveHeaderView(state: self, view: view, source: source, theme: theme).draw(&frame)
    if let channels {
      let traces = LiveTracesView(
        state: self, channels: channels, view: view, layout: layout, theme: theme)
      traces.draw(&frame)
      LiveLanesView(state: self, channels: channels, view: view, layout: layout, theme: theme)
        .draw(&frame)
    } else {
      let words = view.log.last.map { LiveWords.text($0.kind) } ?? "looking for \(source)"
      frame.write(
        TextWidth.truncated(words, to: size.width - 4), x: 2, y: size.height / 2,
        style: theme[.textMuted])
    }
    if layout.side != nil {
      LiveSideView(state: self, view: view, layout: layout, theme: theme).draw(&frame)
    }
    LiveStatusView(state: self, view: view, layout: layout, theme: theme).draw(&frame)
    drawCover(view, theme, &frame)
    return looks.glyphs.map(frame.with) ?? frame
  }

  private func drawCover(_ view: LiveMonitor.View, _ theme: Theme, _ frame: inout Frame) {
    switch cover {
    case .help(let top):
      PanelView(theme: theme).draw(
        title: "Keys of the live screen", lines: HelpText.liveLines, top: top, &frame)
    case .palette(let palette):
      PaletteView(palette, paletteItems, size: size).draw(theme, &frame)
    case .lesson:
      PanelView(theme: theme).draw(
        title: "What labels have taught", lines: lessonLines(view.reading), top: 0, &frame)
    case .rhythm, nil: break
    }
  }
}

/// The topmost line, and the banner of alarms below it.
struct LiveHeaderView {
  let state: LiveState
  let view: LiveMonitor.View
  let source: String
  let theme: Theme

  func draw(_ frame: inout Frame) {
    let style = theme[.status]
    let width = frame.size.width
    frame.fill(Rect(x: 0, y: 0, width: width, height: 1), Cell(" ", style))
    let right = parts.joined(separator: "  ") + " "
    let room = width - TextWidth.columns(of: right)
    let (mark, word) = standing
    var x = frame.write(
      " \(mark) \(word)  ", x: 0, y: 0, style: alert(isCalm: view.isConnected).adding(.bold),
      width: room)
    let name = view.buffer?.header.name ?? source
    let warning = "NOT FOR DIAGNOSIS"
    x = frame.write(
      TextWidth.truncated(name, to: max(4, room - x - warning.count - 3)) + "  ", x: x, y: 0,
      style: style.adding(.bold), width: max(0, room - x))
    frame.write(warning, x: x, y: 0, style: style, width: max(0, room - x))
    frame.write(right, endingAt: width, y: 0, style: style)
    drawAlarms(&frame)
  }

  private func alert(isCalm: Bool) -> Style {
    guard !isCalm else { return theme[.status] }
    return Style(foreground: theme[.error].foreground, background: theme[.status].background)
  }

  private var standing: (mark: String, word: String) {
    if state.frozenAt != nil { return ("▮▮", "FROZEN") }
    if view.isOver { return ("■", "ENDED") }
    return view.isConnected ? ("●", "LIVE") : ("○", "WAITING")
  }

  /// What is always to be seen: delay, losses, time.
  private var parts: [String] {
    let rate = view.buffer?.header.samplingRateHz ?? 1
    let lost = Double(view.losses.lostFrames) / rate
    let losses =
      view.losses.isEmpty
      ? "lost 0"
      : "lost \(decimal(lost, lost < 10 ? 2 : 0)) s"
        + (view.losses.gaps > 1 ? " in \(view.losses.gaps)" : "")
    let seconds = Double(view.buffer?.frameCount ?? 0) / rate
    return [delay, drift, losses, TimeLabel.text(seconds, decimals: 0)].compactMap { $0 }
  }

  /// How the source's clock goes beside ours, where it has one, after a minute.
  private var drift: String? {
    guard state.size.width >= 100, let drift = view.driftPartsPerMillion else { return nil }
    return "clock \(drift < 0 ? "−" : "+")\(decimal(abs(drift), 0)) ppm"
  }

  private var delay: String {
    guard let own = view.latency.quantile(0.5) else { return "lag –" }
    let source = view.sourceDelay.map { Int((1000 * $0).rounded()) }
    return source.map { "lag \($0)+\(own) ms" } ?? "lag \(own) ms"
  }

  private func drawAlarms(_ frame: inout Frame) {
    guard !view.alarms.isEmpty, frame.size.height > 4 else { return }
    let style = theme[.error].adding([.reverse, .bold])
    frame.fill(Rect(x: 0, y: 1, width: frame.size.width, height: 1), Cell(" ", style))
    let text =
      " ▲ " + view.alarms.map { $0.text + ($0.isOver ? " (over)" : "") }.joined(separator: "   ▲ ")
    frame.write(
      TextWidth.truncated(text, to: frame.size.width - 16), x: 0, y: 1, style: style)
    frame.write("A acknowledges ", endingAt: frame.size.width, y: 1, style: style)
  }
}

/// What can be done, and how the recording stands.
struct LiveStatusView {
  let state: LiveState
  let view: LiveMonitor.View
  let layout: LiveLayout
  let theme: Theme

  private static let hints: [(StreamCommand, String)] = [
    (.freeze, "freeze"), (.mark, "mark"), (.label, "label"), (.lookBack, "back"),
    (.record, "record"),
    (.acknowledge, "acknowledge"), (.strip, "strip"),
  ]

  func draw(_ frame: inout Frame) {
    let width = frame.size.width
    let row = layout.statusRow
    frame.fill(Rect(x: 0, y: row, width: width, height: 1), Cell(" ", theme[.status]))
    if case .rhythm(let text)? = state.cover {
      let end = frame.write(" rhythm: \(text)", x: 0, y: row, style: theme[.prompt])
      frame.write(
        "▏ as AFIB, VT, SVTA; Enter sets it, Esc leaves", x: end, y: row, style: theme[.prompt])
    } else if let message = state.message {
      let role: ThemeRole = message.isProblem ? .error : .prompt
      var style = theme[role]
      style.background = theme[.status].background
      frame.write(TextWidth.truncated(" " + message.text, to: width), x: 0, y: row, style: style)
    } else {
      drawRecording(row, &frame)
    }
    guard let hintRow = layout.hintRow else { return }
    if let labelling = state.labelling { return drawLetters(labelling, hintRow, &frame) }
    var x = 1
    let others = [("?", "help"), (":", "commands"), ("q", "quit")]
    let hints = Self.hints.map { (Keymap.binding(of: .live($0.0))?.keys.first?.label ?? "", $0.1) }
    for (key, title) in hints + others where x + key.count + title.count + 3 < width {
      x = frame.write(key, x: x, y: hintRow, style: theme[.key])
      x = frame.write(" \(title)  ", x: x, y: hintRow, style: theme[.textMuted])
    }
  }

  /// Which letters are labels, and what else keys do meanwhile.
  private func drawLetters(_ labelling: LiveLabelling, _ row: Int, _ frame: inout Frame) {
    let keys = " ← → beat  v stretch  + rhythm  Del  u undo  Esc ends"
    let end = frame.size.width - TextWidth.columns(of: keys)
    var x = frame.write(" LABEL ", x: 0, y: row, style: theme[.prompt].adding(.bold)) + 1
    for entry in labelling.palette.entries {
      let title = entry.brief
      guard x + 3 + TextWidth.columns(of: title) < end else { break }
      x = frame.write(String(entry.key), x: x, y: row, style: theme[.key].adding(.bold))
      x = frame.write(" \(title)", x: x, y: row, style: theme[.text]) + 2
    }
    frame.write(keys, x: max(x, end), y: row, style: theme[.textMuted])
  }

  private func drawRecording(_ row: Int, _ frame: inout Frame) {
    let style = theme[.status]
    let gain = state.channels.map {
      $0.gain.sensitivity(of: $0.arrangement.focus, laneRows: 3).label
    }
    let filter =
      state.filter.current == .none ? "raw" : state.filter.current.label + " causal"
    let right = [state.speed.label, gain, filter].compactMap { $0 }.joined(separator: "  ") + " "
    let room = frame.size.width - TextWidth.columns(of: right)
    frame.write(right, x: max(0, room), y: row, style: style)
    if let failure = view.recording.failure {
      let alert = Style(
        foreground: theme[.error].foreground, background: style.background, attributes: .bold)
      let since = TimeLabel.text(failure.seconds, decimals: 0)
      frame.write(
        TextWidth.truncated(" NOT RECORDED since \(since): \(failure.reason)", to: room), x: 0,
        y: row, style: alert)
    } else {
      let text = view.recording.path.map { " ● recording to \($0)" } ?? " not recording: r records"
      frame.write(TextWidth.truncated(text, to: room), x: 0, y: row, style: style.adding(.bold))
    }
  }
}
