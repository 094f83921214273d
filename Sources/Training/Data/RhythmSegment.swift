public import Annotations

/// A stretch of one rhythm, from half an interval before its first beat to half one after its last.
public struct RhythmSegment: Sendable, Equatable {
  /// The rhythm.
  public var group: RhythmGroup
  /// Tags of its beats, sorted.
  public var tags: [String]
  /// Samples at 250 Hz.
  public var range: Range<Int>
  /// Places of the rhythm's own beats.
  public var beats: [Int]

  /// Longest interval within a segment: 3 s at 250 Hz.
  static let longestInterval = 750

  /// Finds the segments of a record.
  ///
  /// A segment goes on while the group does; a single ectopic or neutral beat is bridged. It ends
  /// with another group, an excluded span or beat, or an interval above 3 s, and is kept where it
  /// has enough beats of its own.
  public static func segments(
    _ beats: [LabelledBeat], excluded: [Range<Int>], sampleCount: Int
  ) -> [RhythmSegment] {
    var walk = SegmentWalk(beats: beats, excluded: excluded, sampleCount: sampleCount)
    return walk.segments()
  }
}

private struct SegmentWalk {
  let beats: [LabelledBeat]
  let excluded: [Range<Int>]
  let sampleCount: Int
  private var found: [RhythmSegment] = []
  /// Indices of the open run's own beats.
  private var run: [Int] = []
  private var group: RhythmGroup?
  private var tags: Set<String> = []
  private var bridged = 0

  init(beats: [LabelledBeat], excluded: [Range<Int>], sampleCount: Int) {
    (self.beats, self.excluded, self.sampleCount) = (beats, excluded, sampleCount)
  }

  mutating func segments() -> [RhythmSegment] {
    for index in beats.indices {
      if index > 0, isBroken(between: index - 1, and: index) { close() }
      take(index)
    }
    close()
    return found
  }

  private mutating func take(_ index: Int) {
    if excluded.contains(where: { $0.contains(beats[index].sample) }) { return close() }
    switch beats[index].role {
    case .rhythm(let next, let tag):
      if next != group { close() }
      group = next
      if let tag { tags.insert(tag) }
      run.append(index)
      bridged = 0
    case .ectopy, .neutral:
      bridged += 1
      if case .neutral(let tag) = beats[index].role, !run.isEmpty { tags.insert(tag) }
      if bridged > 1 { close() }
    case .excluded, .unknown:
      close()
    }
  }

  private func isBroken(between first: Int, and second: Int) -> Bool {
    let gap = beats[first].sample..<beats[second].sample
    return gap.count > RhythmSegment.longestInterval
      || excluded.contains { $0.overlaps(gap) || gap.contains($0.lowerBound) }
  }

  private mutating func close() {
    defer { (run, group, tags, bridged) = ([], nil, [], 0) }
    guard let group, run.count >= group.leastBeats, let first = run.first, let last = run.last,
      last > first
    else { return }
    let places = run.map { beats[$0].sample }
    let half = (beats[last].sample - beats[first].sample) / (2 * (last - first))
    // Up to half way to the neighbouring beat at most, so that segments do not overlap.
    let before = first > 0 ? (beats[first].sample - beats[first - 1].sample) / 2 : Int.max
    let after =
      last + 1 < beats.count ? (beats[last + 1].sample - beats[last].sample) / 2 : Int.max
    let lower = max(0, places[0] - min(half, before))
    let upper = min(sampleCount, places[places.count - 1] + min(half, after))
    let range = clipped(lower..<max(lower, upper), around: places[0]..<places[places.count - 1] + 1)
    found.append(RhythmSegment(group: group, tags: tags.sorted(), range: range, beats: places))
  }

  /// Keeps the margins out of excluded spans.
  private func clipped(_ range: Range<Int>, around core: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    for span in excluded where span.overlaps(range) {
      if span.upperBound <= core.lowerBound { lower = max(lower, span.upperBound) }
      if span.lowerBound >= core.upperBound { upper = min(upper, span.lowerBound) }
    }
    return lower..<max(lower, upper)
  }
}
