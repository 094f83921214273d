import Annotations

/// How sure a model may be, by what it has to go by.
public struct Certainty: Sendable, Equatable, Codable {
  /// One kind of input.
  public struct Entry: Sendable, Equatable, Codable {
    /// What there is to go by.
    public var kind: InputKind
    /// When it is enough.
    public var flag: UncertaintyFlag

    /// What holds for a kind of input.
    public init(kind: InputKind, flag: UncertaintyFlag) { (self.kind, self.flag) = (kind, flag) }
  }

  /// What was fitted.
  public var entries: [Entry]
  /// People that it was fitted on.
  public var patients: Int

  /// What is known of some kinds of input.
  public init(entries: [Entry], patients: Int) {
    (self.entries, self.patients) = (entries, patients)
  }

  /// Whether all of it is for so many classes.
  func fits(_ classCount: Int) -> Bool {
    entries.allSatisfy { entry in
      let flag = entry.flag
      return flag.leastProbabilities.count == classCount
        && ProbabilityCalibration.temperatureRange.contains(flag.scale.temperature)
        && (flag.leastSure?.count ?? classCount) == classCount
        && flag.rareClasses.allSatisfy((0..<classCount).contains)
    }
  }

  /// What holds for a kind of input: that of as many leads or the next fewer, with electrograms as
  /// they are or, where that was not fitted, as if there were none. Nil where nothing was fitted
  /// that is contained in it.
  public func flag(for kind: InputKind) -> UncertaintyFlag? {
    let contained = entries.filter {
      $0.kind.leads <= kind.leads && (kind.hasElectrograms || !$0.kind.hasElectrograms)
        && ($0.kind.leads > 0 || kind.leads == 0)
    }
    return contained.max {
      ($0.kind.hasElectrograms ? 1 : 0, $0.kind.leads)
        < ($1.kind.hasElectrograms ? 1 : 0, $1.kind.leads)
    }?.flag
  }
}

/// The one rule for beats and rhythms by which an answer is sure or not.
public struct CertaintyRule: Sendable, Equatable {
  /// What there was beside the network's answer.
  public struct Circumstances: Sendable, Equatable {
    /// What the model had to go by.
    public var kind: InputKind
    /// What is foreign about it, in a few words: leads that no training showed; nil for nothing.
    public var foreign: String?
    /// Seconds of the window that are padding.
    public var paddedSeconds: Double
    /// Whether a pacemaker makes the beats.
    public var isPaced: Bool

    /// What there was.
    public init(
      kind: InputKind, foreign: String? = nil, paddedSeconds: Double = 0, isPaced: Bool = false
    ) {
      (self.kind, self.foreign) = (kind, foreign)
      (self.paddedSeconds, self.isPaced) = (paddedSeconds, isPaced)
    }
  }

  /// Names of the classes.
  public let classes: [String]
  /// What was fitted; nil of a model whose file says nothing of it.
  public let certainty: Certainty?
  /// Temperature where nothing was fitted.
  let temperature: Double
  /// The classes that say that a pacemaker makes the beat.
  private let pacedClasses: Set<Int>

  /// A window that is padded by more than this is too little to be sure of.
  static let longestPaddingSeconds = 1.0
  /// Beats by EC57 that a pacemaker makes, and rhythms that it does.
  public static let pacedNames: Set = [unclassifiable, RhythmGroup.paced.rawValue]
  /// Such a beat is known for one, but not what it would be without the pacemaker.
  private static let unclassifiable = BeatClass.unclassifiable.rawValue

  /// The rule for a model.
  public init(classes: [String], certainty: Certainty?, temperature: Double = 1) {
    (self.classes, self.certainty, self.temperature) = (classes, certainty, temperature)
    pacedClasses = Set(classes.indices.filter { Self.pacedNames.contains(classes[$0]) })
  }

  /// What makes probabilities of the logits of a kind of input.
  public func scale(for kind: InputKind) -> ProbabilityScale {
    certainty?.flag(for: kind)?.scale ?? ProbabilityScale(temperature: temperature)
  }

