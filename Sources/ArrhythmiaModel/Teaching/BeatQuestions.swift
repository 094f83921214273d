/// Chooses which beat of a record to ask about next: the one whose label would settle most of what
/// is in doubt, itself and all that is like it.
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
    let observed =
      teacher.anchors.map { (beat: $0.beat, noise: settings.anchorNoise) }
      + taught.labels.map { (beat: $0.beat, noise: settings.labelNoise) }
    // Observed beats need not be candidates: they are points behind these.
    let points = teacher.candidates + observed.map(\.beat)
    var left = Unexplained(teacher.influence, count: count, others: observed.count)
    for (place, (beat, noise)) in observed.enumerated() {
      left.observe(count + place, likeness: teacher.likeness(beat, to: points), noise: noise)
    }
    return left
  }
}
