import ArrhythmiaModel
import Foundation
import TestSupport
import Testing
import Training

@Suite("How sure a model may be is fitted on people") struct CertaintyFitTests {
  private static let kind = InputKind(leads: 2, hasElectrograms: false)
  private static let classes = ["N", "S", "V"]

  /// People whose windows have logits around their class's, `skill` above the others; of class 1 and 2
  /// each has so many.
  private func windows(
    people: Int, each: [Int] = [200, 20, 40], skill: Double = 5, seed: Int = 1,
    shift: (Int) -> Double = { _ in 0 }
  ) -> [HeldOutWindow] {
    var random = SeededGenerator(seed: seed)
    return (0..<people).flatMap { person in
      each.enumerated().flatMap { label, count in
        (0..<count).map { _ in
          var logits = random.normals(3)
          logits[label] += skill + shift(person)
          return HeldOutWindow(
            logits: logits, similarity: 0.9, prototypeProbabilities: [0.4, 0.3, 0.3],
            kind: Self.kind, label: label, patient: "p\(person)", count: 1, part: person % 4)
        }
      }
    }
  }

  private func judged(_ windows: [HeldOutWindow], _ flag: UncertaintyFlag) -> SelectiveFigures {
    let rule = CertaintyRule(
      classes: Self.classes,
      certainty: Certainty(entries: [.init(kind: Self.kind, flag: flag)], patients: 1))
    return SelectiveFigures(windows.compactMap { .init($0, rule) }, classes: Self.classes)
  }

