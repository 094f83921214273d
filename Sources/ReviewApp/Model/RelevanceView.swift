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
    let title = " \(model.heatName) by channel: warm speaks for, - against"
    for x in 0..<area.columns.upperBound { frame[x, area.y] = Cell("─", theme[.border]) }
    frame.write(
      title + " ", x: 1, y: area.y, style: PaneTitle.style(theme, isFocused: isFocused),
      width: area.width)
    guard let detail else {
      frame.write(" explaining…", x: area.x, y: area.y + 1, style: theme[.textMuted])
      return
    }
    for (offset, channel) in strongest(detail, rows: area.height - 1).enumerated() {
      draw(channel, detail, section, row: area.y + 1 + offset, &frame)
    }
  }

  /// What does not fit is left out by weight: the channels that say most stay, in their order.
  private func strongest(_ detail: WindowDetail, rows: Int) -> [WindowDetail.Channel] {
    let used = detail.channels.filter { $0.channel.recorded != nil && $0.state != .unread }
    let weights = used.map { $0.relevance.reduce(0) { $0 + abs($1) } }
    return used.indices.sorted { weights[$0] > weights[$1] }.prefix(rows).sorted().map { used[$0] }
  }

  private func draw(
    _ channel: WindowDetail.Channel, _ detail: WindowDetail, _ section: TimeSection, row: Int,
    _ frame: inout Frame
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
    let scale = RelevanceScale(peak: max(detail.peakRelevance, .leastNormalMagnitude))
    let perBin = (span.upperBound - span.lowerBound) / Double(max(1, bins.count))
    for x in columns {
      let place = (section.seconds(at: x) - span.lowerBound) / perBin
      let reach = section.secondsPerCell / perBin / 2
      let first = max(0, Int(place - reach))
      let last = min(bins.count - 1, Int(place + reach))
      guard first <= last else { continue }
      frame[x, row] = cell(scale.word(bins[first...last]))
    }
  }

  private func cell(_ word: RelevanceScale.Word) -> Cell {
    guard word.isAgainst else { return canvas.heatCell(word.strength) }
    return Cell(word.strength > RelevanceScale.leastAgainst ? "-" : " ", theme[.textMuted])
  }
}
