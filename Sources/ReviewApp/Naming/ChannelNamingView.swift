import ReviewSession
import TerminalGraphics
import Waveforms

/// What the channels are, a line or two each: name, unit, what they are taken for and why, and how
/// they look at this moment.
struct ChannelNamingView: CanvasPart {
  let canvas: Canvas
  let naming: ChannelNaming
  /// Of the channels in view, from top to bottom.
  let pictures: [PeakReader.Lane]

  func draw(_ frame: inout Frame) {
    let layout = ChannelNamingLayout(naming, record, size: frame.size)
    let box = layout.box
    frame.fill(box, Cell(" ", theme[.text]))
    PanelView(theme: theme).drawBorder(box, title: "What the channels are", &frame)
    drawHeads(layout, &frame)
    for (place, index) in layout.channels.enumerated() {
      let y = box.y + 2 + place * layout.rows
      drawChannel(index, layout, y, &frame)
      if pictures.indices.contains(place) { drawPicture(pictures[place], index, layout, y, &frame) }
    }
    drawFoot(layout, &frame)
  }

  private func columns(_ layout: ChannelNamingLayout) -> [Int] {
    let name = layout.box.x + 7
    let unit = name + layout.nameWidth + 1
    let title = unit + 5
    let why = title + ChannelNamingLayout.titleWidth
    return [name, unit, title, why, why + ChannelNamingLayout.certaintyWidth]
  }

  private func drawHeads(_ layout: ChannelNamingLayout, _ frame: inout Frame) {
    let heads = ["name", "unit", "is", "because", "now"]
    for (x, head) in zip(columns(layout), heads) {
      frame.write(head, x: x, y: layout.box.y + 1, style: theme[.textMuted])
    }
  }

  private func drawChannel(
    _ index: Int, _ layout: ChannelNamingLayout, _ y: Int, _ frame: inout Frame
  ) {
    let channel = record.channels[index]
    let isSelected = index == naming.selection
    let style = isSelected ? theme[.menuSelected] : theme[.text]
    let x = columns(layout)
    let inside = layout.box.columns.dropFirst().dropLast()
    for column in inside where column < x[4] - 1 { frame[column, y] = Cell(" ", style) }
    if isSelected { frame.write("▸", x: layout.box.x + 2, y: y, style: style) }
    frame.write("\(index + 1)", endingAt: x[0] - 1, y: y, style: style)
    let name = channel.name.isEmpty ? "–" : channel.name
    frame.write(name, x: x[0], y: y, style: style, width: layout.nameWidth)
    frame.write(channel.calibration.unit, x: x[1], y: y, style: style, width: 4)
    var kind = theme[channel.kind.role]
    kind.background = style.background
    if isSelected, let typed = naming.typed {
      // What is typed may be longer than what a channel is.
      frame.write(typed + "▏", x: x[2], y: y, style: kind, width: x[4] - x[2] - 1)
      return
    }
    let title = channel.identity.title ?? channel.kind.title
    frame.write(title, x: x[2], y: y, style: kind, width: ChannelNamingLayout.titleWidth - 1)
    var why = theme[Self.role(channel.identity.certainty)]
    why.background = style.background
    frame.write(
      Self.reason(channel), x: x[3], y: y, style: why,
      width: ChannelNamingLayout.certaintyWidth - 1)
  }

  private static func reason(_ channel: Channel) -> String {
    let reason =
      switch channel.identity.certainty {
      case .named: "by its name"
      case .assumed: "a guess"
      case .told: "you said so"
      case .unknown: ""
      }
    return channel.isInverted ? (reason.isEmpty ? "inverted" : "\(reason) ↕") : reason
  }

  private static func role(_ certainty: ChannelIdentity.Certainty) -> ThemeRole {
    switch certainty {
    case .named, .unknown: .textMuted
    case .assumed: .modelUncertain
    case .told: .key
    }
  }

  private func drawPicture(
    _ lane: PeakReader.Lane, _ index: Int, _ layout: ChannelNamingLayout, _ y: Int,
    _ frame: inout Frame
  ) {
    let extent = TraceExtent(lane.peaks.dropFirst(TracePainter.leadIn))
    guard layout.pictureWidth > 2, !extent.isEmpty else { return }
    let dots = Double(layout.rows * 4 - 1)
    let span = Double(extent.maximum) - Double(extent.minimum)
    let painter = TracePainter(
      dotsPerUnit: span > 0 ? dots / span : 1, centre: Double(extent.minimum), baseline: dots,
      size: Size(width: layout.pictureWidth, height: layout.rows))
    let picture = painter.paint(lane.peaks, leadIn: TracePainter.leadIn)
    let style = theme[record.channels[index].kind.role]
    for row in 0..<layout.rows {
      for column in 0..<layout.pictureWidth {
        guard let glyph = picture.canvas.glyph(x: column, y: row) else { continue }
        frame[columns(layout)[4] + column, y + row] = Cell(glyph, style)
      }
    }
  }

  private func drawFoot(_ layout: ChannelNamingLayout, _ frame: inout Frame) {
    let y = layout.box.rows.upperBound - 1
    let x = layout.box.x + 2
    let width = layout.box.width - 4
    if let problem = naming.problem {
      frame.write(" " + problem + " ", x: x, y: y, style: theme[.warning], width: width)
      return
    }
    let text =
      naming.typed != nil
      ? " II  V1  CS12  HIS d  RVA  ABL 1-2  ART  STIM  none; -II upside down; Enter takes it, Esc not "
      : " Enter type  ← → choose  - invert  u undo  w r write, read a file  Esc done "
    frame.write(text, x: x, y: y, style: theme[.textMuted], width: width)
  }
}
