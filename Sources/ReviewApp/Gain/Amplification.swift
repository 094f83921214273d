public import Waveforms

/// How high traces stand, and what lies in the middle of their lanes.
public struct Amplification: Sendable, Equatable {
  /// Nil until the reader changes it: the opening sensitivity follows from the lanes' height.
  public var sensitivity: Sensitivity?
  /// Steps that a channel differs from the others by, by channel number.
  public var channelSteps: [Int: Int] = [:]
  public var centresBaseline = true

  /// Electrograms are several times as high as surface leads: they open at half the gain, and
  /// say so beside their names.
  public init(_ record: Record) {
    for (index, channel) in record.channels.enumerated() where channel.kind.isElectrogram {
      channelSteps[index] = -1
    }
  }

  /// The same for a record whose channels are something else than before: steps that a reader chose
  /// stay, those of electrograms follow what is one now.
  mutating func follow(from old: Record, to new: Record) {
    for index in new.channels.indices
    where old.channels[index].kind.isElectrogram != new.channels[index].kind.isElectrogram {
      channelSteps[index] = new.channels[index].kind.isElectrogram ? -1 : nil
    }
  }

  /// The sensitivity that all channels have in common, on lanes of a height.
  func common(laneRows: Int) -> Sensitivity { sensitivity ?? .opening(laneRows: laneRows) }

  /// The sensitivity of a channel on lanes of a height.
  public func sensitivity(of channel: Int, laneRows: Int) -> Sensitivity {
    common(laneRows: laneRows).moved(by: channelSteps[channel] ?? 0)
  }

  /// Steps that a channel may differ by, either way.
  static let channelReach = Sensitivity.steps.upperBound * 2

  mutating func moveChannel(_ channel: Int, by step: Int) {
    let moved = (channelSteps[channel] ?? 0) + step
    let limited = min(max(moved, -Self.channelReach), Self.channelReach)
    channelSteps[channel] = limited == 0 ? nil : limited
  }

  mutating func restoreStandard() {
    sensitivity = .standard
    channelSteps = [:]
  }

  /// Gives channels the largest step at which their traces fit into their lanes.
  mutating func fit(_ lanes: [FittedLane], laneRows: Int) {
    let current = common(laneRows: laneRows)
    for lane in lanes {
      // A channel of one value has no height to fit: it keeps its gain.
      guard let step = lane.step(centresBaseline: centresBaseline) else { continue }
      moveChannel(lane.channel, by: step - current.step - (channelSteps[lane.channel] ?? 0))
    }
    sensitivity = current
  }
}

/// A voltage's lane and how far its trace reaches there.
struct FittedLane {
  var channel: Int
  var rows: Int
  var millivoltsPerUnit: Double
  var extent: TraceExtent

  /// The largest step of `Sensitivity` at which the trace fits; nil for one of a single value.
  func step(centresBaseline: Bool) -> Int? {
    let baseline = TracePainter.baseline(
      rows: rows, pointsDown: centresBaseline && extent.pointsDown)
    let most = extent.dotsPerUnit(rows: rows, baseline: baseline, centred: centresBaseline)
    guard let most else { return nil }
    return Sensitivity.steps.last {
      Sensitivity(step: $0).millimetresPerMillivolt * millivoltsPerUnit <= most
    } ?? Sensitivity.steps.lowerBound
  }
}
