public import NeuralNetwork

/// What a model says of a whole record, window by window or beat by beat.
///
/// Its engine's memory and its crew serve one caller at a time: all that it and the readings made
/// with it do has to come from one thread at a time, whichever that is. A screen gives a classifier
/// of its own to the thread that works in the background, with a crew that nobody else calls. A
/// second caller stops the program.
public final class RecordClassifier: Sendable {
  /// What it says of one window.
  public struct Finding: Sendable, Equatable {
    /// What the finding is about: samples at 250 Hz from the record's beginning. Of a rhythm window
    /// its middle half, so that findings follow each other; of a beat the beat.
    public var place: Range<Int>
    /// What is known; nil where no channel is live.
    public var evidence: UncertaintyFlag.Evidence?
    /// Cosines between the window's embedding and each class's mean embedding; empty where no
    /// channel is live.
    public var similarities: [Double] = []
    /// What the model had to go by.
    public var kind: InputKind
    /// What it may be, and why that is not to be relied on, if it is not.
    public var verdict: Verdict

    /// Whether the answer is not to be relied on.
    public var isUncertain: Bool { verdict.isUncertain }
    /// The class's number, the best guess even where it is uncertain; nil without a live channel.
    public var decision: Int? { evidence?.decision }
  }

  /// What the model's file says of it.
  public let properties: ModelProperties
  /// Whether it reads beats, not rhythms.
  public var isOfBeats: Bool { properties.isOfBeats }
  let weights: ModelWeights
  let engine: InferenceEngine
  /// Rounds factors of products; what it leaves open is computed by `engine`.
  private let quick: InferenceEngine?
  let reader: EvidenceReader
  let rule: CertaintyRule
  let selection: InputSelection
  let crew: Crew
  private let use = ExclusiveUse("RecordClassifier")
  var configuration: ModelConfiguration { weights.configuration }

  /// Plans for a trained model; nil where its file does not say what it was trained for, or asks
  /// for more to be told of a beat than there is.
  /// - Parameter precision: with `.bfloat16` windows are read in it first, and again in Float32 where
  ///   a figure is so near to a bound that rounding could decide: what is said of a window, and whether
  ///   it is sure, is the same; probabilities may differ by about .01.
  public init?(_ weights: ModelWeights, crew: Crew, precision: ProductPrecision = .float32) {
    guard let properties = weights.properties else { return nil }
    if let context = weights.configuration.context {
      guard context.inputs == BeatContext.width, properties.isOfBeats
      else { return nil }
    }
    (self.properties, self.weights, self.crew) = (properties, weights, crew)
    engine = InferenceEngine(weights, crew: crew)
    quick =
      precision == .float32
      ? nil : InferenceEngine(weights, crew: crew, precision: precision)
    reader = EvidenceReader(weights)
    rule = properties.rule
    selection = properties.selection
  }

  // MARK: Windows

  /// Live windows as the engine takes them; `context` has a row for each of them, or none.
  func batch(_ live: [PreparedWindow], context: [[Float]]) -> Windows {
    Windows(
      samples: configuration.samples, ecg: live.flatMap(\.ecg), iegm: live.flatMap(\.iegm),
      ecgLive: live.flatMap(\.ecgLive), iegmLive: live.flatMap(\.iegmLive),
      context: context.flatMap { $0 })
  }

  /// What a window is, beside its samples.
  struct Asked: Sendable {
    /// What the finding is about.
    var place: Range<Int>
    /// What there is to go by, and what speaks against relying on it.
    var circumstances: CertaintyRule.Circumstances
  }

  /// Findings of windows, live or not.
  func findings(
    _ windows: [PreparedWindow], context: [[Float]], asked: [Asked]
  ) throws(ModelOutputError) -> [Finding] {
    use.enter()
    defer { use.leave() }
    let live = windows.indices.filter { windows[$0].isLive }
    var found = asked.map {
      Finding(
        place: $0.place, evidence: nil, kind: $0.circumstances.kind,
        verdict: rule.verdict(nil, $0.circumstances))
    }
    guard !live.isEmpty else { return found }
    var open = live
    func read(_ engine: InferenceEngine) throws(ModelOutputError) {
      let outputs = engine.run(
        batch(open.map { windows[$0] }, context: context.isEmpty ? [] : open.map { context[$0] }),
        maps: false)
      for (index, finding) in zip(open, try findings(outputs, asked: open.map { asked[$0] })) {
        found[index] = finding
      }
    }
    if let quick {
      try read(quick)
      open.removeAll { index in
        let finding = found[index]
        return finding.evidence.map {
          rule.isSettled($0, of: finding.kind, isUncertain: finding.isUncertain)
        } == true
      }
    }
    if !open.isEmpty { try read(engine) }
    return found
  }

  /// Findings from the engine's outputs, which have to be numbers.
  func findings(
    _ outputs: ModelOutputs, asked: [Asked]
  ) throws(ModelOutputError) -> [Finding] {
    if let row = outputs.firstWithoutNumbers { throw ModelOutputError(place: asked[row].place) }
    let all = reader.evidence(
      logits: outputs.logits, embeddings: outputs.embeddings,
      scales: asked.map { rule.scale(for: $0.circumstances.kind) })
    let width = configuration.projection
    return all.indices.map { row in
      let embedding = outputs.embeddings[row * width..<(row + 1) * width].map(Double.init)
      return Finding(
        place: asked[row].place, evidence: all[row],
        similarities: reader.meanSimilarities(embedding), kind: asked[row].circumstances.kind,
        verdict: rule.verdict(all[row], asked[row].circumstances))
    }
  }
}

/// Consecutive findings of one class.
public struct FindingEpisode: Sendable, Equatable {
  /// Samples at 250 Hz.
  public var place: Range<Int>
  /// The class's number; nil where the model cannot tell.
  public var decision: Int?
  /// Findings in it.
  public var count: Int
  /// Mean probability of the class in them.
  public var probability: Double

  /// Joins findings that follow each other. A single uncertain one between two of the same class is
  /// theirs.
  public static func episodes(_ findings: [RecordClassifier.Finding]) -> [FindingEpisode] {
    let labels = findings.map { $0.isUncertain ? nil : $0.decision }
    var episodes: [FindingEpisode] = []
    for (index, finding) in findings.enumerated() {
      var label = labels[index]
      if label == nil, index > 0, index + 1 < labels.count, labels[index - 1] == labels[index + 1] {
        label = labels[index - 1]
      }
      let probability = label.flatMap { finding.evidence?.probabilities[$0] } ?? 0
      if let last = episodes.indices.last, episodes[last].decision == label {
        let count = Double(episodes[last].count)
        episodes[last].place = episodes[last].place.lowerBound..<finding.place.upperBound
        episodes[last].probability =
          (episodes[last].probability * count + probability) / (count + 1)
        episodes[last].count += 1
      } else {
        episodes.append(
          FindingEpisode(place: finding.place, decision: label, count: 1, probability: probability))
      }
    }
    return episodes
  }
}
