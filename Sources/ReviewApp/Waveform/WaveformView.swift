public import TerminalGraphics
import Waveforms

/// Draws the review screen: a picture that depends on its arguments alone.
public struct WaveformView {
  let state: WaveformState
  let layout: WaveformLayout
  let theme: Theme

  public init(state: WaveformState, size: Size, theme: Theme) {
    self.state = state
    self.theme = theme
    layout = WaveformLayout(size: size, state: state)
  }

  var record: Record { state.document.record }

  /// Seconds that one column of cells stands for.
  var secondsPerCell: Double { state.speed.secondsPerDot * 2 }

  /// The columns of the traces that the record reaches into.
  var recordColumns: Range<Int> {
    let end = layout.column(of: record.durationSeconds, state: state)
    return layout.traces.x..<max(layout.traces.x, min(end, layout.traces.columns.upperBound))
  }

  public func frame() -> Frame {
    var frame = Frame(size: layout.size, style: theme[.background])
    let ticks = AxisTicks(
      start: state.start, secondsPerCell: secondsPerCell, columns: layout.traces.width)
    drawHeader(&frame)
    drawAxis(ticks, &frame)
    drawRhythms(&frame)
    drawBeats(&frame)
    drawTraces(ticks, &frame)
    drawOverview(&frame)
    drawStatus(&frame)
    drawOverlay(&frame)
    return frame
  }

  /// The traces with axis and marks, without the program's own lines.
  func previewFrame() -> Frame {
    var frame = Frame(size: layout.size, style: theme[.background])
    let ticks = AxisTicks(
      start: state.start, secondsPerCell: secondsPerCell, columns: layout.traces.width)
    drawAxis(ticks, &frame)
    drawRhythms(&frame)
    drawBeats(&frame)
    drawTraces(ticks, &frame)
    frame.write(" " + record.name, x: 0, y: 0, style: theme[.title])
    return frame
  }

  // MARK: Header and axis

