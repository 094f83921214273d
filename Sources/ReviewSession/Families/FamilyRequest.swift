public import SignalProcessing

/// Beats that are to be sorted into families.
public struct FamilyRequest: Sendable, Equatable {
  /// In seconds, ascending.
  public var beats: [Double]
  public var sorting: FamilySorting

  public init(beats: [Double], by sorting: FamilySorting = .form) {
    (self.beats, self.sorting) = (beats, sorting)
  }
}
