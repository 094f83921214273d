import ArrhythmiaModel
import Foundation
import TestSupport
import Testing

@Suite("The rule of certainty")
struct CertaintyRuleTests {
  private static let classes = ["N", "S", "V", "Q"]
  private static let two = InputKind(leads: 2, hasElectrograms: false)
  private static let one = InputKind(leads: 1, hasElectrograms: false)

  private static func flag(_ bound: Double = 0.3) -> UncertaintyFlag {
    UncertaintyFlag(
      leastProbabilities: [0.5, 0.1, 0.2, 0.2], rareClasses: [], highestEnergy: -1,
      leastSimilarity: bound)
  }

  private static let rule = CertaintyRule(
    classes: classes,
    certainty: Certainty(
      entries: [.init(kind: two, flag: flag()), .init(kind: one, flag: flag(0.6))], patients: 9))

  private func evidence(
    _ probabilities: [Double], energy: Double = -3, similarity: Double = 0.9,
    prototypes: [Double] = [1, 0, 0, 0]
  ) -> UncertaintyFlag.Evidence {
    .init(
      probabilities: probabilities, energy: energy, similarity: similarity,
      prototypeProbabilities: prototypes)
  }

  private func verdict(
    _ evidence: UncertaintyFlag.Evidence?,
    _ change: (inout CertaintyRule.Circumstances) -> Void = { _ in }
  ) -> Verdict {
    var circumstances = CertaintyRule.Circumstances(kind: Self.two)
    change(&circumstances)
    return Self.rule.verdict(evidence, circumstances)
  }

  @Test("One possible class is a sure answer; at a bound a class is still possible")
  func sure() {
    #expect(verdict(evidence([0.97, 0.01, 0.01, 0.01])) == Verdict(set: [0], reasons: []))
    #expect(verdict(evidence([0.5, 0.05, 0.3, 0.15])).set == [0, 2])
    #expect(verdict(evidence([0.2, 0.7, 0.05, 0.05])) == Verdict(set: [1], reasons: []))
  }

  @Test("Another class that is possible is named, with the figure and the bound that it reached")
  func rival() {
    let found = verdict(evidence([0.88, 0.1, 0.01, 0.01]))
    #expect(found.set == [0, 1])
    #expect(found.reasons == [.rival(name: "S", probability: 0.1, least: 0.1)])
    #expect(found.reasons.map(\.rule) == ["probability"])
  }

