/// How far readers agree, over all categories and class by class.
public struct AgreementReport<Category: Hashable & Sendable>: Sendable {
  /// Coefficients of the same readings.
  public struct Figures: Sendable, Equatable {
    /// Share of pairs of readers that agree, 0...1.
    public let percentAgreement: AgreementEstimate
    /// Of two readers; undefined of more.
    public let cohenKappa: AgreementEstimate
    public let fleissKappa: AgreementEstimate
    public let gwetAC1: AgreementEstimate

    /// How many coefficients there are.
    static var count: Int { 4 }

    /// From estimates in the order of the properties.
    init(_ estimates: ArraySlice<AgreementEstimate>) {
      let first = estimates.startIndex
      percentAgreement = estimates[first]
      cohenKappa = estimates[first + 1]
      fleissKappa = estimates[first + 2]
      gwetAC1 = estimates[first + 3]
    }
  }

  /// One class against the rest.
  public struct ClassFigures: Sendable {
    public let category: Category
    /// Readings of the class, of all readers together.
    public let readings: Int
    public let figures: Figures
  }

  /// Number of readers.
  public let readers: Int
  /// Number of patients.
  public let patients: Int
  /// Over all categories that a reader used.
  public let overall: Figures
  /// In the order of the study's categories; those that nobody used are among them.
  public let classes: [ClassFigures]
  /// Of two readers, how often they gave each pair of `tableCategories`.
  public let table: AgreementTable?
  /// The categories that a reader used.
  public let tableCategories: [Category]
}
