import Synchronization

/// Stops the program where an object that serves one caller at a time is called by a second one.
///
/// Two callers would share one memory and get numbers that are wrong without a sign of it. A check
/// is one exchange of an atomic at the beginning of a call and one store at its end: nothing beside
/// the microseconds of the shortest job.
public final class ExclusiveUse: Sendable {
  private let isTaken = Atomic(false)
  private let name: String

  /// `name` is what the object is called in the sentence that the program ends with.
  public init(_ name: String) { self.name = name }

  /// Does `body` as the only caller.
  @inline(__always)
  public func hold<Result>(_ body: () throws -> Result) rethrows -> Result {
    enter()
    defer { leave() }
    return try body()
  }

  /// Begins a call that `leave` ends.
  public func enter() {
    let (isFree, _) = isTaken.compareExchange(
      expected: false, desired: true, ordering: .acquiring)
    guard isFree else { fatalError("\(name): expected one caller at a time, found a second one") }
  }

  /// Ends a call.
  public func leave() { isTaken.store(false, ordering: .releasing) }
}
