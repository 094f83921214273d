import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

/// The lanes: traces, grid, names, and the lines down them.
struct TracesView: CanvasPart {
  let canvas: Canvas
  let state: WaveformState

  /// `lanes` and `extents` are those of the layout's lanes, in their order.
  func draw(
    _ section: TimeSection, _ lanes: [PeakReader.Lane], _ extents: [TraceExtent],
    _ frame: inout Frame
  ) {
    let scales = layout.lanes.indices.map { scale(of: layout.lanes[$0], extents[$0]) }
    let pictures = layout.lanes.indices.map { index in
      picture(of: index, section, lanes[index].peaks, scales[index])
    }
    for (index, lane) in layout.lanes.enumerated() {
      drawLane(lane, section, pictures[index], scales[index], &frame)
    }
    for index in layout.lanes.indices { drawBeyond(index, pictures[index], section, &frame) }
    if section.isActive, let beat = state.markedBeat, let measured = state.review.measures[beat] {
      FiducialsView(canvas: canvas, measured: measured, focus: state.channels.focus)
        .draw(section, &frame)
    }
    if let cursor = section.cursor { canvas.drawLine(at: cursor, "│", .prompt, section, &frame) }
    let inHand = state.measuring.caliper?.pinned
    PinnedIntervalsView(
      canvas: canvas, intervals: state.decisions.intervals.filter { $0.id != inHand }
    ).draw(section, &frame)
    if section.isActive, let caliper = state.measuring.caliper {
      CaliperView(canvas: canvas, caliper: caliper).draw(section, &frame)
    }
    if state.showsGrid { drawGrid(section, scales, &frame) }
    evenOut(section, &frame)
    if layout.lanes.isEmpty && record.channels.isEmpty {
      frame.write(
        "this record has no signals", x: section.columns.lowerBound + 1,
        y: layout.traces.rows.lowerBound, style: theme[.textMuted])
    }
  }

  private func scale(of lane: WaveformLayout.Lane, _ extent: TraceExtent) -> LaneScale {
    LaneScale(
      channel: record.channels[lane.channel], extent: extent, rows: lane.rect.height,
      centred: state.gain.centresBaseline,
      sensitivity: state.gain.sensitivity(of: lane.channel, laneRows: layout.laneRows),
      difference: state.gain.difference(of: lane.channel, laneRows: layout.laneRows))
  }

  /// Last of all, where nothing else stands.
  private func drawGrid(
    _ section: TimeSection, _ scales: [LaneScale], _ frame: inout Frame
  ) {
    for (lane, scale) in zip(layout.lanes, scales) {
      let ground = style(of: lane, record.channels[lane.channel]).background
      LaneGrid(canvas: canvas, lane: lane, scale: scale, section: section)
        .draw(ground: ground, &frame)
      guard section.columns.lowerBound == layout.gutter,
        record.channels[lane.channel].kind == .surface
      else { continue }
      CalibrationPulse(
        canvas: canvas, lane: lane, scale: scale, secondsPerDot: section.secondsPerDot
      ).draw(ground: ground, &frame)
    }
  }

  /// Gives blanks the colour of what stands before them. A terminal is told of a colour in 20
  /// bytes; and it moves a row of cells by itself only where blanks are the same cells before and
  /// after.
  private func evenOut(_ section: TimeSection, _ frame: inout Frame) {
    for lane in layout.lanes {
      for y in lane.rect.rows {
        var before: Style?
        for x in section.columns {
          if frame[x, y].glyph != " " {
            before = frame[x, y].style
          } else if let before, before.background == frame[x, y].style.background,
            before.attributes.isDisjoint(with: [.underline, .reverse])
          {
            frame[x, y].style = before
          }
        }
      }
    }
  }

  /// Rows of the neighbouring lanes that a trace may reach into, as on a laboratory's monitor.
  private func rowsBeyond(_ lane: Int) -> (above: Int, below: Int) {
    (lane == 0 ? 0 : 1, lane == layout.lanes.count - 1 ? 0 : 1)
  }

  private func picture(
    of index: Int, _ section: TimeSection, _ peaks: [Peak?], _ scale: LaneScale
  ) -> TracePainter.Picture {
    let beyond = rowsBeyond(index)
    let rows = layout.lanes[index].rect.height + beyond.above + beyond.below
    let painter = TracePainter(
      dotsPerUnit: scale.dotsPerUnit, centre: scale.centre,
      baseline: scale.baseline + Double(4 * beyond.above),
      size: Size(width: section.columns.count, height: rows))
    return painter.paint(peaks, leadIn: TracePainter.leadIn)
  }

  /// What of a trace lies in the lanes beside its own, where nothing of theirs is.
  private func drawBeyond(
    _ index: Int, _ picture: TracePainter.Picture, _ section: TimeSection, _ frame: inout Frame
  ) {
    let rect = layout.lanes[index].rect
    let beyond = rowsBeyond(index)
    let style = style(of: layout.lanes[index], record.channels[layout.lanes[index].channel])
    var rows: [(picture: Int, frame: Int)] = []
    if beyond.above > 0 { rows.append((0, rect.y - 1)) }
    if beyond.below > 0 { rows.append((rect.height + beyond.above, rect.rows.upperBound)) }
    for row in rows {
      for column in 0..<section.columns.count {
        let x = section.columns.lowerBound + column
        guard let glyph = picture.canvas.glyph(x: column, y: row.picture),
          frame[x, row.frame].glyph == " "
        else { continue }
        var own = style
        own.background = frame[x, row.frame].style.background
        frame[x, row.frame] = Cell(glyph, own)
      }
    }
  }

  private func drawLane(
    _ lane: WaveformLayout.Lane, _ section: TimeSection, _ picture: TracePainter.Picture,
    _ scale: LaneScale, _ frame: inout Frame
  ) {
    let style = style(of: lane, record.channels[lane.channel])
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
    let above = lane == layout.lanes.first ? 0 : 1
    for column in 0..<section.columns.count {
      let x = section.columns.lowerBound + column
      for row in 0..<lane.rect.height {
        guard let glyph = picture.canvas.glyph(x: column, y: row + above) else { continue }
        frame[x, lane.rect.y + row].glyph = glyph
      }
      guard inRecord.contains(x), frame[x, middle].glyph == " " else { continue }
      if picture.pending.contains(column) { frame[x, middle].glyph = "░" }
      if picture.missing.contains(column) { frame[x, middle].glyph = "╌" }
    }
  }
}
