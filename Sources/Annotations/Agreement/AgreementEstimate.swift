/// A coefficient with its uncertainty.
public struct AgreementEstimate: Sendable, Equatable {
  /// Of all patients.
  public let coefficient: AgreementCoefficient
  /// By a bootstrap over patients; nil where there is none.
  public let interval: ClosedRange<Double>?
  /// Why there is no interval; nil where there is one.
  public let reasonWithoutInterval: UndefinedAgreement?
  /// Draws in which the coefficient is defined: the interval is of these.
  public let draws: Int

  /// The value; nil where there is none.
  public var value: Double? { coefficient.value }

  static func undefined(_ reason: UndefinedAgreement) -> AgreementEstimate {
    AgreementEstimate(
      coefficient: .undefined(reason), interval: nil, reasonWithoutInterval: reason, draws: 0)
  }
}
