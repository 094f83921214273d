/// A pulse of a stimulator on a strip.
public struct StripStimulus: Sendable, Equatable {
  /// From the record's start.
  public var seconds: Double
  /// `S1`, `S2`; empty where it has no name.
  public var name: String

  /// A pulse.
  public init(seconds: Double, name: String = "") { (self.seconds, self.name) = (seconds, name) }
}

/// An interval between two moments, each on a lane, that a reader has set.
public struct StripInterval: Sendable, Equatable {
  /// A moment on a lane.
  public struct End: Sendable, Equatable {
    /// From the record's start.
    public var seconds: Double
    /// The lane's number in the strip.
    public var lane: Int

    /// A moment.
    public init(seconds: Double, lane: Int) { (self.seconds, self.lane) = (seconds, lane) }
  }

  /// `AH`, `VA`, or what the reader calls it.
  public var name: String
  public var from: End
  public var to: End

  /// An interval; its ends may be in either order.
  public init(name: String, from: End, to: End) {
    let isForward = from.seconds <= to.seconds
    self.name = name
    (self.from, self.to) = isForward ? (from, to) : (to, from)
  }

  /// Its name and length: `AH 78 ms`.
  public var text: String {
    let milliseconds = ((to.seconds - from.seconds) * 1000).rounded()
    let length = "\(NumberText.short(milliseconds)) ms"
    return name.isEmpty ? length : "\(name) \(length)"
  }
}

/// What was measured of a strip's beats.
public struct StripMeasures: Sendable, Equatable {
  /// One measure: `QRS`, `92 ms`.
  public struct Entry: Sendable, Equatable {
    public var name: String
    public var value: String

    /// A measure.
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }

  /// In the order in which they are printed.
  public var entries: [Entry]
  /// Of which beats, and how.
  public var caption: String

  /// Measures.
  public init(entries: [Entry], caption: String) {
    (self.entries, self.caption) = (entries, caption)
  }
}
