/// How much faster a source's clock goes than ours, by the packets that came with least delay.
public struct ClockDrift: Sendable {
  private var first: (received: Double, offset: Double)?
  private var window: (start: Double, least: Double)?
  /// Parts in a million; nil until a minute has passed.
  public private(set) var partsPerMillion: Double?

  private static let windowSeconds = 10.0
  private static let leastSeconds = 60.0

  public init() {}

  /// Takes the times of one packet by both clocks. A clock that was set begins anew.
  public mutating func take(source: Double, received: Double) {
    let offset = received - source
    guard let current = window, abs(offset - current.least) < 5 else {
      self = ClockDrift()
      window = (received, offset)
      return
    }
    window?.least = min(current.least, offset)
    guard received - current.start > Self.windowSeconds else { return }
    if let first, received - first.received > Self.leastSeconds {
      partsPerMillion = -1e6 * (current.least - first.offset) / (received - first.received)
    } else if first == nil {
      first = (received, current.least)
    }
    window = (received, offset)
  }
}
