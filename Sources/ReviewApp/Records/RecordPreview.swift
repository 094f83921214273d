import ReviewSession
import TerminalGraphics
import Waveforms

/// The first seconds of a record, read for the list's picture.
struct RecordPreview {
  private let state: WaveformState
  private let signals: ShownSignals
  private let area: Size

  /// Seconds that are shown.
  static let seconds = 10.0

  /// Reads the selected record; nil where it is not open, or there is no room for it.
  init?(_ list: RecordsState, _ layout: RecordsLayout) {
    guard let area = layout.preview, let name = list.selected,
      case .document(let document)? = list.surveys[name]
    else { return nil }
    self.init(RecordReview(document: document), Size(width: area.width, height: area.height))
  }

  /// - Parameters:
  ///   - middle: what the picture is about, where it is not the record's beginning.
  ///   - seconds: that are shown.
  init(
    _ review: RecordReview, _ area: Size, about middle: Double? = nil,
    seconds: Double = RecordPreview.seconds
  ) {
    let document = review.document
    self.area = area
    var room = area
    var state = WaveformState(document: document, size: room)
    state.review = review
    state.panes.open = []
    // No channel is focused.
    state.channels.focus = -1
    state.settle(room)
    let seconds = min(seconds, document.record.durationSeconds)
    var speed = SweepSpeed.slowest(duration: seconds, dots: state.layout.dots)
    // Slower sweeps are drawn from peaks, which nobody has read for a record of the list.
    while speed.secondsPerDot * document.record.frameRateHz >= PeakReader.directSamples {
      speed.step += 1
    }
    state.viewport.speed = speed
    // Lines below the traces are not part of a preview: its traces get their room.
    room.height += max(0, room.height - state.layout.traces.rows.upperBound)
    if let middle {
      state.viewport.start = middle - seconds / 2
      state.viewport.cursor = middle
    }
    state.settle(room)
    self.state = state
    signals = ShownSignals(state)
  }

  /// The picture, as large as its place.
  func frame(theme: Theme) -> Frame {
    let picture = WaveformView(state: state, signals: signals, theme: theme).previewFrame()
    var frame = Frame(size: area)
    for y in 0..<area.height {
      for x in 0..<area.width { frame[x, y] = picture[x, y] }
    }
    return frame
  }
}
