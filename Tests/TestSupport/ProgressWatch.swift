import Glibc

/// Looks at what a long computation says of its progress, and how much work lies between.
public struct ProgressWatch {
  /// Ends a computation.
  public struct Ended: Error, Equatable {
    public init() {}
  }

  /// Seconds that the thread was computing between two calls, at most: what other programs do
  /// meanwhile does not count.
  public private(set) var longest = 0.0
  /// As they were told.
  public private(set) var shares: [Double] = []
  private let limit: Int
  private var last = ProgressWatch.threadSeconds

  /// Throws `Ended` at the call of this number, from 1.
  public init(endingAt limit: Int = .max) { self.limit = limit }

  /// To be called with each share, and once behind the end.
  public mutating func note(_ share: Double) throws {
    let now = Self.threadSeconds
    longest = max(longest, now - last)
    shares.append(share)
    if shares.count >= limit { throw Ended() }
    last = Self.threadSeconds
  }

  /// Whether the shares lie from 0 to 1 and never fall.
  public var isSound: Bool {
    shares.allSatisfy { (0...1).contains($0) } && zip(shares, shares.dropFirst()).allSatisfy(<=)
  }

  private static var threadSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
