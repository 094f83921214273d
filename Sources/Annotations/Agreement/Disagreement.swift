/// A place on which two readers differ: a beat, a stretch of rhythm, or unusable signal.
public struct Disagreement: Sendable, Equatable {
  /// On the time line of the comparison; empty for a beat.
  public var ticks: Range<Int>
  /// What each of them says; nil where a reader has nothing there.
  public var first: Mark?
  public var second: Mark?
}

/// Two readers' marks of one record, sorted into what they agree on and what they do not.
///
/// Beats within 150 ms are one (`BeatAlignment`), and agree where their labels are the same.
/// Rhythms are compared stretch by stretch, noise by spans of the same ends within 150 ms. Other
/// marks say nothing against each other: those of both count as agreed on. Proposals that nobody
/// has accepted are left out.
public struct SetComparison: Sendable {
  /// The finer one of both.
  public let timeLine: TimeLine
  /// What both say, as the first has it.
  public private(set) var agreed: [Mark] = []
  /// In order of time.
  public private(set) var disagreements: [Disagreement] = []

  public init(_ first: MarkIndex, _ second: MarkIndex, frames: RecordFrames) {
    timeLine =
      first.timeLine.ticksPerSecond >= second.timeLine.ticksPerSecond
      ? first.timeLine : second.timeLine
    let (own, other) = (Self.said(first, on: timeLine), Self.said(second, on: timeLine))
    compareBeats(own, other)
    compareRhythms(own, other, frames)
    comparePairs(own, other) { $0.label.meaning.kind == .quality }
    let rest = { (mark: Mark) in
      ![.beat, .rhythm, .quality].contains(mark.label.meaning.kind)
    }
    let (mine, theirs) = (own.filter(rest), other.filter(rest))
    let known = Set(mine.map(Statement.init))
    agreed += mine + theirs.filter { !known.contains(Statement($0)) }
    agreed.sort { $0.place < $1.place }
    disagreements.sort { $0.ticks.lowerBound < $1.ticks.lowerBound }
  }

  /// What a reader has said, on a time line.
  private static func said(_ marks: MarkIndex, on timeLine: TimeLine) -> [Mark] {
    let scale = timeLine.ticksPerSecond / marks.timeLine.ticksPerSecond
    return marks.filter { !$0.provenance.isProposal }.map { mark in
      guard scale != 1 else { return mark }
      var moved = mark
      let ends = [mark.start, mark.end].map { Int((Double($0) * scale).rounded()) }
      moved.ticks = ends[0]..<ends[1]
      return moved
    }
  }

  private mutating func compareBeats(_ first: [Mark], _ second: [Mark]) {
    let sets = [first, second].map { marks in
      // Identities of one reader's set are distinct, so that no index can be refused.
      (try? MarkIndex(marks.filter { $0.label.meaning.isBeat }, timeLine: timeLine))
        ?? MarkIndex(timeLine: timeLine)
    }
    for place in BeatAlignment(sets).places {
      if let (mark, other) = place.pair, mark.label == other.label {
        agreed.append(mark)
      } else if let any = place.marks.compactMap(\.self).first {
        disagreements.append(
          Disagreement(
            ticks: any.start..<any.start, first: place.marks[0], second: place.marks[1]))
      }
    }
  }

  // MARK: Rhythms

  /// Where both have the same marks of rhythms, these are kept as they are; else stretches become
  /// spans.
  private mutating func compareRhythms(
    _ first: [Mark], _ second: [Mark], _ frames: RecordFrames
  ) {
    let sets = [first, second].map { $0.filter { $0.label.meaning.kind == .rhythm } }
    let isSame = sets[0].elementsEqual(sets[1]) { $0.ticks == $1.ticks && $0.label == $1.label }
    guard !isSame else {
      agreed += sets[0]
      return
    }
    let episodes = sets.map { RhythmTimeline($0, timeLine: timeLine, frames: frames).episodes }
    for piece in RhythmPiece.pieces(episodes, frames: 0..<frames.count) {
      let ends = [piece.frames.lowerBound, piece.frames.upperBound].map {
        timeLine.tick(nearest: Double($0) / frames.rateHz)
      }
      let marks = piece.readings.enumerated().map { reader, reading in
        rhythm(reading, ends[0]..<ends[1], like: sets[reader])
      }
      // Behind a span it is N where nothing else is said: nobody has said that.
      if Set(piece.readings) == [.unmarked, .marked("N")] { continue }
      if piece.readings[0] == piece.readings[1] {
        if let mark = marks[0] { agreed.append(mark) }
      } else {
        disagreements.append(
          Disagreement(ticks: ends[0]..<ends[1], first: marks[0], second: marks[1]))
      }
    }
  }

  /// A span of a rhythm, said by whom the reader's mark of it before is.
  private func rhythm(_ reading: PlaceReading<String>, _ ticks: Range<Int>, like marks: [Mark])
    -> Mark?
  {
    guard case .marked(let name) = reading else { return nil }
    let source = marks.last { $0.label.rhythmName == name && $0.start <= ticks.lowerBound }
    return Mark(
      id: .random(), ticks: ticks, label: Label(symbol: Vocabulary.rhythmSymbol, text: "(" + name),
      provenance: (source ?? marks.first)?.provenance ?? .detector)
  }

  // MARK: Noise

  private mutating func comparePairs(
    _ first: [Mark], _ second: [Mark], where isWanted: (Mark) -> Bool
  ) {
    var left = second.filter(isWanted)
    let window = Int(BeatAlignment.windowSeconds * timeLine.ticksPerSecond)
    for mark in first where isWanted(mark) {
      let match = left.firstIndex {
        $0.label == mark.label && $0.isInstant == mark.isInstant
          && abs($0.start - mark.start) <= window && abs($0.end - mark.end) <= window
      }
      if let match {
        left.remove(at: match)
        agreed.append(mark)
      } else {
        disagreements.append(Disagreement(ticks: mark.ticks, first: mark, second: nil))
      }
    }
    disagreements += left.map { Disagreement(ticks: $0.ticks, first: nil, second: $0) }
  }
}

extension BeatPlace {
  /// The marks of two readers, where both have one.
  fileprivate var pair: (Mark, Mark)? {
    guard marks.count == 2, let first = marks[0], let second = marks[1] else { return nil }
    return (first, second)
  }
}

/// What a mark says, whoever says it.
private struct Statement: Hashable {
  let ticks: Range<Int>
  let label: Label
  let channels: [Int]

  init(_ mark: Mark) { (ticks, label, channels) = (mark.ticks, mark.label, mark.channels) }
}
