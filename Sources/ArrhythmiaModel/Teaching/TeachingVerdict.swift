/// Whether labels have made a model better, as far as the labels themselves can say it.
///
/// Each label judges a model that was taught by the others only (leave one out), and those that
/// taught nothing judge as well: so every label guards, and none that a model has seen judges it.
public struct TeachingVerdict: Sendable, Equatable, Codable {
  /// What was right of the labels of a class.
  public struct Row: Sendable, Equatable, Codable {
    /// The class, by the model's number.
    public var label: Int
    /// Labels of it.
    public var count: Int
    /// Of these right before anything was taught.
    public var before: Int
    /// Of these right as taught by the others.
    public var after: Int
  }

  /// By class; those without a label are left out.
  public private(set) var rows: [Row] = []
  /// Labels that have judged, and of these right before and after.
  public var count: Int { rows.reduce(0) { $0 + $1.count } }
  public var before: Int { rows.reduce(0) { $0 + $1.before } }
  public var after: Int { rows.reduce(0) { $0 + $1.after } }
  /// What comes of it.
  public private(set) var outcome = Outcome.unjudged

  /// What may become of a taught model.
  public enum Outcome: String, Sendable, Equatable, Codable {
    /// Too few labels to say anything.
    case unjudged
    /// More labels are right than before.
    case better
    /// As many: what changes elsewhere is nothing that the labels speak for.
    case noBetter
    case worse
  }

  /// Judges by labels.
  /// - Parameters:
  ///   - unseen: what comes of leaving its labels out in turn.
  ///   - others: labels that taught nothing.
  public init(
    _ taught: TaughtBeats, unseen: TaughtBeats.Unseen, others: [BeatTeacher.Label],
    by teacher: BeatTeacher
  ) {
    var rows: [Int: Row] = [:]
    func note(_ label: BeatTeacher.Label, _ decision: Int) {
      var row = rows[label.label] ?? Row(label: label.label, count: 0, before: 0, after: 0)
      row.count += 1
      if teacher.opinion(of: label.beat) == label.label { row.before += 1 }
      if decision == label.label { row.after += 1 }
      rows[label.label] = row
    }
    for (label, decision) in zip(taught.labels, unseen.decisions) { note(label, decision) }
    for label in others { note(label, taught.decision(label.beat)) }
    self.rows = rows.values.sorted { $0.label < $1.label }
    outcome = outcome(teacher.settings)
  }

  private func outcome(_ settings: TeachingSettings) -> Outcome {
    if count < settings.leastJudged { return .unjudged }
    if after < before { return .worse }
    // Of a few labels each is the only one of its like, and left out it is as wrong as before:
    // there it is enough that the model was wrong about one.
    let isBetter = after > before || count < settings.fullyJudged && before < count
    return isBetter ? .better : .noBetter
  }
}
