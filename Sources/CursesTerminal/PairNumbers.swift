/// Which number each pair of colours has, as ncurses counts them: from 1, in the order in which
/// they come up, and 0 for the terminal's own colours.
public struct PairNumbers: Sendable {
  private struct Key: Hashable {
    var foreground: Int?
    var background: Int?
  }

  /// A pair's number.
  public enum Number: Sendable, Equatable {
    case known(Int32)
    /// It is to be defined, and then to be kept with `keep`.
    case new(Int32)
  }

  private let capacity: Int
  private var numbers: [Key: Int32] = [:]

  /// - Parameter capacity: pairs beside pair 0; fewer than none is none.
  public init(capacity: Int) { self.capacity = capacity }

  /// The number of a pair of palette indices, nil for the terminal's own; nil where all are taken.
  public func number(foreground: Int?, background: Int?) -> Number? {
    if foreground == nil && background == nil { return .known(0) }
    if let known = numbers[Key(foreground: foreground, background: background)] {
      return .known(known)
    }
    return numbers.count < capacity ? .new(Int32(numbers.count + 1)) : nil
  }

  /// Keeps the pair that the next new number was given for.
  public mutating func keep(foreground: Int?, background: Int?) {
    guard case .new(let number)? = number(foreground: foreground, background: background) else {
      return
    }
    numbers[Key(foreground: foreground, background: background)] = number
  }

  /// Forgets all pairs; numbers begin at 1 again.
  public mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }
}
