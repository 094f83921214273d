public import ArrhythmiaModel
import NeuralNetwork

/// What a model made of a window of somebody who did not train it.
public struct HeldOutWindow: Sendable, Equatable {
  /// Its logits.
  public var logits: [Double]
  /// Largest similarity to a class's mean embedding.
  public var similarity: Double
  /// The prototypes' head's probabilities.
  public var prototypeProbabilities: [Double]
  /// What there was to go by.
  public var kind: InputKind
  /// The true class, by its number in the model; nil for one that the model lacks.
  public var label: Int?
  /// Who it is of.
  public var patient: String
  /// How many of that person's windows of that class it stands for.
  public var count: Double
  /// Which part of the people it is in.
  public var part: Int

  /// What a model made of one.
  public init(
    logits: [Double], similarity: Double, prototypeProbabilities: [Double], kind: InputKind,
    label: Int?, patient: String, count: Double, part: Int
  ) {
    (self.logits, self.similarity) = (logits, similarity)
    (self.prototypeProbabilities, self.kind) = (prototypeProbabilities, kind)
    (self.label, self.patient, self.count, self.part) = (label, patient, count, part)
  }

  /// What is known of it, its probabilities by a scale.
  func evidence(_ scale: ProbabilityScale) -> UncertaintyFlag.Evidence {
    UncertaintyFlag.Evidence(
      logits: logits, scale: scale, similarity: similarity,
      prototypeProbabilities: prototypeProbabilities)
  }
}

/// Makes them: runs a model on some people's windows with less and less to go by.
struct HeldOutReading {
  let dataset: Dataset
  let modality: ModalityChoice
  /// A window's class in the model; nil for none.
  let label: (Int) -> Int?
  let crew: Crew

  /// Windows of a class and a person that are read; more tell nothing new.
  private static let mostEach = 250
  private static let chunk = 256

  /// All kinds of input of some people's windows.
  func read(
    _ model: ModelWeights, _ windows: [Int], part: Int, _ reductions: [InputReduction]
  ) -> [HeldOutWindow] {
    let chosen = thinned(windows)
    let reader = EvidenceReader(model)
    return reductions.enumerated().flatMap { number, reduction in
      read(chosen, InferenceEngine(model, crew: crew), reader, reduction, number).map {
        var window = $0
        window.part = part
        return window
      }
    }
  }

  /// Not too many of a class and person, evenly spread, with how many each stands for.
  private func thinned(_ windows: [Int]) -> [(window: Int, count: Double)] {
    let groups = Dictionary(grouping: windows) { index in
      "\(dataset.windows[index].plan.label) \(patient(index))"
    }
    return groups.sorted { $0.key < $1.key }.flatMap { _, members in
      let step = max(1, (members.count + Self.mostEach - 1) / Self.mostEach)
      let kept = stride(from: 0, to: members.count, by: step).map { members[$0] }
      return kept.map { ($0, Double(members.count) / Double(kept.count)) }
    }.sorted { $0.0 < $1.0 }
  }

  private func patient(_ window: Int) -> String {
    dataset.sources[dataset.windows[window].source].patient
  }

  private func read(
    _ chosen: [(window: Int, count: Double)], _ engine: InferenceEngine, _ reader: EvidenceReader,
    _ reduction: InputReduction, _ number: Int
  ) -> [HeldOutWindow] {
    var found: [HeldOutWindow] = []
    for start in stride(from: 0, to: chosen.count, by: Self.chunk) {
      let part = chosen[start..<min(start + Self.chunk, chosen.count)]
      let asked = part.map(\.window)
      let (live, batch, kinds) = dataset.batch(
        asked, selection: InputSelection(modality: modality), reduction: reduction,
        seed: UInt64(number), crew: crew)
      let fitting = live.indices.filter { kinds[$0] == reduction.kind }
      guard !fitting.isEmpty else { continue }
      let outputs = engine.run(batch, maps: false)
      let evidence = reader.evidence(
        logits: outputs.logits, embeddings: outputs.embeddings, scales: [ProbabilityScale()])
      let counts = Dictionary(uniqueKeysWithValues: part.map { ($0.window, $0.count) })
      let width = outputs.logits.count / max(1, live.count)
      for row in fitting {
        found.append(
          HeldOutWindow(
            logits: outputs.logits[row * width..<(row + 1) * width].map(Double.init),
            similarity: evidence[row].similarity,
            prototypeProbabilities: evidence[row].prototypeProbabilities, kind: kinds[row],
            label: label(live[row]), patient: patient(live[row]), count: counts[live[row]] ?? 1,
            part: 0))
      }
    }
    return found
  }
}
