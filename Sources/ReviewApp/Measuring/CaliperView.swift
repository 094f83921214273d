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
    guard caliper.isHeld else { return }
    canvas.drawLine(at: caliper.moving, "┃", .caliper, section, &frame)
    canvas.drawLine(at: caliper.fixed, "│", .caliper, section, &frame)
  }
}
