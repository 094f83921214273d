import TerminalGraphics

/// How far apart the points of the grid are: as on ECG paper, finer or coarser where the scale asks
/// for it.
struct GridSpacing {
  /// Seconds from one point to the next; nil where they would be too dense to be read.
  let seconds: Double?

  /// Paper's large squares are 0.2 s; its small ones are shown where they are eight dots wide.
  init(secondsPerDot: Double) {
    let steps: [(seconds: Double, leastDots: Double)] = [
      (0.04, 8), (0.2, 5), (1, 5), (5, 5), (10, 5), (60, 5),
    ]
    seconds = steps.first { $0.seconds / secondsPerDot > $0.leastDots - 0.01 }?.seconds
  }

  /// Millivolts from one point to the next: paper's 0.5 mV, unless these are too near to one
  /// another.
  static func millivolts(dotsPerMillivolt: Double) -> Double? {
    [0.1, 0.5, 1, 2, 5, 10, 20, 50].first { $0 * dotsPerMillivolt > 4.9 }
  }

  /// In words.
  var text: String {
    guard let seconds else { return "0.5 mV, time too dense at this sweep" }
    return "\(decimal(seconds, 2, trimmed: true)) s and 0.5 mV, or where that is too dense, more"
  }
}
