import Annotations
import Foundation
public import SignalProcessing
public import Waveforms

/// Adaptation to a record without a label: beats of one form and timing are of one kind, so where a
/// model wavers over a beat, what it says of the others of its family decides.
extension RecordClassifier {
  /// The rule in a line: equal lines mean equal answers.
  public static let familyRule = "families by \(FamilyEvidence.summary), \(EarlyFamilies.summary)"

  /// Whether families decide: not for a model for unnamed leads. It has learned on such records, and
  /// of those held out of it families harmed as many as they helped.
  public var heedsFamilies: Bool { properties.isForUnnamedLeads != true }

  /// The findings of all beats of a record, in order, adapted to it; those of other models as they
  /// are. Reads the record's leads: throws what that does, and what `progress` does.
  public func adapted(
    _ findings: [Finding], of record: Record, progress: (Double) throws -> Void = { _ in }
  ) throws -> [Finding] {
    guard isOfBeats, heedsFamilies, !findings.isEmpty else { return findings }
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
  /// model is sure of stays what it is; where its family says otherwise it is sure no more. Of early
  /// beats timing has a say first: see `EarlyFamilies`.
  public func adapted(_ findings: [Finding], to families: FamilySet) -> [Finding] {
    guard heedsFamilies else { return findings }
    precondition(
      families.numbers.count == findings.count,
      "\(families.numbers.count) of \(findings.count) beats")
    let said = families.members.map { FamilyEvidence(findings, $0) }
    let early = early(findings, said)
    var adapted = findings
    for (number, said) in said.enumerated() {
      guard let family = (early[number].map(said.weighing) ?? said).opinion else { continue }
      for beat in said.beats where findings[beat].decision != family.decision {
        let name = properties.classes[family.decision]
        adapted[beat] = findings[beat].contradicted(
          by: family,
          early[number] == family.decision ? .early(name: name) : .contradicted(by: name))
      }
    }
    return adapted
  }

  private func index(of beatClass: BeatClass) -> Int? {
    properties.classes.firstIndex(of: beatClass.rawValue)
  }

  /// Of the families whose beats come early in a regular rhythm, the class for which that speaks.
  private func early(_ findings: [Finding], _ said: [FamilyEvidence]) -> [Int: Int] {
    guard let normal = index(of: .normal), let supraventricular = index(of: .supraventricular),
      let ventricular = index(of: .ventricular)
    else { return [:] }
    let early = EarlyFamilies(
      beats: findings.map(\.place.lowerBound),
      families: said.map { said in
        let decision = said.together?.decision
        return .init(
          beats: said.beats, isNarrow: decision == normal || decision == supraventricular)
      },
      isVentricular: { findings[$0].decision == ventricular },
      isEctopic: { [ventricular, supraventricular].contains(findings[$0].decision) })
    return Dictionary(uniqueKeysWithValues: early.families.map { ($0, supraventricular) })
  }
}

/// What a model says of each beat of a family.
private struct FamilyEvidence {
  /// The least share of a family's beats that the model says one thing of, where that speaks for
  /// the family. Chosen on the first 20 records of svdb, which trained no network of the program's.
  private static let leastAgreement = 0.6
  /// No class is held for less probable than this.
  private static let leastProbability = 1e-4

  static let summary = "\(leastAgreement) from \(leastProbability)"

  /// Those of the family that it says anything of.
  let beats: [Int]
  /// [beat][class], and what is decided of each.
  private var logs: [[Double]]
  private var decisions: [Int]
  private let isSure: [Bool]

  init(_ findings: [RecordClassifier.Finding], _ members: [Int]) {
    beats = members.filter { findings[$0].evidence != nil }
    logs = beats.map { beat in
      (findings[beat].evidence?.probabilities ?? []).map { log(max($0, Self.leastProbability)) }
    }
    decisions = beats.map { findings[$0].decision ?? 0 }
    isSure = beats.map { !findings[$0].isUncertain }
  }

  /// The same where a class is so many times as likely as the model says. What is decided of beats
  /// that it is sure of stays.
  func weighing(_ index: Int) -> FamilyEvidence {
    var weighed = self
    for beat in beats.indices {
      weighed.logs[beat][index] += log(EarlyFamilies.odds)
      guard !isSure[beat] else { continue }
      weighed.decisions[beat] = UncertaintyFlag.Evidence.likeliest(weighed.logs[beat])
    }
    return weighed
  }

  /// The mean of what is said.
  var together: FamilyOpinion? {
    guard let width = logs.first?.count else { return nil }
    let means = (0..<width).map { index in
      logs.reduce(0) { $0 + $1[index] } / Double(logs.count)
    }
    return FamilyOpinion(probabilities: BeatTeacher.probabilities(means, 0, width))
  }

  /// The same where it is said of most of them.
  var opinion: FamilyOpinion? {
    guard let together else { return nil }
    let agreeing = decisions.count { $0 == together.decision }
    return Double(agreeing) >= Self.leastAgreement * Double(beats.count) ? together : nil
  }
}

/// What is said of a family together.
private struct FamilyOpinion {
  var probabilities: [Double]
  var decision: Int { UncertaintyFlag.Evidence.likeliest(probabilities) }
}

extension RecordClassifier.Finding {
  /// The finding of a beat of whose like the model says something else.
  fileprivate func contradicted(
    by family: FamilyOpinion, _ reason: UncertaintyReason
  ) -> Self {
    var finding = self
    if isUncertain { finding.evidence?.probabilities = family.probabilities }
    // Its own probabilities, and what spoke against them, are no longer what is said.
    let others = verdict.reasons.filter { $0.rule != "probability" && $0.rule != "heads" }
    finding.verdict = Verdict(
      set: Set(verdict.set + [family.decision]).sorted(),
      reasons: others + [reason])
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
