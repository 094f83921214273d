import Foundation
import Synchronization

/// Work in the background, in the one form that all of it has.
///
/// The newest request counts: one that waits gives way to it, and one that was made last is not
/// carried out again, whether it waits, runs or is done. The work looks every few milliseconds
/// whether it is still wanted (`Run.check`), tells how far it is, and reports as often as it likes.
/// It has a thread of its own, which begins with the first request and ends with the worker; what
/// the work keeps between requests lives on it.
public final class Worker<Request: Sendable & Equatable, Report: Sendable>: Sendable {
  /// Carries out one request. What it throws ends the run: `CancellationError` silently, anything
  /// else as the report that the worker was given for it.
  public typealias Work = (Run) throws -> Void

  private let state: State

  /// - Parameter name: of the thread, as debuggers show it.
  /// - Parameter report: is called on the worker's thread.
  /// - Parameter failure: what to report of an error; nil where there is nothing to say.
  /// - Parameter work: makes the work, on the worker's thread: what it captures stays there.
  public init(
    _ name: String, report: @escaping @Sendable (Report) -> Void,
    failure: @escaping @Sendable (any Error) -> Report? = { _ in nil },
    work: @escaping @Sendable () -> Work
  ) {
    state = State(name: name, report: report, failure: failure, work: work)
  }

  deinit { state.end() }

  /// Asks for something; what was asked for last is not asked for again.
  public func request(_ request: Request) { state.request(request) }

  /// Ends the work, what runs included, for good.
  public func end() { state.end() }

  /// Whether nothing waits and nothing runs.
  public var isIdle: Bool { state.shared.withLock { $0.waiting == nil && $0.running == nil } }

  /// The share of the running request that is done, 0...1; nil where nothing runs.
  public var progress: Double? {
    state.shared.withLock { $0.running == nil ? nil : $0.progress }
  }

  /// How often requests were carried out, and how that ended.
  public var counts: WorkCounts { state.shared.withLock(\.counts) }

  /// One request being carried out.
  public struct Run {
    public let request: Request
    fileprivate let state: State

    /// The newest request: this one, or the one that will be next.
    public var newest: Request { state.shared.withLock { $0.waiting ?? request } }

    /// Whether another request has come.
    public var isSuperseded: Bool { state.shared.withLock { $0.waiting != nil } }

    /// Throws `CancellationError` where the worker was ended.
    public func check() throws {
      if state.shared.withLock(\.isOver) { throw CancellationError() }
    }

    /// Notes how much is done, 0...1, and throws where the worker was ended.
    public func progress(_ share: Double) throws {
      let isOver = state.shared.withLock { shared in
        shared.progress = share
        return shared.isOver
      }
      if isOver { throw CancellationError() }
    }

    /// The same, and throws where another request has come: for work that is worth nothing then.
    public func progressUnlessSuperseded(_ share: Double) throws {
      try progress(share)
      if isSuperseded { throw CancellationError() }
    }

    public func report(_ report: Report) { state.report(report) }
  }

  fileprivate struct Shared {
    var newest: Request?
    var waiting: Request?
    var running: Request?
    var progress = 0.0
    var counts = WorkCounts()
    var hasThread = false
    var isOver = false
  }

  /// What the worker and its thread share: the thread must not keep the worker alive.
  fileprivate final class State: Sendable {
    let shared = Mutex(Shared())
    let name: String
    let report: @Sendable (Report) -> Void
    private let failure: @Sendable (any Error) -> Report?
    private let work: @Sendable () -> Work
    private let changed = DispatchSemaphore(value: 0)

    init(
      name: String, report: @escaping @Sendable (Report) -> Void,
      failure: @escaping @Sendable (any Error) -> Report?, work: @escaping @Sendable () -> Work
    ) {
      (self.name, self.report, self.failure, self.work) = (name, report, failure, work)
    }

    func request(_ request: Request) {
      let needs = shared.withLock { shared -> (thread: Bool, signal: Bool) in
        guard !shared.isOver, shared.newest != request else { return (false, false) }
        (shared.newest, shared.waiting) = (request, request)
        defer { shared.hasThread = true }
        return (!shared.hasThread, true)
      }
      if needs.thread { start() }
      if needs.signal { changed.signal() }
    }

    func end() {
      shared.withLock { shared in
        shared.isOver = true
        shared.waiting = nil
      }
      changed.signal()
    }

    private func start() {
      let thread = Thread { [self] in serve() }
      thread.name = name
      thread.stackSize = 4 << 20
      thread.start()
    }

    private func serve() {
      let perform = work()
      while true {
        changed.wait()
        if shared.withLock(\.isOver) { return }
        while let request = next() { carryOut(request, perform) }
      }
    }

    private func next() -> Request? {
      shared.withLock { shared in
        guard !shared.isOver, let request = shared.waiting else { return nil }
        (shared.running, shared.waiting, shared.progress) = (request, nil, 0)
        shared.counts.started += 1
        return request
      }
    }

    private func carryOut(_ request: Request, _ perform: Work) {
      var isCancelled = false
      do {
        try perform(Run(request: request, state: self))
      } catch is CancellationError {
        isCancelled = true
      } catch {
        if let said = failure(error) { report(said) }
      }
      shared.withLock { shared in
        shared.running = nil
        if isCancelled { shared.counts.cancelled += 1 } else { shared.counts.finished += 1 }
      }
    }
  }
}
