import LiveSession
import LiveStreams
import ReviewSession
import SignalProcessing
import TerminalGraphics
import Waveforms

/// The channels of a stream on the screen: which, in what order, how high, and where their middle
/// is.
struct LiveChannels: Sendable {
  let buffer: LiveBuffer
  /// A record of no length with the stream's channels.
  let record: Record
  /// Columns of the longest name.
  let longestName: Int
  var arrangement: ChannelArrangement
  var gain: Amplification
  /// How each channel lay on the page before: it holds for a whole page, lest a trace that moves by
  /// a dot be drawn anew from end to end.
  private(set) var extents: [TraceExtent]
  /// The page that the extents were taken for; nil before the first look.
  private var page: Int?
  private var hasFitted = false

  /// Looked at from time to time until there is a page to go by.
  private static let extentSeconds = 4.0
  private static let extentColumns = 400
  private static let openingSeconds = 2.0

  init(_ buffer: LiveBuffer) {
    self.buffer = buffer
    record = buffer.record(frames: 0..<0)
    longestName = record.channels.map { TextWidth.columns(of: $0.shownName) }.max() ?? 0
    arrangement = ChannelArrangement(record)
    gain = Amplification(record)
    extents = record.channels.map { _ in TraceExtent([]) }
  }

  /// Electrograms are read fast.
  var openingSpeed: SweepSpeed {
    record.channels.contains { $0.kind.isElectrogram } ? SweepSpeed(step: 1) : .standard
  }

  /// Shows all channels through a filter, causally.
  func show(_ filter: DisplayFilter) {
    let rate = buffer.header.samplingRateHz
    buffer.filter(
      record.channels.map { channel in
        let sections = filter.sections(channel.kind, samplingRateHz: rate)
        return sections.isEmpty ? nil : FilterCascade(sections)
      })
  }

  /// Looks anew where the traces lie, once a page, and chooses the gain once there are some
  /// seconds.
  mutating func follow(page: Int, layout: LiveLayout) {
    let frames = buffer.frameCount
    let rate = buffer.header.samplingRateHz
    guard Double(frames) >= Self.openingSeconds * rate, self.page != page || !hasFitted else {
      return
    }
    self.page = page
    look(end: frames)
    guard !hasFitted else { return }
    hasFitted = true
    fit(layout)
  }

  private mutating func look(end: Int) {
    let span = Int(Self.extentSeconds * buffer.header.samplingRateHz)
    let first = max(0, end - span)
    let step = max(1, (end - first) / Self.extentColumns)
    let columns = stride(from: first, to: end, by: step).map { $0..<min($0 + step, end) }
    for channel in record.channels.indices {
      let seen = TraceExtent(buffer.peaks(channel: channel, columns: columns))
      if !seen.isEmpty { extents[channel] = seen }
    }
  }

  /// Gives each kind of channel the largest gain at which its traces fit into their lanes.
  mutating func fit(_ layout: LiveLayout) {
    let lanes = placed(layout.sweep, layout, fitsAll: arrangement.fitsAllLanes)
    let rows = lanes.map(\.rect.height).min() ?? 2
    gain.fit(
      lanes.compactMap { lane in
        let channel = record.channels[lane.channel]
        guard let millivolts = channel.millivoltsPerUnit, !extents[lane.channel].isEmpty else {
          return nil
        }
        return FittedLane(
          channel: lane.channel, rows: lane.rect.height, dotsAbove: 2, dotsBelow: 2,
          millivoltsPerUnit: millivolts, extent: extents[lane.channel])
      }, laneRows: rows)
  }

  func placed(_ rect: Rect, _ layout: LiveLayout, fitsAll: Bool) -> [WaveformLayout.Lane] {
    layout.lanes(arrangement.shown, in: rect, fitsAll: fitsAll, focus: arrangement.focus)
  }

  func scale(_ lane: WaveformLayout.Lane, laneRows: Int) -> LaneScale {
    LaneScale(
      channel: record.channels[lane.channel], extent: extents[lane.channel],
      rows: lane.rect.height, centred: gain.centresBaseline,
      sensitivity: gain.sensitivity(of: lane.channel, laneRows: laneRows),
      difference: gain.difference(of: lane.channel, laneRows: laneRows))
  }
}
