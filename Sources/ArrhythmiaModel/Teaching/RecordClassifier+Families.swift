import Foundation
public import SignalProcessing

/// Adaptation to a record without a label: what is said of a beat is drawn towards what is said of
/// the beats of its form and timing in the same record. Where the model wavers over beats of one
/// kind most of them decide.
extension RecordClassifier {
  /// How far, of the way to the mean of the log-probabilities of a beat's family. Chosen on the first
  /// 20 records of svdb, which trained no network of the program's; from .5 to 1 little changes.
  private static let familyShare = 0.7
  /// No class is held for less probable than this.
  private static let leastProbability = 1e-4

  /// The findings of all beats of a record, adapted to it.
  ///
  /// What speaks against any answer, as padding or a pacemaker, stays; whether the model is sure is
  /// judged anew by the same bounds, which were not fitted on adapted probabilities.
  /// - Parameter families: of the same beats.
  public func adapted(_ findings: [Finding], to families: FamilySet) -> [Finding] {
    precondition(
      families.numbers.count == findings.count,
      "\(families.numbers.count) of \(findings.count) beats")
    let logs = findings.map { finding in
      finding.evidence?.probabilities.map { log(max($0, Self.leastProbability)) }
    }
    var adapted = findings
    for members in families.members {
      let known = members.compactMap { logs[$0] }
      guard let width = known.first?.count else { continue }
      let mean = (0..<width).map { index in
        known.reduce(0) { $0 + $1[index] } / Double(known.count)
      }
      for beat in members {
        guard let own = logs[beat] else { continue }
        let drawn = zip(own, mean).map { $0 + Self.familyShare * ($1 - $0) }
        adapted[beat] = told(
          findings[beat], BeatTeacher.probabilities(drawn, 0, width))
      }
    }
    return adapted
  }

  /// The finding with other probabilities.
  private func told(_ finding: Finding, _ probabilities: [Double]) -> Finding {
    var finding = finding
    finding.evidence?.probabilities = probabilities
    let standing = finding.verdict.reasons.filter(\.standsWhateverIsTaught)
    let verdict = rule.verdict(finding.evidence, .init(kind: finding.kind))
    guard !standing.isEmpty else {
      finding.verdict = verdict
      return finding
    }
    let others = verdict.reasons.filter { !standing.contains($0) }
    finding.verdict = Verdict(set: Array(probabilities.indices), reasons: standing + others)
    return finding
  }
}
