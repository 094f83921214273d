import Foundation
import Waveforms

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
  /// Samples at which the recorder has reached its limit.
  var limits: [Range<Int>] = []

  /// Further from the zero line a trace is cut off, and marked.
  static let mostReach = 30.0
  /// Room for a lane's name above its trace.
  private static let nameHeight = 3.0
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
    if let low = values.first, let high = values.last, lane.unit == "mV" {
      // Where a signal is most of the time is its zero line, and no limit.
      limits = Self.limits(lane.samples, low: low, high: high).filter {
        Double(lane.samples[$0.lowerBound]) != level
      }
    }
  }

  /// Samples in a row at the highest or lowest value from which on a recorder is at its limit; the
  /// same as `RecordVerification` has.
  private static let limitRun = RecordVerification.clippingRun
  /// The top of a wave is as flat, but is not entered or left by as much of the whole height.
  private static let limitStep: Float = 0.05

  private static func limits(_ samples: [Float], low: Float, high: Float) -> [Range<Int>] {
    guard low < high else { return [] }
    let step = (high - low) * limitStep
    var runs: [Range<Int>] = []
    var start = 0
    while start < samples.count {
      let value = samples[start]
      guard value == low || value == high else {
        start += 1
        continue
      }
      let end = samples[start...].firstIndex { $0 != value } ?? samples.count
      let sides = [start - 1, end].filter(samples.indices.contains).map { samples[$0] }
      if end - start >= limitRun, sides.contains(where: { abs($0 - value) >= step }) {
        runs.append(start..<end)
      }
      start = end
    }
    return runs
  }

  /// What a line needs whose lanes take turns, with a name above each.
  init(turns forms: [LaneForm]) {
    level = 0
    up = (forms.map(\.up).max() ?? 0) + Self.nameHeight
    down = forms.map(\.down).max() ?? 0
    pulse = forms.first?.pulse ?? 0
    pulseHeight = forms.map(\.pulseHeight).max() ?? 0
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
