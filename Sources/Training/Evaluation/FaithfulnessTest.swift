public import ArrhythmiaModel
import Foundation
public import NeuralNetwork

/// Whether a model's heatmaps show what its decisions rest on: where the heat is highest the signal
/// is deleted, and the decided class has to lose more probability than with the same deleted
/// elsewhere.
///
/// The method is chosen on one half of the windows and tested on the other.
public struct FaithfulnessTest {
  /// Deletion and insertion, fraction by fraction.
  public struct Curves: Sendable, Equatable {
    /// Mean probability of the decided class with the hottest tokens deleted.
    public var deletion: [Double]
    /// The same with nothing but the hottest tokens.
    public var insertion: [Double]

    /// The area under the deletion curve: the lower, the better the map.
    var area: Double { deletion.reduce(0, +) / Double(max(1, deletion.count)) }
  }

  /// What came of it.
  public struct Outcome: Sendable {
    /// The method that won.
    public var method: ExplanationMethod
    /// Area under the deletion curve of each method, on the half that chose.
    public var choice: [(method: ExplanationMethod, area: Double)]
    /// Windows of the half that tested.
    public var windows: Int
    /// Means over them.
    public var model: Curves, random: Curves, randomised: Curves
    /// Share of windows whose area is below that of random deletion.
    public var shareBelowRandom: Double
    /// Mean of random area minus the model's, and its 95 % interval.
    public var gap: Double
    /// The interval, by a bootstrap over patients.
    public var gapInterval: ClosedRange<Double>

    /// Whether the model's decisions are better than chance: of one that always says the same no
    /// map can show what they rest on.
    public var isBetterThanChance: Bool

    /// Least share of windows, and least gap: what no reader would notice is no effect, however
    /// sure it is.
    static let leastShare = 0.7
    static let leastGap = 0.02

    /// Whether the maps may be called more than attention.
    public var isFaithful: Bool {
      isBetterThanChance && shareBelowRandom >= Self.leastShare
        && gapInterval.lowerBound > Self.leastGap
    }

    /// The verdict in a sentence.
    public var sentence: String {
      func figure(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
      let facts =
        "deleting where the \(method.rawValue) map is highest costs the decided class more than "
        + "at random in \(Int((shareBelowRandom * 100).rounded())) % of \(windows) windows, mean gap "
        + "\(figure(gap)) (95 % \(figure(gapInterval.lowerBound)) to "
        + "\(figure(gapInterval.upperBound)))"
      let verdict =
        isFaithful
        ? "faithful: "
        : isBetterThanChance
          ? "not faithful, attention and not cause: "
          : "not faithful, as the model is not shown to be better than chance: "
      return verdict + facts
    }
  }

  /// Parts of the tokens that are deleted.
  public static let fractions = (1...10).map { Double($0) * 0.05 }
  private static let randomOrders = 20
  /// Cosine ramps at both ends of a deleted run: 20 ms at 250 Hz.
  private static let taper = 5

  private let model: ModelWeights
  private let engine: InferenceEngine
  private let explanation: ExplanationEngine
  private let blind: ExplanationEngine
  private let temperature: Double

  /// Tests a model.
  public init(_ model: ModelWeights, crew: Crew) {
    self.model = model
    engine = InferenceEngine(model, crew: crew)
    explanation = ExplanationEngine(model, crew: crew)
    let random = ModelWeights(random: model.configuration, seed: 0xB11D)
    blind = ExplanationEngine(random, crew: crew)
    temperature = model.properties?.temperature ?? 1
  }

  /// Runs the test on some windows of a data set; at least two of them have to be live.
  /// `isBetterThanChance`: whether a test on other windows has shown it.
  ///
  /// `progress` is told the share that is done.
  public func run(
    _ dataset: Dataset, _ indices: [Int], isBetterThanChance: Bool, seed: UInt64 = 1, crew: Crew,
    progress: (Double) -> Void = { _ in }
  ) -> Outcome? {
    let selection = model.properties?.selection ?? InputSelection(modality: .both)
    let (live, windows) = dataset.batch(indices, selection: selection, crew: crew)
    guard live.count >= 2 else { return nil }
    let decisions = engine.run(windows, maps: false).likeliest
    let areas = stride(from: 0, to: live.count, by: 2).map { index in
      progress(0.1 * Double(index) / Double(live.count))
      return methodAreas(windows, index, decisions[index])
    }
    let choice = ExplanationMethod.allCases.map { method -> (ExplanationMethod, Double) in
      (method, areas.reduce(0) { $0 + ($1[method] ?? 0) } / Double(areas.count))
    }
    let best = choice.min { $0.1 < $1.1 }?.0 ?? .gradient
    var random = SplitMix64(seed: seed)
    var trials: [Trial] = []
    for index in stride(from: 1, to: live.count, by: 2) {
      progress(0.1 + 0.9 * Double(index) / Double(live.count))
      let source = dataset.windows[live[index]].source
      trials.append(
        trial(
          windows, index, decisions[index], best, patient: dataset.sources[source].patient, &random)
      )
    }
    return outcome(trials, best, choice, isBetterThanChance)
  }

