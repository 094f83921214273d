/// Chooses which beat of a record to ask about next: the one whose label would settle most of what is in
/// doubt, itself and all that is like it.
public struct BeatQuestions: Sendable {
  private let teacher: BeatTeacher
  private let mayBeAsked: [Bool]
  /// What is said where only the model has spoken.
  private let opinions: [Int]

  /// - Parameter mayBeAsked: whether a beat can be shown and answered.
  public init(_ teacher: BeatTeacher, mayBeAsked: (Int) -> Bool = { _ in true }) {
    self.teacher = teacher
    self.mayBeAsked = teacher.candidates.map(mayBeAsked)
    let taught = teacher.taught(by: [])
    opinions = teacher.candidates.map(taught.decision)
  }

  /// The beat to ask next; nil where all are labelled.
  /// - Parameter skipped: beats that the reader could not answer.
  public func next(_ taught: TaughtBeats, skipped: Set<Int> = []) -> Int? {
    let known = Set(taught.labels.map(\.beat)).union(skipped)
    let gains = unexplained(taught).gains(doubts(taught), noise: teacher.settings.labelNoise)
    let open = teacher.candidates.indices.filter {
      mayBeAsked[$0] && !known.contains(teacher.candidates[$0])
    }
    return open.max { (gains[$0], $1) < (gains[$1], $0) }.map { teacher.candidates[$0] }
  }

  private func doubts(_ taught: TaughtBeats) -> [Float] {
    zip(teacher.candidates, opinions).map { beat, opinion in
      let surest = taught.probabilities(beat).max() ?? 0
      let isChanged = taught.decision(beat) != opinion
      return Float(
        1 - surest + teacher.settings.leastDoubt + (isChanged ? teacher.settings.changeDoubt : 0))
    }
  }

  /// What anchors and labels leave unknown of the candidates.
  private func unexplained(_ taught: TaughtBeats) -> Unexplained {
    let settings = teacher.settings
    let count = teacher.candidates.count
    let points = teacher.candidates
    let noises =
      teacher.anchors.map { ($0.beat, settings.anchorNoise) }
      + taught.labels.map { ($0.beat, settings.labelNoise) }
    var left = Unexplained(teacher.influence, count: count)
    // Observed beats need not be candidates: their own columns are followed beside.
    let beats = noises.map(\.0)
    var own = beats.map { beat in
      (known: [Double](), variance: 1.0, likeness: teacher.likeness(beat, to: beats))
    }
    for (number, (beat, noise)) in noises.enumerated() {
      left.observe(
        teacher.likeness(beat, to: points), noise: noise, known: own[number].known,
        variance: own[number].variance)
      let root = (max(own[number].variance, 1e-6) + noise).squareRoot()
      let known = own[number].known
      for other in own.indices {
        var value = own[other].likeness[number]
        for (first, second) in zip(known, own[other].known) { value -= first * second }
        value /= root
        own[other].known.append(value)
        own[other].variance = max(own[other].variance - value * value, 0)
      }
    }
    return left
  }
}
