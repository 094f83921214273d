/// What one training of the trial of the loss came to.
public struct LossTrialResult: Sendable, Equatable, Codable {
  public var arm: String
  public var seed: UInt64
  /// From 1.
  public var fold: Int
  /// What the training and its tests follow from: equal of the same windows and settings.
  public var inputs: String
  public var steps: Int
  /// Of the fold's test patients, over the classes that were trained.
  public var macro_f1 = 0.0
  /// Over those with less than a tenth of the windows of the commonest.
  public var tail_f1 = 0.0
  public var accuracy = 0.0
  /// F1 of a new class in other patients, from so many windows of one; mean of classes and patients.
  public var new_f1_1 = 0.0
  public var new_f1_5 = 0.0
  public var new_f1_20 = 0.0
  /// How well energy tells windows of rhythms that were not trained from those that were.
  public var auroc = 0.0
  /// Of the ten windows of other patients that are nearest, the share of the same class; mean of
  /// classes.
  public var precision_at_10 = 0.0
  /// Macro-F1 of the nearest window of another patient.
  public var neighbour_f1 = 0.0
  public var seconds = 0.0

  /// A run that has not been judged.
  public init(arm: String, seed: UInt64, fold: Int, inputs: String, steps: Int) {
    (self.arm, self.seed, self.fold) = (arm, seed, fold)
    (self.inputs, self.steps) = (inputs, steps)
  }

  /// The figures that arms are compared by.
  public static let figures: [(name: String, value: @Sendable (LossTrialResult) -> Double)] = [
    ("macro-F1", { $0.macro_f1 }), ("tail F1", { $0.tail_f1 }),
    ("new class, 1 window", { $0.new_f1_1 }), ("5 windows", { $0.new_f1_5 }),
    ("20 windows", { $0.new_f1_20 }), ("open-set AUROC", { $0.auroc }),
    ("precision at 10", { $0.precision_at_10 }), ("1-NN macro-F1", { $0.neighbour_f1 }),
  ]
}
