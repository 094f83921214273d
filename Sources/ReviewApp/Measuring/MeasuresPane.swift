import Measures
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

/// The pane of measures: calipers, medians of the view, the order of activation, beat by beat.
struct MeasuresPane: CanvasPart {
  let canvas: Canvas
  let review: RecordReview
  let caliper: Caliper?
  let amplitude: ShownAmplitude?
  /// Pinned to the record, in order of time.
  let intervals: [PinnedInterval]
  /// The moment that the pane tells of, and the channel that keys act on.
  let attended: Double
  let focus: Int

  func draw(_ pane: inout PaneWriter, _ frame: inout Frame) {
    drawCaliper(&pane, &frame)
    drawPinned(&pane, &frame)
    let view = layout.active
    guard view.end - view.start <= Measuring.longestSeconds else {
      return pane.line("zoom in to measure", .textMuted, &frame)
    }
    let beats = review.beats(from: view.start, to: view.end)
    guard !beats.isEmpty else {
      let isLooking = review.detected == nil && !review.isAnnotated
      return pane.line(
        isLooking ? "looking for beats…" : "no beats in view", .textMuted, &frame)
    }
    let nearest = beats.min { abs($0 - attended) < abs($1 - attended) }
    let all = known(beats)
    let table = MeasureColumns(
      Array(all.values), of: nearest.map(review.kind), width: pane.rect.width)
    let source = review.isAnnotated ? "annotated" : "detected"
    pane.line("\(beats.count.counted("beat")), \(source)  ms", .textMuted, &frame)
    guard !table.columns.isEmpty else { return pane.line("measuring…", .textMuted, &frame) }
    pane.line(table.caption, .measure, &frame)
    pane.line(table.titles, .paneTitle, &frame)
    pane.line(table.medians, .measure, &frame)
    if let rate = table.rate { pane.line(rate, .text, &frame) }
    drawActivation(nearest, &pane, &frame)
    drawBeats(Array(beats), nearest, all, table, &pane, &frame)
  }

  /// The beats that are measured already, with their kinds.
  private func known(_ beats: ArraySlice<Double>) -> [Double: MeasureColumns.Beat] {
    var all: [Double: MeasureColumns.Beat] = [:]
    var before = beats.startIndex > 0 ? review.kind(of: review.beats[beats.startIndex - 1]) : nil
    for beat in beats {
      let kind = review.kind(of: beat)
      if let measures = review.measures[beat] {
        all[beat] = MeasureColumns.Beat(
          measures: measures, kind: kind, followsOwnKind: kind == before)
      }
      before = kind
    }
    return all
  }

  private func drawCaliper(_ pane: inout PaneWriter, _ frame: inout Frame) {
    guard let caliper else { return }
    pane.line("caliper \(caliper.label)", .caliper, &frame)
    guard let amplitude else { return }
    pane.line(
      "        \(amplitude.text) on \(canvas.channelName(focus))", .caliper, &frame)
  }

  /// Lines at most for pinned intervals: measures need the others.
  private static let pinnedLines = 4

  /// The pinned intervals in view, those of hidden channels too.
  private func drawPinned(_ pane: inout PaneWriter, _ frame: inout Frame) {
    let view = layout.active
    let shown = intervals.filter { $0.to.seconds >= view.start && $0.from.seconds <= view.end }
    let isCut = shown.count > Self.pinnedLines
    for interval in shown.prefix(isCut ? Self.pinnedLines - 1 : Self.pinnedLines) {
      pane.line("\(interval.label)  \(interval.channels)", .caliper, &frame)
    }
    if isCut {
      pane.line("\(shown.count - Self.pinnedLines + 1) more: \" lists them", .textMuted, &frame)
    }
  }

  /// The order in which the coronary sinus is activated at the beat under the cursor.
  private func drawActivation(
    _ beat: Double?, _ pane: inout PaneWriter, _ frame: inout Frame
  ) {
    guard let measured = beat.flatMap({ review.measures[$0] }),
      let first = measured.coronarySinus.first
    else { return }
    let name = { (channel: Int) in canvas.channelName(channel).replacing("CS", with: "") }
    let sites = measured.coronarySinus.map { site in
      let delay = (site.time - first.time) * 1000
      // None is the earliest while another may be earlier still.
      let mark = site == measured.earliestSite ? "◀" : ""
      return name(site.channel) + mark + (delay > 0 ? "+\(decimal(delay, 0))" : "")
    }
    let hidden = measured.unreadSites.map { "\(name($0)) hidden" }
    pane.line("CS " + (hidden + sites).joined(separator: " "), .traceCoronarySinus, &frame)
  }

  /// The beat under the cursor stays in sight; those of other kinds than its own stand back.
  private func drawBeats(
    _ beats: [Double], _ nearest: Double?, _ known: [Double: MeasureColumns.Beat],
    _ table: MeasureColumns, _ pane: inout PaneWriter, _ frame: inout Frame
  ) {
    let room = max(1, pane.rowsLeft)
    let place = nearest.flatMap { beats.firstIndex(of: $0) } ?? 0
    let first = max(0, min(place - room / 2, beats.count - room))
    for beat in beats.dropFirst(first).prefix(room) {
      let measured = known[beat]
      let role: ThemeRole = measured.map(table.isOwn) ?? true ? .text : .textMuted
      pane.line(
        measured.map(table.row) ?? " …", beat == nearest ? .selection : role, &frame)
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