  private func drawHeader(_ frame: inout Frame) {
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: 1), Cell(" ", theme[.status]))
    let channels =
      state.hidden.isEmpty
      ? "\(record.channels.count) ch" : "\(state.shown.count)/\(record.channels.count) ch"
    var facts = [channels, decimal(record.frameRateHz, 3, trimmed: true) + " Hz"]
    facts.append(TimeLabel.text(record.durationSeconds, decimals: 0))
    if let set = state.document.annotations {
      facts.append("\(set.annotator) \(set.annotations.count)")
    }
    facts += record.comments.prefix(2)
    let warnings = state.document.warnings.count
    let right = (warnings > 0 ? "▲ \(warnings) ! " : "") + " ? help "
    let room = frame.size.width - TextWidth.columns(of: right)
    var x = frame.write(
      " ◆ \(record.name)", x: 0, y: 0, style: theme[.status].adding(.bold), width: room)
    for fact in facts where x + 2 + TextWidth.columns(of: fact) < room {
      x = frame.write("  " + fact, x: x, y: 0, style: theme[.status])
    }
    let style = theme[.status]
    let alert = Style(
      foreground: theme[.warning].foreground, background: style.background, attributes: .bold)
    frame.write(right, endingAt: frame.size.width, y: 0, style: warnings > 0 ? alert : style)
  }

  private func drawAxis(_ ticks: AxisTicks, _ frame: inout Frame) {
    guard let row = layout.axisRow else { return }
    for x in layout.traces.columns { frame[x, row] = Cell("─", theme[.border]) }
    for x in 0..<layout.gutter { frame[x, row] = Cell("─", theme[.border]) }
    for tick in ticks.major {
      let x = layout.traces.x + tick.column
      frame[x, row] = Cell("┬", theme[.axis])
      let label = TimeLabel.text(tick.seconds, decimals: ticks.decimals)
      if x + 1 + label.count <= layout.traces.columns.upperBound {
        frame.write(label, x: x + 1, y: row, style: theme[.axis])
      }
    }
  }

  // MARK: Traces

  private func drawTraces(_ ticks: AxisTicks, _ frame: inout Frame) {
    drawGrid(ticks, &frame)
    let peaks = state.document.peaks.lanes(
      channels: layout.lanes.map(\.channel),
      start: state.start - Double(TracePainter.leadIn) * state.speed.secondsPerDot,
      secondsPerColumn: state.speed.secondsPerDot, columns: layout.dots + TracePainter.leadIn)
    for (lane, found) in zip(layout.lanes, peaks) { drawLane(lane, found.peaks, &frame) }
    let rows = layout.traces.rows
    if let cursor = state.cursor {
      let x = layout.column(of: cursor, state: state)
      if layout.traces.columns.contains(x) {
        for y in rows where frame[x, y].glyph == " " || frame[x, y].glyph == "·" {
          frame[x, y] = Cell("│", theme.applying(.prompt, to: frame[x, y].style))
        }
      }
    }
    if layout.lanes.isEmpty && record.channels.isEmpty {
      frame.write(
        "this record has no signals", x: layout.traces.x + 1, y: rows.lowerBound,
        style: theme[.textMuted])
    }
  }

  private func drawGrid(_ ticks: AxisTicks, _ frame: inout Frame) {
    let used = layout.lanes.last.map { $0.rect.rows.upperBound } ?? layout.traces.y
    for tick in ticks.major where recordColumns.contains(layout.traces.x + tick.column) {
      for y in layout.traces.y..<used {
        frame[layout.traces.x + tick.column, y] = Cell("·", theme[.grid])
      }
    }
  }

  private func drawLane(_ lane: WaveformLayout.Lane, _ peaks: [Peak?], _ frame: inout Frame) {
    let channel = record.channels[lane.channel]
    let extent = TraceExtent(peaks.dropFirst(TracePainter.leadIn))
    let scale = LaneScale(
      channel: channel, extent: extent, rows: lane.rect.height, centred: state.centresBaseline,
      sensitivity: state.sensitivity(of: lane.channel, laneRows: layout.laneRows),
      difference: state.channelSteps[lane.channel] ?? 0)
    let painter = TracePainter(
      dotsPerUnit: scale.dotsPerUnit, centre: scale.centre, baseline: scale.baseline,
      size: Size(width: lane.rect.width, height: lane.rect.height))
    let picture = painter.paint(peaks, leadIn: TracePainter.leadIn)
    let isFocused = lane.channel == state.focus
    var style = theme[channel.kind.role]
    if isFocused { style = theme.applying(.traceFocused, to: style) }
    // One style for the whole lane, blanks and time marks included: a terminal is told of a
    // colour in 20 bytes, of a cell in 3.
    for y in lane.rect.rows {
      for x in 0..<layout.gutter { frame[x, y] = Cell(" ", style) }
      for x in lane.rect.columns { frame[x, y].style = style }
    }
    put(picture, lane, &frame)
    drawLabel(lane, channel, scale, style, &frame)
    let sign = (picture.clippedAbove.isEmpty, picture.clippedBelow.isEmpty)
    let glyph: Unicode.Scalar? =
      sign == (true, true) ? nil : sign == (false, false) ? "↕" : sign.0 ? "▼" : "▲"
    if let glyph {
      var alert = theme[.traceClipped]
      alert.background = style.background
      frame[layout.gutter - 1, lane.rect.y] = Cell(glyph, alert)
    }
  }

  private func put(
    _ picture: TracePainter.Picture, _ lane: WaveformLayout.Lane, _ frame: inout Frame
  ) {
    let middle = lane.rect.y + lane.rect.height / 2
    for column in 0..<lane.rect.width {
      let x = lane.rect.x + column
      for row in 0..<lane.rect.height {
        guard let glyph = picture.canvas.glyph(x: column, y: row) else { continue }
        frame[x, lane.rect.y + row].glyph = glyph
      }
      guard recordColumns.contains(x), frame[x, middle].glyph == " " else { continue }
      if picture.pending.contains(column) { frame[x, middle].glyph = "░" }
      if picture.missing.contains(column) { frame[x, middle].glyph = "╌" }
    }
  }

  private func drawLabel(
    _ lane: WaveformLayout.Lane, _ channel: Channel, _ scale: LaneScale, _ style: Style,
    _ frame: inout Frame
  ) {
    let mark = lane.channel == state.focus ? "▸" : " "
    let name = TextWidth.truncated(channel.name, to: layout.gutter - 2)
    frame.write(mark + name, x: 0, y: lane.rect.y, style: style, width: layout.gutter - 1)
    // A number that does not fit is left out: half of it would be another number.
    guard lane.rect.height > 1, let note = scale.note,
      TextWidth.columns(of: note) <= layout.gutter - 2
    else { return }
    var muted = theme[.textMuted]
    muted.background = style.background
    frame.write(" " + note, x: 0, y: lane.rect.y + 1, style: muted, width: layout.gutter - 1)
  }
}

extension ChannelKind {
  /// What the channel's colour is called in themes.
  var role: ThemeRole {
    switch self {
    case .surface: .traceSurface
    case .atrium: .traceAtrium
    case .his: .traceHis
    case .coronarySinus: .traceCoronarySinus
    case .ventricle: .traceVentricle
    case .ablation: .traceAblation
    case .pressure: .tracePressure
    case .other: .traceOther
    }
  }
}
