/// Where the time axis has its marks.
struct AxisTicks {
  struct Tick {
    /// Counted from the left edge of the traces.
    var column: Int
    var seconds: Double
  }

  var major: [Tick] = []
  /// Decimals that the marks' times need.
  var decimals = 0

  private static let steps: [Double] = [
    0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600,
    7200, 14_400, 21_600, 43_200, 86_400,
  ]

  /// Seconds from one mark to the next: the least round number with room for a label.
  static func step(secondsPerCell: Double) -> Double {
    steps.first { $0 / secondsPerCell >= 13 } ?? 604_800
  }

  /// Marks at round times, far enough apart for their labels.
  init(start: Double, secondsPerCell: Double, columns: Int) {
    guard columns > 0, secondsPerCell > 0 else { return }
    let step = Self.step(secondsPerCell: secondsPerCell)
    decimals = step < 0.1 ? 2 : step < 1 ? 1 : 0
    var index = (start / step).rounded(.up)
    while true {
      let seconds = index * step
      // A hair is added: a mark that falls on an edge must not slip to the column before.
      let column = Int(((seconds - start) / secondsPerCell + 1e-6).rounded(.down))
      guard column < columns else { return }
      if column >= 0 { major.append(Tick(column: column, seconds: seconds)) }
      index += 1
    }
  }
}

extension AxisTicks {
  /// The marks of a section.
  init(_ section: TimeSection) {
    self.init(
      start: section.start, secondsPerCell: section.secondsPerCell,
      columns: section.columns.count)
  }
}
