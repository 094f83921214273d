/// Figures of one class in one split.
public struct ClassResult: Codable, Sendable, Equatable {
  /// Name of the class.
  public var name: String
  /// Test windows of the class.
  public var support: Int
  /// Patients they are from.
  public var patients: Int
  /// Part of the decisions on the class that are right (positive predictive value).
  public var precision: Estimate
  /// Part of the class's windows that are found (sensitivity).
  public var recall: Estimate
  /// F-score with precision and recall alike.
  public var f1: Estimate
  /// F-score with recall counting twice as much as precision.
  public var f2: Estimate
  /// Whether any model was trained to decide on the class.
  public var isTrained: Bool

  /// Figures of the class of this name.
  public init(
    name: String, support: Int, patients: Int, precision: Estimate, recall: Estimate,
    f1: Estimate, f2: Estimate, isTrained: Bool = true
  ) {
    self.name = name
    self.support = support
    self.patients = patients
    self.precision = precision
    self.recall = recall
    self.f1 = f1
    self.f2 = f2
    self.isTrained = isTrained
  }
}
