import NeuralNetwork
import Synchronization

/// Values computed side by side on a crew's threads, each thread whatever is next.
enum ParallelMap {
  /// The values of a function at 0..<count, in order.
  static func map<Value: Sendable>(
    _ count: Int, _ crew: Crew, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    let next = Counter()
    let made = Mutex<[Int: Value]>([:])
    crew.run { _ in
      while true {
        let index = next.take()
        guard index < count else { return }
        let value = body(index)
        made.withLock { $0[index] = value }
      }
    }
    let values = made.withLock { $0 }
    return (0..<count).compactMap { values[$0] }
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func take() -> Int { value.add(1, ordering: .relaxed).oldValue }
  }
}
