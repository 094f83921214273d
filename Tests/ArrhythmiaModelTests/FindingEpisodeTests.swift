import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing
import Waveforms

@Suite("Episodes of findings")
struct FindingEpisodeTests {
  /// Findings of these classes; nil for uncertain ones. Each stands for 64 samples.
  private func findings(_ decisions: [Int?], probability: (Int) -> Double = { _ in 0.75 }) throws
    -> [RecordClassifier.Finding]
  {
    var weights = ModelWeights(random: ModelFixtures.small, seed: 8)
    try weights.setProperties(
      ModelProperties(
        classes: ["A", "B", "C", "D"], preset: "g8", filters: "forwardBackward", training: "",
        data: "", trainedOn: []))
    let classifier = try #require(RecordClassifier(weights, crew: Crew(count: 1)))
    let record = Record.synthetic([
      SyntheticChannel(name: "II", values: Waves.surface(seconds: 1, rateHz: 250))
    ])
    let template = try #require(try classifier.run(record).first)
    return decisions.enumerated().map { index, decision in
      var finding = template
      finding.place = 32 + 64 * index..<96 + 64 * index
      finding.verdict = Verdict(
        set: decision.map { [$0] } ?? [0, 1], reasons: decision == nil ? [.noSignal] : [])
      let (top, own) = (probability(index), decision ?? 3)
      finding.evidence?.probabilities = (0..<4).map { $0 == own ? top : (1 - top) / 3 }
      return finding
    }
  }

  private func episodes(_ decisions: [Int?]) throws -> [FindingEpisode] {
    FindingEpisode.episodes(try findings(decisions))
  }

  @Test("Findings of one class that follow each other are one episode")
  func merging() throws {
    let found = try episodes([0, 0, 1, 1, 1, 0])
    #expect(found.map(\.decision) == [0, 1, 0])
    #expect(found.map(\.count) == [2, 3, 1])
    #expect(found.map(\.place) == [32..<160, 160..<352, 352..<416])
    #expect(found.allSatisfy { abs($0.probability - 0.75) < 1e-12 })
  }

  @Test("A single uncertain finding between two of a class is theirs")
  func bridging() throws {
    let found = try episodes([2, nil, 2])
    #expect(found.map(\.decision) == [2])
    #expect(found[0].count == 3 && found[0].place == 32..<224)
    #expect(try episodes([2, nil, 2, nil, 2, 2]).map(\.count) == [6])
  }

  @Test("Two uncertain ones in a row, at an end or between classes stay uncertain")
  func uncertain() throws {
    #expect(try episodes([2, nil, nil, 2]).map(\.decision) == [2, nil, 2])
    #expect(try episodes([2, nil, nil, 2]).map(\.count) == [1, 2, 1])
    #expect(try episodes([2, nil, 1]).map(\.decision) == [2, nil, 1])
    #expect(try episodes([nil, 2, nil]).map(\.decision) == [nil, 2, nil])
    #expect(try episodes([nil, nil, nil]).map(\.count) == [3])
    #expect(try episodes([nil]).map(\.decision) == [nil])
    #expect(try episodes([nil, nil])[0].probability == 0)
  }

  @Test("A single finding of another class is no gap")
  func otherClass() throws {
    #expect(try episodes([1, 0, 1]).map(\.decision) == [1, 0, 1])
  }

  @Test("No findings are no episodes")
  func none() throws { #expect(try episodes([]).isEmpty) }

  @Test("An episode's probability is the mean of its class in all its findings")
  func probability() throws {
    let all = try findings([1, 1, nil, 1, 0]) { [0.9, 0.6, 0.7, 0.8, 0.5][$0] }
    let found = FindingEpisode.episodes(all)
    #expect(found.map(\.count) == [4, 1])
    // In the uncertain one the class has a third of what the likeliest leaves.
    #expect(abs(found[0].probability - (0.9 + 0.6 + 0.1 + 0.8) / 4) < 1e-12)
    #expect(found[1].probability == 0.5)
  }

  @Test("A finding without evidence is uncertain whatever its flag says")
  func noEvidence() throws {
    var all = try findings([1, 1, 0, 0])
    all[1].evidence = nil
    #expect(FindingEpisode.episodes(all).map(\.decision) == [1, nil, 0])
  }

  @Test("Episodes together hold all findings, in their order")
  func whole() throws {
    var random = SeededGenerator(seed: 3)
    let decisions = (0..<200).map { _ in
      Int.random(in: 0..<4, using: &random) == 0 ? nil : Int.random(in: 0..<2, using: &random)
    }
    let found = try episodes(decisions)
    #expect(found.reduce(0) { $0 + $1.count } == 200)
    #expect(found.first?.place.lowerBound == 32)
    #expect(found.last?.place.upperBound == 96 + 64 * 199)
    for (one, next) in zip(found, found.dropFirst()) {
      #expect(one.place.upperBound == next.place.lowerBound)
      #expect(one.decision != next.decision)
    }
  }
}
