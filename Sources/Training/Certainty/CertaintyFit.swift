public import ArrhythmiaModel
import NeuralNetwork

/// Fits how sure a model may be on people who did not train it, every one of whom counts alike.
public struct CertaintyFit: Sendable {
  private let classCount: Int
  private let limitsErrors: Bool

  /// Of a person's windows of a class, those that may lack it among their possible classes: a
  /// little less than the .05 that is promised, as others may be further off than all of these.
  private static let missed = 0.04
  /// Of all windows, those that may lack their own class because of one common class: a common
  /// class may be missed more rarely, or what is sure of the others is wrong too often.
  private static let missedOfAll = 0.004
  /// Of the windows of other classes, those for which a class may be possible: else a class that
  /// some people's windows of cannot be told from the others would leave no answer sure. The
  /// commonest class has no such limit: what it is left out of would be wrong.
  private static let mostSpilled = 0.08
  private static let commonShare = 0.5
  /// The limit holds where it leaves a person's windows of the class so often among their possible
  /// ones; where it does not, no answer can be sure.
  private static let leastCovered = 0.8
  /// The same of a class of so few windows that leaving it out makes few answers wrong; it is never
  /// sure.
  private static let mostSpilledOfSmall = 0.01
  private static let smallShare = 0.01
  /// No bound is above this: some dozens of people cannot tell .99 from .999.
  private static let highestBound = 0.9
  /// Of familiar windows, those that are held to be none.
  private static let unfamiliar = 0.005
  /// Windows from which on a person counts fully for a class.
  private static let fullWindows = 10.0
  /// People that a class needs to be ever sure.
  private static let leastPeople = 3

  /// Of a class's sure answers those that may be wrong, where errors are limited. Labels of rhythms are
  /// wrong in about as many windows, and whoever asks for fewer has no sure answers left.
  private static let mostWrong = 0.03

  /// Of the sure answers that people get whom the bounds were not fitted on, those that may be wrong,
  /// where errors are limited. A few leads alone go beyond that, and of people are wrong oftener still.
  private static let mostWrongUnseen = 0.05

  /// For a model of so many classes.
  /// - Parameter limitsErrors: whether an answer is sure only where such were seldom wrong. Sets of
  ///   possible classes promise that the right one is among them, whatever is said of it.
  public init(classCount: Int, limitsErrors: Bool = false) {
    (self.classCount, self.limitsErrors) = (classCount, limitsErrors)
  }

  /// A flag for each kind of input among some windows.
  func certainty(_ windows: [HeldOutWindow]) -> Certainty {
    let kinds = windows.reduce(into: [InputKind]()) { kinds, window in
      if !kinds.contains(window.kind) { kinds.append(window.kind) }
    }
    return Certainty(
      entries: kinds.map { kind in
        Certainty.Entry(kind: kind, flag: flag(windows.filter { $0.kind == kind }))
      }, patients: Set(windows.map(\.patient)).count)
  }

  /// The flag of windows of one kind of input.
  public func flag(_ windows: [HeldOutWindow]) -> UncertaintyFlag {
    let known = windows.filter { $0.label != nil }
    let weights = CertaintyWeights(known, classCount: classCount, fullWindows: Self.fullWindows)
    let scale = scale(known, weights)
    let evidence = known.map { $0.evidence(scale) }
    var flag = UncertaintyFlag(
      scale: scale, leastProbabilities: Array(repeating: 0, count: classCount))
    for index in 0..<classCount {
      let bound = bound(index, known, evidence, weights)
      flag.leastProbabilities[index] = bound.value
      if bound.isRare { flag.rareClasses.append(index) }
    }
    let all = weights.person
    flag.highestEnergy = WeightedQuantile(zip(evidence.map(\.energy), all))
      .value(1 - Self.unfamiliar)
    flag.leastSimilarity =
      WeightedQuantile(zip(evidence.map(\.similarity), all)).value(Self.unfamiliar) ?? -1
    if limitsErrors {
      flag.leastSure = (0..<classCount).map { leastSure($0, known, evidence, all, flag) }
    }
    return flag
  }

  /// Whether what is sure by these bounds was wrong too often of people who did not set them.
  public func isTooOftenWrong(_ figures: SelectiveFigures) -> Bool {
    limitsErrors && figures.sureError > Self.mostWrongUnseen
  }

  /// From which probability on a class's sure answers are seldom wrong; 1 where there is none, or too
  /// few people have any.
  private func leastSure(
    _ index: Int, _ windows: [HeldOutWindow], _ evidence: [UncertaintyFlag.Evidence],
    _ weights: [Double], _ flag: UncertaintyFlag
  ) -> Double {
    let answers = windows.indices.filter {
      evidence[$0].decision == index && flag.possible(evidence[$0]) == [index]
    }.sorted { (evidence[$1].confidence, $0) < (evidence[$0].confidence, $1) }
    var (all, wrong, least) = (0.0, 0.0, 1.0)
    var people = Set<String>()
    for place in answers {
      all += weights[place]
      if windows[place].label != index { wrong += weights[place] }
      people.insert(windows[place].patient)
      if wrong <= Self.mostWrong * all, people.count >= Self.leastPeople {
        least = evidence[place].confidence
      }
    }
    return least
  }

