import Synchronization

extension Crew {
  /// Calls `body` for every number of a range, each thread whatever is next, and returns when all
  /// are done.
  ///
  /// `rank` is that of the thread that calls, for what each thread has of its own. One caller at a
  /// time, as of `run`.
  public func forEach(
    _ range: Range<Int>, precision: ProductPrecision = .float32,
    _ body: @escaping @Sendable (_ index: Int, _ rank: Int) -> Void
  ) {
    let next = Counter(range.lowerBound)
    run(
      Job(precision: precision) { share in
        while true {
          let index = next.take()
          guard index < range.upperBound else { return }
          body(index, share.rank)
        }
      })
  }

  /// The values of a function at 0..<count, in order, each computed by whatever thread is free.
  public func map<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    let made = Mutex([Value?](repeating: nil, count: count))
    forEach(0..<count) { index, _ in
      let value = body(index)
      made.withLock { $0[index] = value }
    }
    return made.withLock { $0 }.compactMap { $0 }
  }

  /// Counts up, for threads that take whatever is next.
  private final class Counter: Sendable {
    private let value: Atomic<Int>
    init(_ first: Int) { value = Atomic(first) }
    func take() -> Int { value.add(1, ordering: .relaxed).oldValue }
  }
}
