import ReviewSession
import TerminalGraphics
import Waveforms

/// The lanes: grid, traces, names, and the lines down them.
struct TracesView: CanvasPart {
  let canvas: Canvas
  let state: WaveformState

  /// `lanes` and `extents` are those of the layout's lanes, in their order.
  func draw(
    _ section: TimeSection, _ lanes: [PeakReader.Lane], _ extents: [TraceExtent],
    _ frame: inout Frame
  ) {
    drawGrid(section, &frame)
    for (index, lane) in layout.lanes.enumerated() {
      drawLane(lane, section, lanes[index].peaks, extents[index], &frame)
    }
    if let cursor = section.cursor { canvas.drawLine(at: cursor, "│", .prompt, section, &frame) }
    if section.isActive, let caliper = state.measuring.caliper {
      CaliperView(canvas: canvas, caliper: caliper).draw(section, &frame)
    }
    if layout.lanes.isEmpty && record.channels.isEmpty {
      frame.write(
        "this record has no signals", x: section.columns.lowerBound + 1,
        y: layout.traces.rows.lowerBound, style: theme[.textMuted])
    }
  }

  private func drawGrid(_ section: TimeSection, _ frame: inout Frame) {
    let used = layout.lanes.last.map { $0.rect.rows.upperBound } ?? layout.traces.y
    let inRecord = canvas.recordColumns(section)
    for tick in AxisTicks(section).major {
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
      channel: channel, extent: extent, rows: lane.rect.height,
      centred: state.gain.centresBaseline,
      sensitivity: state.gain.sensitivity(of: lane.channel, laneRows: layout.laneRows),
      difference: state.gain.channelSteps[lane.channel] ?? 0)
    let painter = TracePainter(
      dotsPerUnit: scale.dotsPerUnit, centre: scale.centre, baseline: scale.baseline,
      size: Size(width: section.columns.count, height: lane.rect.height))
    let picture = painter.paint(peaks, leadIn: TracePainter.leadIn)
    let style = style(of: lane, channel)
    let isLeftmost = section.columns.lowerBound == layout.gutter
    // One style for the whole lane, blanks and time marks included: a terminal is told of a
    // colour in 20 bytes, of a cell in 3.
    for y in lane.rect.rows {
      if isLeftmost { for x in 0..<layout.gutter { frame[x, y] = Cell(" ", style) } }
      for x in section.columns { frame[x, y].style = style }
    }
    put(picture, lane, section, &frame)
    guard isLeftmost else { return }
    LaneLabel(
      canvas: canvas, lane: lane, scale: scale, style: style,
      isFocused: lane.channel == state.channels.focus
    ).draw(&frame)
    drawClipping(picture, lane, style, &frame)
  }

  private func style(of lane: WaveformLayout.Lane, _ channel: Channel) -> Style {
    let style = theme[channel.kind.role]
    let isFocused = lane.channel == state.channels.focus
    return isFocused ? theme.applying(.traceFocused, to: style) : style
  }

  /// A sign beside the name of a trace that leaves its lane.
  private func drawClipping(
    _ picture: TracePainter.Picture, _ lane: WaveformLayout.Lane, _ style: Style,
    _ frame: inout Frame
  ) {
    let glyph: Unicode.Scalar
    switch (picture.clippedAbove.isEmpty, picture.clippedBelow.isEmpty) {
    case (true, true): return
    case (false, false): glyph = "↕"
    case (true, false): glyph = "▼"
    case (false, true): glyph = "▲"
    }
    var alert = theme[.traceClipped]
    alert.background = style.background
    frame[layout.gutter - 1, lane.rect.y] = Cell(glyph, alert)
  }

  private func put(
    _ picture: TracePainter.Picture, _ lane: WaveformLayout.Lane, _ section: TimeSection,
    _ frame: inout Frame
  ) {
    let inRecord = canvas.recordColumns(section)
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
}
