public import ArrhythmiaModel
import Waveforms

/// What is kept of a model's training set beside the model, so that it can be taught on another
/// machine without forgetting: windows to replay, windows that guard what it knew and never train,
/// and the features of more windows than there is room for.
///
/// Samples are held to 1/31 of a window's scale, in a byte each. Patients who give guarding windows
/// give none to replay, where a class has two or more.
public struct TrainingMemory: Sendable, Equatable {
  /// What a window is kept for.
  public enum Role: Int32, Sendable, CaseIterable {
    /// Trained on again beside what is new.
    case replay = 0
    /// Looked at before and after, and never trained on.
    case guarding = 1
  }

  /// A window.
  public struct Window: Sendable, Equatable {
    /// What it is kept for.
    public var role: Role
    /// The model's class.
    public var label: Int
    /// A number for each patient.
    public var patient: Int
    /// Its channels, as the model takes them.
    public var signal: PreparedWindow
    /// What is known of its beat; empty for rhythms.
    public var context: [Float]
  }

  /// The names of the classes.
  public var classes: [String]
  /// The windows, replay first, class after class.
  public var windows: [Window]
  /// Features of training windows by class, `[n][width]`, from those nearest to the class's mean
  /// on.
  public var features: [[[Float]]]
  /// The fingerprint of the training.
  public var fingerprint: String

  /// One of nothing yet.
  init(classes: [String], fingerprint: String) {
    (self.classes, self.fingerprint) = (classes, fingerprint)
    (windows, features) = ([], classes.map { _ in [] })
  }

  /// The file beside a model's.
  public static func path(beside model: String) -> String { model.withoutExtension + ".memory" }
}
