import Annotations
import LiveSession
import LiveStreams
import ReviewSession
import TerminalGraphics
import Waveforms

/// The sweep: traces up to the pen, a blank bar, and behind it what is left of the page before; and
/// below it the page that is looked back at.
struct LiveTracesView {
  let state: LiveState
  let channels: LiveChannels
  let view: LiveMonitor.View
  let layout: LiveLayout
  let theme: Theme

  func draw(_ frame: inout Frame) {
    let page = state.page(end: state.shownEnd(view))
    draw(page.columns(), in: layout.sweep, &frame)
    if let row = layout.beatRow { drawBeats(page, row, &frame) }
    drawPen(page, &frame)
    drawChosen(page, &frame)
    guard let past = layout.past, let number = state.past else { return }
    let lanes = Rect(x: past.x, y: past.y + 1, width: past.width, height: past.height - 1)
    draw(page.columns(ofPage: number), in: lanes, &frame)
    drawPastTitle(page, number, past, &frame)
  }

  // MARK: Lanes

  private func draw(_ columns: [Range<Int>?], in rect: Rect, _ frame: inout Frame) {
    let lanes = channels.placed(rect, layout, fitsAll: channels.arrangement.fitsAllLanes)
    let rows = lanes.map(\.rect.height).min() ?? 2
    for lane in lanes {
      let channel = channels.record.channels[lane.channel]
      let scale = channels.scale(lane, laneRows: rows)
      let peaks = channels.buffer.peaks(channel: lane.channel, columns: columns)
      let picture = TracePainter(
        dotsPerUnit: scale.dotsPerUnit, centre: scale.centre, baseline: scale.baseline,
        size: Size(width: rect.width, height: lane.rect.height)
      ).paint(peaks)
      let isFocused = lane.channel == channels.arrangement.focus
      var style = theme[channel.kind.role]
      if isFocused { style = theme.applying(.traceFocused, to: style) }
      put(picture, lane, style, &frame)
      drawName(lane, scale, style, isFocused: isFocused, &frame)
    }
  }

  private func put(
    _ picture: TracePainter.Picture, _ lane: WaveformLayout.Lane, _ style: Style,
    _ frame: inout Frame
  ) {
    let middle = lane.rect.y + lane.rect.height / 2
    for column in 0..<lane.rect.width {
      let x = lane.rect.x + column
      for row in 0..<lane.rect.height {
        frame[x, lane.rect.y + row] = Cell(picture.canvas.glyph(x: column, y: row) ?? " ", style)
      }
      if picture.missing.contains(column), frame[x, middle].glyph == " " {
        frame[x, middle].glyph = "╌"
      }
    }
  }

  private func drawName(
    _ lane: WaveformLayout.Lane, _ scale: LaneScale, _ style: Style, isFocused: Bool,
    _ frame: inout Frame
  ) {
    let isLost = view.lostChannels.indices.contains(lane.channel) && view.lostChannels[lane.channel]
    for y in lane.rect.rows { for x in 0..<layout.gutter { frame[x, y] = Cell(" ", style) } }
    let name = channels.record.channels[lane.channel].shownName
    let mark = isLost ? "!" : isFocused ? "▸" : " "
    var named = style
    if isLost { named.foreground = theme[.error].foreground }
    frame.write(
      mark + TextWidth.truncated(name, to: layout.gutter - 2), x: 0, y: lane.rect.y, style: named,
      width: layout.gutter - 1)
    guard lane.rect.height > 1 else { return }
    let note =
      isLost ? "lost" : scale.notes.first { TextWidth.columns(of: $0) <= layout.gutter - 2 }
    guard let note else { return }
    var muted = isLost ? theme[.error] : theme[.textMuted]
    muted.background = style.background
    frame.write(" " + note, x: 0, y: lane.rect.y + 1, style: muted, width: layout.gutter - 1)
  }

  // MARK: Lines

  private func drawPen(_ page: SweepPage, _ frame: inout Frame) {
    let x = layout.sweep.x + page.pen / 2
    guard layout.sweep.columns.contains(x) else { return }
    for y in layout.sweep.rows where frame[x, y].glyph == " " {
      frame[x, y] = Cell(
        "▏", Style(foreground: theme[.prompt].foreground, background: frame[x, y].style.background))
    }
  }

  /// A letter over each beat: what the model says it is, or a dot where it does not say, or is
  /// unsure.
  private func drawBeats(_ page: SweepPage, _ row: Int, _ frame: inout Frame) {
    let rate = channels.buffer.header.samplingRateHz
    for beat in view.reading.beats {
      guard let cell = page.cell(of: Int(beat.seconds * rate)) else { continue }
      let name = beat.isSure ? beat.name : nil
      frame.write(
        name ?? "·", x: layout.sweep.x + cell, y: row,
        style: theme[name.map(Self.role) ?? .textMuted], width: 1)
    }
    for label in state.labels where label.label.meaning.isBeat {
      guard let cell = page.cell(of: label.frames.lowerBound) else { continue }
      frame.write(
        label.label.symbol, x: layout.sweep.x + cell, y: row,
        style: theme[label.label.meaning.group.role].adding([.bold, .underline]), width: 1)
    }
    for event in view.log {
      guard case .mark(let text) = event.kind, let cell = page.cell(of: event.frame) else {
        continue
      }
      frame.write(
        "▼" + String(text.last ?? " "), x: layout.sweep.x + cell, y: row, style: theme[.bookmark],
        width: 2)
    }
  }

  /// The beat that letters label, and where a stretch begins.
  private func drawChosen(_ page: SweepPage, _ frame: inout Frame) {
    guard let labelling = state.labelling else { return }
    let rate = channels.buffer.header.samplingRateHz
    let lines: [(Double?, Unicode.Scalar)] = [(labelling.anchor, "┊"), (labelling.beat, "│")]
    for (seconds, glyph) in lines {
      guard let seconds, let cell = page.cell(of: Int(seconds * rate)) else { continue }
      let x = layout.sweep.x + cell
      for y in layout.sweep.rows where frame[x, y].glyph == " " {
        frame[x, y] = Cell(
          glyph,
          Style(foreground: theme[.prompt].foreground, background: frame[x, y].style.background))
      }
      if let row = layout.beatRow { frame[x, row].style.attributes.insert(.reverse) }
    }
  }

  private static func role(_ name: String) -> ThemeRole {
    switch name {
    case "S": .annotationSupraventricular
    case "V": .annotationVentricular
    case "F": .annotationFusion
    case "Q": .annotationUnclassified
    default: .annotationNormal
    }
  }

  private func drawPastTitle(_ page: SweepPage, _ number: Int, _ rect: Rect, _ frame: inout Frame) {
    let rate = channels.buffer.header.samplingRateHz
    let start = Double(number * page.dots) * page.framesPerDot / rate
    let ago = Double(view.buffer?.frameCount ?? 0) / rate - start
    let clock = TimeLabel.text(start, decimals: 0)
    let title = " PAST \(clock), \(Int(ago)) s ago   b further back  Right nearer  q closes"
    frame.fill(
      Rect(x: 0, y: rect.y, width: layout.gutter + rect.width, height: 1), Cell(" ", theme[.status])
    )
    frame.write(
      TextWidth.truncated(title, to: rect.width + layout.gutter), x: 0, y: rect.y,
      style: theme[.status].adding(.bold))
  }
}
