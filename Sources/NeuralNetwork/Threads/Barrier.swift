import CNeuralKernels
import Foundation
import Synchronization

/// Where the threads of a crew meet between two steps: a turning counter on which they spin,
/// because the steps are microseconds long.
public final class Barrier: Sendable {
  private let count: Int
  private let arrived = Atomic<Int>(0)
  private let generation = Atomic<Int>(0)

  /// A barrier for `count` threads.
  public init(count: Int) { self.count = count }

  /// Returns when all threads have called it.
  public func wait() {
    let current = generation.load(ordering: .acquiring)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == count {
      arrived.store(0, ordering: .relaxed)
      generation.store(current &+ 1, ordering: .releasing)
    } else {
      spin { generation.load(ordering: .acquiring) != current }
    }
  }
}

/// Waits for a condition, giving the processor away after a while in case the other thread needs
/// it.
func spin(until condition: () -> Bool) {
  var turns = 0
  while !condition() {
    turns += 1
    if turns < 4000 { neural_pause() } else { sched_yield() }
  }
}
