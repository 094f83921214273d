/// A causal pass that goes on where it stopped: fed with a signal piece by piece, however it is
/// cut, it gives the bits that the pass over the whole gives.
public struct FilterState: Sendable, Equatable {
  private let sections: [Biquad]
  /// What each section remembers; empty before the first sample.
  private var memories: [Memory] = []

  private struct Memory: Sendable, Equatable {
    var first: Double
    var second: Double
  }

  /// The state of filters that have heard nothing yet.
  public init(_ cascade: FilterCascade) { sections = cascade.sections }

  /// Filters the next samples of the signal in place. The very first sample is taken to have been
  /// there for ever, as `FilterCascade.apply` takes it.
  public mutating func apply(to samples: inout [Float]) {
    guard let level = samples.first else { return }
    if memories.isEmpty { start(Double(level)) }
    var values = samples.map(Double.init)
    for (index, section) in sections.enumerated() {
      var state = (memories[index].first, memories[index].second)
      section.pass(&state, &values, from: 0, step: 1)
      memories[index] = Memory(first: state.0, second: state.1)
    }
    for index in samples.indices { samples[index] = Float(values[index]) }
  }

  private mutating func start(_ level: Double) {
    memories = sections.steadyStates(level).map { Memory(first: $0.0, second: $0.1) }
  }
}

extension [Biquad] {
  /// The states of sections one after the other for a constant input that has always been there.
  func steadyStates(_ level: Double) -> [(Double, Double)] {
    var level = level
    return map { section in
      let rest = section.steadyState
      defer { level *= section.gainAtRest }
      return (rest.0 * level, rest.1 * level)
    }
  }
}

extension Biquad {
  /// Filters all values in transposed direct form II, beginning at `start`, forwards with a `step`
  /// of 1 and backwards with one of -1.
  func pass(_ state: inout (Double, Double), _ values: inout [Double], from start: Int, step: Int) {
    var (first, second) = state
    var index = start
    for _ in 0..<values.count {
      let input = values[index]
      let output = b0 * input + first
      first = b1 * input - a1 * output + second
      second = b2 * input - a2 * output
      values[index] = output
      index += step
    }
    state = (first, second)
  }
}
