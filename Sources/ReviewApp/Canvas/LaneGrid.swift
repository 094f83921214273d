import TerminalGraphics
import Waveforms

/// The grid behind one lane: points at even times and voltages, and dotted lines at the marks of
/// the axis. They stand where no trace is, so that nothing is hidden by them.
struct LaneGrid: CanvasPart {
  let canvas: Canvas
  let lane: WaveformLayout.Lane
  let scale: LaneScale
  let section: TimeSection

  /// - Parameter ground: of the lane.
  func draw(ground: Color, _ frame: inout Frame) {
    var style = theme[.grid]
    style.background = ground
    let columns = canvas.recordColumns(section)
    let ticks = Set(AxisTicks(section).major.map(\.column))
    let points = points
    for row in 0..<lane.rect.height {
      for x in columns where frame[x, lane.rect.y + row].glyph == " " {
        let column = x - section.columns.lowerBound
        // Half blocks have no braille: a line of such would be a bar.
        let point: Unicode.Scalar? =
          ticks.contains(column) ? "·" : points.glyph(x: column, y: row)
        guard let glyph = point else { continue }
        frame[x, lane.rect.y + row] = Cell(glyph, style)
      }
    }
  }

  private var points: BrailleCanvas {
    var points = BrailleCanvas(
      size: Size(width: section.columns.count, height: lane.rect.height))
    for column in dots(GridSpacing(secondsPerDot: section.secondsPerDot).seconds) {
      for row in levels { points.fillColumn(column, from: row, to: row) }
    }
    return points
  }

  /// The columns of dots at multiples of a step.
  private func dots(_ step: Double?) -> [Int] {
    guard let step else { return [] }
    var index = (section.start / step).rounded(.up)
    var found: [Int] = []
    while index * step < section.end {
      // A hair is added: a point on an edge must not slip to the column before.
      found.append(
        Int(((index * step - section.start) / section.secondsPerDot + 1e-6).rounded(.down)))
      index += 1
    }
    return found
  }

  /// The rows of dots at multiples of a step from the baseline; that alone for what is no voltage.
  private var levels: [Int] {
    let last = lane.rect.height * 4 - 1
    let middle = Int(scale.baseline.rounded())
    guard let dots = scale.dotsPerMillivolt,
      let step = GridSpacing.millivolts(dotsPerMillivolt: dots)
    else { return [middle] }
    let reach = Int(Double(last) / (step * dots)) + 1
    return (-reach...reach).map { middle - Int((Double($0) * step * dots).rounded()) }
      .filter { (0...last).contains($0) }
  }
}

/// A pulse of 1 mV and 200 ms before a lead's lane, as recorders print it. Where 200 ms are wider
/// than their place it is a bar of 1 mV; where 1 mV is higher than the lane there is none.
struct CalibrationPulse: CanvasPart {
  let canvas: Canvas
  let lane: WaveformLayout.Lane
  let scale: LaneScale
  let secondsPerDot: Double

  func draw(ground: Color, _ frame: inout Frame) {
    guard let dots = scale.dotsPerMillivolt, dots >= 1.5 else { return }
    let height = Int(dots.rounded())
    let last = lane.rect.height * 4 - 1
    guard height <= last else { return }
    let foot = min(max(Int(scale.baseline.rounded()), height), last)
    let width = Int((0.2 / secondsPerDot).rounded())
    let isPulse = width >= 2 && put(pulse(width), width / 2 + 2, foot, height, ground, &frame)
    if !isPulse { _ = put([(0, true), (1, false)], 1, foot, height, ground, &frame) }
  }

  /// For each column of dots whether it goes up at once, or stays at the top or at the foot.
  private func pulse(_ width: Int) -> [(column: Int, isEdge: Bool)] {
    [(0, false)] + [(1, true)] + (2..<width + 1).map { ($0, false) } + [(width + 1, true)]
  }

  /// Draws before the column of the clipping sign, where nothing stands there yet.
  /// - Returns: whether there was room.
  private func put(
    _ shape: [(column: Int, isEdge: Bool)], _ cells: Int, _ foot: Int, _ height: Int,
    _ ground: Color, _ frame: inout Frame
  ) -> Bool {
    let first = layout.gutter - 1 - cells
    let rows = (foot - height) / 4...foot / 4
    guard first > 1 else { return false }
    for y in rows {
      for x in first - 1..<first + cells where frame[x, lane.rect.y + y].glyph != " " {
        return false
      }
    }
    var picture = BrailleCanvas(size: Size(width: cells, height: lane.rect.height))
    for (column, isEdge) in shape {
      let isFoot = cells > 1 && column == 0
      let level = isFoot || cells == 1 ? foot : foot - height
      picture.fillColumn(column, from: isEdge ? foot - height : level, to: isEdge ? foot : level)
    }
    if cells == 1 { picture.fillColumn(1, from: foot - height, to: foot - height) }
    if cells > 1 { picture.fillColumn(shape.count, from: foot, to: foot) }
    var style = theme[.axis]
    style.background = ground
    for y in rows {
      for x in 0..<cells {
        guard let glyph = picture.glyph(x: x, y: y) else { continue }
        frame[first + x, lane.rect.y + y] = Cell(glyph, style)
      }
    }
    return true
  }
}
