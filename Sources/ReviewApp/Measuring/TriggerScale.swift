import ReviewSession
import TerminalGraphics

/// Where moments of beats that are laid over one another stand: seconds from the trigger.
struct TriggerScale {
  let area: Rect

  init(_ layout: WaveformLayout) {
    area = Rect(
      x: layout.gutter, y: layout.traces.y, width: layout.overview.width,
      height: layout.traces.height)
  }

  var secondsPerColumn: Double {
    (BeatAverage.before + BeatAverage.after) / Double(max(1, area.width))
  }

  /// The column of a moment, which may lie outside.
  func column(of seconds: Double) -> Int {
    area.x + Int(((seconds + BeatAverage.before) / secondsPerColumn + 1e-9).rounded(.down))
  }

  /// The moment in the middle of a column; nil outside.
  func seconds(at column: Int) -> Double? {
    guard area.columns.contains(column) else { return nil }
    return (Double(column - area.x) + 0.5) * secondsPerColumn - BeatAverage.before
  }
}
