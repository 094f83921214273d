import Foundation

/// How much of the paper a lane's signal takes, and its calibration pulse.
struct LaneForm: Equatable {
  /// What stands on the lane's zero line: the median, which is the isoelectric line or near it.
  var level: Double
  /// Millimetres that the signal needs above and below the zero line, in whole ones.
  var up: Double
  var down: Double
  /// Height of the calibration pulse, in the lane's unit.
  var pulse: Double
  /// The same in mm.
  var pulseHeight: Double

  /// Further from the zero line a trace is cut off, and marked.
  static let mostReach = 30.0
  /// Two lines of text.
  static let leastHeight = 6.0
  /// Part of its height that a lane keeps where all are pressed together.
  private static let leastShare = 0.6

  init(_ lane: StripLane) {
    let values = lane.samples.filter { $0.isFinite }.sorted()
    let level = values.isEmpty ? 0 : Double(values[values.count / 2])
    func reach(_ value: Float?) -> Double {
      let distance = value.map { abs(Double($0) - level) * lane.gain } ?? 0
      return min(Self.mostReach, max(2, (distance + 0.5).rounded(.up)))
    }
    let (above, below) = (reach(values.last), reach(values.first))
    pulse = Self.pulse(lane)
    pulseHeight = pulse * lane.gain
    // The pulse has to fit, and so have the lane's name and gain.
    let wanted = max(Self.leastHeight, pulseHeight + 1)
    up = above + max(0, (wanted - above - below).rounded(.up))
    down = below
    self.level = level
  }

  var height: Double { up + down }

  /// The least height at which neither texts nor pulses of neighbours meet.
  var least: Double {
    min(height, max(Self.leastHeight, pulseHeight + 0.5, Self.leastShare * height))
  }

  /// 1 mV, or what is higher than a hair and lower than a lane: 1, 2 or 5 times a power of ten.
  private static func pulse(_ lane: StripLane) -> Double {
    if lane.unit == "mV" && (0.5...mostReach).contains(lane.gain) { return 1 }
    let wanted = 12 / lane.gain
    let power = pow(10, floor(log10(wanted)))
    return ([5, 2, 1].first { $0 * power <= wanted } ?? 1) * power
  }
}
