/// Why a model cannot be taught, in one sentence.
public enum AdaptationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file does not say what the model was trained for.
  case unknownModel
  /// Beats are taught record by record.
  case beats
  /// No window teaches.
  case nothingTaught
  /// The model has no memory, and the labels are all of one class.
  case oneClass(String)
  /// The memory beside the model is another model's.
  case otherMemory
  /// Classes that are to go are not the model's, or none would be left.
  case noSuchClass(String, classes: [String])

  public var description: String {
    switch self {
    case .unknownModel:
      "the model: expected a file that says what it was trained for, found one that does not"
    case .beats: "the model: expected one of rhythms, found one of beats; it is taught by record"
    case .nothingTaught:
      "the labels: expected a rhythm over 2 s and more, set by the reader and not taught yet, found "
        + "none"
    case .oneClass(let name):
      "the labels: expected two classes, as this model has no memory of what it knew, found "
        + "\(name) alone"
    case .otherMemory:
      "the memory beside the model: expected that of its own training, found another's"
    case .noSuchClass(let name, let classes):
      "the class to take away: expected one of \(classes.joined(separator: " ")), with two and more "
        + "left, found \(name)"
    }
  }
}
