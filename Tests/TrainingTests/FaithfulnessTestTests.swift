import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Training

@Suite("Test of faithfulness") struct FaithfulnessTestTests {
  private let folder: ScratchFolder
  private let dataset: Dataset
  private let model: ModelWeights

  init() throws {
    folder = try ScratchFolder()
    dataset = try SeparableDataset.make(in: folder, patients: 2, windows: 2)
    var configuration = ModelConfiguration.tiny(classes: 2)
    configuration.tokens = 128
    model = ModelWeights(random: configuration, seed: 4)
  }

  private func test(
    _ windows: [Int], isBetterThanChance: Bool = true, threads: Int = 1, seed: UInt64 = 1,
    progress: (Double) -> Void = { _ in }
  ) -> FaithfulnessTest.Outcome? {
    let crew = Crew(count: threads)
    return FaithfulnessTest(model, crew: crew).run(
      dataset, windows, isBetterThanChance: isBetterThanChance, seed: seed, crew: crew,
      progress: progress)
  }

  private func area(_ curve: [Double]) -> Double { curve.reduce(0, +) / Double(curve.count) }

  @Test func `Half of the windows choose the method and the other half tests it`() throws {
    var shares: [Double] = []
    let outcome = try #require(test([0, 1, 4, 5]) { shares.append($0) })
    #expect(outcome.windows == 2)
    #expect(outcome.choice.map(\.method) == ExplanationMethod.allCases)
    let least = try #require(outcome.choice.map(\.area).min())
    #expect(outcome.choice.first { $0.area == least }?.method == outcome.method)
    #expect(shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) })
    #expect(shares.count == 4)
  }

  @Test func `Probabilities and areas lie between none and one`() throws {
    let outcome = try #require(test([0, 1, 4, 5]))
    for curves in [outcome.model, outcome.random, outcome.randomised] {
      for curve in [curves.deletion, curves.insertion] {
        #expect(curve.count == FaithfulnessTest.fractions.count)
        #expect(curve.allSatisfy { (0...1).contains($0) })
        #expect((0...1).contains(area(curve)))
      }
    }
    #expect(outcome.choice.allSatisfy { (0...1).contains($0.area) })
    #expect((0...1).contains(outcome.shareBelowRandom))
    #expect(outcome.model.deletion != outcome.random.deletion)
  }

  @Test func `The gap is random deletion's area minus the model's, within its interval`() throws {
    let outcome = try #require(test([0, 1, 4, 5]))
    let gap = area(outcome.random.deletion) - area(outcome.model.deletion)
    #expect(abs(outcome.gap - gap) < 1e-9)
    #expect(outcome.gapInterval.contains(outcome.gap))
  }

  @Test func `The same windows and seed give the same outcome on one thread and on two`() throws {
    let one = try #require(test([0, 1]))
    let two = try #require(test([0, 1], threads: 2))
    #expect(one.method == two.method && one.windows == two.windows)
    #expect(one.choice.map(\.area) == two.choice.map(\.area))
    #expect(one.model == two.model && one.random == two.random)
    #expect(one.randomised == two.randomised)
    #expect(one.gap == two.gap && one.gapInterval == two.gapInterval)
    #expect(one.sentence == two.sentence)
  }

  @Test func `Another seed deletes elsewhere at random, and the same where it is hot`() throws {
    let one = try #require(test([0, 1]))
    let other = try #require(test([0, 1], seed: 2))
    #expect(one.random != other.random)
    #expect(one.model == other.model && one.randomised == other.randomised)
  }

  @Test func `Parts of the tokens from a twentieth to a half are deleted`() {
    #expect(FaithfulnessTest.fractions.count == 10)
    #expect(FaithfulnessTest.fractions.first == 0.05 && FaithfulnessTest.fractions.last == 0.5)
  }

  @Test(arguments: [
    (0.7, 0.021, true), (1, 0.2, true), (0.69, 0.03, false), (0.9, 0.02, false),
    (0.9, 0.002, false), (0.9, 0, false), (0.9, -0.1, false),
  ])
  func `The sentence says whether maps are more than attention`(
    share: Double, low: Double, isFaithful: Bool
  ) throws {
    var outcome = try #require(test([0, 1]))
    (outcome.shareBelowRandom, outcome.gap) = (share, low + 0.05)
    outcome.gapInterval = low...low + 0.1
    #expect(outcome.isFaithful == isFaithful)
    #expect(outcome.sentence.hasPrefix("faithful: ") == isFaithful)
    #expect(outcome.sentence.hasPrefix("not faithful, attention and not cause: ") == !isFaithful)
    #expect(outcome.sentence.contains("\(Int((share * 100).rounded())) %"))
    #expect(outcome.sentence.contains(outcome.method.rawValue))
  }

  @Test func `Of a model that is not better than chance no map is faithful`() throws {
    var outcome = try #require(test([0, 1], isBetterThanChance: false))
    (outcome.shareBelowRandom, outcome.gap, outcome.gapInterval) = (1, 0.3, 0.2...0.4)
    #expect(!outcome.isFaithful)
    #expect(outcome.sentence.hasPrefix("not faithful, as the model is not shown to be better"))
  }

  @Test func `Fewer than two live windows are no test`() {
    #expect(test([])?.windows == nil)
    #expect(test([0])?.windows == nil)
    var silent = dataset
    silent.windows[1].sound = 0
    let crew = Crew(count: 1)
    #expect(
      FaithfulnessTest(model, crew: crew)
        .run(silent, [0, 1], isBetterThanChance: true, crew: crew)?.windows == nil)
  }
}
