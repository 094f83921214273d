/// Beats that are to be sorted into families.
public struct FamilyRequest: Sendable, Equatable {
  /// In seconds, ascending.
  public var beats: [Double]

  public init(beats: [Double]) { self.beats = beats }
}
