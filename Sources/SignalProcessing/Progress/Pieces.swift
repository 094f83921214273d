/// Long work in pieces of a few milliseconds, between which whoever waits for it can end it.
///
/// Functions that take `progress` call it with the share that is done, from 0 to 1, at least every
/// ten milliseconds or so, on the thread that called them. What it throws ends the work and is
/// thrown on; nothing half-done is kept. What they compute does not depend on it.
public enum Pieces {
  /// Samples that a pass over a signal takes at once: a millisecond or two.
  public static let samples = 1 << 18

  /// Calls `body` with parts of `0..<count` in order, none longer than `size`, and before each
  /// `progress` with the share that is done.
  @inline(__always)
  public static func forEach(
    of count: Int, size: Int, _ progress: (Double) throws -> Void,
    _ body: (Range<Int>) throws -> Void
  ) rethrows {
    for start in stride(from: 0, to: count, by: size) {
      try progress(Double(start) / Double(count))
      try body(start..<min(start + size, count))
    }
  }

  /// The values of a function at some elements, in order, `size` of them between two calls of
  /// `progress`.
  public static func map<Element, Value>(
    _ elements: [Element], size: Int, _ progress: (Double) throws -> Void,
    _ transform: (Element) throws -> Value
  ) rethrows -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    try forEach(of: elements.count, size: size, progress) { part in
      for element in elements[part] { values.append(try transform(element)) }
    }
    return values
  }
}
