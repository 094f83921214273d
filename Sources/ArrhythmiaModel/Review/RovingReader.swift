import NeuralNetwork

/// Readers of one record at up to three places at once, so that a screen that looks ahead, behind
/// and at the cursor in turn does not make each block anew every time.
///
/// Whichever reader makes a block, it is the same bits.
struct RovingReader: Sendable {
  private struct Place {
    var reader: PreparedReader
    /// The blocks that it has.
    var kept: Range<Int>
    /// When it was used last.
    var turn: Int
  }

  let preparation: RecordPreparation
  private var places: [Place] = []
  private var turn = 0
  private static let placeCount = 3
  /// As many as a reader keeps.
  private static let keptBlocks = 4

  init(_ preparation: RecordPreparation) { self.preparation = preparation }

  /// The stretch `range` at 250 Hz, as `PreparedReader` gives it.
  mutating func signal(
    _ range: Range<Int>, crew: Crew, progress: (Double) throws -> Void = { _ in }
  ) throws -> PreparedSignal {
    let size = RecordPreparation.blockSamples
    let inside = range.clamped(to: 0..<preparation.sampleCount)
    let first = inside.lowerBound / size
    let end = max(first, (inside.upperBound + size - 1) / size)
    let chosen = place(for: first..<end)
    turn += 1
    places[chosen].turn = turn
    let signal = try places[chosen].reader.signal(range, crew: crew, progress: progress)
    let known = places[chosen].kept.clamped(to: end - Self.keptBlocks..<end)
    places[chosen].kept = (known.isEmpty ? first : min(first, known.lowerBound))..<end
    return signal
  }

  /// The reader that has most of the blocks, else a new one, else the one that was not used for
  /// longest.
  private mutating func place(for blocks: Range<Int>) -> Int {
    let shared = places.map { $0.kept.clamped(to: blocks).count }
    if let best = places.indices.max(by: { shared[$0] < shared[$1] }), shared[best] > 0 {
      return best
    }
    if places.count < Self.placeCount {
      places.append(Place(reader: PreparedReader(preparation), kept: 0..<0, turn: turn))
      return places.count - 1
    }
    return places.indices.min { places[$0].turn < places[$1].turn } ?? 0
  }
}
