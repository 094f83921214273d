import Annotations
import ReviewSession

/// What keys act on while labels are set, as the lines of marks show it.
struct SelectedTime {
  /// The mark in the hand, where it would be put down, in seconds.
  struct Held {
    var symbol: String
    var start: Double
    var end: Double
  }

  var span: ClosedRange<Double>?
  /// Moments that a search has found.
  var found: Set<Double> = []
  var chosen: Mark.ID?
  var held: Held?

  func contains(_ mark: ShownMark) -> Bool {
    mark.id == chosen || span?.contains(mark.seconds) == true || found.contains(mark.seconds)
  }
}
