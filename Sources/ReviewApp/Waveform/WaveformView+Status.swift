import Foundation
import TerminalGraphics
import Waveforms

extension WaveformView {
  /// The whole record in one strip: the focused channel, its rhythms by colour, and where the
  /// view is.
  func drawOverview(_ frame: inout Frame) {
    let area = layout.overview
    guard area.height > 0, area.width > 0, record.durationSeconds > 0 else { return }
    let name = layout.wholeClassRow == nil ? "whole" : focused?.name ?? "whole"
    frame.write(" " + name, x: 0, y: area.y, style: theme[.textMuted], width: layout.gutter)
    let secondsPerDot = record.durationSeconds / Double(area.width * 2)
    let peaks =
      record.channels.isEmpty
      ? []
      : state.document.peaks.lanes(
        channels: [state.focus], start: 0, secondsPerColumn: secondsPerDot,
        columns: area.width * 2)[0].peaks
    // An artefact must not flatten all else: it runs off the lane's edge.
    let (low, high) = TraceExtent.bulk(peaks)
    let dots = Double(area.height * 4 - 1)
    let span = max(Double(high - low), .leastNormalMagnitude)
    let painter = TracePainter(
      dotsPerUnit: min(dots / span, 1e9), centre: Double(low), baseline: dots,
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
    for section in layout.sections {
      let first = Int(section.start / secondsPerCell)
      let end = max(first + 1, Int((section.end / secondsPerCell).rounded(.up)))
      for column in (first..<end).clamped(to: styles.indices) {
        styles[column].background = theme[.overviewWindow].background
        styles[column].attributes.formUnion(theme[.overviewWindow].attributes.union(.bold))
      }
    }
    return styles
  }

  /// Speed, gain, filters and place; below it what to press, or what there is to say.
  func drawStatus(_ frame: inout Frame) {
    let row = layout.statusRow
    let width = frame.size.width
    frame.fill(Rect(x: 0, y: row, width: width, height: 1), Cell(" ", theme[.status]))
    if layout.hintRow == nil && (state.message != nil || state.isTyping) {
      return drawHints(row, &frame)
    }
    // On a narrow screen the words go first, then the decimals: what is measured by stays.
    let isNarrow = width < 100
    let percent =
      record.durationSeconds > 0
      ? Int((100 * state.start / record.durationSeconds).rounded()) : 0
    let right =
      isNarrow
      ? " \(TimeLabel.text(state.start, decimals: width < 60 ? 0 : 1)) "
      : " \(TimeLabel.text(state.start))  \(percent)% "
    var x = 0
    if !isNarrow { x = frame.write(" REVIEW ", x: 0, y: row, style: theme[.status].adding(.bold)) }
    for part in isNarrow ? shortParts : longParts
    where x + 1 + TextWidth.columns(of: part) + right.count <= width {
      x = frame.write(" " + part, x: x, y: row, style: theme[.status])
      if !isNarrow { x += 1 }
    }
    frame.write(right, endingAt: width, y: row, style: theme[.status].adding(.bold))
    if let hintRow = layout.hintRow { drawHints(hintRow, &frame) }
  }

  private var focused: Channel? { record.channels.isEmpty ? nil : record.channels[state.focus] }

  /// In order of weight: what does not fit is left out.
  private var longParts: [String] {
    let gain = state.sensitivity(of: state.focus, laneRows: layout.laneRows)
    // The trigger view's columns are not those of the traces.
    var parts = state.showsTrigger ? ["beats"] : [state.speed.label, state.speed.columnLabel]
    if let focused, focused.millivoltsPerUnit == nil {
      parts.append("\(focused.name) fitted to view, \(focused.calibration.unit)")
    } else if focused != nil {
      parts += [gain.label, gain.rowLabel]
    }
    parts.append(filterLabel(state.filter.label))
    if let montage = state.montage { parts.append(montage) }
    if let lanesInView { parts.append("lanes " + lanesInView) }
    if let focused, !focused.calibration.isCalibrated {
      parts.append("uncalibrated: 200/mV taken")
    }
    if !state.centresBaseline { parts.append("true zero") }
    if let cursor = state.cursor, layout.traces.columns.contains(layout.active.column(of: cursor)) {
      parts.append("│ \(TimeLabel.text(cursor))")
    }
    return parts
  }

  /// What the signal passes, or that this sweep is too slow for it.
  private func filterLabel(_ label: String) -> String {
    let samples = state.speed.secondsPerDot * record.frameRateHz
    let isShown = state.filter == .none || samples <= FilteredSignal.samplesPerDotLimit
    return isShown ? label : "raw at this sweep"
  }

  /// The same for a screen of 80 columns and less.
  private var shortParts: [String] {
    let gain = state.sensitivity(of: state.focus, laneRows: layout.laneRows)
    var parts = [state.speed.label.replacing(" ", with: "")]
    if let focused, focused.millivoltsPerUnit == nil {
      parts.append("fitted")
    } else if focused != nil {
      parts.append(gain.label.replacing(" ", with: ""))
    }
    parts.append(filterLabel(state.filter.shortLabel))
    if let lanesInView { parts.append(lanesInView) }
    parts.append(state.speed.columnLabel.replacing(" ", with: ""))
    if focused?.millivoltsPerUnit != nil { parts.append(gain.rowLabel.replacing(" ", with: "")) }
    if focused?.calibration.isCalibrated == false { parts.append("uncalibrated") }
    if !state.centresBaseline { parts.append("zero") }
    return parts
  }

  /// `1-14 of 19` where not all lanes are in view.
  private var lanesInView: String? {
    let count = layout.lanes.count
    guard count < state.shown.count else { return nil }
    let first = min(max(0, state.firstLane), state.shown.count - count) + 1
    return "\(first)-\(first + count - 1)/\(state.shown.count)"
  }

  private func drawHints(_ row: Int, _ frame: inout Frame) {
    if case .prompt(let prompt, let text)? = state.overlay {
      let (title, hint) = Self.words(prompt)
      let end = frame.write(" \(title): \(text)", x: 0, y: row, style: theme[.prompt])
      frame[end, row] = Cell("▏", theme[.prompt])
      frame.write(" " + hint, x: end + 2, y: row, style: theme[.textMuted])
      return
    }
    if let message = state.message {
      let style = theme[message.isProblem ? .warning : .text]
      let text = TextWidth.truncated(message.text, to: frame.size.width - 2)
      frame.write(" " + text, x: 0, y: row, style: style)
      return
    }
    if let file = record.shortenedFiles.first {
      let text = "\(file) has been cut short since it was opened: what is gone shows as missing"
      frame.write(" " + text, x: 0, y: row, style: theme[.warning])
      return
    }
    if let caliper = state.caliper, caliper.isHeld { return drawCaliperLine(caliper, row, &frame) }
    if let found = state.found {
      let text = " \"\(found.text)\": \(found.hits.count) found; n N go through them, Esc ends"
      frame.write(text, x: 0, y: row, style: theme[.text])
      return
    }
    HintBar(hints: HintBar.review, width: frame.size.width).draw(row, theme, &frame)
  }

  private static func words(_ prompt: WaveformState.Prompt) -> (title: String, hint: String) {
    switch prompt {
    case .goToTime: ("go to time", "1:02:03.5  90s  15m  50%  #12000")
    case .search: ("search", "rhythm, symbol, text, class, bookmark or time")
    case .montage: ("save montage as", "the channels in view, in their order")
    case .bookmark: ("bookmark", "what is here")
    }
  }

  private func drawCaliperLine(_ caliper: Caliper, _ row: Int, _ frame: inout Frame) {
    let change = state.amplitude(caliper).map {
      "  \(decimal($0.difference, 3)) \($0.unit)"
    }
    let x = frame.write(
      " \(caliper.label)\(change ?? "")  ", x: 0, y: row, style: theme[.caliper].adding(.bold))
    let words =
      frame.size.width - x >= 80
      ? "h l move  , . by a sample  [ ] snap  Tab other end  | march  Enter done  C away"
      : "hl ,. [] Tab | Enter C"
    frame.write(words, x: x, y: row, style: theme[.textMuted])
  }

  // MARK: Overlays

  func drawOverlay(_ frame: inout Frame) {
    guard case .panel(let panel, let top)? = state.overlay else { return }
    let title = panel == .help ? "Keys" : "What is wrong with the files"
    PanelView(theme: theme).draw(title: title, lines: state.lines(of: panel), top: top, &frame)
  }
}
