/// The peaks of one channel at several widths: the lowest level has one for each `base` samples,
/// and each level above for `factor` times as many.
struct PeakPyramid: Sendable, Equatable {
  static let factor = 4

  private(set) var levels: [[Peak]]
  /// Samples that the last peak of the lowest level has, while it is not whole.
  private var open = 0

  init(levels: Int) { self.levels = Array(repeating: [], count: levels) }

  /// Adds what follows: peaks with the number of samples that each covers. `isLast`: whether the
  /// record ends there, and peaks that are not whole stand for its end.
  mutating func append(_ peaks: [(peak: Peak, samples: Int)], base: Int, isLast: Bool) {
    for (peak, samples) in peaks {
      if open > 0 {
        levels[0][levels[0].count - 1].formUnion(peak)
      } else {
        levels[0].append(peak)
      }
      open = (open + samples) % base
    }
    build(isLast: isLast)
  }

  /// Takes back what stood for the record's end in the levels above the lowest.
  mutating func reopen() {
    var whole = open > 0 ? levels[0].count - 1 : levels[0].count
    for level in 1..<levels.count {
      whole /= Self.factor
      levels[level].removeLast(max(0, levels[level].count - whole))
    }
  }

  /// Joins each two peaks of the lowest level, where `samples` samples are known in peaks of
  /// `base`, and builds the levels above anew.
  mutating func widen(base: Int, samples: Int) {
    let narrow = levels[0]
    levels = Array(repeating: [], count: levels.count)
    for first in stride(from: 0, to: narrow.count, by: 2) {
      var peak = narrow[first]
      if first + 1 < narrow.count { peak.formUnion(narrow[first + 1]) }
      levels[0].append(peak)
    }
    open = samples % (2 * base)
    build(isLast: false)
  }

  private mutating func build(isLast: Bool) {
    let factor = Self.factor
    var whole = open > 0 && !isLast ? levels[0].count - 1 : levels[0].count
    for level in 1..<levels.count {
      var done = levels[level].count
      while (done + 1) * factor <= whole || (isLast && done * factor < whole) {
        var peak = Peak.empty
        for index in done * factor..<min((done + 1) * factor, whole) {
          peak.formUnion(levels[level - 1][index])
        }
        levels[level].append(peak)
        done += 1
      }
      whole = done
    }
  }
}
