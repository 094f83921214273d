import NeuralNetwork
import Synchronization
import Testing

@Suite("A crew's work, item by item")
struct CrewMapTests {
  @Test("Values come in order, whoever computed them", arguments: [1, 2, 5])
  func order(_ threads: Int) {
    let crew = Crew(count: threads)
    #expect(crew.map(1000) { $0 * $0 } == (0..<1000).map { $0 * $0 })
    #expect(crew.map(1) { $0 } == [0])
    #expect(crew.map(0) { $0 }.isEmpty)
  }

  @Test("Each number of a range is called for once, by a thread of the crew", arguments: [1, 3])
  func once(_ threads: Int) {
    let calls = Mutex<[Int: Int]>([:])
    let ranks = Mutex<Set<Int>>([])
    Crew(count: threads).forEach(7..<500) { index, rank in
      calls.withLock { $0[index, default: 0] += 1 }
      ranks.withLock { _ = $0.insert(rank) }
    }
    #expect(calls.withLock { $0 } == Dictionary(uniqueKeysWithValues: (7..<500).map { ($0, 1) }))
    #expect(ranks.withLock { $0.isSubset(of: Set(0..<threads)) })
  }
}
