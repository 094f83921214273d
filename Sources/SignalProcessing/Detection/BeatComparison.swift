/// Compares detected beats with reference beats, as `bxb` of the WFDB software does by the rules
/// of ANSI/AAMI EC57.
///
/// Both lists are gone through in order of time. A reference beat and a detection within the
/// tolerance match, unless the later of the two is closer to what comes next in the other list;
/// each matches at most once.
public struct BeatComparison: Sendable, Equatable {
  /// A reference beat and its detection, in samples.
  public struct Match: Sendable, Equatable {
    public let reference: Int
    public let detected: Int
  }

  /// Reference beats that were detected, in order of time.
  public let matches: [Match]
  /// Samples of the reference beats that were not detected.
  public let missed: [Int]
  /// Samples of the detections that no reference beat explains.
  public let extra: [Int]

  /// Reference beats that were detected.
  public var truePositives: Int { matches.count }
  /// Detection minus reference of each match, in samples, in order of time.
  public var offsets: [Int] { matches.map { $0.detected - $0.reference } }
  /// Reference beats that were not detected.
  public var falseNegatives: Int { missed.count }
  /// Detections that no reference beat explains.
  public var falsePositives: Int { extra.count }

  /// The fraction of reference beats that were detected, 0...1; nil without reference beats.
  public var sensitivity: Double? { Self.fraction(truePositives, of: falseNegatives) }

  /// The fraction of detections that are beats, 0...1; nil without detections.
  public var positivePredictivity: Double? { Self.fraction(truePositives, of: falsePositives) }

  /// Compares two ascending lists of samples.
  ///
  /// Exclusion is decided for a match by its reference beat, and for what is left over by itself,
  /// after all has been matched: a pair that straddles a border is never half an error.
  /// - Parameters:
  ///   - tolerance: the greatest distance of a match in samples: 150 ms by EC57.
  ///   - start: the first sample that counts: the end of EC57's learning period of 5 minutes.
  ///   - excluding: spans that do not count, such as ventricular flutter and fibrillation.
  public init(
    reference: [Int], detected: [Int], tolerance: Int, start: Int = 0,
    excluding: [ClosedRange<Int>] = []
  ) {
    func counts(_ sample: Int) -> Bool {
      sample >= start && !excluding.contains { $0.contains(sample) }
    }
    let (matches, missed, extra) = Self.match(reference, detected, tolerance)
    self.matches = matches.filter { counts($0.reference) }
    self.missed = missed.filter(counts)
    self.extra = extra.filter(counts)
  }

  private static func match(
    _ reference: [Int], _ detected: [Int], _ tolerance: Int
  ) -> (matches: [Match], missed: [Int], extra: [Int]) {
    var (matches, missed, extra): ([Match], [Int], [Int]) = ([], [], [])
    var (left, right) = (0, 0)
    while left < reference.count && right < detected.count {
      let (beat, detection) = (reference[left], detected[right])
      let isBeatFirst = beat < detection
      // What follows the earlier of the two may be the closer partner of the later.
      let rival =
        isBeatFirst
        ? reference.dropFirst(left + 1).first.map { abs($0 - detection) }
        : detected.dropFirst(right + 1).first.map { abs($0 - beat) }
      let distance = abs(beat - detection)
      if distance <= tolerance && distance <= rival ?? distance {
        matches.append(Match(reference: beat, detected: detection))
        left += 1
        right += 1
      } else if isBeatFirst {
        missed.append(beat)
        left += 1
      } else {
        extra.append(detection)
        right += 1
      }
    }
    return (matches, missed + reference[left...], extra + detected[right...])
  }

  private static func fraction(_ part: Int, of rest: Int) -> Double? {
    part + rest > 0 ? Double(part) / Double(part + rest) : nil
  }
}
