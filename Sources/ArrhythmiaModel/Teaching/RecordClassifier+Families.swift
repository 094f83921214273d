import Foundation
public import SignalProcessing
public import Waveforms

/// Adaptation to a record without a label: beats of one form and timing are of one kind, so where a
/// model wavers over a beat, what it says of the others of its family decides.
extension RecordClassifier {
  /// The least share of a family's beats that the model says one thing of, where that speaks for
  /// the family. Chosen on the first 20 records of svdb, which trained no network of the program's.
  private static let leastAgreement = 0.6
  /// No class is held for less probable than this.
  private static let leastProbability = 1e-4

  /// The findings of all beats of a record, in order, adapted to it; those of a model of rhythms as
  /// they are. Reads the record's leads: throws what that does, and what `progress` does.
  public func adapted(
    _ findings: [Finding], of record: Record, progress: (Double) throws -> Void = { _ in }
  ) throws -> [Finding] {
    guard isOfBeats, !findings.isEmpty else { return findings }
    let space = try BeatSpace(
      of: record, beats: findings.map(\.place.lowerBound), progress: { try progress(0.7 * $0) })
    return adapted(
      findings,
      to: try FamilySet(
        space, settings: FamilySettings(), progress: { try progress(0.7 + 0.3 * $0) }))
  }

  /// The same by families of the same beats.
  ///
  /// A family of which the model mostly says one thing says it of the beats that the model is not
  /// sure of, by the mean of the log-probabilities; such a beat stays uncertain. A beat that the
  /// model is sure of stays what it is; where its family says otherwise it is sure no more.
  public func adapted(_ findings: [Finding], to families: FamilySet) -> [Finding] {
    precondition(
      families.numbers.count == findings.count,
      "\(families.numbers.count) of \(findings.count) beats")
    var adapted = findings
    for members in families.members {
      let evidence = members.compactMap { findings[$0].evidence }
      guard let family = Self.opinion(of: evidence) else { continue }
      for beat in members where findings[beat].decision.map({ $0 != family.decision }) == true {
        adapted[beat] = findings[beat].contradicted(
          by: family, named: properties.classes[family.decision])
      }
    }
    return adapted
  }

  /// What a model says of a family's beats together; nil where it says no one thing of most.
  private static func opinion(of evidence: [UncertaintyFlag.Evidence]) -> FamilyOpinion? {
    guard let width = evidence.first?.probabilities.count else { return nil }
    let means = (0..<width).map { index in
      evidence.reduce(0) { $0 + log(max($1.probabilities[index], leastProbability)) }
        / Double(evidence.count)
    }
    let family = FamilyOpinion(probabilities: BeatTeacher.probabilities(means, 0, width))
    let agreeing = evidence.count { $0.decision == family.decision }
    return Double(agreeing) >= leastAgreement * Double(evidence.count) ? family : nil
  }
}

/// What a model says of the beats of a family together.
private struct FamilyOpinion {
  var probabilities: [Double]
  var decision: Int { probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0 }
}

extension RecordClassifier.Finding {
  /// The finding of a beat of whose like the model says something else.
  fileprivate func contradicted(by family: FamilyOpinion, named name: String) -> Self {
    var finding = self
    if isUncertain { finding.evidence?.probabilities = family.probabilities }
    // Its own probabilities, and what spoke against them, are no longer what is said.
    let others = verdict.reasons.filter { $0.rule != "probability" && $0.rule != "heads" }
    finding.verdict = Verdict(
      set: Set(verdict.set + [family.decision]).sorted(),
      reasons: others + [.contradicted(by: name)])
    return finding
  }
}

extension BeatSpace {
  /// The form and timing of beats of a record that is read for it.
  /// - Parameter beats: in samples at 250 Hz, ascending.
  public init(
    of record: Record, beats: [Int], progress: (Double) throws -> Void = { _ in }
  ) throws {
    let leads = try SurfaceLeads(of: record, progress: { try progress(0.7 * $0) })
    self.init(
      try BeatForms(
        leadsMillivolts: leads.millivolts, beats: beats, progress: { try progress(0.7 + 0.3 * $0) })
    )
  }
}
