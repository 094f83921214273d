import ArrhythmiaModel
import ReviewSession

/// Looks for the next run of windows of which the model says something.
struct WindowSearch {
  let model: ModelState

  /// The first window of the next run that is wanted, after the run that the cursor is in; nil
  /// where there is none.
  func next(
    forward: Bool, from origin: (seconds: Double, isCursor: Bool),
    where isWanted: (RecordClassifier.Finding) -> Bool
  ) -> Int? {
    guard var index = model.index(at: origin.seconds) else { return nil }
    func holds(_ index: Int) -> Bool { model.findings[index].map(isWanted) ?? false }
    let step = forward ? 1 : -1
    if origin.isCursor {
      while model.places.indices.contains(index), holds(index) { index += step }
    }
    while model.places.indices.contains(index), !holds(index) { index += step }
    return model.places.indices.contains(index) ? index : nil
  }

  /// What there is to say where nothing was found.
  func nothing(forward: Bool, _ what: String) -> String {
    guard !model.places.isEmpty else { return "the model has read nothing yet" }
    let rest = model.isComplete ? "" : " (\(model.readCount) of \(model.places.count) read)"
    return "no \(forward ? "further" : "earlier") window \(what)\(rest)"
  }

  /// A window's finding in words, with the gravest reason why it is uncertain.
  func words(_ index: Int) -> String {
    let finding = model.findings[index]
    let name = finding?.decision.map { model.classes[$0] } ?? "no class"
    let reasons = model.reasons(index)
    if let first = reasons.first {
      let more = reasons.count > 1 ? "; \(reasons.count - 1) more, key 2" : ""
      return "model unsure: \(name)? \(first.text)\(more)"
    }
    let share = finding?.evidence.map { evidence in
      " " + DecidingFigures.probabilities(evidence.probabilities)[evidence.decision]
    }
    return "model: \(name)\(share ?? "")"
  }

  /// The moment in the middle of a window.
  func middle(_ index: Int) -> Double {
    (model.places[index].lowerBound + model.places[index].upperBound) / 2
  }
}
