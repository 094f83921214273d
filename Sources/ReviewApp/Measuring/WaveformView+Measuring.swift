import TerminalGraphics
import Waveforms

extension WaveformView {
  /// Both ends of the calipers, and where they march all others.
  func drawCaliper(_ section: TimeSection, _ frame: inout Frame) {
    guard var caliper = state.caliper else { return }
    // Lines in every other column would hide the traces.
    if caliper.seconds < 4 * section.secondsPerCell { caliper.marches = false }
    for line in caliper.lines(from: section.start, to: section.end) {
      drawLine(at: line, "┆", .caliper, section, &frame)
    }
    guard caliper.isHeld else { return }
    drawLine(at: caliper.moving, "┃", .caliper, section, &frame)
    drawLine(at: caliper.fixed, "│", .caliper, section, &frame)
  }

  /// R-R of the whole record, in the time of the overview: each column from its shortest to its longest.
  func drawTrend(_ frame: inout Frame) {
    let area = layout.trend
    guard area.height > 0, area.width > 0 else { return }
    frame.write("R-R", x: 0, y: area.y, style: theme[.textMuted], width: layout.gutter)
    if area.height > 1 {
      frame.write(" s", x: 0, y: area.y + 1, style: theme[.textMuted], width: layout.gutter)
    }
    let beats = state.beats
    guard beats.count > 2 else {
      let text = state.detected == nil ? "looking for beats…" : "no beats"
      frame.write(text, x: area.x, y: area.y, style: theme[.textMuted])
      return
    }
    let columns = area.width * 2
    let perColumn = record.durationSeconds / Double(columns)
    var spans = [ClosedRange<Double>?](repeating: nil, count: columns)
    for (before, beat) in zip(beats, beats.dropFirst()) {
      let interval = beat - before
      // Longer ones are gaps in the annotations.
      guard interval > 0, interval < 4 else { continue }
      let column = min(columns - 1, max(0, Int(beat / perColumn)))
      spans[column] =
        spans[column].map {
          min($0.lowerBound, interval)...max($0.upperBound, interval)
        } ?? interval...interval
    }
    let all = spans.compactMap { $0 }
    // A single long interval, where a beat was not annotated, must not flatten all others.
    let shortest = all.map(\.lowerBound).sorted()
    let longest = all.map(\.upperBound).sorted()
    guard !all.isEmpty else { return }
    let low = (shortest[shortest.count / 50] * 10).rounded(.down) / 10
    let high = max(low + 0.1, (longest[(longest.count - 1) * 49 / 50] * 10).rounded(.up) / 10)
    var canvas = BrailleCanvas(size: Size(width: area.width, height: area.height))
    let last = Double(canvas.dotRows - 1)
    for (column, span) in spans.enumerated() {
      guard let span else { continue }
      // What lies beyond the usual stands at the edge.
      func row(_ value: Double) -> Int {
        Int((min(max((high - value) / (high - low), 0), 1) * last).rounded())
      }
      canvas.fillColumn(column, from: row(span.upperBound), to: row(span.lowerBound))
    }
    for y in 0..<area.height {
      for x in 0..<area.width {
        guard let glyph = canvas.glyph(x: x, y: y) else { continue }
        frame[area.x + x, area.y + y] = Cell(glyph, theme[.measure])
      }
    }
    guard area.height > 1 else { return }
    let muted = theme[.textMuted]
    frame.write(decimal(high, 1), endingAt: layout.gutter - 1, y: area.y, style: muted)
    frame.write(
      decimal(low, 1), endingAt: layout.gutter - 1, y: area.rows.upperBound - 1, style: muted)
  }

