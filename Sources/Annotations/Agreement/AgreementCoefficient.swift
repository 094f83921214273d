/// A coefficient of agreement, or why there is none; never "not a number".
public enum AgreementCoefficient: Sendable, Hashable {
  case value(Double)
  case undefined(UndefinedAgreement)

  /// The value; nil where there is none.
  public var value: Double? {
    switch self {
    case .value(let value): value
    case .undefined: nil
    }
  }

  /// Why there is no value; nil where there is one.
  public var reason: UndefinedAgreement? {
    switch self {
    case .value: nil
    case .undefined(let reason): reason
    }
  }

  /// Agreement beyond chance: (observed − expected) / (1 − expected). `expected` is below 1.
  static func corrected(observed: Double, expected: Double) -> AgreementCoefficient {
    .value((observed - expected) / (1 - expected))
  }

  /// A share, 0...1; undefined of nothing.
  static func share(
    _ part: Double, of whole: Double, otherwise reason: UndefinedAgreement
  ) -> AgreementCoefficient {
    whole > 0 ? .value(part / whole) : .undefined(reason)
  }
}
