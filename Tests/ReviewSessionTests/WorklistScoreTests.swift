import ReviewSession
import Testing

@Suite("Worklist: criteria") struct WorklistScoreTests {
  private typealias Fixtures = WorklistFixtures

  private static func order(
    _ candidates: [WorklistCandidate], _ criterion: WorklistCriterion
  ) -> [Int] {
    Fixtures.list(candidates).next(100, by: criterion).map(\.index)
  }

  private static func first(
    _ candidates: [WorklistCandidate], _ criterion: WorklistCriterion
  ) -> WorklistEntry? {
    Fixtures.list(candidates).next(1, by: criterion).first
  }

  @Test func `Entropy is 1 where all classes are as likely, and 0 where one is sure`() throws {
    let candidates = [
      Fixtures.candidate([1, 0, 0]), Fixtures.candidate(Array(repeating: 1.0 / 3, count: 3)),
      Fixtures.candidate([0.5, 0.5, 0]),
    ]
    let entries = Fixtures.list(candidates).next(3, by: .entropy)
    #expect(entries.map(\.index) == [1, 2, 0])
    #expect(abs(entries[0].score - 1) < 1e-12)
    // ln 2 of ln 3.
    #expect(abs(entries[1].score - 0.6309297535714574) < 1e-12)
    #expect(entries[2].score == 0)
  }

  @Test func `Margin looks at the two likeliest alone`() throws {
    let candidates = [Fixtures.candidate([0.5, 0.5, 0]), Fixtures.candidate([0.4, 0.3, 0.3])]
    #expect(Self.order(candidates, .margin) == [0, 1])
    #expect(Self.order(candidates, .entropy) == [1, 0])
    let entry = try #require(Self.first(candidates, .margin))
    #expect(entry.text(classes: Fixtures.classes) == "N 50% against AFIB 50%")
  }

  @Test(arguments: [
    [0.2, 0.5, 0.3], [0.5, 0.2, 0.3], [0.3, 0.2, 0.5], [0.2, 0.3, 0.5], [0.5, 0.3, 0.2],
    [0.3, 0.5, 0.2],
  ]) func `The two likeliest are found wherever they stand`(probabilities: [Double]) throws {
    let entry = try #require(Self.first([Fixtures.candidate(probabilities)], .margin))
    guard case .narrow(let first, let second) = entry.reason else {
      Issue.record("another reason")
      return
    }
    #expect(first.probability == 0.5 && second.probability == 0.3)
    #expect(probabilities[first.category] == 0.5 && probabilities[second.category] == 0.3)
  }

  @Test func `A class with few labels comes first, of the reader's and of others' alike`() throws {
    let candidates = [
      Fixtures.candidate([0.9, 0.05, 0.05]), Fixtures.candidate([0.1, 0.8, 0.1]),
      Fixtures.candidate([0.1, 0.2, 0.7]),
      Fixtures.candidate([1, 0, 0], label: .imported(0)),
      Fixtures.candidate([1, 0, 0], label: .reader(0)),
      Fixtures.candidate([0, 1, 0], label: .reader(1)),
    ]
    #expect(Self.order(candidates, .rarity) == [2, 1, 0])
    let entries = Fixtures.list(candidates).next(3, by: .rarity)
    #expect(
      entries.map { $0.text(classes: Fixtures.classes) } == [
        "VT 70%, of which there is no label yet", "AFIB 80%, of which there is 1 label",
        "N 90%, of which there are 2 labels",
      ])
  }

  @Test func `A label that the model doubts is asked for, one that it shares is not`() throws {
    let candidates = [
      Fixtures.candidate([0.9, 0.1, 0], label: .imported(0)),
      Fixtures.candidate([0.3, 0.6, 0.1], label: .imported(0)),
      Fixtures.candidate([0, 0.02, 0.98], label: .imported(1)),
      Fixtures.candidate([0.3, 0.3, 0.4]),
    ]
    #expect(Self.order(candidates, .importedLabel) == [2, 1])
    let entry = try #require(Self.first(candidates, .importedLabel))
    #expect(abs(entry.score - 0.96) < 1e-12)
    #expect(entry.text(classes: Fixtures.classes) == "labelled AFIB, by the model VT 98%")
    // By all other criteria a label is an answer.
    for criterion in [WorklistCriterion.entropy, .margin, .rarity] {
      #expect(Self.order(candidates, criterion) == [3])
    }
  }

  @Test func `Heads are asked about where they decide differently`() throws {
    var same = Fixtures.candidate([0.6, 0.4, 0])
    same.prototypeProbabilities = [0.5, 0.3, 0.2]
    var little = Fixtures.candidate([0.5, 0.4, 0.1])
    little.prototypeProbabilities = [0.4, 0.5, 0.1]
    var much = Fixtures.candidate([0.9, 0.1, 0])
    much.prototypeProbabilities = [0.1, 0.1, 0.8]
    #expect(
      Self.order([same, little, much, Fixtures.candidate([0.5, 0.5, 0])], .heads) == [2, 1])
    let entry = try #require(Self.first([much], .heads))
    #expect(abs(entry.score - 0.8) < 1e-12)
    #expect(entry.text(classes: Fixtures.classes) == "linear head N 90%, prototypes VT 80%")
  }

  @Test func `What is far from every prototype comes first`() throws {
    var near = Fixtures.candidate([1, 0, 0])
    near.prototypeSimilarities = [0.9, 0.2, -0.5]
    var far = Fixtures.candidate([1, 0, 0])
    far.prototypeSimilarities = [-0.1, -0.06, -0.5]
    #expect(Self.order([near, far, Fixtures.candidate([1, 0, 0])], .distance) == [1, 0])
    let entry = try #require(Self.first([far], .distance))
    #expect(abs(entry.score - 1.06) < 1e-12)
    #expect(
      entry.text(classes: Fixtures.classes) == "unlike every class: nearest AFIB, cosine -0.06")
  }

  @Test func `Where the model had nothing to read nothing is asked`() {
    for criterion in WorklistCriterion.allCases {
      #expect(Self.order([Fixtures.candidate([])], criterion).isEmpty)
    }
  }

  @Test func `Equal scores keep their order`() {
    let candidates = (0..<20).map { Fixtures.candidate($0, [0.5, 0.3, 0.2]) }
    #expect(Self.order(candidates, .entropy) == Array(0..<20))
  }
}
