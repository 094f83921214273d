import CNeuralKernels
import Foundation
import Synchronization

/// A few threads that carry out one job at a time together: the caller is the first of them.
///
/// They spin for a moment between jobs and then sleep, so that the steps of a computation follow
/// each other within a microsecond and a screen that waits for keys costs nothing.
public final class Crew: Sendable {
  /// What each thread does, told by its share. It is an object because a closure that is taken out
  /// of an array or a lock is wrapped anew each time, which allocates.
  public final class Job: Sendable {
    private let precision: ProductPrecision
    private let body: @Sendable (Share) -> Void

    /// A job that can be carried out again and again; its matrix products have this precision.
    public init(
      precision: ProductPrecision = .float32, _ body: @escaping @Sendable (Share) -> Void
    ) {
      self.precision = precision
      self.body = body
    }

    fileprivate func carryOut(_ share: Share) { precision.during { body(share) } }
  }

  /// How many threads, the caller counted.
  public let count: Int
  private let state: State

  /// Starts `count - 1` threads.
  public init(count: Int) {
    precondition(count > 0)
    self.count = count
    state = State(count: count)
    for rank in 1..<max(count, 1) {
      let thread = Thread { [state] in state.serve(rank: rank) }
      thread.name = "network \(rank)"
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  deinit { state.stop() }

  /// Carries out a job on every thread and returns when all are done. One caller at a time: a
  /// second one, or a job that asks for another, stops the program.
  public func run(_ job: Job) { state.run(job) }

  /// Carries out a job that is needed once.
  public func run(_ body: @escaping @Sendable (Share) -> Void) { state.run(Job(body)) }

  private final class State: Sendable {
    let count: Int
    let barrier: Barrier
    let job = Mutex<Job?>(nil)
    /// Number of the current job; -1 tells the threads to end.
    let epoch = Atomic<Int>(0)
    let busy = Atomic<Int>(0)
    let sleeping = Atomic<Int>(0)
    let bell = NSCondition()
    let use = ExclusiveUse("Crew")

    init(count: Int) {
      self.count = count
      barrier = Barrier(count: count)
    }

    func share(_ rank: Int) -> Share {
      Share(rank: rank, count: count, barrier: count > 1 ? barrier : nil)
    }

    func run(_ next: Job) {
      use.enter()
      defer { use.leave() }
      if count > 1 {
        job.withLock { $0 = next }
        busy.store(count - 1, ordering: .relaxed)
        announce(epoch.load(ordering: .relaxed) + 1)
      }
      next.carryOut(share(0))
      spin { busy.load(ordering: .acquiring) == 0 }
    }

    func stop() { announce(-1) }

    private func announce(_ next: Int) {
      epoch.store(next, ordering: .sequentiallyConsistent)
      guard sleeping.load(ordering: .sequentiallyConsistent) > 0 else { return }
      bell.lock()
      bell.broadcast()
      bell.unlock()
    }

    func serve(rank: Int) {
      var seen = 0
      while true {
        let next = jobNumber(after: seen)
        if next < 0 { return }
        seen = next
        job.withLock { $0 }?.carryOut(share(rank))
        busy.subtract(1, ordering: .acquiringAndReleasing)
      }
    }

    /// Waits for another job than the one seen last: spinning at first, then asleep.
    private func jobNumber(after seen: Int) -> Int {
      for _ in 0..<20_000 {
        let now = epoch.load(ordering: .acquiring)
        if now != seen { return now }
        neural_pause()
      }
      sleeping.add(1, ordering: .sequentiallyConsistent)
      bell.lock()
      while epoch.load(ordering: .sequentiallyConsistent) == seen { bell.wait() }
      bell.unlock()
      sleeping.subtract(1, ordering: .sequentiallyConsistent)
      return epoch.load(ordering: .acquiring)
    }
  }
}
