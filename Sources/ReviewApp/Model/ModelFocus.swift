/// What of the model's word the reader looks at.
public struct ModelFocus: Sendable, Equatable {
  /// The class whose windows `y` looks for; nil for the one under the cursor.
  public var chosenClass: Int?
  public var tokens = TokenCursor()

  public init() {}

  /// Chooses the next class, and after the last the one under the cursor.
  mutating func chooseClass(by step: Int, of count: Int) {
    guard count > 0 else { return }
    let next = (chosenClass ?? (step > 0 ? -1 : count)) + step
    chosenClass = (0..<count).contains(next) ? next : nil
  }
}

/// A cell of the map of ECG tokens by IEGM tokens.
public struct TokenCursor: Sendable, Equatable {
  public var ecg = 0
  public var iegm = 0

  public init() {}

  mutating func move(ecg: Int, iegm: Int, of count: Int) {
    let last = max(0, count - 1)
    self.ecg = min(max(self.ecg + ecg, 0), last)
    self.iegm = min(max(self.iegm + iegm, 0), last)
  }
}
