import ArrhythmiaModel
import ReviewSession

/// Findings of one kind that follow each other.
struct ClassRun {
  enum State: Equatable {
    case unread
    /// With the class that it would be, where a channel is live.
    case uncertain(Int?)
    case sure(Int)
  }

  var state: State
  var from: Double
  var to: Double
  /// Their numbers.
  var indices: Range<Int>

  static func runs(_ model: ModelState, _ indices: Range<Int>) -> [ClassRun] {
    var runs: [ClassRun] = []
    for index in indices {
      let finding = model.findings[index]
      let state: State =
        finding.map { $0.isUncertain ? .uncertain($0.decision) : .sure($0.decision ?? 0) }
        ?? .unread
      let place = model.places[index]
      // A beat's finding stands for the time to the next beat.
      let end =
        model.facts.isBeatCentred && index + 1 < model.places.count
        ? min(model.places[index + 1].lowerBound, place.lowerBound + 2) : place.upperBound
      if let last = runs.indices.last, runs[last].state == state,
        runs[last].to >= place.lowerBound - 0.01
      {
        runs[last].to = end
        runs[last].indices = runs[last].indices.lowerBound..<index + 1
      } else {
        runs.append(
          ClassRun(state: state, from: place.lowerBound, to: end, indices: index..<index + 1))
      }
    }
    return runs
  }

  /// The rule by which they are uncertain, in a few words; nil where they are not of one mind.
  func reason(_ model: ModelState) -> String? {
    let first = indices.first.flatMap { model.reasons($0).first }
    let isShared = indices.allSatisfy { model.reasons($0).first?.rule == first?.rule }
    return isShared ? first?.brief : nil
  }
}
