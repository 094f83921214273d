import Foundation
import NeuralNetwork
import Synchronization
import TestSupport
import Testing

/// One after the other: threads that spin would take the processor from each other.
@Suite("Threads", .serialized)
enum ThreadTests {}

extension ThreadTests {
  @Suite("Crew")
  struct CrewTests {
    /// How often each rank below 4 was seen, 16 bits for each: the thread sanitizer knows atomics,
    /// but not the standard library's `Mutex`.
    private final class Tally: Sendable {
      private let counts = Atomic(0)

      func add(_ rank: Int) { counts.add(1 << (16 * rank), ordering: .relaxed) }

      var all: [Int] {
        let counts = counts.load(ordering: .relaxed)
        return (0..<4).map { counts >> (16 * $0) & 0xFFFF }
      }
    }

    @Test("A second caller stops the program, with the crew's name", arguments: 1...2)
    func secondCaller(_ count: Int) async throws {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) { [count] in
        let crew = Crew(count: count)
        crew.run { share in
          // A job of the crew is inside of a call: what calls now is a second caller.
          if share.rank == 0 { crew.run { _ in } }
        }
      }
      let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(said.contains("Crew: expected one caller at a time, found a second one"))
    }

    @Test("Callers one after the other, from any thread, are one at a time")
    func inTurns() {
      let use = ExclusiveUse("test")
      for _ in 0..<3 {
        #expect(use.hold { 7 } == 7)
        let thread = Thread { use.hold {} }
        thread.start()
        while !thread.isFinished { sched_yield() }
      }
    }

    @Test("A job runs once on every thread, and the caller is one of them", arguments: 1...4)
    func everyRank(_ count: Int) {
      let crew = Crew(count: count)
      #expect(crew.count == count)
      let tally = Tally()
      let caller = ObjectIdentifier(Thread.current)
      crew.run { share in
        // A wrong number of threads, or another caller, counts twice.
        let isRight =
          share.count == count
          && (share.rank == 0) == (ObjectIdentifier(Thread.current) == caller)
        for _ in 0..<(isRight ? 1 : 2) { tally.add(share.rank) }
      }
      #expect(tally.all == (0..<4).map { $0 < count ? 1 : 0 })
    }

    /// With more threads than processors every job waits for the system to change threads.
    @Test(
      "Thousands of short jobs in a row each run to their end",
      arguments: zip(1...4, [10_000, 10_000, 100, 100]))
    func manyJobs(_ count: Int, _ jobs: Int) {
      let crew = Crew(count: count)
      let workspace = Workspace()
      // A cache line for each thread.
      let sums = workspace.matrix(count, 16)
      let job = Crew.Job { share in sums[share.rank, 0] += 1 }
      var missing = 0
      for number in 1...jobs {
        crew.run(job)
        for rank in 0..<count where sums[rank, 0] != Float(number) { missing += 1 }
      }
      #expect(missing == 0)
    }

    @Test("What is written before a barrier is seen behind it", arguments: 1...4)
    func barrier(_ count: Int) {
      let crew = Crew(count: count)
      let workspace = Workspace()
      let written = workspace.matrix(count, 16)
      let wrong = Atomic<Int>(0)
      withExtendedLifetime(workspace) {
        crew.run { share in
          for phase in 1...200 {
            written[share.rank, 0] = Float(phase)
            share.wait()
            for rank in 0..<count where written[rank, 0] != Float(phase) {
              wrong.add(1, ordering: .relaxed)
            }
            share.wait()
          }
        }
      }
      #expect(wrong.load(ordering: .relaxed) == 0)
    }

    /// Lives as long as the crew's threads, which hold the job that holds it.
    private final class Witness: Sendable {}

    /// Long enough for threads without a job to fall asleep, if it is milliseconds.
    private func wait(_ pause: Duration) {
      let end = ContinuousClock.now + pause
      while ContinuousClock.now < end { sched_yield() }
    }

    /// Runs a job on a crew, lets `pause` pass, drops the crew and waits for its threads' end.
    private func dropped(_ count: Int, after pause: Duration) -> Bool {
      weak var seen: Witness?
      do {
        let witness = Witness()
        seen = witness
        let crew = Crew(count: count)
        crew.run { _ in withExtendedLifetime(witness) {} }
        withExtendedLifetime(crew) { wait(pause) }
      }
      let limit = ContinuousClock.now + .seconds(5)
      while seen != nil && ContinuousClock.now < limit { sched_yield() }
      return seen == nil
    }

    @Test("Its threads end with it, whether they spin or sleep", arguments: 1...4)
    func drop(_ count: Int) {
      let pauses = [Duration](repeating: .zero, count: 50) + [.milliseconds(20), .milliseconds(20)]
      let failed = pauses.first { !dropped(count, after: $0) }
      #expect(failed == nil)
    }

    @Test("A crew that slept wakes up for the next job", arguments: 2...4)
    func wakes(_ count: Int) {
      let crew = Crew(count: count)
      let tally = Tally()
      for _ in 0..<3 {
        wait(.milliseconds(20))
        crew.run { tally.add($0.rank) }
      }
      #expect(tally.all == (0..<4).map { $0 < count ? 3 : 0 })
    }

    @Test("A crew that never had a job can be dropped", arguments: 1...4)
    func idle(_ count: Int) {
      for _ in 0..<20 { _ = Crew(count: count) }
    }

    @Test("Layers give the same bits on any number of threads", arguments: 1...4)
    func layers(_ count: Int) {
      var random = SeededGenerator(seed: 1)
      let workspace = Workspace()
      var layout = ParameterLayout()
      let block = TransformerBlock("b", width: 48, heads: 3, hidden: 64, in: &layout)
      let attention = MultiHeadAttention("a", width: 48, heads: 3, in: &layout)
      let pooling = AttentionPooling("p", width: 48, tokens: 17, in: &layout)
      let weights = NamedParameters(layout, in: workspace)
      weights.randomize(&random)
      let values = weights.values
      let x = workspace.matrix(17, 48, &random)
      let room = MultiHeadAttention.Saved(
        attention, queries: 17, keys: 17, keepsHeads: false, in: workspace)
      let savedPool = AttentionPooling.Saved(pooling, tokens: 17, in: workspace)
      let crew = Crew(count: count)
      for (room, dropout) in [(room, nil), (nil, Dropout(rate: 0.3, seed: 1, 2, 3))] {
        let saved = TransformerBlock.Saved(block, tokens: 17, in: workspace, reusing: room)
        let (y, z, pooled) = (
          workspace.matrix(17, 48), workspace.matrix(17, 48), workspace.vector(48)
        )
        let job: @Sendable (Share) -> Void = { share in
          block.forward(x, values, saved: saved, dropout: dropout, into: y, share: share)
          block.forward(y, values, saved: saved, dropout: dropout, into: z, share: share)
          pooling.forward(z, values, saved: savedPool, into: pooled, share: share)
        }
        job(.whole)
        let whole = z.bits + pooled.bits
        for matrix in [y, z, pooled] { matrix.fill(0) }
        crew.run(job)
        let difference = Golden.difference(z.bits + pooled.bits, whole)
        #expect(difference == nil, "dropout \(dropout != nil)")
      }
    }
  }
}
