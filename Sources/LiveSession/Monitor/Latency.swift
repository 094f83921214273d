/// How long from a sample's arrival until it is on the screen.
public struct Latency: Sendable, Equatable {
  /// Packets that have arrived and are not on the screen yet: the frame behind each, and when it
  /// came.
  private var waiting: [(end: Int, received: Double)] = []
  /// How many took so many milliseconds; the last holds all above.
  private var counts = [Int](repeating: 0, count: 1001)
  private var total = 0
  /// Of the newest sample that is on the screen, in seconds.
  public private(set) var last: Double?

  private static let mostWaiting = 4096
  /// A minute of fifty packets a second.
  private static let mostCounted = 3000

  public init() {}

  mutating func arrive(end: Int, at received: Double) {
    waiting.append((end, received))
    if waiting.count > Self.mostWaiting { waiting.removeFirst(waiting.count / 2) }
  }

  /// All frames before `end` are on the screen now.
  mutating func show(until end: Int, at now: Double) {
    let shown = waiting.prefix { $0.end <= end }
    for packet in shown {
      last = now - packet.received
      counts[min(1000, max(0, Int((1000 * (now - packet.received)).rounded())))] += 1
      total += 1
    }
    waiting.removeFirst(shown.count)
    forget()
  }

  /// What was long ago counts less and less: a delay that has begun is to be seen within a minute.
  private mutating func forget() {
    guard total > Self.mostCounted else { return }
    for index in counts.indices { counts[index] /= 2 }
    total = counts.reduce(0, +)
  }

  /// The milliseconds below which a share of all packets were shown; nil before any was.
  public func quantile(_ share: Double) -> Int? {
    var left = Int((Double(total) * share).rounded(.up))
    guard left > 0 else { return nil }
    for (milliseconds, count) in counts.enumerated() {
      left -= count
      if left <= 0 { return milliseconds }
    }
    return nil
  }

  public static func == (a: Latency, b: Latency) -> Bool {
    a.counts == b.counts && a.last == b.last
  }
}
