/// Episodes of one rhythm by two readers, counted by the rules of ANSI/AAMI EC57.
///
/// Neither reader is the truth: with the two exchanged, sensitivity and positive predictivity are
/// exchanged.
public struct EpisodeTally: SummableTally, Equatable {
  /// One reader's side of it.
  public struct Side: Sendable, Equatable {
    /// Episodes.
    public var episodes = 0
    /// Those that an episode of the other reader overlaps.
    public var matched = 0
    public var seconds = 0.0

    public init(episodes: Int = 0, matched: Int = 0, seconds: Double = 0) {
      (self.episodes, self.matched, self.seconds) = (episodes, matched, seconds)
    }
  }

  public var reference: Side
  public var test: Side
  /// What both readers have in common.
  public var overlapSeconds: Double

  public init(reference: Side = Side(), test: Side = Side(), overlapSeconds: Double = 0) {
    (self.reference, self.test, self.overlapSeconds) = (reference, test, overlapSeconds)
  }

  /// Sums are EC57's gross statistics: every episode, and every second, counts the same.
  public mutating func add(_ other: EpisodeTally) {
    reference.add(other.reference)
    test.add(other.test)
    overlapSeconds += other.overlapSeconds
  }

  /// Share of the reference's episodes that the other reader has any of.
  public var episodeSensitivity: AgreementCoefficient { reference.matchedShare }

  /// Share of the other reader's episodes that the reference has any of.
  public var episodePositivePredictivity: AgreementCoefficient { test.matchedShare }

  /// Share of the reference's time that the other reader has too.
  public var durationSensitivity: AgreementCoefficient {
    .share(overlapSeconds, of: reference.seconds, otherwise: .noEpisodes)
  }

  /// Share of the other reader's time that the reference has too.
  public var durationPositivePredictivity: AgreementCoefficient {
    .share(overlapSeconds, of: test.seconds, otherwise: .noEpisodes)
  }
}

extension EpisodeTally.Side {
  mutating func add(_ other: Self) {
    episodes += other.episodes
    matched += other.matched
    seconds += other.seconds
  }

  var matchedShare: AgreementCoefficient {
    .share(Double(matched), of: Double(episodes), otherwise: .noEpisodes)
  }
}
