/// One beat as several readers marked it.
public struct BeatPlace: Sendable, Equatable {
  /// Seconds from the record's start: the mean of the marks.
  public let seconds: Double
  /// One for each reader; nil where the reader has none here.
  public let marks: [Mark?]

  /// What each reader says: the class of the mark, or that there is none.
  public func readings<Class>(_ classOf: (Mark) -> Class) -> [PlaceReading<Class>] {
    marks.map { mark in mark.map { .marked(classOf($0)) } ?? .unmarked }
  }
}
