/// One pulse of a pacemaker or a stimulator.
public struct Stimulus: Sendable, Equatable {
  /// The chamber in which its electrodes lie.
  public enum Chamber: String, Sendable {
    case atrium, ventricle
  }

  /// Its place in programmed stimulation.
  public enum Role: Sendable, Equatable {
    /// One of a row at one cycle length: S1.
    case drive
    /// Premature behind such a row: 2 for S2, 3 for S3.
    case extra(Int)

    /// `S1`, `S2`
    public var name: String {
      switch self {
      case .drive: "S1"
      case .extra(let number): "S\(number)"
      }
    }
  }

  /// Where it begins, in seconds from the record's start.
  public let time: Double
  /// Which of the record's stimulators it is of, from 0 on: pulses of one look alike.
  public internal(set) var source: Int
  /// Channels in which it is seen; of electrograms those that it drives to their limits.
  public internal(set) var channels: [Int]
  /// As the electrogram tells that it drives to its limits; nil where it is seen on the skin alone.
  public internal(set) var chamber: Chamber?
  /// Nil where there is no train, and in records without electrograms: a pacemaker's pulses are no
  /// programmed stimulation.
  public internal(set) var role: Role?

  init(time: Double, source: Int, channels: [Int], chamber: Chamber? = nil) {
    (self.time, self.source, self.channels) = (time, source, channels)
    self.chamber = chamber
  }
}

/// A row of stimuli at one cycle length and what follows it prematurely.
public struct StimulusTrain: Sendable, Equatable {
  /// Which stimulator it is of.
  public let source: Int
  /// Times of S1, in seconds from the record's start; at least three.
  public let drive: [Double]
  /// The median of their intervals, in seconds.
  public let cycle: Double
  /// Times of S2, S3 and so on.
  public let extras: [Double]

  /// From S1 to S2, from S2 to S3 and so on, in seconds.
  public var couplings: [Double] {
    let times = [drive[drive.count - 1]] + extras
    return zip(times, times.dropFirst()).map { $1 - $0 }
  }
}

/// Tells the trains of programmed stimulation from the times of one stimulator.
enum StimulusTrains {
  /// Stimulators keep time; a sample of 1 ms and the reading of an onset are in it.
  private static let tolerance = 0.008
  /// A premature stimulus comes earlier by more than this, and no earlier than this part.
  private static let prematurity = 0.015
  private static let leastCoupling = 0.1
  private static let longestCycle = 2.0
  private static let leastDrive = 3

  static func find(_ times: [Double], source: Int) -> [StimulusTrain] {
    var trains: [StimulusTrain] = []
    var start = 0
    while start + 1 < times.count {
      let first = times[start + 1] - times[start]
      var end = start + 1
      while end + 1 < times.count, abs(times[end + 1] - times[end] - first) <= tolerance {
        end += 1
      }
      guard end - start + 1 >= leastDrive, first < longestCycle else {
        start += 1
        continue
      }
      var intervals = (start..<end).map { times[$0 + 1] - times[$0] }
      intervals.sort()
      let cycle = (intervals[(intervals.count - 1) / 2] + intervals[intervals.count / 2]) / 2
      var next = end + 1
      while next < times.count {
        let coupling = times[next] - times[next - 1]
        guard coupling < cycle - prematurity, coupling > leastCoupling else { break }
        next += 1
      }
      trains.append(
        StimulusTrain(
          source: source, drive: Array(times[start...end]), cycle: cycle,
          extras: Array(times[(end + 1)..<next])))
      start = next
    }
    return trains
  }
}
