/// What is labelled of one class.
public struct WorklistClassCount: Sendable, Equatable {
  public var name: String
  /// Labels of the reader.
  public var own = 0
  /// Labels that came with records and that the reader has not answered anew.
  public var imported = 0
  /// Patients that have a label of the class, in alphabetical order.
  public var patients: [String] = []

  public var labels: Int { own + imported }

  /// What stands against training and testing a model on the class; nil where nothing does.
  public var warning: String? {
    switch patients.count {
    case 0: return "\(name): no label yet"
    case 1:
      let count = labels == 1 ? "1 label, of one patient" : "\(labels) labels, all of one patient"
      return "\(name): \(count) (\(patients[0])): it cannot be trained on some patients and tested "
        + "on others"
    default: return nil
    }
  }
}