  private func scale(
    _ windows: [HeldOutWindow], _ weights: CertaintyWeights
  ) -> ProbabilityScale {
    let rows = windows.enumerated().map { place, window in
      ProbabilityScale.Row(
        logits: window.logits, label: window.label ?? 0, weight: weights.person[place])
    }
    let windows = windows.reduce(0) { $0 + $1.count }
    return ProbabilityScale(fitting: rows, doubt: 1 / (windows + 2))
  }

  /// From which probability on a window may be of a class.
  private func bound(
    _ index: Int, _ windows: [HeldOutWindow], _ evidence: [UncertaintyFlag.Evidence],
    _ weights: CertaintyWeights
  ) -> (value: Double, isRare: Bool) {
    let values = evidence.map { $0.probabilities[index] }
    let own = windows.indices.filter { windows[$0].label == index }
    let others = windows.indices.filter { windows[$0].label != index }
    let mine = WeightedQuantile(own.map { (values[$0], weights.ofClass[$0]) })
    let theirs = WeightedQuantile(others.map { (values[$0], weights.person[$0]) })
    let people = Set(own.map { windows[$0].patient }).count
    let share = weights.share(of: index)
    let missed = min(Self.missed, share > 0 ? Self.missedOfAll / share : Self.missed)
    let covering = mine.value(missed) ?? Self.highestBound
    let isSmall = share < Self.smallShare
    let most =
      share > Self.commonShare ? 1 : isSmall ? Self.mostSpilledOfSmall : Self.mostSpilled
    let limited = max(covering, theirs.value(1 - most) ?? 0)
    let isLimited =
      limited > covering
      && (isSmall || 1 - mine.share(below: limited) >= Self.leastCovered)
    let value = isLimited ? limited : covering
    let isRare = people < Self.leastPeople || isSmall && isLimited
    return (min(value, Self.highestBound), isRare)
  }
}

/// How much each of some windows counts.
private struct CertaintyWeights {
  /// Where every person counts alike.
  private(set) var person: [Double] = []
  /// Where within a window's class every person counts alike that has enough of it.
  private(set) var ofClass: [Double] = []
  private var shares: [Double]

  init(_ windows: [HeldOutWindow], classCount: Int, fullWindows: Double) {
    var totals: [String: Double] = [:]
    var classTotals: [String: Double] = [:]
    func key(_ window: HeldOutWindow) -> String { "\(window.label ?? -1) \(window.patient)" }
    for window in windows {
      totals[window.patient, default: 0] += window.count
      classTotals[key(window), default: 0] += window.count
    }
    shares = Array(repeating: 0, count: classCount)
    for window in windows {
      let own = classTotals[key(window)] ?? 1
      let weight = window.count / (totals[window.patient] ?? 1)
      person.append(weight)
      ofClass.append(window.count / own * min(1, own / fullWindows))
      if let label = window.label { shares[label] += weight }
    }
    let people = Double(max(1, totals.count))
    shares = shares.map { $0 / people }
  }

  /// Of all windows those of a class, every person counting alike.
  func share(of index: Int) -> Double { shares[index] }
}

/// Values that count differently.
private struct WeightedQuantile {
  private let values: [Double]
  /// Weight of all up to each value.
  private let sums: [Double]

  init(_ pairs: some Sequence<(Double, Double)>) {
    let sorted = pairs.sorted { $0.0 < $1.0 }
    var sum = 0.0
    values = sorted.map(\.0)
    sums = sorted.map { pair in
      sum += pair.1
      return sum
    }
  }

  /// The value below which at most a share of the weight lies; nil of none.
  func value(_ level: Double) -> Double? {
    guard let total = sums.last, total > 0 else { return nil }
    let place = sums.firstIndex { $0 > level * total } ?? values.count - 1
    return values[place]
  }

  /// The share of the weight of what is below a value.
  func share(below value: Double) -> Double {
    guard let total = sums.last, total > 0 else { return 0 }
    guard let place = values.lastIndex(where: { $0 < value }) else { return 0 }
    return sums[place] / total
  }
}

extension Certainty {
  /// Has the model never be sure where it reads so much, if that went wrong too often of people who
  /// set no bounds. Returns whether it did.
  public mutating func withdraw(
    _ kind: InputKind, unless figures: SelectiveFigures, _ fit: CertaintyFit
  ) -> Bool {
    guard fit.isTooOftenWrong(figures), let place = entries.firstIndex(where: { $0.kind == kind })
    else { return false }
    entries[place].flag.leastSure = entries[place].flag.leastProbabilities.map { _ in 1 }
    return true
  }
}
