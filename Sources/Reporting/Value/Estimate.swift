/// A figure with what is known of its uncertainty.
///
/// A number that is not finite is held as nil, so that it is shown as a dash and can be written as
/// JSON.
public struct Estimate: Codable, Sendable, Equatable {
  /// The figure itself; nil where it is undefined.
  public let value: Double?
  /// Lower end of the 95 % interval of a bootstrap over patients.
  public let low: Double?
  /// Upper end of the 95 % interval of a bootstrap over patients.
  public let high: Double?
  /// Standard deviation over seeds.
  public let spread: Double?

  /// A figure with the interval and the spread that were measured.
  public init(
    _ value: Double?, low: Double? = nil, high: Double? = nil, spread: Double? = nil
  ) {
    self.value = value?.finite
    self.low = low?.finite
    self.high = high?.finite
    self.spread = spread?.finite
  }

  /// A figure that was not measured, or is not defined.
  public static let undefined = Estimate(nil)

  /// Both ends of the interval, in order; nil unless both are known.
  var interval: ClosedRange<Double>? {
    guard let low, let high else { return nil }
    return min(low, high)...max(low, high)
  }
}

extension Double {
  /// The number itself; nil where it is infinite or not a number.
  var finite: Double? { isFinite ? self : nil }
}
