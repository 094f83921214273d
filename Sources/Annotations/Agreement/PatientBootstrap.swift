/// Percentile intervals by drawing patients with replacement: beats and episodes of one patient
/// resemble each other, so that drawing those would make intervals too narrow.
///
/// Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13. With few patients,
/// below about 20, percentile intervals are too narrow as well.
public struct PatientBootstrap: Sendable, Equatable {
  /// How often patients are drawn.
  public var draws: Int
  /// Equal seeds give equal intervals.
  public var seed: UInt64
  /// Coverage of the intervals, 0...1.
  public var level: Double

  public init(draws: Int = 1000, seed: UInt64 = 1, level: Double = 0.95) {
    precondition(draws >= 0, "Expected a number of draws, found \(draws)")
    precondition(level > 0 && level < 1, "Expected a level between 0 and 1, found \(level)")
    (self.draws, self.seed, self.level) = (draws, seed, level)
  }

  /// Coefficients of all patients together, all of them from the same draws.
  ///
  /// `patients` are the tallies of each patient, in an order that is always the same.
  public func estimates<Tally: SummableTally>(
    _ patients: [Tally], _ coefficients: [(Tally) -> AgreementCoefficient]
  ) -> [AgreementEstimate] {
    guard let all = Self.sum(patients) else {
      return coefficients.map { _ in .undefined(.noItems) }
    }
    let found = coefficients.map { $0(all) }
    guard patients.count > 1, draws > 0 else {
      return found.map { estimate($0, [], .patients(patients.count)) }
    }
    var values: [[Double]] = coefficients.map { _ in [] }
    var random = DrawGenerator(state: seed)
    for _ in 0..<draws {
      let drawn = patients.map { _ in patients[random.index(below: patients.count)] }
      guard let sum = Self.sum(drawn) else { continue }
      for (place, coefficient) in coefficients.enumerated() where found[place].value != nil {
        if let value = coefficient(sum).value { values[place].append(value) }
      }
    }
    return zip(found, values).map { coefficient, values in
      estimate(coefficient, values, .draws(defined: values.count, all: draws))
    }
  }

  /// One coefficient of all patients together.
  public func estimate<Tally: SummableTally>(
    _ patients: [Tally], _ coefficient: (Tally) -> AgreementCoefficient
  ) -> AgreementEstimate {
    withoutActuallyEscaping(coefficient) { estimates(patients, [$0])[0] }
  }

  /// An interval asks for half of the draws: of fewer it would be one of what is rare.
  private func estimate(
    _ coefficient: AgreementCoefficient, _ values: [Double], _ reason: UndefinedAgreement
  ) -> AgreementEstimate {
    let isKnown = !values.isEmpty && values.count * 2 >= draws
    let sorted = isKnown ? values.sorted() : []
    let tail = (1 - level) / 2
    let lower = isKnown ? Self.quantile(sorted, tail) : 0
    return AgreementEstimate(
      coefficient: coefficient,
      // Of equal values, rounding must not turn the ends around.
      interval: isKnown ? lower...max(lower, Self.quantile(sorted, 1 - tail)) : nil,
      reasonWithoutInterval: isKnown ? nil : coefficient.reason ?? reason, draws: values.count)
  }

  /// Linear between the two nearest values (type 7 of Hyndman and Fan 1996), as NumPy does.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let lower = Int(place)
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
  }

  private static func sum<Tally: SummableTally>(_ tallies: [Tally]) -> Tally? {
    guard var sum = tallies.first else { return nil }
    for tally in tallies.dropFirst() { sum.add(tally) }
    return sum
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same draws on every machine.
private struct DrawGenerator {
  var state: UInt64

  /// A number in 0..<`count`, `count` being far below 2³².
  mutating func index(below count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Int(mixed.multipliedFullWidth(by: UInt64(count)).high)
  }
}
