/// What one way of teaching came to in one draw.
public struct FewShotResult: Sendable, Equatable, Codable {
  /// How the network was trained before.
  public var objective: String
  /// The class that it did not know.
  public var held: String
  /// Windows that taught, of one patient.
  public var count: Int
  public var draw: Int
  /// Who taught.
  public var patient: String
  public var method: String
  /// Macro-F1 over all classes, on windows of other patients.
  public var macroF1: Double
  /// That of the same network trained with the whole class.
  public var wholeF1: Double
  /// F1 of the new class.
  public var newF1: Double
  public var newRecall: Double
  /// Macro-F1 over the old classes' windows, now and before, where the new class does not count as
  /// right for any.
  public var oldF1: Double
  public var oldF1Before: Double
}
