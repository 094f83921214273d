import ReviewSession
import TerminalGraphics
import Waveforms

/// The gain that a record opens at: for each kind of channel the largest standard step at which
/// what was seen of it at the opening fits into lanes of a height. Chosen once, it does not follow
/// the signal.
struct OpeningGain: Sendable, Equatable {
  /// How far a voltage reaches from its baseline.
  private struct Seen: Equatable {
    var kind: ChannelKind
    var millivoltsPerUnit: Double
    /// About a baseline of 0.
    var extent: TraceExtent
  }

  /// By channel number.
  private var seen: [Int: Seen] = [:]
  /// The step of `Sensitivity` for each kind of channel.
  private(set) var steps: [ChannelKind: Int] = [:]

  /// The step of the leads, or where there are none that of the lowest electrograms; nil where
  /// nothing was seen.
  var common: Int? { steps[.surface] ?? steps.values.min() }

  /// Nothing was seen: what the lanes' height says is all.
  init() {}

  /// Seconds that are looked at, in stretches that have a baseline each as a view has.
  private static let seconds = 10.0
  private static let stretchSeconds = 2.0
  private static let secondsPerColumn = 0.02

  /// Looks at a record's voltages from a moment on.
  init(_ document: ReviewDocument, from start: Double) {
    let channels = document.record.channels
    let voltages = channels.indices.filter { channels[$0].millivoltsPerUnit != nil }
    // A slower reading would want peaks that nobody has read yet.
    let rate = voltages.map { channels[$0].samplingRateHz }.max() ?? 0
    guard rate * Self.secondsPerColumn < PeakReader.directSamples else { return }
    let lanes = document.peaks.lanes(
      channels: voltages, start: start, secondsPerColumn: Self.secondsPerColumn,
      columns: Int(Self.seconds / Self.secondsPerColumn))
    for (channel, lane) in zip(voltages, lanes) {
      guard let millivolts = channels[channel].millivoltsPerUnit else { continue }
      seen[channel] = Seen(
        kind: channels[channel].kind, millivoltsPerUnit: millivolts, extent: Self.extent(lane.peaks)
      )
    }
  }

  private static func extent(_ peaks: [Peak?]) -> TraceExtent {
    let columns = Int(stretchSeconds / secondsPerColumn)
    var whole = TraceExtent([])
    for first in stride(from: 0, to: peaks.count, by: columns) {
      whole.formUnion(TraceExtent(peaks[first..<min(first + columns, peaks.count)]).aboutZero)
    }
    return whole
  }

  /// The same where channels are something else than was thought.
  mutating func follow(_ record: Record) {
    for channel in seen.keys { seen[channel]?.kind = record.channels[channel].kind }
  }

  /// Surface leads open at the standard at most; electrograms, of which some are far smaller, at
  /// four times that.
  private static func most(_ kind: ChannelKind) -> Int { kind == .surface ? 0 : 2 }
  /// Steps below the middle one of its kind that a single channel may take all others down with:
  /// one that is higher yet has a fault, and is marked as leaving its lane.
  private static let reach = 2

  /// Dots of a neighbouring lane that a trace may take at the opening.
  private static let dotsBeyond = 3

  /// Finds the steps at which what was seen fits into lanes; channels that are shown but not in
  /// view have lanes as the others.
  mutating func fit(_ layout: WaveformLayout, shown: [Int], centred: Bool) {
    var found: [ChannelKind: [Int]] = [:]
    for channel in shown {
      guard let seen = seen[channel] else { continue }
      let lane = layout.lanes.firstIndex { $0.channel == channel }
      let fitted = FittedLane(
        channel: channel, rows: lane.map { layout.lanes[$0].rect.height } ?? layout.laneRows,
        dotsAbove: lane == 0 ? 0 : Self.dotsBeyond,
        dotsBelow: lane == layout.lanes.count - 1 ? 0 : Self.dotsBeyond,
        millivoltsPerUnit: seen.millivoltsPerUnit, extent: seen.extent)
      if let step = fitted.step(centresBaseline: centred) {
        found[seen.kind, default: []].append(step)
      }
    }
    steps = [:]
    for (kind, all) in found {
      let middle = all.sorted()[all.count / 2]
      steps[kind] = min(max(all.min() ?? middle, middle - Self.reach), Self.most(kind))
    }
  }
}
