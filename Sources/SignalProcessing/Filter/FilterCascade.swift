/// Biquads one after the other.
public struct FilterCascade: Sendable, Equatable {
  /// In the order in which a sample passes them.
  public var sections: [Biquad]

  /// A cascade of the given sections.
  public init(_ sections: [Biquad]) { self.sections = sections }

  /// Which way a signal is filtered.
  public enum Direction: String, Sendable, CaseIterable {
    /// Forwards, then backwards: no delay, twice the attenuation. Needs what comes after.
    case forwardBackward
    /// Forwards only, as live signals have to be.
    case causal
  }

  /// Filters a signal in place.
  ///
  /// The first sample is taken to have been there for ever. With `.forwardBackward` this is
  /// `scipy.signal.sosfiltfilt(sos, x, padlen=0)`. Sums are formed in double precision.
  public func apply(to samples: inout [Float], _ direction: Direction) {
    guard !samples.isEmpty else { return }
    var values = samples.map(Double.init)
    pass(&values, 0, step: 1)
    if direction == .forwardBackward { pass(&values, values.count - 1, step: -1) }
    for index in samples.indices { samples[index] = Float(values[index]) }
  }

  /// The same with an odd reflection of up to `reach` samples about each end, which the result does
  /// not hold: `scipy.signal.sosfiltfilt(sos, x, padtype="odd", padlen=reach)`.
  public func apply(to samples: inout [Float], _ direction: Direction, oddReflection reach: Int) {
    let reach = min(reach, samples.count - 1)
    guard reach > 0 else { return apply(to: &samples, direction) }
    var extended = Self.oddReflection(samples, before: reach, after: reach)
    apply(to: &extended, direction)
    samples = Array(extended[reach..<reach + samples.count])
  }

  /// A signal with its odd reflections: `2 x₀ − x[before]...x[1]` in front, likewise behind.
  ///
  /// `before` and `after` are less than the number of samples.
  public static func oddReflection(_ samples: [Float], before: Int, after: Int) -> [Float] {
    let (first, last) = (2 * samples[0], 2 * samples[samples.count - 1])
    var result: [Float] = []
    result.reserveCapacity(samples.count + before + after)
    for offset in stride(from: before, to: 0, by: -1) { result.append(first - samples[offset]) }
    result += samples
    for offset in 0..<after { result.append(last - samples[samples.count - 2 - offset]) }
    return result
  }

  /// One pass over all samples.
  private func pass(_ values: inout [Double], _ start: Int, step: Int) {
    for (section, state) in zip(sections, sections.steadyStates(values[start])) {
      var state = state
      section.pass(&state, &values, from: start, step: step)
    }
  }
}
