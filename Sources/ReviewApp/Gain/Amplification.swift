public import Waveforms

/// How high traces stand, and what lies in the middle of their lanes.
public struct Amplification: Sendable, Equatable {
  /// Nil until the reader changes it: the opening sensitivity follows from what was seen at the
  /// opening and from the lanes' height.
  public var sensitivity: Sensitivity?
  /// Steps that the reader has a channel differ from the others by, by channel number.
  public var channelSteps: [Int: Int] = [:]
  public var centresBaseline = true
  var opening = OpeningGain()
  /// By channel number.
  private var kinds: [ChannelKind]

  public init(_ record: Record) { kinds = record.channels.map(\.kind) }

  /// The same for a record whose channels are something else than before: steps that a reader chose
  /// stay, those of the opening follow what a channel is now.
  mutating func follow(to new: Record) {
    kinds = new.channels.map(\.kind)
    opening.follow(new)
  }

  /// The sensitivity that all channels have in common, on lanes of a height.
  func common(laneRows: Int) -> Sensitivity {
    sensitivity ?? openingSensitivity(laneRows)
  }

  private func openingSensitivity(_ laneRows: Int) -> Sensitivity {
    opening.common.map { Sensitivity(step: $0) } ?? .opening(laneRows: laneRows)
  }

  /// Steps that a channel differs from the others by: as the reader has it, or as its kind opened.
  func difference(of channel: Int, laneRows: Int) -> Int {
    if let step = channelSteps[channel] { return step }
    guard kinds.indices.contains(channel), kinds[channel] != .surface else { return 0 }
    let kind = kinds[channel]
    // Of electrograms that were not seen no more is known than that they are several times as high.
    return opening.steps[kind].map { $0 - openingSensitivity(laneRows).step }
      ?? (kind.isElectrogram ? -1 : 0)
  }

  /// The sensitivity of a channel on lanes of a height.
  public func sensitivity(of channel: Int, laneRows: Int) -> Sensitivity {
    common(laneRows: laneRows).moved(by: difference(of: channel, laneRows: laneRows))
  }

  /// Steps that a channel may differ by, either way.
  static let channelReach = Sensitivity.steps.upperBound * 2

  /// Moves a channel alone, within what is offered.
  mutating func moveChannel(_ channel: Int, by step: Int, laneRows: Int) {
    let moved = sensitivity(of: channel, laneRows: laneRows).moved(by: step)
    channelSteps[channel] = moved.step - common(laneRows: laneRows).step
  }

  mutating func restoreStandard() {
    sensitivity = .standard
    channelSteps = Dictionary(uniqueKeysWithValues: kinds.indices.map { ($0, 0) })
  }

  /// Gives channels the largest step at which their traces fit into their lanes.
  mutating func fit(_ lanes: [FittedLane], laneRows: Int) {
    let current = common(laneRows: laneRows)
    for lane in lanes {
      // A channel of one value has no height to fit: it keeps its gain.
      guard let step = lane.step(centresBaseline: centresBaseline) else { continue }
      channelSteps[lane.channel] = step - current.step
    }
    sensitivity = current
  }
}

/// A voltage's lane and how far its trace reaches there.
struct FittedLane {
  var channel: Int
  var rows: Int
  /// Dots beyond the lane's edges that the trace may have of its neighbours.
  var dotsAbove = 0
  var dotsBelow = 0
  var millivoltsPerUnit: Double
  var extent: TraceExtent

  /// The largest step of `Sensitivity` at which the trace fits; nil for one of a single value.
  func step(centresBaseline: Bool) -> Int? {
    let baseline = TracePainter.baseline(
      rows: rows, pointsDown: centresBaseline && extent.pointsDown)
    let most = extent.dotsPerUnit(
      above: baseline + Double(dotsAbove), below: Double(rows * 4 - 1 + dotsBelow) - baseline,
      centred: centresBaseline)
    guard let most else { return nil }
    return Sensitivity.steps.last {
      Sensitivity(step: $0).millimetresPerMillivolt * millivoltsPerUnit <= most
    } ?? Sensitivity.steps.lowerBound
  }
}