  // MARK: One window

  private struct Trial {
    var patient: String
    var model: Curves
    var random: Curves
    var randomised: Curves
    var gap: Double { random.area - model.area }
  }

  /// Which tokens are hot, of each modality.
  private typealias Heat = (ecg: [Float], iegm: [Float])
  /// Marked tokens of each modality.
  private typealias Marks = (ecg: [Bool], iegm: [Bool])

  private func methodAreas(
    _ windows: Windows, _ index: Int, _ decision: Int
  ) -> [ExplanationMethod: Double] {
    let heat = explanation.heat(windows, index, class: decision)
    return heat.mapValues { heat in
      let marks = Self.fractions.map { Self.hottest(heat, $0) }
      let kept = probabilities(windows, index, decision, marks, keepsMarked: false)
      return kept.reduce(0, +) / Double(kept.count)
    }
  }

  private func trial(
    _ windows: Windows, _ index: Int, _ decision: Int, _ method: ExplanationMethod,
    patient: String, _ random: inout SplitMix64
  ) -> Trial {
    let heat = explanation.heat(windows, index, class: decision)[method] ?? ([], [])
    let blindHeat = blind.heat(windows, index, class: decision)[method] ?? ([], [])
    let marks = Self.fractions.map { Self.hottest(heat, $0) }
    var sum = Curves(
      deletion: Self.fractions.map { _ in 0 }, insertion: Self.fractions.map { _ in 0 })
    for _ in 0..<Self.randomOrders {
      let moved = marks.map {
        (ecg: Self.moved($0.ecg, &random), iegm: Self.moved($0.iegm, &random))
      }
      let curves = curves(windows, index, decision, moved)
      for place in Self.fractions.indices {
        sum.deletion[place] += curves.deletion[place] / Double(Self.randomOrders)
        sum.insertion[place] += curves.insertion[place] / Double(Self.randomOrders)
      }
    }
    return Trial(
      patient: patient, model: curves(windows, index, decision, marks), random: sum,
      randomised: curves(
        windows, index, decision, Self.fractions.map { Self.hottest(blindHeat, $0) }))
  }

  private func curves(
    _ windows: Windows, _ index: Int, _ decision: Int, _ marks: [Marks]
  ) -> Curves {
    Curves(
      deletion: probabilities(windows, index, decision, marks, keepsMarked: false),
      insertion: probabilities(windows, index, decision, marks, keepsMarked: true))
  }

  /// Probability of a class for each set of marks, the marked tokens deleted or all others.
  private func probabilities(
    _ windows: Windows, _ index: Int, _ decision: Int, _ marks: [Marks], keepsMarked: Bool
  ) -> [Double] {
    let outputs = engine.run(
      Self.variants(windows, index, marks, keepsMarked: keepsMarked), maps: false)
    let classes = model.configuration.classes
    return marks.indices.map { row in
      let logits = outputs.logits[row * classes..<(row + 1) * classes].map {
        Double($0) / temperature
      }
      let top = logits.max() ?? 0
      return exp(logits[decision] - top) / logits.reduce(0) { $0 + exp($1 - top) }
    }
  }

  // MARK: Marks

  /// The hottest tokens, a given part of all.
  private static func hottest(_ heat: Heat, _ fraction: Double) -> Marks {
    func marks(_ values: [Float]) -> [Bool] {
      var marks = values.map { _ in false }
      let order = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
      for index in order.prefix(Int((fraction * Double(values.count)).rounded())) {
        marks[index] = true
      }
      return marks
    }
    return (marks(heat.ecg), marks(heat.iegm))
  }

