/// The frames of a record that marks lie on.
public struct RecordFrames: Sendable, Hashable {
  public var count: Int
  public var rateHz: Double

  public init(count: Int, rateHz: Double) {
    self.count = count
    self.rateHz = rateHz
  }
}
