import TerminalGraphics

/// How many times an even share of the model's attention something has, in the few steps that are
/// drawn.
///
/// The scale is the same in every window and every record: what is no more than its share is one
/// quiet colour, however the window's own values differ, and each step above has half as much
/// again.
struct HeatScale {
  /// Steps above the quiet one: from 1.4, 2, 2.8, 4, 5.7 and 8 times.
  static let steps = 6
  /// A cell of a lane: the block's height and its colour both say how much.
  static func bar(_ step: Int, _ theme: Theme) -> Cell {
    guard step > 0 else { return Cell("▁", theme[.border]) }
    return Cell(
      HeatGlyphs.bars[min(step + 2, HeatGlyphs.bars.count - 1)],
      Style(foreground: theme.heat(strength(step)), background: theme[.background].background))
  }

  /// Where the quiet colour ends.
  static let floor = 2.0.squareRoot()

  /// 0 for what is quiet, else 1 to `steps`; what is not a number is quiet.
  static func step(_ times: Double) -> Int {
    guard times >= floor else { return 0 }
    var (step, next) = (1, floor * floor)
    while step < steps, times >= next * (1 - 1e-9) { (step, next) = (step + 1, next * floor) }
    return step
  }

  /// How strongly a step is coloured, 0...1.
  static func strength(_ step: Int) -> Double { 0.3 + 0.7 * Double(step) / Double(steps) }

  /// Steps of the legend with their words: in between lie steps of half as much again.
  static let legend: [(step: Int, words: String)] = [(0, "<1.4"), (2, "2"), (4, "4"), (6, "8x")]
}

extension Canvas {
  /// A cell of a map: quiet ground, or a colour and a shade for a step. The ground is the same:
  /// between cells of one step and quiet ones a terminal need not be told of any colour.
  func heatCell(_ step: Int) -> Cell {
    let ground = theme[.status].background
    guard step > 0 else { return Cell(" ", Style(background: ground)) }
    let strength = HeatScale.strength(step)
    return Cell(
      HeatGlyphs.shade(strength), Style(foreground: theme.heat(strength), background: ground))
  }

  /// A cell of a lane.
  func heatBar(_ step: Int) -> Cell { HeatScale.bar(step, theme) }

  /// What the steps mean, from quiet to brightest. Returns the column after it.
  @discardableResult
  func drawHeatLegend(
    x: Int, y: Int, width: Int, _ style: Style, _ frame: inout Frame, cell: (Int) -> Cell
  ) -> Int {
    let end = x + width
    var x = x
    for (step, words) in HeatScale.legend where x + 1 + words.count <= end {
      frame[x, y] = cell(step)
      x = frame.write(words + " ", x: x + 1, y: y, style: style, width: end - x - 1)
    }
    return x
  }
}
