import Foundation

/// Families of beats that come early in a rhythm that is regular but for them, with a pause behind:
/// such beats are supraventricular where they are not ventricular, which is what the classes of EC57
/// mean, and a model that sees many of them takes them for the rhythm.
///
/// In atrial fibrillation any beat may come early, and early beats behind ventricular ones may be
/// interpolated: neither counts. Whether a rhythm is regular is asked of the whole record: where less
/// than half of it is fibrillation, that does not keep its early beats out. The bounds were set by
/// what such families are in records of svdb, and by the fibrillation of MIT-BIH's 203, 219 and 222.
struct EarlyFamilies {
  /// How many times as likely an early beat is supraventricular; from 5 to 20 little changes.
  static let odds = 10.0
  /// Of the usual interval, and of the one behind it, at most, in the median of a family.
  private static let (usual, following) = (0.85, 0.7)
  /// Families from which on a beat is no witness of how regular the rhythm is.
  private static let doubtful = 0.9
  /// How far intervals of a regular rhythm lie from their median, as a share, in the median.
  private static let regular = 0.05
  /// Beats of a family, and witnesses of a rhythm, at least.
  private static let (leastBeats, leastWitnesses) = (10, 20)
  /// Beats before and after whose intervals are the usual ones.
  private static let reach = 20

  /// In a line: all that answers follow from.
  static let summary =
    "early \(usual) and \(following) of \(leastBeats), regular \(regular) of \(leastWitnesses) "
    + "but for \(doubtful), within \(reach), by \(odds)"

  /// Which of the record's families they are.
  let families: Set<Int>

  /// What is known of a family before.
  struct Member {
    var beats: [Int]
    /// Whether the model says of it together that it is no ventricular one.
    var isNarrow: Bool
  }

  /// - Parameters:
  ///   - beats: in samples, ascending.
  ///   - isEctopic: whether the model says of a beat that it is ventricular, or supraventricular.
  init(
    beats: [Int], families: [Member], isVentricular: (Int) -> Bool, isEctopic: (Int) -> Bool
  ) {
    let intervals = Self.intervals(beats)
    let earliness = families.map { family in
      Self.median(family.beats.compactMap { intervals.ofUsual[$0] }) ?? 1
    }
    var isEarly = beats.indices.map(isEctopic)
    for (family, earliness) in zip(families, earliness)
    where family.isNarrow && earliness <= Self.doubtful {
      for beat in family.beats { isEarly[beat] = true }
    }
    guard Self.spread(beats, isEarly) <= Self.regular else {
      self.families = []
      return
    }
    self.families = Set(
      families.indices.filter { index in
        let family = families[index]
        let pause = Self.median(family.beats.compactMap { intervals.ofFollowing[$0] }) ?? 1
        let interpolated = family.beats.count { $0 > 0 && isVentricular($0 - 1) }
        return family.isNarrow && family.beats.count >= Self.leastBeats
          && earliness[index] <= Self.usual && pause <= Self.following
          && 2 * interpolated < family.beats.count
      })
  }

  /// Of each beat the interval before it, as a share of the usual one around it and of the one behind
  /// it; nil where there is none.
  private static func intervals(_ beats: [Int]) -> (ofUsual: [Double?], ofFollowing: [Double?]) {
    let all = zip(beats.dropFirst(), beats).map { Double($0 - $1) }
    let ofUsual = beats.indices.map { beat -> Double? in
      guard beat > 0 else { return nil }
      let around = all[max(0, beat - reach)..<min(all.count, beat + reach)]
      return median(around).map { all[beat - 1] / $0 }
    }
    let ofFollowing = beats.indices.map { beat -> Double? in
      beat > 0 && beat < all.count && all[beat] > 0 ? all[beat - 1] / all[beat] : nil
    }
    return (ofUsual, ofFollowing)
  }

  /// How far the intervals between beats that are not early lie from those around them, as a share;
  /// infinite where there are too few.
  private static func spread(_ beats: [Int], _ isEarly: [Bool]) -> Double {
    let lengths = beats.indices.dropFirst().compactMap { beat -> Double? in
      guard !isEarly[beat], !isEarly[beat - 1], beats[beat] > beats[beat - 1] else { return nil }
      return log(Double(beats[beat] - beats[beat - 1]))
    }
    guard lengths.count >= leastWitnesses else { return .infinity }
    let distances = lengths.indices.compactMap { index in
      median(lengths[max(0, index - reach)..<min(lengths.count, index + reach + 1)])
        .map { abs(lengths[index] - $0) }
    }
    return median(distances) ?? .infinity
  }

  private static func median(_ values: some Sequence<Double>) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
