public import ArrhythmiaModel
import Foundation

/// What it is worth that a model says what it is not sure of: how often the true class is among the
/// possible ones, how many these are, and how often a sure answer is wrong.
///
/// A person counts for a class with at least 10 windows of it. Windows of fusion and unclassifiable
/// beats are left out, of which no model can be sure.
public struct SelectiveFigures: Sendable, Equatable {
  /// A window that was judged.
  public struct Window: Sendable, Equatable {
    /// The true class.
    public var label: Int
    /// The best guess.
    public var decision: Int
    /// Its probability.
    public var confidence: Double
    /// The classes that it may be of.
    public var set: [Int]
    /// Who it is of.
    public var patient: String
    /// How many windows it stands for.
    public var count: Double

    /// One window.
    public init(
      label: Int, decision: Int, confidence: Double, set: [Int], patient: String, count: Double = 1
    ) {
      (self.label, self.decision, self.confidence) = (label, decision, confidence)
      (self.set, self.patient, self.count) = (set, patient, count)
    }

    /// A held-out window by a rule; nil where its class is none of the model's.
    public init?(_ window: HeldOutWindow, _ rule: CertaintyRule) {
      guard let label = window.label else { return nil }
      let scale = rule.certainty?.flag(for: window.kind)?.scale ?? ProbabilityScale()
      let evidence = window.evidence(scale)
      let verdict = rule.verdict(evidence, .init(kind: window.kind))
      self.init(
        label: label, decision: evidence.decision, confidence: evidence.confidence,
        set: verdict.set, patient: window.patient, count: window.count)
    }
  }

  /// A class's coverage, by person.
  public struct Coverage: Sendable, Equatable {
    /// The class.
    public var name: String
    /// Share of each person's windows of the class that have it among the possible ones, the lowest
    /// first.
    public var people: [(name: String, share: Double)]

    /// Over all people alike; NaN of none.
    public var mean: Double { people.reduce(0) { $0 + $1.share } / Double(people.count) }
    /// That which a part of the people is below; NaN of none.
    public func percentile(_ level: Double) -> Double {
      people.isEmpty ? .nan : people[Int(level * Double(people.count - 1))].share
    }

    public static func == (a: Coverage, b: Coverage) -> Bool {
      a.name == b.name && a.people.elementsEqual(b.people) { $0 == $1 }
    }
  }

  /// Of each class that somebody has enough of.
  public private(set) var coverage: [Coverage] = []
  /// Mean number of possible classes.
  public private(set) var meanSet = Double.nan
  /// Share of sure answers.
  public private(set) var sureShare = Double.nan
  /// Share of these that are wrong.
  public private(set) var sureError = Double.nan
  /// Expected calibration error of each person with enough windows, the highest last.
  public private(set) var calibrationErrors: [(name: String, value: Double)] = []

  /// Decisions by true and decided class, `[C, C]`, of all windows.
  private let confusion: [Double]
  private let classes: [String]

  private static let leastWindows = 10.0
  private static let leastCalibrated = 100.0
  /// Classes of beats that are set apart.
  private static let apart: Set = ["F", "Q"]

  /// Counts some windows. `classes`: the names of the numbers.
  public init(_ windows: [Window], classes: [String]) {
    var confusion = Array(repeating: 0.0, count: classes.count * classes.count)
    for window in windows {
      confusion[window.label * classes.count + window.decision] += window.count
    }
    (self.confusion, self.classes) = (confusion, classes)
    let counted = windows.filter { !Self.apart.contains(classes[$0.label]) }
    let total = counted.reduce(0) { $0 + $1.count }
    guard total > 0 else { return }
    meanSet = counted.reduce(0) { $0 + $1.count * Double($1.set.count) } / total
    let sure = counted.filter { $0.set.count == 1 }
    let sureTotal = sure.reduce(0) { $0 + $1.count }
    sureShare = sureTotal / total
    let wrong = sure.filter { $0.set != [$0.label] }.reduce(0) { $0 + $1.count }
    sureError = wrong / max(sureTotal, .leastNormalMagnitude)
    let people = Dictionary(grouping: counted, by: \.patient).sorted { $0.key < $1.key }
    coverage = classes.indices.compactMap { Self.coverage($0, people, classes[$0]) }
    calibrationErrors = people.compactMap { name, own in
      own.reduce(0) { $0 + $1.count } < Self.leastCalibrated
        ? nil : (name, Self.calibrationError(own))
    }.sorted { ($0.value, $0.name) < ($1.value, $1.name) }
  }