  /// Runs of the same lengths in random places and order.
  private static func moved(_ marks: [Bool], _ random: inout SplitMix64) -> [Bool] {
    var runs: [Int] = []
    for (index, mark) in marks.enumerated() where mark {
      if index > 0, marks[index - 1] { runs[runs.count - 1] += 1 } else { runs.append(1) }
    }
    var places = runs.map { (random.next(), $0) }.sorted { $0 < $1 }.map(\.1)
    var free = marks.count - runs.reduce(0, +)
    var result: [Bool] = []
    while !places.isEmpty || free > 0 {
      // Each free token and each run is equally likely to come next; runs are kept apart.
      let left = places.count + free
      let isRun = !places.isEmpty && Int(random.next() % UInt64(left)) < places.count
      if isRun && result.last != true || free == 0 {
        result += Array(repeating: true, count: places.removeLast())
      } else {
        result.append(false)
        free -= 1
      }
    }
    return result
  }

  /// Copies of a window with tokens deleted: their samples are brought to the median, which is 0.
  private static func variants(
    _ windows: Windows, _ index: Int, _ marks: [Marks], keepsMarked: Bool
  ) -> Windows {
    let (leads, slots, samples) = (
      ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels, windows.samples
    )
    let ecg = windows.ecg[index * leads * samples..<(index + 1) * leads * samples]
    let iegm = windows.iegm[index * slots * samples..<(index + 1) * slots * samples]
    func all(_ values: ArraySlice<Float>, _ channels: Int, _ gains: [[Float]]) -> [Float] {
      gains.flatMap { gain in
        values.enumerated().map { $1 == 0 ? 0 : $1 * gain[$0 % samples] }
      }
    }
    func repeated(_ values: ArraySlice<Float>) -> [Float] { marks.flatMap { _ in values } }
    let width = windows.count > 0 ? windows.context.count / windows.count : 0
    return Windows(
      samples: samples,
      ecg: all(ecg, leads, marks.map { gains($0.ecg, samples, keepsMarked) }),
      iegm: all(iegm, slots, marks.map { gains($0.iegm, samples, keepsMarked) }),
      ecgLive: repeated(windows.ecgLive[index * leads..<(index + 1) * leads]),
      iegmLive: repeated(windows.iegmLive[index * slots..<(index + 1) * slots]),
      context: repeated(windows.context[index * width..<(index + 1) * width]))
  }

  /// What each sample is multiplied by, with ramps where it begins and ends.
  private static func gains(_ marks: [Bool], _ samples: Int, _ keepsMarked: Bool) -> [Float] {
    let each = samples / max(1, marks.count)
    let hard = (0..<samples).map { marks[min($0 / each, marks.count - 1)] == keepsMarked }
    return (0..<samples).map { index in
      guard hard[index] else { return 0 }
      let distance = (1...taper).first {
        (index >= $0 && !hard[index - $0]) || (index + $0 < samples && !hard[index + $0])
      }
      guard let distance else { return 1 }
      return Float(0.5 - 0.5 * cos(.pi * Double(distance) / Double(taper + 1)))
    }
  }

  // MARK: All windows

  private func outcome(
    _ trials: [Trial], _ method: ExplanationMethod, _ choice: [(ExplanationMethod, Double)],
    _ isBetterThanChance: Bool
  ) -> Outcome {
    func mean(_ part: (Trial) -> [Double]) -> [Double] {
      Self.fractions.indices.map { index in
        trials.reduce(0) { $0 + part($1)[index] } / Double(trials.count)
      }
    }
    func curves(_ part: @escaping (Trial) -> Curves) -> Curves {
      Curves(deletion: mean { part($0).deletion }, insertion: mean { part($0).insertion })
    }
    let below = trials.count { $0.gap > 0 }
    return Outcome(
      method: method, choice: choice.map { (method: $0.0, area: $0.1) }, windows: trials.count,
      model: curves(\.model), random: curves(\.random), randomised: curves(\.randomised),
      shareBelowRandom: Double(below) / Double(trials.count),
      gap: trials.reduce(0) { $0 + $1.gap } / Double(trials.count),
      gapInterval: Self.interval(trials), isBetterThanChance: isBetterThanChance)
  }

  /// Bootstrap over patients; over windows where there is but one patient.
  private static func interval(_ trials: [Trial]) -> ClosedRange<Double> {
    var groups = Dictionary(grouping: trials, by: \.patient).sorted { $0.key < $1.key }
      .map { $0.value.map(\.gap) }
    if groups.count < 2 { groups = trials.map { [$0.gap] } }
    var random = SplitMix64(seed: 7)
    let means = (0..<1000).map { _ in
      let drawn = groups.flatMap { _ in groups[Int(random.next() % UInt64(groups.count))] }
      return drawn.reduce(0, +) / Double(drawn.count)
    }.sorted()
    return means[25]...means[974]
  }
}
