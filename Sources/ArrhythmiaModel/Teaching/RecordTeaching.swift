public import SignalProcessing

/// Teaching on one record: what its labels make of what a model has said of it, and what to ask
/// next.
public struct RecordTeaching: Sendable {
  public let teacher: BeatTeacher
  private let findings: [RecordClassifier.Finding]
  private let questions: BeatQuestions

  /// What some labels come to.
  public struct Lesson: Sendable {
    /// The labels that have taught: see `BeatTeacher.support`.
    public var support: [BeatTeacher.Label]
    /// Labels that both the model and labels of beats like theirs contradict: they judge, and teach
    /// nothing.
    public var doubtful: Int
    /// All findings as they are now.
    public var findings: [RecordClassifier.Finding]
    /// Whether they are better, as far as labels can say.
    public var verdict: TeachingVerdict
    /// All labels, in order of the beats.
    fileprivate let labels: [BeatTeacher.Label]
    /// The fit of those that may teach, the doubtful ones among them.
    fileprivate let taught: TaughtBeats
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

  /// A slip of the key would take a whole family along: a label that labels of its like speak
  /// against, and the model too, does not teach.
  private func doubtful(
    _ labels: [BeatTeacher.Label], _ unseen: TaughtBeats.Unseen
  ) -> [BeatTeacher.Label] {
    labels.indices.filter { place in
      let label = labels[place]
      return unseen.decisions[place] != label.label
        && teacher.opinion(of: label.beat) != label.label
        && unseen.ignorance[place] <= teacher.settings.mostIgnorance
    }.map { labels[$0] }
  }

  /// The beat to ask about next; nil where there is none left.
  public func question(after labels: [BeatTeacher.Label], skipped: Set<Int> = []) -> Int? {
    questions.next(teacher.taught(by: labels), skipped: skipped)
  }

  /// The same after a lesson, whose fit serves again where every label may teach.
  public func question(after lesson: Lesson, skipped: Set<Int> = []) -> Int? {
    let isWhole = lesson.taught.labels == lesson.labels
    return questions.next(
      isWhole ? lesson.taught : teacher.taught(by: lesson.labels), skipped: skipped)
  }

  /// What some labels come to.
  public func lesson(_ labels: [BeatTeacher.Label]) -> Lesson {
    var support = teacher.support(labels)
    let all = teacher.taught(by: support)
    var (taught, unseen) = (all, all.unseen())
    let doubtful = Set(doubtful(support, unseen))
    if !doubtful.isEmpty {
      support.removeAll(where: doubtful.contains)
      taught = teacher.taught(by: support)
      unseen = taught.unseen()
    }
    let teaching = Set(support)
    let others = labels.filter { !teaching.contains($0) }
    return Lesson(
      support: support, doubtful: doubtful.count,
      findings: support.isEmpty
        ? findings
        : findings.indices.map { findings[$0].taught(taught, beat: $0, teacher.settings) },
      verdict: TeachingVerdict(taught, unseen: unseen, others: others, by: teacher),
      labels: BeatTeacher.ordered(labels), taught: all)
  }
}
