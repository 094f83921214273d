import Foundation
import NeuralNetwork
import Synchronization
import TestSupport
import Testing

extension ThreadTests {
  @Suite("Barrier and shares")
  struct BarrierTests {
    @Test("No thread passes a barrier before the last one has come", arguments: 1...4)
    func order(_ count: Int) {
      let barrier = Barrier(count: count)
      let arrivals = Atomic<Int>(0)
      let early = Atomic<Int>(0)
      let phases = 200
      let threads = (0..<count).map { _ in
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
          for phase in 1...phases {
            arrivals.add(1, ordering: .relaxed)
            barrier.wait()
            if arrivals.load(ordering: .relaxed) < phase * count {
              early.add(1, ordering: .relaxed)
            }
            barrier.wait()
          }
          done.signal()
        }
        thread.start()
        return done
      }
      for done in threads { done.wait() }
      #expect(arrivals.load(ordering: .relaxed) == phases * count)
      #expect(early.load(ordering: .relaxed) == 0)
    }

    @Test("Shares divide any number of rows without gap or overlap, and evenly")
    func partition() {
      for count in 1...9 {
        for total in 0...70 {
          let parts = (0..<count).map {
            Share(rank: $0, count: count, barrier: nil).rows(total)
          }
          let rows = parts.flatMap { Array($0) }
          #expect(Golden.difference(rows, Array(0..<total)) == nil, "\(total) by \(count)")
          let sizes = parts.map(\.count)
          #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "\(total) by \(count)")
        }
      }
    }

    @Test("One thread alone has all rows and never waits")
    func whole() {
      #expect(Share.whole.rows(17) == 0..<17)
      #expect(Share.whole.rank == 0 && Share.whole.count == 1)
      Share.whole.wait()
    }
  }
}
