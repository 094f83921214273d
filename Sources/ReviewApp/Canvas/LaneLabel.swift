import TerminalGraphics
import Waveforms

/// A channel's name before its lane, and what of its scale differs from the status line.
struct LaneLabel: CanvasPart {
  let canvas: Canvas
  let lane: WaveformLayout.Lane
  let scale: LaneScale
  let style: Style
  let isFocused: Bool

  func draw(_ frame: inout Frame) {
    let mark = isFocused ? "▸" : " "
    let name = TextWidth.truncated(canvas.channelName(lane.channel), to: layout.gutter - 2)
    frame.write(mark + name, x: 0, y: lane.rect.y, style: style, width: layout.gutter - 1)
    // A number that does not fit is left out: half of it would be another number.
    let fitting = scale.notes.first { TextWidth.columns(of: $0) <= layout.gutter - 2 }
    guard lane.rect.height > 1, let note = fitting else { return }
    var muted = theme[.textMuted]
    muted.background = style.background
    frame.write(" " + note, x: 0, y: lane.rect.y + 1, style: muted, width: layout.gutter - 1)
  }
}
