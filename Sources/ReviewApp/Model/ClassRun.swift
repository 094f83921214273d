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
      } else {
        runs.append(ClassRun(state: state, from: place.lowerBound, to: end))
      }
    }
    return runs
  }
}
