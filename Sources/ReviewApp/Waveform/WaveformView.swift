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

  /// The columns of a section that the record reaches into.
  func recordColumns(_ section: TimeSection) -> Range<Int> {
    let end = section.column(of: record.durationSeconds)
    let first = section.columns.lowerBound
    return first..<max(first, min(end, section.columns.upperBound))
  }

  public func frame() -> Frame {
    var frame = Frame(size: layout.size, style: theme[.background])
    drawHeader(&frame)
    drawBody(&frame)
    drawTrend(&frame)
    drawWholeClasses(&frame)
    drawOverview(&frame)
    drawPanes(&frame)
    drawStatus(&frame)
    drawOverlay(&frame)
    return frame
  }

  /// The traces with axis and marks, without the program's own lines.
  func previewFrame() -> Frame {
    var frame = Frame(size: layout.size, style: theme[.background])
    drawBody(&frame)
    frame.write(" " + record.name, x: 0, y: 0, style: theme[.title])
    return frame
  }

  /// All that stands in the time of the traces.
  private func drawBody(_ frame: inout Frame) {
    // Averaged beats have a time of their own: nothing else may stand in it.
    if state.showsTrigger { return drawTrigger(&frame) }
    let peaks = layout.sections.map(peaks)
    // Both halves of a split view show a channel at one height, so that they can be compared.
    let extents = layout.lanes.indices.map { lane in
      TraceExtent(peaks.flatMap { $0[lane].peaks.dropFirst(TracePainter.leadIn) })
    }
    for (section, lanes) in zip(layout.sections, peaks) {
      drawAxis(section, &frame)
      drawRhythms(section, &frame)
      drawBeats(section, &frame)
      drawDetected(section, &frame)
      drawIntervals(section, &frame)
      drawTraces(section, lanes, extents, &frame)
      drawAttention(section, &frame)
      drawClasses(section, &frame)
      drawRelevance(section, &frame)
    }
    if layout.sections.count == 2 {
      let x = layout.sections[0].columns.upperBound
      for y in 1..<max(1, layout.trend.y) { frame[x, y] = Cell("│", theme[.border]) }
    }
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

  private func ticks(_ section: TimeSection) -> AxisTicks {
    AxisTicks(
      start: section.start, secondsPerCell: section.secondsPerCell, columns: section.columns.count)
  }

  private func drawAxis(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.axisRow else { return }
    for x in section.columns { frame[x, row] = Cell("─", theme[.border]) }
    for x in 0..<layout.gutter { frame[x, row] = Cell("─", theme[.border]) }
    let ticks = ticks(section)
    let style = section.isActive ? theme[.axis] : theme[.textMuted]
    for tick in ticks.major {
      let x = section.columns.lowerBound + tick.column
      frame[x, row] = Cell("┬", style)
      let label = TimeLabel.text(tick.seconds, decimals: ticks.decimals)
      if x + 1 + label.count <= section.columns.upperBound {
        frame.write(label, x: x + 1, y: row, style: style)
      }
    }
    if section.isActive && layout.sections.count == 2 {
      frame[section.columns.lowerBound, row] = Cell("▸", theme[.paneFocused])
    }
    for bookmark in state.bookmarks {
      let x = section.column(of: bookmark.seconds)
      if section.columns.contains(x) { frame[x, row] = Cell("◆", theme[.bookmark]) }
    }
  }

  // MARK: Traces

  private func peaks(_ section: TimeSection) -> [PeakReader.Lane] {
    state.document.filtered.lanes(
      state.filter, channels: layout.lanes.map(\.channel),
      start: section.start - Double(TracePainter.leadIn) * section.secondsPerDot,
      secondsPerColumn: section.secondsPerDot, columns: section.dots + TracePainter.leadIn,
      raw: state.document.peaks)
  }

  private func drawTraces(
    _ section: TimeSection, _ peaks: [PeakReader.Lane], _ extents: [TraceExtent],
    _ frame: inout Frame
  ) {
    drawGrid(section, &frame)
    for (index, lane) in layout.lanes.enumerated() {
      drawLane(lane, section, peaks[index].peaks, extents[index], &frame)
    }
    let rows = layout.traces.rows
    if let cursor = section.cursor { drawLine(at: cursor, "│", .prompt, section, &frame) }
    if section.isActive { drawCaliper(section, &frame) }
    drawTokenSpans(section, &frame)
    if layout.lanes.isEmpty && record.channels.isEmpty {
      frame.write(
        "this record has no signals", x: section.columns.lowerBound + 1, y: rows.lowerBound,
        style: theme[.textMuted])
    }
  }

  /// A line down the lanes, where no trace is.
  func drawLine(
    at seconds: Double, _ glyph: Unicode.Scalar, _ role: ThemeRole, _ section: TimeSection,
    _ frame: inout Frame
  ) {
    let x = section.column(of: seconds)
    guard section.columns.contains(x) else { return }
    for y in layout.traces.rows where frame[x, y].glyph == " " || frame[x, y].glyph == "·" {
      frame[x, y] = Cell(glyph, theme.applying(role, to: frame[x, y].style))
    }
  }

  private func drawGrid(_ section: TimeSection, _ frame: inout Frame) {
    let used = layout.lanes.last.map { $0.rect.rows.upperBound } ?? layout.traces.y
    let inRecord = recordColumns(section)
    for tick in ticks(section).major {
      let x = section.columns.lowerBound + tick.column
      guard inRecord.contains(x) else { continue }
      for y in layout.traces.y..<max(layout.traces.y, used) {
        frame[x, y] = Cell("·", theme[.grid])
      }
    }
  }

  private func drawLane(
    _ lane: WaveformLayout.Lane, _ section: TimeSection, _ peaks: [Peak?], _ extent: TraceExtent,
    _ frame: inout Frame
  ) {
    let channel = record.channels[lane.channel]
    let scale = LaneScale(
      channel: channel, extent: extent, rows: lane.rect.height, centred: state.centresBaseline,
      sensitivity: state.sensitivity(of: lane.channel, laneRows: layout.laneRows),
      difference: state.channelSteps[lane.channel] ?? 0)
    let painter = TracePainter(
      dotsPerUnit: scale.dotsPerUnit, centre: scale.centre, baseline: scale.baseline,
      size: Size(width: section.columns.count, height: lane.rect.height))
    let picture = painter.paint(peaks, leadIn: TracePainter.leadIn)
    let isFocused = lane.channel == state.focus
    var style = theme[channel.kind.role]
    if isFocused { style = theme.applying(.traceFocused, to: style) }
    // One style for the whole lane, blanks and time marks included: a terminal is told of a
    // colour in 20 bytes, of a cell in 3.
    for y in lane.rect.rows {
      if section.columns.lowerBound == layout.gutter {
        for x in 0..<layout.gutter { frame[x, y] = Cell(" ", style) }
      }
      for x in section.columns { frame[x, y].style = style }
    }
    put(picture, lane, section, &frame)
    guard section.columns.lowerBound == layout.gutter else { return }
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
    _ picture: TracePainter.Picture, _ lane: WaveformLayout.Lane, _ section: TimeSection,
    _ frame: inout Frame
  ) {
    let inRecord = recordColumns(section)
    let middle = lane.rect.y + lane.rect.height / 2
    for column in 0..<section.columns.count {
      let x = section.columns.lowerBound + column
      for row in 0..<lane.rect.height {
        guard let glyph = picture.canvas.glyph(x: column, y: row) else { continue }
        frame[x, lane.rect.y + row].glyph = glyph
      }
      guard inRecord.contains(x), frame[x, middle].glyph == " " else { continue }
      if picture.pending.contains(column) { frame[x, middle].glyph = "░" }
      if picture.missing.contains(column) { frame[x, middle].glyph = "╌" }
    }
  }

  func drawLabel(
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
