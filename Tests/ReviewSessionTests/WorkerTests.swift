import Foundation
import ReviewSession
import Synchronization
import Testing

/// A gate that work waits at, so that tests decide how far it comes.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func open() { semaphore.signal() }
  func pass() { semaphore.wait() }
}

/// Waits for a condition, two seconds at most if not told otherwise; the other threads run meanwhile.
func eventually(within limit: Duration = .seconds(2), _ condition: () -> Bool) -> Bool {
  let end = ContinuousClock.now + limit
  while ContinuousClock.now < end {
    if condition() { return true }
    Thread.yield()
  }
  return condition()
}

extension Thread {
  /// Lets other threads run.
  fileprivate static func yield() { usleep(200) }
}

@Suite("Work in the background")
struct WorkerTests {
  private typealias Numbers = Worker<Int, Int>

  /// What a worker reported, from any thread.
  private final class Reports: Sendable {
    private let list = Mutex<[Int]>([])
    func add(_ number: Int) { list.withLock { $0.append(number) } }
    var all: [Int] { list.withLock { $0 } }
  }

  @Test("a request that was made last is not carried out again: waiting, running or done")
  func once() {
    let (reports, begun, gate) = (Reports(), Gate(), Gate())
    let worker = Numbers("once", report: { reports.add($0) }) {
      { run in
        begun.open()
        gate.pass()
        run.report(run.request)
      }
    }
    worker.request(7)
    worker.request(7)
    begun.pass()
    worker.request(7)
    gate.open()
    #expect(eventually { worker.isIdle })
    worker.request(7)
    #expect(worker.isIdle)
    #expect(reports.all == [7])
    #expect(worker.counts == .init(started: 1, finished: 1, cancelled: 0))
    worker.request(8)
    begun.pass()
    gate.open()
    #expect(eventually { reports.all == [7, 8] })
  }

  @Test("of requests that wait, the newest alone is carried out")
  func newest() {
    let (reports, begun, gate) = (Reports(), Gate(), Gate())
    let worker = Numbers("newest", report: { reports.add($0) }) {
      { run in
        begun.open()
        gate.pass()
        run.report(run.request)
      }
    }
    worker.request(1)
    begun.pass()
    for number in 2...5 { worker.request(number) }
    gate.open()
    begun.pass()
    gate.open()
    #expect(eventually { worker.isIdle })
    #expect(reports.all == [1, 5])
  }

  @Test("work that is worth nothing once superseded ends at its next step")
  func superseded() {
    let (reports, begun) = (Reports(), Gate())
    let worker = Numbers("superseded", report: { reports.add($0) }) {
      { run in
        if run.request == 1 { begun.open() }
        while run.request == 1 { try run.progressUnlessSuperseded(0.5) }
        run.report(run.request)
      }
    }
    worker.request(1)
    begun.pass()
    #expect(worker.progress != nil)
    worker.request(2)
    #expect(eventually { reports.all == [2] && worker.isIdle })
    #expect(worker.counts == .init(started: 2, finished: 1, cancelled: 1))
  }

  @Test("an ended worker stops what runs, drops what waits, and takes nothing more")
  func ended() {
    let (reports, begun) = (Reports(), Gate())
    let worker = Numbers("ended", report: { reports.add($0) }) {
      { run in
        begun.open()
        while true { try run.progress(0) }
      }
    }
    worker.request(1)
    begun.pass()
    worker.request(2)
    let asked = ContinuousClock.now
    worker.end()
    #expect(eventually { worker.isIdle })
    #expect(ContinuousClock.now - asked < .milliseconds(50))
    worker.request(3)
    #expect(worker.isIdle)
    #expect(worker.counts == .init(started: 1, finished: 0, cancelled: 1))
    #expect(reports.all.isEmpty)
  }

  @Test("the thread of a worker that nobody holds ends")
  func released() {
    let (begun, left) = (Gate(), Gate())
    do {
      let worker = Numbers("released", report: { _ in }) {
        { run in
          begun.open()
          defer { left.open() }
          while true { try run.progress(0) }
        }
      }
      worker.request(1)
      begun.pass()
    }
    left.pass()
  }

  @Test("an error becomes the report that was given for it")
  func failure() {
    struct Broken: Error {}
    let reports = Reports()
    let worker = Numbers("failure", report: { reports.add($0) }, failure: { _ in -1 }) {
      { _ in throw Broken() }
    }
    worker.request(1)
    #expect(eventually { reports.all == [-1] })
  }

  @Test("what the work keeps lasts from one request to the next")
  func state() {
    let reports = Reports()
    let worker = Numbers("state", report: { reports.add($0) }) {
      var sum = 0
      return { run in
        sum += run.request
        run.report(sum)
      }
    }
    worker.request(3)
    #expect(eventually { reports.all == [3] && worker.isIdle })
    worker.request(4)
    #expect(eventually { reports.all == [3, 7] })
  }
}
