/// What a reader's labels of a stream come to, for the model that reads it.
public struct LiveLesson: Sendable, Equatable {
  /// A label of a beat.
  public struct Label: Sendable, Hashable {
    /// The beat's frame in the stream.
    public var frame: Int
    /// The name of its class.
    public var name: String

    public init(frame: Int, name: String) { (self.frame, self.name) = (frame, name) }
  }

  /// Labels of a class: how many, and of these right before and as taught by the others.
  public struct Judged: Sendable, Equatable {
    public var name: String
    public var count: Int
    public var before: Int
    public var after: Int

    public init(name: String, count: Int, before: Int, after: Int) {
      (self.name, self.count, self.before, self.after) = (name, count, before, after)
    }
  }

  /// Beats of the last two minutes of which another class is said.
  public struct Changed: Sendable, Equatable {
    public var before: String
    public var after: String
    public var count: Int

    public init(before: String, after: String, count: Int) {
      (self.before, self.after, self.count) = (before, after, count)
    }
  }

  public var labels: [Label]
  public var judged: [Judged]
  public var changed: [Changed]
  /// Beats that `changed` is out of.
  public var beats: Int
  /// Whether more labels are right than before.
  public var isBetter: Bool

  public init(
    labels: [Label], judged: [Judged], changed: [Changed], beats: Int, isBetter: Bool
  ) {
    (self.labels, self.judged, self.changed) = (labels, judged, changed)
    (self.beats, self.isBetter) = (beats, isBetter)
  }

  public var count: Int { judged.reduce(0) { $0 + $1.count } }
  public var before: Int { judged.reduce(0) { $0 + $1.before } }
  public var after: Int { judged.reduce(0) { $0 + $1.after } }
}
