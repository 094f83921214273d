import Foundation
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

/// Speed, gain, filters and place; below it what to press, or what there is to say.
struct StatusView: CanvasPart {
  let canvas: Canvas
  let state: WaveformState
  let signals: ShownSignals

  /// Speed, gain, filters and place; below it what to press, or what there is to say.
  func draw(_ frame: inout Frame) {
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
      ? Int((100 * layout.active.start / record.durationSeconds).rounded()) : 0
    let right =
      isNarrow
      ? " \(TimeLabel.text(layout.active.start, decimals: width < 60 ? 0 : 1)) "
      : " \(TimeLabel.text(layout.active.start))  \(percent)% "
    frame.write(right, endingAt: width, y: row, style: theme[.status].adding(.bold))
    if let hintRow = layout.hintRow { drawHints(hintRow, &frame) }
    if let labelHints { return labelHints.drawLetters(row, to: width - right.count, &frame) }
    var x = 0
    if !isNarrow {
      let title = state.isBlind ? " BLIND " : " REVIEW "
      x = frame.write(title, x: 0, y: row, style: theme[.status].adding(.bold))
    }
    for part in isNarrow ? shortParts : longParts
    where x + 1 + TextWidth.columns(of: part) + right.count <= width {
      x = frame.write(" " + part, x: x, y: row, style: theme[.status])
      if !isNarrow { x += 1 }
    }
  }

  private var labelHints: LabelHints? {
    state.labelling.map {
      LabelHints(
        canvas: canvas, labelling: $0, dispute: state.dispute, opinion: state.questionWords)
    }
  }

  /// In order of weight: what does not fit is left out.
  private var longParts: [String] {
    let gain = state.gain.sensitivity(of: state.channels.focus, laneRows: layout.laneRows)
    // The trigger view's columns are not those of the traces.
    var parts =
      state.measuring.showsTrigger
      ? [state.triggerTitle] : [state.viewport.speed.label, state.viewport.speed.columnLabel]
    if let teachingLabel { parts.insert(teachingLabel, at: 0) }
    if let focused = state.focused, focused.millivoltsPerUnit == nil {
      parts.append("\(focused.name) fitted to view, \(focused.calibration.unit)")
    } else if state.focused != nil {
      parts += [gain.label, gain.rowLabel]
    }
    parts.append(filterLabel(state.filter.current.label))
    if let montage = state.channels.montage { parts.append(montage) }
    if let lanesInView { parts.append("lanes " + lanesInView) }
    if let focused = state.focused, !focused.calibration.isCalibrated {
      let isStandIn = abs(focused.calibration.gain) == 200
      parts.append(isStandIn ? "uncalibrated: 200/mV taken" : "uncalibrated: unit assumed")
    }
    if !state.gain.centresBaseline { parts.append("true zero") }
    if let cursor = state.viewport.cursor,
      layout.traces.columns.contains(layout.active.column(of: cursor))
    {
      parts.append("│ \(TimeLabel.text(cursor))")
    }
    return parts
  }

  /// How far the model is taught; nil while it is not.
  private var teachingLabel: String? {
    state.rhythms?.progress.map { progress in
      let left = progress.secondsLeft.map { ", \(Int($0.rounded())) s" } ?? ""
      return "teaching \(Int(100 * progress.share)) %\(left)"
    }
  }

  /// What the signal passes, or that this sweep is too slow for it.
  private func filterLabel(_ label: String) -> String {
    let samples = state.viewport.speed.secondsPerDot * record.frameRateHz
    let isShown = state.filter.current == .none || samples <= FilteredSignal.samplesPerDotLimit
    return isShown ? label : "raw at this sweep"
  }