  @Test("An only possible class is sure from the probability on that was seldom wrong")
  func seldomWrong() throws {
    var strict = Self.flag()
    strict.leastSure = [0.9, 1, 0.5, 0.5]
    let rule = CertaintyRule(
      classes: Self.classes,
      certainty: Certainty(entries: [.init(kind: Self.two, flag: strict)], patients: 9))
    let circumstances = CertaintyRule.Circumstances(kind: Self.two)
    #expect(rule.verdict(evidence([0.9, 0.04, 0.03, 0.03]), circumstances).set == [0])
    let below = rule.verdict(evidence([0.86, 0.05, 0.05, 0.04]), circumstances)
    #expect(below.reasons == [.improbable(probability: 0.86, least: 0.9)])
    #expect(below.set.count == 2 && below.set.contains(0))
    #expect(rule.verdict(evidence([0.02, 0.96, 0.01, 0.01]), circumstances).isUncertain)
    // Older files say nothing of it.
    var old = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(strict)) as? [String: Any])
    old["leastSure"] = nil
    let read = try JSONDecoder().decode(
      UncertaintyFlag.self, from: JSONSerialization.data(withJSONObject: old))
    #expect(read == Self.flag())
  }

  @Test("A likeliest class below its own bound is uncertain, whatever else is possible")
  func improbable() {
    let alone = verdict(evidence([0.49, 0.09, 0.19, 0.19], prototypes: [0.9, 0, 0, 0]))
    #expect(alone.reasons == [.improbable(probability: 0.49, least: 0.5)])
    #expect(alone.set.count > 1 && alone.set.contains(0))
    let other = verdict(evidence([0.49, 0.48, 0.02, 0.01]))
    #expect(other.set == [0, 1] && other.isUncertain)
  }

  @Test("An answer is sure exactly where one class is possible, whatever the numbers")
  func invariant() {
    var random = SeededGenerator(seed: 5)
    var sure = 0
    for _ in 0..<4000 {
      let raw = Self.classes.map { _ in -log(Double.random(in: 1e-9...1, using: &random)) }
      let sharp = raw.map { pow($0, 3) }
      let sum = sharp.reduce(0, +)
      let heads = Self.classes.map { _ in Double.random(in: 0...0.6, using: &random) }
      let found = verdict(
        evidence(
          sharp.map { $0 / sum }, energy: Double.random(in: -2 ... -0.9, using: &random),
          similarity: Double.random(in: 0.25...1, using: &random), prototypes: heads)
      ) {
        $0.isPaced = Int.random(in: 0..<20, using: &random) == 0
        $0.paddedSeconds = Double.random(in: 0...1.1, using: &random)
      }
      #expect(found.isUncertain == (found.set.count != 1))
      #expect(found.set == found.set.sorted() && Set(found.set).count == found.set.count)
      if !found.isUncertain { sure += 1 }
    }
    #expect(sure > 400 && sure < 3600)
  }

  @Test("What speaks against any answer leaves every class possible")
  func outside() {
    let good = evidence([0.97, 0.01, 0.01, 0.01])
    for (found, rule) in [
      (verdict(nil), "signal"), (verdict(good) { $0.isPaced = true }, "paced"),
      (verdict(good) { $0.paddedSeconds = 1.01 }, "short"),
      (verdict(good) { $0.foreign = "aVF was not in its training" }, "unlike"),
      (verdict(evidence([0.97, 0.01, 0.01, 0.01], energy: -0.9)), "unlike"),
      (verdict(evidence([0.97, 0.01, 0.01, 0.01], similarity: 0.29)), "unlike"),
    ] {
      #expect(found.set == [0, 1, 2, 3] && found.reasons.map(\.rule) == [rule])
    }
    #expect(!verdict(good) { $0.paddedSeconds = 1 }.isUncertain)
  }

  @Test(
    "A beat that is decided to be paced is never sure, and a paced one is never N with certainty")
  func paced() {
    let found = verdict(evidence([0.01, 0.01, 0.01, 0.97], prototypes: [0, 0, 0, 1]))
    #expect(found.reasons.first == .paced && found.isUncertain)
    let rhythms = CertaintyRule(
      classes: ["SINUS", "PACED"],
      certainty: Certainty(
        entries: [.init(kind: Self.two, flag: UncertaintyFlag(leastProbabilities: [0.5, 0.5]))],
        patients: 3))
    let paced = CertaintyRule.Circumstances(kind: Self.two, isPaced: true)
    // A model that knows the rhythm may be sure of it.
    #expect(!rhythms.verdict(evidence([0.02, 0.98]), paced).isUncertain)
    #expect(rhythms.verdict(evidence([0.98, 0.02]), paced).reasons == [.paced])
  }

  @Test("Heads of different opinion make it uncertain, where both are unsure")
  func heads() {
    let open = CertaintyRule(
      classes: Self.classes,
      certainty: Certainty(
        entries: [
          .init(kind: Self.two, flag: UncertaintyFlag(leastProbabilities: [0, 0.5, 1, 1]))
        ],
        patients: 3))
    let found = open.verdict(
      evidence([0.59, 0.41, 0, 0], prototypes: [0.41, 0.59, 0, 0]), .init(kind: Self.two))
    #expect(found.reasons.map(\.rule) == ["heads"] && found.set == [0, 1])
    let agreed = open.verdict(
      evidence([0.59, 0.41, 0, 0], prototypes: [0.59, 0.41, 0, 0]), .init(kind: Self.two))
    #expect(!agreed.isUncertain)
  }

  @Test("Less to go by has a rule of its own, and what nobody tried is uncertain")
  func kinds() {
    let weak = evidence([0.97, 0.01, 0.01, 0.01], similarity: 0.5)
    #expect(!verdict(weak).isUncertain)
    #expect(verdict(weak) { $0.kind = Self.one }.isUncertain)
    // Twelve leads are at least two, three are too; with electrograms beside them the leads still count.
    for kind in [
      InputKind(leads: 12, hasElectrograms: false), InputKind(leads: 3, hasElectrograms: true),
    ] {
      #expect(!verdict(weak) { $0.kind = kind }.isUncertain)
    }
    let none = verdict(weak) { $0.kind = InputKind(leads: 0, hasElectrograms: true) }
    #expect(none.set.count == 4 && none.reasons.map(\.rule) == ["unlike"])
    #expect(none.reasons[0].text.contains("electrograms"))
  }

  @Test("A model that knows nothing about itself is never sure")
  func unproven() {
    let rule = CertaintyRule(classes: Self.classes, certainty: nil)
    let found = rule.verdict(evidence([1, 0, 0, 0]), .init(kind: Self.two))
    #expect(found.set == [0, 1, 2, 3] && found.reasons == [.unproven])
  }

  @Test("A class that too few people showed is named, and never sure")
  func rare() {
    var flag = Self.flag()
    flag.rareClasses = [2]
    let rule = CertaintyRule(
      classes: Self.classes,
      certainty: Certainty(entries: [.init(kind: Self.two, flag: flag)], patients: 3))
    let found = rule.verdict(
      evidence([0.01, 0.01, 0.97, 0.01], prototypes: [0, 0, 1, 0]), .init(kind: Self.two))
    #expect(found.reasons == [.rare(name: "V")] && found.set.count == 2)
  }

  @Test("Every reason is a sentence of its own, with a rule from the few that there are")
  func words() {
    let all: [UncertaintyReason] = [
      .noSignal, .unproven, .foreign("I was not in its training"), .padded(seconds: 2.06), .paced,
      .unfamiliar(energy: -3.2, highest: -3.5), .distant(similarity: 0.31, least: 0.52),
      .improbable(probability: 0.9987, least: 0.999), .rare(name: "F"),
      .rival(name: "S", probability: 0.21, least: 0.08), .divided(least: 0.6),
      .contradicted(by: "N"), .early(name: "S"),
    ]
    #expect(Set(all.map(\.text)).count == all.count && all.allSatisfy { !$0.brief.isEmpty })
    #expect(
      Set(all.map(\.rule)) == [
        "signal", "unproven", "unlike", "short", "paced", "probability", "heads",
        "family",
      ])
    #expect(all[3].text == "too short: 2.1 s of the window are padding")
    #expect(all[7].text == "probability .9987 < .999")
    #expect(all[9].text == "S is possible: probability .21 > .08")
  }

  @Test("Of several windows each rule is told with the one that comes nearest to being sure")
  func summary() {
    func below(_ value: Double) -> UncertaintyReason {
      .improbable(probability: value, least: 0.999)
    }
    #expect(UncertaintyReason.summary([[below(0.9)]]) == "probability .90 < .999")
    #expect(
      UncertaintyReason.summary([[below(0.9)], [below(0.9987), .noSignal], [below(0.5)]])
        == "probability up to .9987 < .999; no live channel in 1 of 3")
    #expect(UncertaintyReason.summary([]).isEmpty)
  }
}
