import Foundation
import TerminalGraphics
import Waveforms

extension WaveformView {
  /// The whole record in one strip: the focused channel, its rhythms by colour, and where the
  /// view is.
  func drawOverview(_ frame: inout Frame) {
    let area = layout.overview
    guard area.height > 0, area.width > 0, record.durationSeconds > 0 else { return }
    frame.write(" whole", x: 0, y: area.y, style: theme[.textMuted], width: layout.gutter)
    let secondsPerDot = record.durationSeconds / Double(area.width * 2)
    let peaks =
      record.channels.isEmpty
      ? []
      : state.document.peaks.lanes(
        channels: [state.focus], start: 0, secondsPerColumn: secondsPerDot,
        columns: area.width * 2)[0].peaks
    let extent = TraceExtent(peaks)
    let dots = Double(area.height * 4 - 1)
    let span = max(Double(extent.maximum - extent.minimum), .leastNormalMagnitude)
    let painter = TracePainter(
      dotsPerUnit: min(dots / span, 1e9), centre: Double(extent.minimum), baseline: dots,
      size: Size(width: area.width, height: area.height))
    let picture = painter.paint(peaks)
    let styles = overviewStyles(secondsPerCell: secondsPerDot * 2)
    for column in 0..<area.width {
      for row in 0..<area.height {
        let pending = picture.pending.contains(column)
        let glyph = picture.canvas.glyph(x: column, y: row) ?? (pending ? "░" : " ")
        frame[area.x + column, area.y + row] = Cell(glyph, styles[column])
      }
    }
    let cache = state.document.peaks.cache
    guard !cache.isComplete, area.height > 1 else { return }
    let percent = 100 * cache.filledFrames / max(1, record.frameCount)
    frame.write(
      " \(percent)% read", x: 0, y: area.y + 1, style: theme[.textMuted], width: layout.gutter)
  }

  private func overviewStyles(secondsPerCell: Double) -> [Style] {
    var styles = Array(repeating: theme[.overview], count: layout.overview.width)
    let framesPerCell = secondsPerCell * record.frameRateHz
    for episode in state.document.rhythms?.episodes ?? [] where episode.name != "N" {
      let first = Int(Double(episode.frames.lowerBound) / framesPerCell)
      let end = Int((Double(episode.frames.upperBound) / framesPerCell).rounded(.up))
      let style = theme[RhythmStyle.role(of: episode.name)]
      for column in (first..<max(end, first)).clamped(to: styles.indices) {
        styles[column].foreground = style.foreground
      }
    }
    let view = state.viewSeconds(dots: layout.dots)
    let first = Int(state.start / secondsPerCell)
    let end = max(first + 1, Int(((state.start + view) / secondsPerCell).rounded(.up)))
    for column in (first..<end).clamped(to: styles.indices) {
      styles[column].background = theme[.overviewWindow].background
      styles[column].attributes.formUnion(.bold)
    }
    return styles
  }

  /// Speed, gain, filters and place; below it what to press, or what there is to say.
  func drawStatus(_ frame: inout Frame) {
    let row = layout.statusRow
    let width = frame.size.width
    frame.fill(Rect(x: 0, y: row, width: width, height: 1), Cell(" ", theme[.status]))
    let place = TimeLabel.text(state.cursor ?? state.start)
    let percent =
      record.durationSeconds > 0
      ? Int((100 * state.start / record.durationSeconds).rounded()) : 0
    let right = " \(place)  \(percent)% "
    var x = frame.write(" REVIEW", x: 0, y: row, style: theme[.status].adding(.bold))
    for part in statusParts where x + 2 + TextWidth.columns(of: part) + right.count < width {
      x = frame.write("  " + part, x: x, y: row, style: theme[.status])
    }
    frame.write(right, endingAt: width, y: row, style: theme[.status].adding(.bold))
    if let hintRow = layout.hintRow {
      drawHints(hintRow, &frame)
    } else if let message = state.message {
      frame.fill(Rect(x: 0, y: row, width: width, height: 1), Cell(" ", theme[.status]))
      frame.write(" " + message.text, x: 0, y: row, style: theme[.status])
    }
  }

  /// In order of weight: what does not fit is left out from the end.
  private var statusParts: [String] {
    let gain = state.sensitivity(of: state.focus, laneRows: layout.laneRows)
    let channel = record.channels.isEmpty ? nil : record.channels[state.focus]
    var parts = [state.speed.label, state.speed.columnLabel]
    if let channel, channel.millivoltsPerUnit == nil {
      parts.append("\(channel.name) fitted to view")
    } else {
      parts += [gain.label, gain.rowLabel]
    }
    if let channel, !channel.calibration.isCalibrated { parts.append("uncalibrated: 200/mV taken") }
    parts.append("filters off")
    let count = layout.lanes.count
    if count < state.shown.count {
      let first = min(max(0, state.firstLane), state.shown.count - count) + 1
      parts.append("lanes \(first)-\(first + count - 1) of \(state.shown.count)")
    }
    if !state.centresBaseline { parts.append("true zero") }
    return parts
  }

  private func drawHints(_ row: Int, _ frame: inout Frame) {
    if case .goToTime(let text)? = state.overlay {
      let end = frame.write(" go to time: \(text)", x: 0, y: row, style: theme[.prompt])
      frame[end, row] = Cell("▏", theme[.prompt])
      frame.write(
        " 1:02:03.5  90s  15m  50%  #12000", x: end + 2, y: row, style: theme[.textMuted])
      return
    }
    if let message = state.message {
      let style = theme[message.isProblem ? .warning : .text]
      let text = TextWidth.truncated(message.text, to: frame.size.width - 2)
      frame.write(" " + text, x: 0, y: row, style: style)
      return
    }
    let commands: [(String, [Command])] = [
      ("pan", [.panLeft, .panRight]), ("zoom", [.zoomIn, .zoomOut]),
      ("gain", [.gainUp, .gainDown]), ("channel", [.focusNext, .focusPrevious]),
      ("annotation", [.previousAnnotation, .nextAnnotation]),
      ("event", [.nextEvent, .previousEvent]),
      ("go to", [.goToTime]), ("whole", [.wholeRecord]), ("help", [.help]), ("quit", [.back]),
    ]
    var x = 1
    for (title, commands) in commands {
      let keys = commands.compactMap { command in
        Keymap.bindings.first { $0.command == command }.flatMap { binding in
          binding.keys.first { if case .character = $0 { true } else { false } }?.label
        }
      }.joined(separator: " ")
      guard x + keys.count + title.count + 3 < frame.size.width else { break }
      x = frame.write(keys, x: x, y: row, style: theme[.key])
      x = frame.write(" " + title + "  ", x: x, y: row, style: theme[.textMuted])
    }
  }

  // MARK: Overlays

  func drawOverlay(_ frame: inout Frame) {
    switch state.overlay {
    case .help: PanelView(theme: theme).draw(title: "Keys", lines: HelpText.lines, &frame)
    case .warnings:
      let warnings = state.document.warnings
      let lines = warnings.isEmpty ? ["nothing: the files are as their headers say"] : warnings
      PanelView(theme: theme).draw(
        title: "What is wrong with the files", lines: lines.map { ("", $0) }, &frame)
    case .goToTime, nil: break
    }
  }
}
