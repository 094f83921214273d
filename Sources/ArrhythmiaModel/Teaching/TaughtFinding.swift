extension RecordClassifier.Finding {
  /// The finding as labels of beats like this one have left it.
  ///
  /// Where no label is like it, and none makes another class of it, it stays what the model has
  /// said, with the model's own figures.
  func taught(_ taught: TaughtBeats, beat: Int, _ settings: TeachingSettings) -> Self {
    let decision = taught.decision(beat)
    let isTaught = taught.ignorance(beat) <= settings.mostIgnorance
    guard let evidence, isTaught || decision != self.decision else { return self }
    // What model and labels both say is as sure as the model was.
    let probabilities = taught.probabilities(beat)
    let surest = probabilities.max() ?? 0
    if decision == self.decision, !isUncertain, surest >= settings.agreedProbability { return self }
    var finding = self
    finding.evidence?.probabilities = probabilities
    let standing = verdict.reasons.filter(\.standsWhateverIsTaught)
    let probability = finding.evidence?.confidence ?? 0
    let least = settings.sureProbability
    if isTaught, probability >= least, standing.isEmpty {
      finding.verdict = Verdict(set: [decision], reasons: [])
    } else {
      let order = probabilities.indices.sorted {
        (probabilities[$1], $0) < (probabilities[$0], $1)
      }
      finding.verdict = Verdict(
        set: standing.isEmpty ? order.prefix(2).sorted() : Array(evidence.probabilities.indices),
        reasons: standing + [.improbable(probability: probability, least: least)])
    }
    return finding
  }
}

extension UncertaintyReason {
  /// Whether no label of another beat can do anything about it.
  var standsWhateverIsTaught: Bool {
    switch self {
    case .noSignal, .unproven, .foreign, .padded, .paced: true
    case .unfamiliar, .distant, .improbable, .rival, .rare, .divided, .contradicted, .early: false
    }
  }
}
