import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import Testing
import Waveforms

/// Findings of beats at moments of the tests' choosing, by the classes of EC57.
@Suite("Early beats in a regular rhythm")
struct FamilyDecisionTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized.path

  private let classifier: RecordClassifier
  /// Any finding of its, to be overwritten.
  private let template: RecordClassifier.Finding

  init() throws {
    classifier = try #require(
      RecordClassifier(
        ModelWeights(path: Self.root + "/Models/aami.safetensors"), crew: Crew(count: 1)))
    let record = try Recording(path: Self.root + "/SampleData/x001").record
    template = try #require(try classifier.run(record, beats: [10_000]).first)
  }

  /// Every third beat comes early, by `ratio` of the usual 200 samples, with a pause behind; the
  /// others come `jitter` samples early and late.
  private static func beats(ratio: Double, jitter: Int = 0) -> [Int] {
    var (beats, now) = ([Int](), 500)
    var random = SplitMix64(seed: 4)
    for index in 0..<240 {
      let early = Int(200 * ratio)
      let usual = 200 + (jitter > 0 ? Int(random.next() % UInt64(2 * jitter)) - jitter : 0)
      now += index % 3 == 2 ? early : index % 3 == 0 ? 400 - early : usual
      beats.append(now)
    }
    return beats
  }

  /// What a model might say: of early beats S with `early`, of all others N.
  private func findings(_ beats: [Int], early: Double) -> [RecordClassifier.Finding] {
    beats.enumerated().map { index, beat in
      let probability = index % 3 == 2 ? early : 0.01
      var finding = template
      finding.place = beat..<beat + 1
      finding.evidence?.probabilities = [0.97 - probability, probability, 0.01, 0.01, 0.01]
      finding.verdict = Verdict(
        set: [0, 1], reasons: [.improbable(probability: 0.7, least: 0.9)])
      return finding
    }
  }

  private static let families = FamilySet(labels: (0..<240).map { $0 % 3 == 2 ? 1 : 0 })

  private func adapted(ratio: Double, jitter: Int = 0, early: Double = 0.2)
    -> [RecordClassifier.Finding]
  {
    classifier.adapted(
      findings(Self.beats(ratio: ratio, jitter: jitter), early: early), to: Self.families)
  }

  private func early(_ found: [RecordClassifier.Finding]) -> Set<Int?> {
    Set(stride(from: 2, to: 240, by: 3).map { found[$0].decision })
  }

  @Test("are supraventricular where the model holds that possible, and uncertain")
  func supraventricular() {
    let found = adapted(ratio: 0.65)
    #expect(early(found) == [1])
    #expect(stride(from: 2, to: 240, by: 3).allSatisfy { found[$0].isUncertain })
    #expect(stride(from: 0, to: 240, by: 3).allSatisfy { found[$0].decision == 0 })
    #expect(early(adapted(ratio: 0.65, early: 0.02)) == [0])
  }

  @Test("stay what they are where the model is for unnamed leads")
  func unnamedLeads() throws {
    let weights = try ModelWeights(path: Self.root + "/Models/holter.safetensors")
    let holter = try #require(RecordClassifier(weights, crew: Crew(count: 1)))
    let found = findings(Self.beats(ratio: 0.7), early: 0.2)
    #expect(classifier.heedsFamilies && !holter.heedsFamilies)
    #expect(classifier.adapted(found, to: Self.families) != found)
    #expect(holter.adapted(found, to: Self.families) == found)
  }

  @Test("stay normal where they are hardly early, or the rhythm is not regular")
  func normal() {
    #expect(early(adapted(ratio: 0.9)) == [0])
    #expect(early(adapted(ratio: 0.65, jitter: 60)) == [0])
  }

  @Test("stay normal where the model is sure of that, and it is sure no more")
  func sure() {
    var said = findings(Self.beats(ratio: 0.65), early: 0.2)
    for index in [2, 5, 8] { said[index].verdict = Verdict(set: [0], reasons: []) }
    let found = classifier.adapted(said, to: Self.families)
    for index in [2, 5, 8] {
      #expect(found[index].decision == 0 && found[index].verdict.set == [0, 1])
      #expect(found[index].verdict.reasons == [.early(name: "S")])
    }
    #expect(found[11].decision == 1)
    // Sure of most of them, it leaves no room for another opinion.
    for index in said.indices { said[index].verdict = Verdict(set: [0], reasons: []) }
    #expect(classifier.adapted(said, to: Self.families) == said)
  }

  @Test("behind ventricular ones are interpolated, or nothing of the kind")
  func interpolated() {
    // Every sixth alone is early here, the one before it ventricular or not.
    let beats = Self.beats(ratio: 0.65).enumerated().map { index, beat in
      index % 6 == 2 ? beat + 70 : beat
    }
    let families = FamilySet(labels: (0..<240).map { $0 % 6 == 5 ? 2 : $0 % 6 == 4 ? 1 : 0 })
    func sixths(ventricular: Bool) -> Set<Int?> {
      var said = findings(beats, early: 0.2)
      for index in said.indices where ventricular && index % 6 == 4 {
        said[index].evidence?.probabilities = [0.01, 0.01, 0.96, 0.01, 0.01]
      }
      let found = classifier.adapted(said, to: families)
      return Set(stride(from: 5, to: 240, by: 6).map { found[$0].decision })
    }
    #expect(sixths(ventricular: false) == [1] && sixths(ventricular: true) == [0])
  }

  @Test("no beats, or beats at one moment, are told of like any others")
  func degenerate() {
    #expect(classifier.adapted([], to: FamilySet(labels: [])).isEmpty)
    let same = findings([Int](repeating: 700, count: 240), early: 0.2)
    #expect(classifier.adapted(same, to: Self.families) == same)
  }
}
