/// A stretch of time in which no reader changes the rhythm: what coefficients of agreement over
/// time count, frame by frame.
public struct RhythmPiece: Sendable, Equatable {
  public var frames: Range<Int>
  /// Each reader's rhythm; unmarked where none is in force, and in noise.
  public var readings: [PlaceReading<String>]

  public init(frames: Range<Int>, readings: [PlaceReading<String>]) {
    (self.frames, self.readings) = (frames, readings)
  }

  /// The pieces of a span of a record, in order. Each reader's episodes are in order and without
  /// overlap, as `RhythmTimeline` has them.
  public static func pieces(
    _ readers: [[RhythmEpisode]], frames: Range<Int>,
    nameOf: (RhythmEpisode) -> String = { $0.name }
  ) -> [RhythmPiece] {
    let bounds = readers.joined().flatMap { [$0.frames.lowerBound, $0.frames.upperBound] }
    let cuts = Set(bounds.filter(frames.contains) + [frames.lowerBound, frames.upperBound]).sorted()
    var next = readers.map { _ in 0 }
    var pieces: [RhythmPiece] = []
    for (start, end) in zip(cuts, cuts.dropFirst()) {
      let readings = readers.indices.map { reader -> PlaceReading<String> in
        let episodes = readers[reader]
        while next[reader] < episodes.count, episodes[next[reader]].frames.upperBound <= start {
          next[reader] += 1
        }
        guard next[reader] < episodes.count, episodes[next[reader]].frames.contains(start) else {
          return .unmarked
        }
        return .marked(nameOf(episodes[next[reader]]))
      }
      if let last = pieces.last, last.readings == readings {
        pieces[pieces.count - 1].frames = last.frames.lowerBound..<end
      } else {
        pieces.append(RhythmPiece(frames: start..<end, readings: readings))
      }
    }
    return pieces
  }
}