  public static func == (a: SelectiveFigures, b: SelectiveFigures) -> Bool {
    a.coverage == b.coverage && a.sentence == b.sentence
  }

  private static func coverage(
    _ index: Int, _ people: [(key: String, value: [Window])], _ name: String
  ) -> Coverage? {
    let shares = people.compactMap { person -> (name: String, share: Double)? in
      let own = person.value.filter { $0.label == index }
      let total = own.reduce(0) { $0 + $1.count }
      guard total >= leastWindows else { return nil }
      let covered = own.filter { $0.set.contains(index) }.reduce(0) { $0 + $1.count }
      return (person.key, covered / total)
    }
    guard !shares.isEmpty else { return nil }
    return Coverage(name: name, people: shares.sorted { ($0.share, $0.name) < ($1.share, $1.name) })
  }

  /// As `ProbabilityCalibration`'s, with windows that count differently.
  private static func calibrationError(_ windows: [Window]) -> Double {
    var gaps = Array(repeating: 0.0, count: 15)
    for window in windows {
      let bin = min(14, max(0, Int((window.confidence * 15).rounded(.up)) - 1))
      let right = window.decision == window.label ? 1.0 : 0
      gaps[bin] += window.count * (right - window.confidence)
    }
    return gaps.reduce(0) { $0 + abs($1) } / windows.reduce(0) { $0 + $1.count }
  }

  // MARK: Decisions

  /// Windows by true and decided class.
  private func count(_ truth: Int, _ decision: Int) -> Double {
    confusion[truth * classes.count + decision]
  }

  /// F1 of a class; NaN of one that no window has.
  public func f1(_ index: Int) -> Double {
    let (own, decided) = (row(index), column(index))
    return own > 0 ? 2 * count(index, index) / (own + decided) : .nan
  }

  private func row(_ index: Int) -> Double {
    classes.indices.reduce(0) { $0 + count(index, $1) }
  }

  private func column(_ index: Int) -> Double {
    classes.indices.reduce(0) { $0 + count($1, index) }
  }

  /// Accuracy and Cohen's kappa of the best guesses.
  public var agreement: (accuracy: Double, kappa: Double) {
    let total = confusion.reduce(0, +)
    let right = classes.indices.reduce(0) { $0 + count($1, $1) } / total
    let chance = classes.indices.reduce(0) { $0 + row($1) * column($1) } / (total * total)
    return (right, (right - chance) / (1 - chance))
  }

  /// The best guesses in a line: `accuracy .962, kappa .81, F1 N .98, S .65, V .93`.
  public var guesses: String {
    let scores = classes.indices.filter { row($0) > 0 }
      .map { "\(classes[$0]) \(Self.figure(f1($0)))" }
    let (accuracy, kappa) = agreement
    return "accuracy \(Self.figure(accuracy)), kappa \(Self.figure(kappa)), F1 "
      + scores.joined(separator: ", ")
  }

  /// All of it in a line.
  public var sentence: String {
    func figure(_ value: Double) -> String { Self.figure(value) }
    let classes = coverage.map { item in
      let lowest = item.people.first.map { "\($0.name) \(figure($0.share))" } ?? "none"
      return "\(item.name) \(figure(item.mean)) (10 % of patients below "
        + "\(figure(item.percentile(0.1))), median \(figure(item.percentile(0.5))), lowest "
        + "\(lowest); \(item.people.count) patients)"
    }
    let errors = calibrationErrors
    let worst = errors.last.map { ", worst \($0.name) \(figure($0.value))" } ?? ""
    let ninth = errors.isEmpty ? .nan : errors[Int(0.9 * Double(errors.count - 1))].value
    return "covers " + classes.joined(separator: ", ")
      + "; mean set \(String(format: "%.2f", meanSet)), sure \(figure(sureShare)) of which wrong "
      + "\(String(format: "%.4f", sureError).dropFirst()); calibration error, 90 % of patients below "
      + "\(figure(ninth))\(worst)"
  }

  private static func figure(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let text = String(format: "%.3f", value)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }
}
