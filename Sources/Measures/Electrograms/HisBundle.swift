/// Finds the atrial and the His deflection before a complex in a His bundle electrogram.
///
/// The three deflections A, H and V follow one another (Scherlag, Lau, Helfant, Berkowitz, Stein
/// and Damato, Circulation 1969;39:13). A is the steepest before the ventricles, H the steepest
/// that is separable after it. Where A is hidden in V, as in AV nodal re-entry, or not seen by the
/// distal electrodes, H stands alone.
enum HisBundle {
  /// AH is 55 to 125 ms and HV 35 to 55 ms in health (Josephson, Clinical Cardiac
  /// Electrophysiology); what is outside these wider bounds is something else.
  private static let atrioHis = 0.03...0.35
  private static let hisVentricular = 0.015...0.12
  /// No atrial impulse passes the node and the bundle in so short a time: what stands alone so
  /// shortly before the ventricles is the bundle's.
  private static let alone = 0.015...0.085
  /// Atrial activation at the bundle, from the earliest in any other channel on.
  private static let atrialReach = -0.055...0.09

  /// H of one channel, and A before it where it is seen.
  struct Times: Sendable, Equatable {
    let channel: Int
    /// Seconds from the record's start.
    let atrial: Double?
    let his: Double
  }

  /// What one His channel may show, the likeliest first.
  /// - Parameters:
  ///   - deflections: of the channel, in order of time.
  ///   - qrsOnset: of the beat.
  ///   - start: the end of the complex before.
  ///   - atrial: earliest atrial activation before the beat in other channels, where known.
  static func candidates(
    _ deflections: [Deflection], channel: Int, qrsOnset: Double, start: Double, atrial: Double?
  ) -> [Times] {
    let latest = qrsOnset - hisVentricular.lowerBound
    let before = deflections.filter { deflection in
      guard deflection.time > max(start, qrsOnset - 0.45), deflection.time < latest else {
        return false
      }
      return atrial.map { deflection.time > $0 + atrialReach.lowerBound } ?? true
    }
    func isHis(_ one: Deflection) -> Bool { hisVentricular.contains(qrsOnset - one.time) }
    let steepest = before.max { $0.slope < $1.slope }
    let pairs = before.filter { other in
      isHis(other) && steepest.map { atrioHis.contains(other.time - $0.time) } ?? false
    }
    // H may be the steeper of the two; A is then where other channels say.
    let inverse = before.filter { other in
      guard let atrial, let steepest, isHis(steepest) else { return false }
      return atrialReach.contains(other.time - atrial)
        && atrioHis.contains(steepest.time - other.time)
    }
    let single = before.filter { other in
      guard alone.contains(qrsOnset - other.time) else { return false }
      return atrial.map { other.time > $0 + atrialReach.upperBound } ?? true
    }
    let byA = pairs.sorted { $0.slope > $1.slope }.map {
      Times(channel: channel, atrial: steepest?.time, his: $0.time)
    }
    let byH = inverse.max { $0.slope < $1.slope }.map { wave in
      steepest.map { Times(channel: channel, atrial: wave.time, his: $0.time) }
    }
    return byA + [byH ?? nil].compactMap { $0 }
      + single.sorted { $0.slope > $1.slope }.map {
        Times(channel: channel, atrial: nil, his: $0.time)
      }
  }
}
