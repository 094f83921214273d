import ReviewSession
import TerminalGraphics
import Waveforms

/// Beats laid over one another at their trigger, and their mean.
struct TriggerView: CanvasPart {
  let canvas: Canvas
  /// Nil until they have been averaged.
  let average: BeatAverage?
  let gain: Amplification
  let focus: Int
  let caliper: Caliper?

  private var scale: TriggerScale { TriggerScale(layout) }

  func draw(_ frame: inout Frame) {
    let area = scale.area
    guard area.width > 4 else { return }
    guard let average else {
      frame.write(
        "laying beats over one another…", x: area.x + 1, y: area.y, style: theme[.textMuted])
      return
    }
    for lane in layout.lanes {
      guard let found = average.lanes.first(where: { $0.channel == lane.channel }) else { continue }
      let rect = Rect(
        x: area.x, y: lane.rect.y, width: area.width, height: lane.rect.height)
      draw(found, rect, &frame)
      drawLine(at: 0, "┊", theme[.grid], rect.rows, &frame)
    }
    drawCaliper(area, &frame)
    drawAxis(average, area, &frame)
  }

  private func drawCaliper(_ area: Rect, _ frame: inout Frame) {
    guard let caliper else { return }
    let style = theme[.caliper]
    for moment in caliper.lines(from: -BeatAverage.before, to: BeatAverage.after) {
      drawLine(at: moment, "┆", style, area.rows, &frame)
    }
    guard caliper.isHeld else { return }
    drawLine(at: caliper.fixed, "│", style, area.rows, &frame)
    drawLine(at: caliper.moving, "┃", style, area.rows, &frame)
  }

  /// A line where no trace is.
  private func drawLine(
    at seconds: Double, _ glyph: Unicode.Scalar, _ style: Style, _ rows: Range<Int>,
    _ frame: inout Frame
  ) {
    let x = scale.column(of: seconds)
    guard scale.area.columns.contains(x) else { return }
    for y in rows where " ┊┆│".unicodeScalars.contains(frame[x, y].glyph) {
      frame[x, y] = Cell(glyph, style)
    }
  }

  /// Milliseconds from the beat, and what is laid over one another.
  private func drawAxis(_ average: BeatAverage, _ area: Rect, _ frame: inout Frame) {
    guard let row = layout.axisRow else { return }
    let perColumn = scale.secondsPerColumn
    for x in 0..<area.columns.upperBound { frame[x, row] = Cell("─", theme[.border]) }
    for step in stride(from: -200, through: 400, by: area.width < 60 ? 200 : 100) {
      let x = scale.column(of: Double(step) / 1000)
      frame[x, row] = Cell("┬", theme[.axis])
      frame.write(step == 0 ? "0 ms" : "\(step)", x: x + 1, y: row, style: theme[.axis])
    }
    guard row + 1 < area.y else { return }
    let text =
      " \(average.title(record)), \(decimal(perColumn * 1000, 1)) ms/col"
      + "  Enter: trigger on \(canvas.channelName(focus))  c calipers  v closes"
    frame.write(text, x: 0, y: row + 1, style: theme[.paneTitle], width: area.columns.upperBound)
  }

  private func draw(_ lane: BeatAverage.Lane, _ rect: Rect, _ frame: inout Frame) {
    guard lane.mean.count > 1 else { return }
    let channel = record.channels[lane.channel]
    let mean = Self.peaks(lane.mean, lane.mean, columns: rect.width * 2)
    let scale = LaneScale(
      channel: channel, extent: TraceExtent(mean), rows: rect.height,
      centred: gain.centresBaseline,
      sensitivity: gain.sensitivity(of: lane.channel, laneRows: layout.laneRows),
      difference: gain.difference(of: lane.channel, laneRows: layout.laneRows))
    let painter = TracePainter(
      dotsPerUnit: scale.dotsPerUnit, centre: scale.centre, baseline: scale.baseline,
      size: Size(width: rect.width, height: rect.height))
    var band = BrailleCanvas(size: Size(width: rect.width, height: rect.height))
    for beat in lane.beats {
      band.formUnion(painter.paint(Self.peaks(beat, beat, columns: rect.width * 2)).canvas)
    }
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
    LaneLabel(
      canvas: canvas, lane: named, scale: scale, style: style, isFocused: lane.channel == focus
    ).draw(&frame)
  }

  /// The peak of each column of dots.
  private static func peaks(_ low: [Float], _ high: [Float], columns: Int) -> [Peak?] {
    (0..<columns).map { column in
      let first = column * low.count / columns
      let end = max(first + 1, (column + 1) * low.count / columns)
      var peak = Peak.empty
      for index in first..<min(end, low.count) where low[index] <= high[index] {
        peak.formUnion(Peak(minimum: low[index], maximum: high[index]))
      }
      return peak
    }
  }
}

extension BeatAverage {
  /// `38 beats N at their QRS`, `12 activations of HIS d`
  func title(_ record: Record) -> String {
    guard case .channel(let channel, _) = request.trigger else {
      return "\(moments.count) beats \(request.kind) at their QRS"
    }
    let name = record.channels[channel].shownName
    return moments.isEmpty
      ? "no activation of \(name) near here" : "\(moments.count) activations of \(name)"
  }
}