  @Test func `Other people's windows have their class among the possible ones`() {
    let fit = CertaintyFit(classCount: 3)
    for skill in [4.0, 5, 6] {
      let figures = judged(
        windows(people: 60, skill: skill, seed: 2), fit.flag(windows(people: 60, skill: skill)))
      for item in figures.coverage { #expect(item.mean > 0.94, "\(skill) \(item.name)") }
      #expect(figures.sureError < 0.01, "\(skill)")
    }
    // Of classes that are hard to tell apart few answers are sure, and few of these are wrong.
    for skill in [1.0, 2, 3] {
      let figures = judged(
        windows(people: 60, skill: skill, seed: 2), fit.flag(windows(people: 60, skill: skill)))
      #expect(figures.sureError < 0.05 && figures.coverage[0].mean > 0.98, "\(skill)")
    }
  }

  @Test func `Where sure answers are wrong too often only likelier ones stay sure`() throws {
    var (free, strict) = ([Double](), [Double]())
    for skill in [0.7, 1, 1.5, 2, 4] {
      let people = windows(people: 60, each: [60, 50, 40], skill: skill)
      let plain = CertaintyFit(classCount: 3).flag(people)
      let limited = CertaintyFit(classCount: 3, limitsErrors: true).flag(people)
      #expect(plain.leastSure == nil && limited.leastProbabilities == plain.leastProbabilities)
      #expect(try #require(limited.leastSure).allSatisfy { (0...1).contains($0) })
      let (one, other) = (judged(people, plain), judged(people, limited))
      #expect(other.sureShare <= one.sureShare)
      #expect(other.sureShare == 0 || other.sureError <= 0.0301, "\(skill)")
      free.append(one.sureShare == 0 ? 0 : one.sureError)
      strict.append(other.sureShare)
    }
    // It was of use somewhere, and took nothing where nothing was wrong.
    #expect(free.contains { $0 > 0.0301 } && strict[4] > 0.9)
  }

  @Test func `What others were told wrongly too often is never sure`() throws {
    let fit = CertaintyFit(classCount: 3, limitsErrors: true)
    let people = windows(people: 20, skill: 4)
    let flag = fit.flag(people)
    var certainty = Certainty(entries: [.init(kind: Self.kind, flag: flag)], patients: 20)
    let good = judged(windows(people: 20, skill: 4, seed: 2), flag)
    #expect(good.sureShare > 0.5 && good.sureError < 0.05)
    let whenGood = certainty.withdraw(Self.kind, unless: good, fit)
    #expect(!whenGood && certainty.entries[0].flag == flag)
    // The same answers of people in whom every other window is of another class than it looks like.
    let misled = windows(people: 20, skill: 4, seed: 2).enumerated().map { place, window in
      var window = window
      if place.isMultiple(of: 2) { window.label = window.label.map { ($0 + 1) % 3 } }
      return window
    }
    let bad = judged(misled, flag)
    #expect(bad.sureError > 0.05)
    let whenUnlimited = certainty.withdraw(
      Self.kind, unless: bad, CertaintyFit(classCount: 3))
    let whenBad = certainty.withdraw(Self.kind, unless: bad, fit)
    #expect(!whenUnlimited && whenBad)
    #expect(judged(people, certainty.entries[0].flag).sureShare == 0)
    #expect(certainty.entries[0].flag.leastProbabilities == flag.leastProbabilities)
  }

  @Test func `Where nothing can be told apart nothing is sure`() {
    let guesses = windows(people: 20, skill: 0)
    let flag = CertaintyFit(classCount: 3, limitsErrors: true).flag(guesses)
    #expect(judged(windows(people: 20, skill: 0, seed: 4), flag).sureShare < 0.02)
  }

  @Test func `The less the classes are told apart the fewer answers are sure`() {
    let fit = CertaintyFit(classCount: 3)
    let sure = [1.0, 3, 6].map { skill in
      judged(
        windows(people: 40, skill: skill, seed: 2), fit.flag(windows(people: 40, skill: skill))
      )
      .sureShare
    }
    #expect(sure == sure.sorted() && sure[0] < 0.5 && sure[2] > 0.95)
  }

  @Test func `Everybody counts alike, however long the recording`() {
    // One person's recording is fifty times as long as the others', and easy.
    let hard = windows(people: 20, skill: 2)
    let easy = windows(people: 1, each: [10_000, 1000, 2000], skill: 9, seed: 4).map {
      var window = $0
      window.patient = "long"
      return window
    }
    let fit = CertaintyFit(classCount: 3)
    let (alone, joined) = (fit.flag(hard), fit.flag(hard + easy))
    for (one, other) in zip(alone.leastProbabilities, joined.leastProbabilities) {
      #expect(abs(one - other) < 0.15)
    }
  }

  @Test func `A class that cannot be told from the others is never sure, and the others still are`()
  {
    // Every other window of class 2, of which there are few, looks like one of class 0.
    func mixed(_ seed: Int) -> [HeldOutWindow] {
      windows(people: 40, each: [400, 40, 3], seed: seed).enumerated().map { index, window in
        var window = window
        if window.label == 2, index.isMultiple(of: 2) { window.logits.swapAt(0, 2) }
        return window
      }
    }
    let flag = CertaintyFit(classCount: 3).flag(mixed(1))
    #expect(flag.rareClasses == [2])
    let figures = judged(mixed(2), flag)
    #expect(figures.sureShare > 0.9 && figures.sureError < 0.01)
  }

  @Test func `A class that fewer than three people showed is rare`() {
    let few = windows(people: 12).filter { $0.label != 2 || ["p1", "p2"].contains($0.patient) }
    #expect(CertaintyFit(classCount: 3).flag(few).rareClasses == [2])
    let none = windows(people: 12).filter { $0.label != 2 }
    #expect(CertaintyFit(classCount: 3).flag(none).rareClasses == [2])
    #expect(CertaintyFit(classCount: 3).flag(windows(people: 12)).rareClasses.isEmpty)
  }

  @Test func `No bound asks for more than some dozens of people can tell`() {
    let flag = CertaintyFit(classCount: 3).flag(windows(people: 5, skill: 40))
    #expect(flag.leastProbabilities.allSatisfy { $0 <= 0.9 })
    // On the simulator everything was right, and .98 of a plain rhythm was called uncertain.
    let rule = CertaintyRule(
      classes: Self.classes,
      certainty: Certainty(entries: [.init(kind: Self.kind, flag: flag)], patients: 5))
    let plain = UncertaintyFlag.Evidence(
      probabilities: [0.96, 0.03, 0.01], energy: -99, similarity: 0.95,
      prototypeProbabilities: [1, 0, 0])
    #expect(!rule.verdict(plain, .init(kind: Self.kind)).isUncertain)
  }

  @Test func `A model that always says the same is sure of next to nothing`() {
    // Nine of ten windows are of its class: it would be right in 90 %.
    let constant = windows(people: 30, each: [180, 10, 10], skill: 0).map {
      var window = $0
      window.logits = [6, 0, 0]
      return window
    }
    let figures = judged(constant, CertaintyFit(classCount: 3).flag(constant))
    #expect(figures.sureShare < 0.05)
  }

  @Test func `What is said of it counts people and sets fusion beats apart`() {
    func window(_ label: Int, _ set: [Int], _ patient: String) -> SelectiveFigures.Window {
      .init(label: label, decision: set[0], confidence: 0.9, set: set, patient: patient)
    }
    let windows =
      (0..<20).map { window(0, $0 < 15 ? [0] : [1], "a") }
      + (0..<10).map { _ in window(0, [0, 1], "b") } + (0..<9).map { _ in window(1, [0], "b") }
      + (0..<50).map { _ in window(3, [0, 1, 2, 3], "b") }
    let figures = SelectiveFigures(windows, classes: ["N", "S", "V", "F"])
    // S has nobody with ten beats of it, F is left out.
    #expect(figures.coverage.map(\.name) == ["N"])
    #expect(figures.coverage[0].people.map(\.share) == [0.75, 1])
    #expect(figures.coverage[0].mean == 0.875)
    #expect(abs(figures.meanSet - (29.0 + 20) / 39) < 1e-12)
    #expect(figures.sureShare == 29.0 / 39 && figures.sureError == 14.0 / 29)
    #expect(figures.sentence.contains("lowest a .750"))
  }
}
