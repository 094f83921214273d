/// What a model made of a whole record; filled in from outside of the list.
public struct RecordReadingSummary: Sendable, Equatable {
  /// Windows that were classified.
  public var windows: Int
  /// The share of them whose class is uncertain, 0...1.
  public var uncertainShare: Double
  /// The model's name and version.
  public var model: String
  /// The class of most windows.
  public var topClass: String?

  public init(windows: Int, uncertainShare: Double, model: String, topClass: String? = nil) {
    self.windows = windows
    self.uncertainShare = uncertainShare
    self.model = model
    self.topClass = topClass
  }
}