  /// Beats laid over one another: the band that they fill, and their mean.
  func drawTrigger(_ frame: inout Frame) {
    let area = Rect(
      x: layout.gutter, y: layout.traces.y, width: layout.overview.width,
      height: layout.traces.height)
    guard area.width > 4 else { return }
    guard let average = state.average else {
      frame.write(
        "laying beats over one another…", x: area.x + 1, y: area.y, style: theme[.textMuted])
      return
    }
    let seconds = BeatAverage.before + BeatAverage.after
    let zero = area.x + Int(Double(area.width) * BeatAverage.before / seconds)
    for lane in layout.lanes {
      guard let found = average.lanes.first(where: { $0.channel == lane.channel }) else { continue }
      let rect = Rect(
        x: area.x, y: lane.rect.y, width: area.width, height: lane.rect.height)
      draw(found, rect, &frame)
      for y in rect.rows where frame[zero, y].glyph == " " {
        frame[zero, y] = Cell("┊", theme[.grid])
      }
    }
    drawTriggerAxis(average, area, &frame)
  }

  /// Milliseconds from the beat, and what is laid over one another.
  private func drawTriggerAxis(_ average: BeatAverage, _ area: Rect, _ frame: inout Frame) {
    guard let row = layout.axisRow else { return }
    let perColumn = (BeatAverage.before + BeatAverage.after) / Double(area.width)
    for x in 0..<area.columns.upperBound { frame[x, row] = Cell("─", theme[.border]) }
    for step in stride(from: -200, through: 400, by: area.width < 60 ? 200 : 100) {
      let x = area.x + Int((Double(step) / 1000 + BeatAverage.before) / perColumn)
      frame[x, row] = Cell("┬", theme[.axis])
      frame.write(step == 0 ? "0 ms" : "\(step)", x: x + 1, y: row, style: theme[.axis])
    }
    guard row + 1 < area.y else { return }
    let text =
      " \(average.request.beats.count) beats \(average.request.kind), each \(decimal(perColumn * 1000, 1)) ms/col: "
      + "their mean in the band of eight of ten; v closes"
    frame.write(text, x: 0, y: row + 1, style: theme[.paneTitle], width: area.columns.upperBound)
  }

  private func draw(_ lane: BeatAverage.Lane, _ rect: Rect, _ frame: inout Frame) {
    let channel = record.channels[lane.channel]
    let count = lane.mean.count
    guard count > 1 else { return }
    let columns = rect.width * 2
    func peaks(_ low: [Float], _ high: [Float]) -> [Peak?] {
      (0..<columns).map { column in
        let first = column * count / columns
        let end = max(first + 1, (column + 1) * count / columns)
        var peak = Peak.empty
        for index in first..<min(end, count) where low[index] <= high[index] {
          peak.formUnion(Peak(minimum: low[index], maximum: high[index]))
        }
        return peak
      }
    }
    let mean = peaks(lane.mean, lane.mean)
    let scale = LaneScale(
      channel: channel, extent: TraceExtent(mean), rows: rect.height,
      centred: state.centresBaseline,
      sensitivity: state.sensitivity(of: lane.channel, laneRows: layout.laneRows),
      difference: state.channelSteps[lane.channel] ?? 0)
    let painter = TracePainter(
      dotsPerUnit: scale.dotsPerUnit, centre: scale.centre, baseline: scale.baseline,
      size: Size(width: rect.width, height: rect.height))
    let band = painter.paint(peaks(lane.lowest, lane.highest)).canvas
    let line = painter.paint(mean).canvas
    let style = theme[channel.kind.role]
    for y in 0..<rect.height {
      for x in 0..<rect.width {
        if let glyph = line.glyph(x: x, y: y) {
          frame[rect.x + x, rect.y + y] = Cell(glyph, theme.applying(.average, to: style))
        } else if let glyph = band.glyph(x: x, y: y) {
          frame[rect.x + x, rect.y + y] = Cell(glyph, theme[.superimposed])
        }
      }
    }
    let named = WaveformLayout.Lane(channel: lane.channel, rect: rect)
    drawLabel(named, channel, scale, style, &frame)
  }
}
