/// Episodes of one rhythm in one record, as two readers have them.
///
/// An episode is matched by any overlap with one of the other reader, and one may match several, as
/// EC57 has it for atrial fibrillation and for ventricular flutter and fibrillation (`epicmp` of
/// the WFDB software); its rule for ischaemic ST episodes, half of the duration, is another.
public struct EpisodeComparison: Sendable, Equatable {
  /// One reader's episode.
  public struct Episode: Sendable, Equatable {
    public var frames: Range<Int>
    /// Frames of it that the other reader has too; matched where there is one.
    public var overlap: Int

    public var isMatched: Bool { overlap > 0 }
  }

  /// In order, without overlap.
  public let reference: [Episode]
  public let test: [Episode]

  /// Compares spans in any order. Those of one reader that overlap or touch are one episode, and
  /// empty ones are none.
  public init(reference: [Range<Int>], test: [Range<Int>]) {
    let (own, other) = (Self.merged(reference), Self.merged(test))
    self.reference = Self.episodes(own, against: other)
    self.test = Self.episodes(other, against: own)
  }

  /// The comparison as counts.
  public func tally(frameRateHz: Double) -> EpisodeTally {
    func side(_ episodes: [Episode]) -> EpisodeTally.Side {
      EpisodeTally.Side(
        episodes: episodes.count, matched: episodes.count(where: \.isMatched),
        seconds: Double(episodes.reduce(0) { $0 + $1.frames.count }) / frameRateHz)
    }
    let overlap = reference.reduce(0) { $0 + $1.overlap }
    return EpisodeTally(
      reference: side(reference), test: side(test), overlapSeconds: Double(overlap) / frameRateHz)
  }

  private static func merged(_ spans: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for span in spans.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, span.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        merged.append(span)
      }
    }
    return merged
  }

  /// Both lists are in order, so that one way through them is enough.
  private static func episodes(_ spans: [Range<Int>], against others: [Range<Int>]) -> [Episode] {
    var next = 0
    return spans.map { span in
      while next < others.count, others[next].upperBound <= span.lowerBound { next += 1 }
      let overlap = others[next...].prefix { $0.lowerBound < span.upperBound }
        .reduce(0) { $0 + $1.clamped(to: span).count }
      return Episode(frames: span, overlap: overlap)
    }
  }
}
