import ReviewSession
import TestSupport
import Testing

@Suite("Worklist: diversity") struct WorklistSelectionTests {
  private typealias Fixtures = WorklistFixtures

  /// Two patients; of the first three near-identical windows, the most uncertain ones.
  private static let alike = [
    Fixtures.candidate(0, patient: "a", [0.5, 0.5, 0], embedding: [1, 0]),
    Fixtures.candidate(1, patient: "a", [0.51, 0.49, 0], embedding: [1, 0.01]),
    Fixtures.candidate(2, patient: "a", [0.52, 0.48, 0], embedding: [1, -0.01]),
    Fixtures.candidate(3, patient: "b", [0.9, 0.1, 0], embedding: [1, 0]),
    Fixtures.candidate(4, patient: "a", [0.95, 0.05, 0], embedding: [0, 1]),
  ]

  @Test func `Near-identical windows of a patient are asked in rounds`() {
    let list = Fixtures.list(Self.alike)
    let entries = list.next(5, by: .margin, diversity: .spread(radius: 0.05))
    #expect(entries.map(\.index) == [0, 3, 4, 1, 2])
    #expect(entries.map(\.alike) == [0, 0, 0, 1, 2])
    #expect(entries[4].text(classes: Fixtures.classes) == "N 52% against AFIB 48%; 2 like it asked")
    #expect(list.next(5, by: .margin, diversity: .none).map(\.index) == [0, 1, 2, 3, 4])
  }

  @Test(arguments: [
    WorklistState.answered(0), .answered(nil), .skipped, .flagged, .deferred,
  ]) func `What was asked before makes those like it wait`(state: WorklistState) {
    var list = Fixtures.list(Self.alike)
    list.mark(0, state)
    let order = list.next(4, by: .margin).map(\.index)
    #expect(order == [3, 4, 1, 2])
  }

  @Test func `Without embeddings the score decides alone`() {
    let candidates = Self.alike.map { candidate in
      var candidate = candidate
      candidate.embedding = []
      return candidate
    }
    #expect(Fixtures.list(candidates).next(5, by: .margin).map(\.index) == [0, 1, 2, 3, 4])
    let zeros = Self.alike.map { candidate in
      var candidate = candidate
      candidate.embedding = [0, 0]
      return candidate
    }
    #expect(Fixtures.list(zeros).next(5, by: .margin).map(\.index) == [0, 1, 2, 3, 4])
  }

  /// The same by comparing all with all in every round.
  private static func plainOrder(
    _ candidates: [WorklistCandidate], asked: [Int], count: Int, radius: Double
  ) -> [Int] {
    var centres = asked
    var left = candidates.indices.filter { !asked.contains($0) }
    let scores = candidates.map { candidate -> Double in
      let sorted = candidate.probabilities.sorted(by: >)
      return 1 - (sorted[0] - sorted[1])
    }
    var order: [Int] = []
    while order.count < count, !left.isEmpty {
      let keyed = left.map { index -> (alike: Int, score: Double, index: Int) in
        let alike = centres.count {
          candidates[$0].patient == candidates[index].patient
            && Fixtures.distance(candidates[$0].embedding, candidates[index].embedding) < radius
        }
        return (alike, -scores[index], index)
      }
      guard let best = keyed.min(by: { $0 < $1 })?.index else { break }
      order.append(best)
      centres.append(best)
      left.removeAll { $0 == best }
    }
    return order
  }

  @Test(arguments: 0..<12) func `Laziness changes nothing`(seed: Int) {
    let candidates = Fixtures.random(80, seed: seed, spread: 0.25)
    var list = Fixtures.list(candidates)
    let asked = Array(0..<(seed % 4 * 10))
    for index in asked { list.mark(index, .answered(0)) }
    let found = list.next(60, by: .margin, diversity: .spread(radius: 0.051)).map(\.index)
    #expect(
      found == Self.plainOrder(candidates, asked: asked, count: 60, radius: 0.051))
  }

  @Test(arguments: 0..<12) func `Coverage takes the farthest each time`(seed: Int) throws {
    let candidates = Fixtures.random(60, seed: 50 + seed, spread: 0.3)
    var list = Fixtures.list(candidates)
    var centres = Array(0..<(seed % 3 * 20))
    for index in centres { list.mark(index, .answered(1)) }
    let entries = list.next(20, by: .coverage)
    #expect(entries.count == 20)
    func nearest(_ index: Int) -> Double {
      centres.map { Fixtures.distance(candidates[$0].embedding, candidates[index].embedding) }
        .min() ?? 2
    }
    for entry in entries {
      #expect(!centres.contains(entry.index))
      let farthest = candidates.indices.filter { !centres.contains($0) }.map(nearest).max()
      // Embeddings are single precision.
      #expect(abs(nearest(entry.index) - (farthest ?? 0)) < 1e-5)
      guard case .uncovered(let distance) = entry.reason else {
        Issue.record("another reason")
        continue
      }
      if centres.isEmpty {
        #expect(distance == nil)
      } else {
        #expect(abs(try #require(distance) - nearest(entry.index)) < 1e-5)
      }
      centres.append(entry.index)
    }
  }

  @Test func `The next few are the beginning of the next many`() {
    let list = Fixtures.list(Fixtures.random(200, seed: 7))
    for criterion in [WorklistCriterion.entropy, .coverage] {
      let many = list.next(50, by: criterion)
      #expect(list.next(5, by: criterion) == Array(many.prefix(5)))
    }
  }

  @Test func `Neither size nor scale of an embedding matters`() {
    let candidates = Fixtures.random(60, seed: 8)
    let scaled = candidates.map { candidate in
      var candidate = candidate
      candidate.embedding = candidate.embedding.map { $0 * 16 }
      return candidate
    }
    #expect(
      Fixtures.list(candidates).next(60, by: .margin).map(\.index)
        == Fixtures.list(scaled).next(60, by: .margin).map(\.index))
  }

  /// Generous, for a build that is not optimised on a busy machine.
  @Test(arguments: [WorklistCriterion.entropy, .coverage])
  func `Of a hundred thousand the next twenty come soon`(criterion: WorklistCriterion) {
    var random = SeededGenerator(seed: 1)
    let rows = (0..<1000).map { _ in random.normals(32).map { Float($0) } }
    let candidates = (0..<100_000).map { number in
      var row = rows[number % 1000]
      row[number % 32] += Float(number % 977) / 977
      let share = Double(number % 331) / 331
      return Fixtures.candidate(
        number, patient: "p\(number % 200)", [share, 1 - share, 0], embedding: row)
    }
    var list = Fixtures.list(candidates)
    for index in stride(from: 0, to: 100_000, by: 1000) { list.mark(index, .answered(0)) }
    let time = ContinuousClock().measure {
      #expect(list.next(20, by: criterion).count == 20)
    }
    print("the next 20 of 100,000 by \(criterion): \(time)")
    #expect(time < .seconds(60))
  }
}
