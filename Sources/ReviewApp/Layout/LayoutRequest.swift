/// What the layout of the review screen follows from, beside the screen's size.
struct LayoutRequest: Sendable, Equatable {
  /// Lines that are shown where there is room for them.
  struct Lines: OptionSet, Sendable {
    let rawValue: Int

    static let rhythms = Lines(rawValue: 1)
    static let marks = Lines(rawValue: 2)
    static let detector = Lines(rawValue: 4)
    static let intervals = Lines(rawValue: 8)
    static let trend = Lines(rawValue: 16)
    static let stimuli = Lines(rawValue: 32)
  }

  /// The channels from top to bottom.
  struct Lanes: Sendable, Equatable {
    var shown: [Int] = []
    /// Columns of the longest name.
    var longestName = 0
    var focus = 0
    /// Place of the topmost lane, where the focused one allows it.
    var first = 0
    var fitsAll = false
    var enlargesFocus = false
  }

  /// The stretches of time in view.
  struct Time: Sendable, Equatable {
    /// A place in the record, which may lie beyond its ends.
    struct Place: Sendable, Equatable {
      /// Seconds at the left edge.
      var start = 0.0
      var cursor: Double?
    }

    var active = Place()
    /// The half of a split view that keys do not act on.
    var other: Place?
    var isRightActive = false
    var secondsPerDot = 0.04
    var durationSeconds = 0.0
  }

  var lines: Lines = []
  /// Other sets of marks, and whether each has rhythms that are to be shown.
  var compared: [Bool] = []
  var lanes = Lanes()
  var time = Time()
  var panes = PaneArrangement()
  /// Nil where no model is open.
  var model: ModelRows?
}

extension LayoutRequest.Time {
  /// The sections on some columns, from left to right, each kept on the record: nothing lies before
  /// its start, and its end is the last edge.
  func sections(_ columns: Range<Int>) -> [TimeSection] {
    guard let other, columns.count >= WaveformLayout.leastSplitColumns else {
      return [section(active, columns, isActive: true)]
    }
    // Both halves are as wide, with a line between them.
    let width = (columns.count - 1) / 2
    let left = columns.lowerBound..<columns.lowerBound + width
    let right = columns.upperBound - width..<columns.upperBound
    return isRightActive
      ? [section(other, left, isActive: false), section(active, right, isActive: true)]
      : [section(active, left, isActive: true), section(other, right, isActive: false)]
  }

  private func section(_ place: Place, _ columns: Range<Int>, isActive: Bool) -> TimeSection {
    TimeSection(
      columns: columns, start: clamped(place.start, dots: columns.count * 2),
      secondsPerDot: secondsPerDot, cursor: place.cursor, isActive: isActive)
  }

  /// On a grid of dots: a view that comes back to a place shows it the same.
  private func clamped(_ start: Double, dots: Int) -> Double {
    let last = max(0, durationSeconds - secondsPerDot * Double(dots))
    let start = max(0, min(start, last))
    // A hair is added: a place on the grid must not slip to the dot before.
    return start < last ? (start / secondsPerDot + 1e-6).rounded(.down) * secondsPerDot : start
  }
}