  /// What a window comes to. `evidence` is nil without a live channel. A sure answer is one class,
  /// an uncertain one several.
  public func verdict(
    _ evidence: UncertaintyFlag.Evidence?, _ circumstances: Circumstances
  ) -> Verdict {
    let all = Array(classes.indices)
    guard let evidence else { return Verdict(set: all, reasons: [.noSignal]) }
    var reasons = outer(evidence, circumstances)
    guard let flag = certainty?.flag(for: circumstances.kind) else {
      return Verdict(set: all, reasons: [missing(circumstances.kind)] + reasons)
    }
    reasons += familiarity(evidence, flag)
    let possible = flag.possible(evidence)
    let isForeign = !reasons.isEmpty
    reasons += doubts(evidence, flag, possible)
    if reasons.isEmpty { return Verdict(set: possible, reasons: []) }
    return Verdict(set: isForeign ? all : several(evidence, possible), reasons: reasons)
  }

  /// What a window may be of that is in doubt by probability alone: never one class.
  private func several(_ evidence: UncertaintyFlag.Evidence, _ possible: [Int]) -> [Int] {
    var set = Set(possible + [evidence.decision] + [evidence.otherOpinion].compactMap { $0 })
    let order = classes.indices.sorted {
      (evidence.probabilities[$1], $0) < (evidence.probabilities[$0], $1)
    }
    if set.count < 2 { set.formUnion(order.prefix(2)) }
    return set.sorted()
  }

  private func missing(_ kind: InputKind) -> UncertaintyReason {
    certainty == nil ? .unproven : .foreign("nothing is known of \(kind.text)")
  }

  /// What speaks against any answer, whatever the network makes of the signal.
  private func outer(
    _ evidence: UncertaintyFlag.Evidence, _ circumstances: Circumstances
  ) -> [UncertaintyReason] {
    var reasons: [UncertaintyReason] = []
    if let foreign = circumstances.foreign { reasons.append(.foreign(foreign)) }
    if circumstances.paddedSeconds > Self.longestPaddingSeconds {
      reasons.append(.padded(seconds: circumstances.paddedSeconds))
    }
    let saysPaced = pacedClasses.contains(evidence.decision)
    let isUnclassifiable = saysPaced && classes[evidence.decision] == Self.unclassifiable
    if isUnclassifiable || circumstances.isPaced && !saysPaced { reasons.append(.paced) }
    return reasons
  }

  private func familiarity(
    _ evidence: UncertaintyFlag.Evidence, _ flag: UncertaintyFlag
  ) -> [UncertaintyReason] {
    var reasons: [UncertaintyReason] = []
    if let highest = flag.highestEnergy, evidence.energy > highest {
      reasons.append(.unfamiliar(energy: evidence.energy, highest: highest))
    }
    if evidence.similarity < flag.leastSimilarity {
      reasons.append(.distant(similarity: evidence.similarity, least: flag.leastSimilarity))
    }
    return reasons
  }

  private func doubts(
    _ evidence: UncertaintyFlag.Evidence, _ flag: UncertaintyFlag, _ set: [Int]
  ) -> [UncertaintyReason] {
    let decision = evidence.decision
    var reasons: [UncertaintyReason] = []
    if flag.rareClasses.contains(decision) { reasons.append(.rare(name: classes[decision])) }
    if !set.contains(decision) {
      reasons.append(
        .improbable(probability: evidence.confidence, least: flag.leastProbabilities[decision]))
    } else if let least = flag.leastSure?[decision], least >= 1 || evidence.confidence < least {
      reasons.append(.improbable(probability: evidence.confidence, least: least))
    }
    let rivals = set.filter { $0 != decision }
    if let rival = rivals.max(by: { evidence.probabilities[$0] < evidence.probabilities[$1] }) {
      reasons.append(
        .rival(
          name: classes[rival], probability: evidence.probabilities[rival],
          least: flag.leastProbabilities[rival]))
    }
    if evidence.otherOpinion != nil {
      reasons.append(.divided(least: UncertaintyFlag.disagreementProbability))
    }
    return reasons
  }
}
