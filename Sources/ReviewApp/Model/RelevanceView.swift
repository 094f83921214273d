import ArrhythmiaModel
import ReviewSession
import TerminalGraphics
import Waveforms

/// Relevance of each channel over time, in the time of the traces: a row a channel.
struct RelevanceView: CanvasPart {
  let canvas: Canvas
  let model: ModelState
  /// The window that is told of; nil while it is not explained.
  let detail: WindowDetail?
  let isFocused: Bool

  func draw(_ section: TimeSection, _ frame: inout Frame) {
    let area = layout.relevance
    guard area.height > 1 else { return }
    for x in 0..<area.columns.upperBound { frame[x, area.y] = Cell("─", theme[.border]) }
    drawTitle(area, &frame)
    guard let detail else {
      frame.write(" explaining…", x: area.x, y: area.y + 1, style: theme[.textMuted])
      return
    }
    let even = detail.evenRelevance
    for (offset, channel) in strongest(detail, rows: area.height - 1).enumerated() {
      draw(channel, detail, even, section, row: area.y + 1 + offset, &frame)
    }
  }

  /// What the rows show, and the legend of their colours.
  private func drawTitle(_ area: Rect, _ frame: inout Frame) {
    let about = detail.map(about) ?? ""
    let end = area.columns.upperBound
    let x = frame.write(
      " \(Pane.relevance.rawValue) \(model.heatName) by channel\(about) ", x: 1, y: area.y,
      style: PaneTitle.style(theme, isFocused: isFocused), width: end - 2)
    let words = " even share, - against "
    guard x + 20 + words.count <= end else { return }
    let next = canvas.drawHeatLegend(
      x: x + 1, y: area.y, width: end - x - 1, theme[.textMuted], &frame, cell: canvas.heatCell)
    frame.write(String(words.dropFirst()), x: next, y: area.y, style: theme[.textMuted])
  }

  /// Relevance is of what the model says by itself.
  private func about(_ detail: WindowDetail) -> String {
    let name = model.classes[detail.decision]
    let isSaid = model.findings[detail.index]?.decision == detail.decision
    return isSaid ? " for \(name)" : " for \(name), by itself"
  }

  /// What does not fit is left out by weight: the channels that say most stay, in their order.
  private func strongest(_ detail: WindowDetail, rows: Int) -> [WindowDetail.Channel] {
    let used = detail.channels.filter { $0.channel.recorded != nil && $0.state != .unread }
    let weights = used.map { $0.relevance.reduce(0) { $0 + abs($1) } }
    return used.indices.sorted { weights[$0] > weights[$1] }.prefix(rows).sorted().map { used[$0] }
  }

  private func draw(
    _ channel: WindowDetail.Channel, _ detail: WindowDetail, _ even: Float,
    _ section: TimeSection, row: Int, _ frame: inout Frame
  ) {
    let name = channel.channel.recorded ?? channel.channel.name
    frame.write(" " + name, x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    let span = detail.span
    let columns = section.columns(from: span.lowerBound, to: span.upperBound)
    guard channel.state == .used else {
      frame.write(
        "left out by the model here: flat or saturated", x: columns.lowerBound, y: row,
        style: theme[.textMuted], width: columns.count)
      return
    }
    let bins = channel.relevance
    let perBin = (span.upperBound - span.lowerBound) / Double(max(1, bins.count))
    for x in columns {
      let place = (section.seconds(at: x) - span.lowerBound) / perBin
      let reach = section.secondsPerCell / perBin / 2
      let first = max(0, Int(place - reach))
      let last = min(bins.count - 1, Int(place + reach))
      guard first <= last else { continue }
      frame[x, row] = cell(RelevanceWord(bins[first...last], even: even))
    }
  }

  private func cell(_ word: RelevanceWord) -> Cell {
    guard word.isAgainst, word.step > 0 else { return canvas.heatCell(word.step) }
    var style = canvas.heatCell(0).style
    style.foreground = theme[.textMuted].foreground
    return Cell("-", style)
  }
}

/// What a stretch of a channel's relevance says.
struct RelevanceWord: Equatable {
  /// How many times an even share it has, as a step of `HeatScale`.
  let step: Int
  /// Whether it speaks against the model's class.
  let isAgainst: Bool

  /// Of some bins beside the mean bin without sign. Bins of both signs make less of each other.
  init(_ bins: ArraySlice<Float>, even: Float) {
    let mean = bins.reduce(0, +) / Float(max(1, bins.count))
    step = even > 0 ? HeatScale.step(Double(abs(mean) / even)) : 0
    isAgainst = mean < 0
  }
}
