import TerminalGraphics

/// Calipers over the traces.
struct CaliperView: CanvasPart {
  let canvas: Canvas
  let caliper: Caliper

  /// Both ends of the calipers, and where they march all others.
  func draw(_ section: TimeSection, _ frame: inout Frame) {
    var caliper = caliper
    // Lines in every other column would hide the traces.
    if caliper.seconds < 4 * section.secondsPerCell { caliper.marches = false }
    for line in caliper.lines(from: section.start, to: section.end) {
      canvas.drawLine(at: line, "┆", .caliper, section, &frame)
    }
    drawEnd(section.column(of: caliper.fixed), caliper.fixedChannel, section, &frame)
    drawEnd(section.column(of: caliper.moving), caliper.movingChannel, section, &frame)
    guard caliper.isHeld else { return }
    canvas.drawLine(at: caliper.moving, "┃", .caliper, section, &frame)
    canvas.drawLine(at: caliper.fixed, "│", .caliper, section, &frame)
  }

  /// The trace of the end's channel is marked where the end crosses it.
  private func drawEnd(
    _ x: Int, _ channel: Int, _ section: TimeSection, _ frame: inout Frame
  ) {
    guard section.columns.contains(x),
      let lane = layout.lanes.first(where: { $0.channel == channel })
    else { return }
    for y in lane.rect.rows { frame[x, y].style = theme.applying(.caliper, to: frame[x, y].style) }
  }
}
