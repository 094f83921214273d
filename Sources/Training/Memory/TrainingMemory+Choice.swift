import ArrhythmiaModel
import NeuralNetwork

extension TrainingMemory {
  /// Bytes of samples that are kept.
  private static let room = 1_750_000
  /// Of these a third guards.
  private static let guardShare = 1.0 / 3
  /// Windows of a class at most: with more, teaching would take longer and forget no less.
  private static let mostEach = 60
  /// Features of a class.
  private static let featuresEach = 32
  /// Windows of a class that are looked at.
  private static let candidates = 600

  /// Chooses from a training's own windows, by the model that came of it.
  ///
  /// Of each class those that stand best for all of it: see `Herding`.
  init(_ model: ModelWeights, _ dataset: Dataset, _ fold: Fold, crew: Crew) {
    classes = fold.classes.map { dataset.classes[$0] }
    fingerprint = model.properties?.fingerprint ?? ""
    (windows, features) = ([], [])
    let pick = MemoryChoice(model, dataset, fold, crew: crew)
    let each = pick.windowsEach(Self.room, most: Self.mostEach)
    let guarding = Int(Double(each) * Self.guardShare)
    var kept: [Role: [Window]] = [.replay: [], .guarding: []]
    for label in classes.indices {
      let chosen = pick.candidates(label, most: Self.candidates)
      let parts = pick.parted(chosen)
      for (role, count) in [(Role.replay, each - guarding), (.guarding, guarding)] {
        let own = role == .replay ? parts.replay : parts.guarding
        kept[role]? += pick.herded(own, count).map { pick.window($0, role, label) }
      }
      features.append(pick.features(pick.herded(parts.replay, Self.featuresEach)))
    }
    windows = (kept[.replay] ?? []) + (kept[.guarding] ?? [])
  }
}

/// Windows of a training with their features.
private struct MemoryChoice {
  private let dataset: Dataset
  private let fold: Fold
  private let selection: InputSelection
  private let engine: InferenceEngine
  private let crew: Crew
  private let width: Int
  private let channels: Int

  /// A window and what the heads see of it.
  struct Candidate {
    var window: Int
    var feature: [Float]
  }

  init(_ model: ModelWeights, _ dataset: Dataset, _ fold: Fold, crew: Crew) {
    (self.dataset, self.fold, self.crew) = (dataset, fold, crew)
    selection = model.properties?.selection ?? InputSelection(modality: .both)
    engine = InferenceEngine(model, crew: crew)
    width = model.configuration.width
    let leads = dataset.mostLeads(fold.train)
    let inside = dataset.hasElectrograms(fold.train) ? ModelConfiguration.iegmChannels : 0
    channels = max(1, leads + inside)
  }

  /// How many windows of a class there is room for.
  func windowsEach(_ room: Int, most: Int) -> Int {
    min(most, room / (channels * WindowPlan.samples * max(1, fold.classes.count)))
  }

  /// A class's windows, spread over all, with their features.
  func candidates(_ label: Int, most: Int) -> [Candidate] {
    let own = fold.train.filter { dataset.windows[$0].plan.label == fold.classes[label] }
    let people = Dictionary(grouping: own) { dataset.windows[$0].source }
    let each = max(1, most / max(1, people.count))
    let chosen = people.sorted { $0.key < $1.key }.flatMap { _, members in
      stride(from: 0, to: members.count, by: max(1, members.count / each)).prefix(each)
        .map { members[$0] }
    }
    let (live, batch) = dataset.batch(chosen, selection: selection, crew: crew)
    guard !live.isEmpty else { return [] }
    let outputs = engine.run(batch, maps: false)
    return live.indices.map { row in
      Candidate(
        window: live[row], feature: Array(outputs.features[row * width..<(row + 1) * width]))
    }
  }

  /// Every third patient guards; of one patient alone every third window.
  func parted(_ all: [Candidate]) -> (replay: [Candidate], guarding: [Candidate]) {
    let people = Set(all.map { dataset.windows[$0.window].source }).sorted()
    func guards(_ index: Int) -> Bool {
      guard people.count > 1 else { return index % 3 == 2 }
      let place = people.firstIndex(of: dataset.windows[all[index].window].source) ?? 0
      return place % 3 == (people.count == 2 ? 1 : 2)
    }
    let guarding = all.indices.filter(guards)
    let rest = all.indices.filter { !guards($0) }
    return (rest.map { all[$0] }, guarding.map { all[$0] })
  }

  /// Those that stand best for all.
  func herded(_ all: [Candidate], _ count: Int) -> [Candidate] {
    Herding.order(all.map(\.feature), count: count).map { all[$0] }
  }

  func features(_ chosen: [Candidate]) -> [[Float]] { chosen.map(\.feature) }

  func window(_ candidate: Candidate, _ role: TrainingMemory.Role, _ label: Int)
    -> TrainingMemory.Window
  {
    var signal = dataset.prepared(candidate.window)
    selection.apply(to: &signal)
    return TrainingMemory.Window(
      role: role, label: label, patient: dataset.windows[candidate.window].source,
      signal: MemorySamples.rounded(signal),
      context: dataset.context.isEmpty
        ? [] : dataset.beatContext(candidate.window, ecgLive: signal.ecgLive))
  }
}
