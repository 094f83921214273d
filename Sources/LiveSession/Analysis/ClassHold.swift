/// Which class is shown: one that has held for its time. Unsure is said at once, so that no class
/// stands there that the model no longer stands by.
public struct ClassHold: Sendable, Equatable {
  /// The class that is shown; nil while the model is unsure.
  public private(set) var shown: String?
  /// A class that is on its way to be shown.
  public struct Candidate: Sendable, Equatable {
    public var name: String
    /// How many findings of it are still needed.
    public var findings: Int
  }

  /// The class that has come last, and how often in a row.
  private var candidate: String?
  private var count = 0
  private let needed: Int

  /// - Parameter needed: findings of one class in a row until it is shown.
  public init(needed: Int) { self.needed = max(1, needed) }

  /// Takes the next finding, nil for an unsure one. Returns whether what is shown has changed.
  public mutating func take(_ name: String?) -> Bool {
    let before = shown
    count = name == candidate ? count + 1 : 1
    candidate = name
    if name == nil { shown = nil } else if count >= needed { shown = name }
    return shown != before
  }

  /// Findings that the candidate still needs; nil where it is shown, or there is none.
  public var missing: Candidate? {
    candidate.flatMap { $0 == shown ? nil : Candidate(name: $0, findings: needed - count) }
  }
}
