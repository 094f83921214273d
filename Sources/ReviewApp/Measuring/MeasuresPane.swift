import Measures
import ReviewSession
import TerminalGraphics
import Waveforms

/// The pane of measures: calipers, medians of the view, the order of activation, beat by beat.
struct MeasuresPane: CanvasPart {
  let canvas: Canvas
  let review: RecordReview
  let caliper: Caliper?
  let amplitude: ShownAmplitude?
  /// The moment that the pane tells of, and the channel that keys act on.
  let attended: Double
  let focus: Int

  func draw(_ pane: inout PaneWriter, _ frame: inout Frame) {
    drawCaliper(&pane, &frame)
    let view = layout.active
    guard view.end - view.start <= Measuring.longestSeconds else {
      return pane.line("zoom in to measure", .textMuted, &frame)
    }
    let beats = review.beats(from: view.start, to: view.end)
    guard !beats.isEmpty else {
      let isLooking = review.detected == nil && review.document.beatTimes.isEmpty
      return pane.line(
        isLooking ? "looking for beats…" : "no beats in view", .textMuted, &frame)
    }
    let table = MeasureColumns(
      beats.compactMap { review.measures[$0] }, width: pane.rect.width)
    let source = review.document.beatTimes.isEmpty ? "detected" : "annotated"
    pane.line("\(beats.count.counted("beat")), \(source)  ms", .textMuted, &frame)
    guard !table.columns.isEmpty else { return pane.line("measuring…", .textMuted, &frame) }
    pane.line(table.titles, .paneTitle, &frame)
    pane.line(table.medians, .measure, &frame)
    if let rate = table.rate { pane.line(rate, .text, &frame) }
    let nearest = beats.min { abs($0 - attended) < abs($1 - attended) }
    drawActivation(nearest, &pane, &frame)
    drawBeats(Array(beats), nearest, table, &pane, &frame)
  }

  private func drawCaliper(_ pane: inout PaneWriter, _ frame: inout Frame) {
    guard let caliper else { return }
    pane.line("caliper \(caliper.label)", .caliper, &frame)
    guard let amplitude else { return }
    pane.line(
      "        \(amplitude.text) on \(canvas.channelName(focus))", .caliper, &frame)
  }

  /// The order in which the coronary sinus is activated at the beat under the cursor.
  private func drawActivation(
    _ beat: Double?, _ pane: inout PaneWriter, _ frame: inout Frame
  ) {
    guard let measured = beat.flatMap({ review.measures[$0] }), let first = measured.earliestSite
    else { return }
    let sites = measured.coronarySinus.map { site in
      let delay = (site.time - first.time) * 1000
      let mark = site == first ? "◀" : ""
      return canvas.channelName(site.channel).replacing("CS", with: "") + mark
        + (delay > 0 ? "+\(decimal(delay, 0))" : "")
    }
    pane.line("CS " + sites.joined(separator: " "), .traceCoronarySinus, &frame)
  }

  /// The beat under the cursor stays in sight.
  private func drawBeats(
    _ beats: [Double], _ nearest: Double?, _ table: MeasureColumns, _ pane: inout PaneWriter,
    _ frame: inout Frame
  ) {
    let room = max(1, pane.rowsLeft)
    let place = nearest.flatMap { beats.firstIndex(of: $0) } ?? 0
    let first = max(0, min(place - room / 2, beats.count - room))
    for beat in beats.dropFirst(first).prefix(room) {
      let row = review.measures[beat].map(table.row) ?? " …"
      pane.line(row, beat == nearest ? .selection : .text, &frame)
    }
  }
}

/// What a channel's value does between the calipers.
struct ShownAmplitude: Sendable, Equatable {
  var difference: Double
  var unit: String

  /// `-0.135 mV`
  var text: String { "\(decimal(difference, 3)) \(unit)" }
}
