extension MarkIndex {
  /// The marks that begin in a span of time, in seconds; the end is not part of it.
  public func marks(from start: Double, to end: Double) -> Slice<MarkIndex> {
    let first = index(atOrAfter: timeLine.tick(atOrAfter: start))
    let last = index(atOrAfter: timeLine.tick(atOrAfter: end))
    return self[first..<Swift.max(first, last)]
  }

  /// The marks over a span that share a moment with a span of time, in seconds, in order; they may
  /// begin before it. Instants are left out.
  public func spans(from start: Double, to end: Double) -> [Mark] {
    let endTick = timeLine.tick(atOrAfter: end)
    var found: [Mark] = []
    for chunk in chunks {
      guard let first = chunk.marks.first, first.start < endTick else { break }
      guard let reach = chunk.lastSpanEnd, timeLine.seconds(reach) > start else { continue }
      for mark in chunk.marks where !mark.isInstant && mark.start < endTick {
        if timeLine.seconds(mark.end) > start { found.append(mark) }
      }
    }
    return found
  }

  /// The first mark at a moment in seconds or after it that `isWanted`.
  public func first(atOrAfter seconds: Double, where isWanted: (Mark) -> Bool = { _ in true })
    -> Mark?
  {
    self[index(atOrAfter: timeLine.tick(atOrAfter: seconds))...].first(where: isWanted)
  }

  /// The last mark before a moment in seconds that `isWanted`.
  public func last(before seconds: Double, where isWanted: (Mark) -> Bool = { _ in true }) -> Mark?
  {
    self[..<index(atOrAfter: timeLine.tick(atOrAfter: seconds))].last(where: isWanted)
  }

  /// The mark that begins nearest to a moment in seconds, of those that `isWanted`; of two that are
  /// as near, the later.
  public func nearest(to seconds: Double, where isWanted: (Mark) -> Bool = { _ in true }) -> Mark? {
    let next = first(atOrAfter: seconds, where: isWanted)
    let previous = last(before: seconds, where: isWanted)
    guard let next, let previous else { return next ?? previous }
    let isNext =
      timeLine.seconds(next.start) - seconds <= seconds - timeLine.seconds(previous.start)
    return isNext ? next : previous
  }
}
