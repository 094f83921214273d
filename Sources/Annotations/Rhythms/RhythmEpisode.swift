/// A span of one rhythm.
public struct RhythmEpisode: Sendable, Equatable {
  /// What an episode rests on.
  public struct Evidence: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A rhythm marker, `+`.
    public static let marker = Evidence(rawValue: 1)
    /// A run of tachycardia beats, `X`.
    public static let beats = Evidence(rawValue: 2)
  }

  public var frames: Range<Int>
  /// The rhythm as annotated, without the parenthesis: `N`, `AVRT`, `AFIB`, `/A`, ...
  public var name: String
  public var evidence: Evidence

  public init(frames: Range<Int>, name: String, evidence: Evidence) {
    self.frames = frames
    self.name = name
    self.evidence = evidence
  }
}
