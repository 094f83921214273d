public import SignalProcessing

/// Teaching on one record: what its labels make of what a model has said of it, and what to ask next.
public struct RecordTeaching: Sendable {
  public let teacher: BeatTeacher
  private let findings: [RecordClassifier.Finding]
  private let questions: BeatQuestions

  /// What some labels come to.
  public struct Lesson: Sendable {
    /// The labels that have taught: see `BeatTeacher.support`.
    public var support: [BeatTeacher.Label]
    /// Labels that both the model and labels of beats like theirs contradict: they judge, and teach nothing.
    public var doubtful: Int
    /// All findings as they are now.
    public var findings: [RecordClassifier.Finding]
    /// Whether they are better, as far as labels can say.
    public var verdict: TeachingVerdict
  }

  /// - Parameters:
  ///   - space: the beats that the findings are about, by form and timing.
  ///   - findings: the model's, a beat each.
  public init(
    space: BeatSpace, findings: [RecordClassifier.Finding],
    settings: TeachingSettings = TeachingSettings()
  ) {
    self.findings = findings
    let classes = findings.lazy.compactMap { $0.evidence?.probabilities.count }.first ?? 0
    let alike = [Double](repeating: 1 / Double(max(1, classes)), count: classes)
    teacher = BeatTeacher(
      probabilities: findings.map { $0.evidence?.probabilities ?? alike }, space: space,
      settings: settings)
    questions = BeatQuestions(teacher) { findings[$0].evidence != nil }
  }

  /// A slip of the key would take a whole family along: a label that labels of its like speak against, and
  /// the model too, does not teach.
  private func doubtful(_ taught: TaughtBeats) -> [BeatTeacher.Label] {
    taught.labels.indices.filter { place in
      let label = taught.labels[place]
      return taught.unseenDecisions[place] != label.label
        && teacher.opinion(of: label.beat) != label.label
        && taught.unseenIgnorance[place] <= teacher.settings.mostIgnorance
    }.map { taught.labels[$0] }
  }

  /// The beat to ask about next; nil where there is none left.
  public func question(after labels: [BeatTeacher.Label], skipped: Set<Int> = []) -> Int? {
    questions.next(teacher.taught(by: labels), skipped: skipped)
  }

  /// What some labels come to.
  public func lesson(_ labels: [BeatTeacher.Label]) -> Lesson {
    var support = teacher.support(labels)
    var taught = teacher.taught(by: support)
    let doubtful = Set(doubtful(taught))
    if !doubtful.isEmpty {
      support.removeAll(where: doubtful.contains)
      taught = teacher.taught(by: support)
    }
    let teaching = Set(support)
    let others = labels.filter { !teaching.contains($0) }
    return Lesson(
      support: support, doubtful: doubtful.count,
      findings: support.isEmpty
        ? findings
        : findings.indices.map { findings[$0].taught(taught, beat: $0, teacher.settings) },
      verdict: TeachingVerdict(taught, others: others, by: teacher))
  }
}
