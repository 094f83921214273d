import ArrhythmiaModel
import NeuralNetwork

extension Adaptation {
  /// What the taught model's file says.
  func taughtProperties(_ verdict: AdaptationVerdict) -> ModelProperties {
    var result = properties
    result.classes = classes
    result.fingerprint = fingerprint
    let records = Set(support.teaching.map(\.record))
    result.trainedOn = Set(properties.trainedOn + records).sorted()
    result.chosenOn = Set(properties.chosenOn + support.guarding.map(\.record)).sorted()
    let digests = (support.teaching + support.guarding).map(\.digest)
    result.seenDigests = Set(properties.seenDigests + digests).sorted()
    result.certainty = memory == nil ? nil : certainty
    // Figures of the model before do not hold for this one.
    (result.certaintyTests, result.evaluation) = ([], [])
    (result.faithfulness, result.isFaithful, result.validationMacroF1) = (nil, nil, nil)
    result.teaching = ModelTeaching(
      parent: base.digest, depth: settings.depth.rawValue, settings: settings.summary,
      taught: (properties.teaching?.taught ?? []) + places(support.teaching),
      guarding: (properties.teaching?.guarding ?? []) + places(support.guarding),
      guardRows: verdict.guarding, knownRows: verdict.known,
      ancestry: (properties.teaching.map { $0.ancestry } ?? []) + [base.digest])
    return result
  }

  private func places(_ windows: [TaughtWindow]) -> [ModelTeaching.Place] {
    windows.map {
      ModelTeaching.Place(
        record: $0.record, digest: $0.digest, seconds: $0.seconds.lowerBound, label: $0.label)
    }
  }

  /// Tells what taught it from any other.
  var fingerprint: String {
    var hash = StableHash.of("\(properties.fingerprint) \(settings.summary) \(classes)".utf8)
    for window in support.teaching {
      hash.add(bytes: "\(window.digest) \(window.label)".utf8)
      hash.add(UInt64(window.seconds.lowerBound.bitPattern))
    }
    return hash.text
  }

  /// Bounds of old classes as they were, where only the head has changed; of a class that was taught
  /// nobody knows when it is enough, so that it is never sure, and a new one is possible as soon as
  /// any class is. Of a trunk that was taught nobody knows anything.
  private var certainty: Certainty? {
    guard let old = properties.certainty, settings.depth == .instant else { return nil }
    let taught = Set(TaughtSupport.labels(support.teaching))
    var result = old
    for place in result.entries.indices {
      let flag = old.entries[place].flag
      let least = flag.leastProbabilities.min() ?? 0
      let indices = classes.map { properties.classes.firstIndex(of: $0) }
      result.entries[place].flag.leastProbabilities = indices.map { index in
        index.map { flag.leastProbabilities[$0] } ?? least
      }
      result.entries[place].flag.leastSure = flag.leastSure.map { old in
        indices.map { index in index.map { old[$0] } ?? 1 }
      }
      result.entries[place].flag.rareClasses = indices.enumerated().compactMap { new, index in
        index.map(flag.rareClasses.contains) ?? true || taught.contains(classes[new]) ? new : nil
      }
    }
    return result
  }

  /// The memory of the model before, with what taught and guarded now.
  func taughtMemory(_ model: ModelWeights) throws -> TrainingMemory {
    var result = memory ?? TrainingMemory(classes: [], fingerprint: "")
    let oldClasses = result.classes
    result.windows = result.windows.compactMap { window in
      guard let label = classes.firstIndex(of: oldClasses[window.label]) else { return nil }
      var window = window
      window.label = label
      return window
    }
    let first = (result.windows.map(\.patient).max() ?? -1) + 1
    let people = Set((support.teaching + support.guarding).map(\.patient)).sorted()
    func kept(_ windows: [TaughtWindow], _ role: TrainingMemory.Role) -> [TrainingMemory.Window] {
      windows.compactMap { window in
        guard let label = classes.firstIndex(of: window.label) else { return nil }
        return .init(
          role: role, label: label,
          patient: first + (people.firstIndex(of: window.patient) ?? 0),
          signal: MemorySamples.rounded(window.signal), context: [])
      }
    }
    let judged = properties.teaching?.guarding ?? []
    let newJudges = support.guarding.filter { window in
      !judged.contains { $0.digest == window.digest && $0.seconds == window.seconds.lowerBound }
    }
    result.windows += kept(support.teaching, .replay) + kept(newJudges, .guarding)
    result.windows.sort { $0.role.rawValue < $1.role.rawValue }
    result.features = features(of: model, result, remembered: oldClasses)
    (result.classes, result.fingerprint) = (classes, fingerprint)
    return result
  }

  /// Features by class: where the trunk has changed, those of the windows that are replayed.
  private func features(
    of model: ModelWeights, _ memory: TrainingMemory, remembered: [String]
  ) -> [[[Float]]] {
    let isSameTrunk = settings.depth == .instant
    let replayed =
      isSameTrunk
      ? support.teaching.map { ($0.signal, classes.firstIndex(of: $0.label) ?? 0) }
      : memory.windows.filter { $0.role == .replay }.map { ($0.signal, $0.label) }
    let found = WindowFeatures(model, replayed.map(\.0), crew: crew).features
    return classes.indices.map { label in
      let old =
        isSameTrunk ? remembered.firstIndex(of: classes[label]).map { memory.features[$0] } : nil
      return (old ?? []) + replayed.indices.filter { replayed[$0].1 == label }.map { found[$0] }
    }
  }
}