  /// The same for a screen of 80 columns and less.
  private var shortParts: [String] {
    let gain = state.gain.sensitivity(of: state.channels.focus, laneRows: layout.laneRows)
    var parts = [state.viewport.speed.label.replacing(" ", with: "")]
    if let teachingLabel { parts.insert(teachingLabel, at: 0) }
    if let focused = state.focused, focused.millivoltsPerUnit == nil {
      parts.append("fitted")
    } else if state.focused != nil {
      parts.append(gain.label.replacing(" ", with: ""))
    }
    parts.append(filterLabel(state.filter.current.shortLabel))
    if let lanesInView { parts.append(lanesInView) }
    parts.append(state.viewport.speed.columnLabel.replacing(" ", with: ""))
    if state.focused?.millivoltsPerUnit != nil {
      parts.append(gain.rowLabel.replacing(" ", with: ""))
    }
    if state.focused?.calibration.isCalibrated == false { parts.append("uncalibrated") }
    if !state.gain.centresBaseline { parts.append("zero") }
    return parts
  }

  /// `1-14 of 19` where not all lanes are in view.
  private var lanesInView: String? {
    let count = layout.lanes.count
    guard count < state.channels.shown.count else { return nil }
    let first = layout.firstLane + 1
    return "\(first)-\(first + count - 1)/\(state.channels.shown.count)"
  }

  private func drawHints(_ row: Int, _ frame: inout Frame) {
    if case .prompt(let prompt, let text)? = state.cover {
      let title = frame.write(" \(prompt.title): ", x: 0, y: row, style: theme[.prompt])
      // What is typed last stays in view.
      let shown = TextWidth.truncatedStart(text, to: max(1, frame.size.width - title - 1))
      let end = frame.write(shown, x: title, y: row, style: theme[.prompt])
      frame[end, row] = Cell("▏", theme[.prompt])
      frame.write(" " + prompt.hint, x: end + 2, y: row, style: theme[.textMuted])
      return
    }
    if let message = state.message {
      let style = theme[message.isProblem ? .warning : .text]
      let text = TextWidth.truncated(message.text, to: frame.size.width - 2)
      frame.write(" " + text, x: 0, y: row, style: style)
      return
    }
    if let labelHints { return labelHints.drawOthers(row, &frame) }
    if let file = signals.shortenedFile {
      let text = "\(file) has been cut short since it was opened: what is gone shows as missing"
      frame.write(" " + text, x: 0, y: row, style: theme[.warning])
      return
    }
    if let caliper = state.measuring.shownCaliper, caliper.isHeld {
      return drawCaliperLine(caliper, row, &frame)
    }
    if let found = state.found {
      let text = " \"\(found.text)\": \(found.hits.count) found; n N go through them, Esc ends"
      frame.write(text, x: 0, y: row, style: theme[.text])
      return
    }
    HintBar(hints: HintBar.review, width: frame.size.width).draw(row, theme, &frame)
  }

  /// From the longest on.
  private func caliperWords(_ caliper: Caliper) -> [String] {
    let snapping = state.measuring.snaps ? "; free" : "; snap"
    let last =
      caliper.pinned == nil ? "p pin  Enter done  C away" : "p rename  Enter done  Del delete"
    return [
      "h l move  , . sample  [ ] next  j k channel  Tab other end  \(snapping)  \(last)",
      "hl ,. [] jk move  Tab other end  \(snapping)  \(last)", "hl ,. [] jk Tab ; p Enter C",
      "[] Tab p Enter",
    ]
  }

  private func drawCaliperLine(_ caliper: Caliper, _ row: Int, _ frame: inout Frame) {
    let name = state.decisions.interval(caliper.pinned).map { $0.name + " " } ?? ""
    let change = signals.amplitude.map { "  \($0.text)" }
    let x = frame.write(
      " \(name)\(caliper.label)\(change ?? "")  ", x: 0, y: row,
      style: theme[.caliper].adding(.bold))
    let room = frame.size.width - x
    let words = caliperWords(caliper).first { TextWidth.columns(of: $0) < room }
    frame.write(words ?? "", x: x, y: row, style: theme[.textMuted])
  }
}
