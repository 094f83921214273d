public import NeuralNetwork
import Synchronization

/// Hands out stretches of a prepared record; the blocks that it made last are kept.
public struct PreparedReader: Sendable {
  /// What is read from.
  public let preparation: RecordPreparation
  private var blocks: [Int: PreparedSignal] = [:]
  private static let keptBlocks = 4

  /// A reader that has made nothing yet.
  public init(_ preparation: RecordPreparation) { self.preparation = preparation }

  /// The stretch `range` at 250 Hz. Beyond the record's ends all channels are 0.
  ///
  /// Blocks that are missing are made on the crew's threads, each thread a block at a time.
  public mutating func signal(_ range: Range<Int>, crew: Crew) throws -> PreparedSignal {
    let inside = range.clamped(to: 0..<preparation.sampleCount)
    let size = RecordPreparation.blockSamples
    let first = inside.lowerBound / size
    let end = inside.isEmpty ? first : (inside.upperBound - 1) / size + 1
    try prepare(first..<end, crew)
    var result = PreparedSignal(range: 0..<0, channels: [], faults: [])
    for index in first..<end {
      guard let block = blocks[index] else { continue }
      result.append(block.range == block.range.clamped(to: inside) ? block : block[inside])
    }
    blocks = blocks.filter { $0.key >= end - Self.keptBlocks && $0.key < end }
    return inside == range && !range.isEmpty ? result : padded(result, to: range)
  }

  /// All surface leads over the whole record, in millivolts; empty for absent ones.
  public mutating func surface(crew: Crew) throws -> [[Float]] {
    let size = RecordPreparation.blockSamples * max(Self.keptBlocks, crew.count)
    var leads = [[Float]](repeating: [], count: ModelConfiguration.ecgChannels)
    for start in stride(from: 0, to: preparation.sampleCount, by: size) {
      let range = start..<min(start + size, preparation.sampleCount)
      let part = try signal(range, crew: crew)
      for lead in leads.indices { leads[lead] += part.channels[lead] }
    }
    return leads
  }

  private mutating func prepare(_ wanted: Range<Int>, _ crew: Crew) throws {
    let missing = wanted.filter { blocks[$0] == nil }
    guard !missing.isEmpty else { return }
    let made = Mutex<[Int: Result<PreparedSignal, any Error>]>([:])
    let preparation = preparation
    let work: @Sendable (Share) -> Void = { share in
      for place in stride(from: share.rank, to: missing.count, by: share.count) {
        let index = missing[place]
        let result = Result { try preparation.block(index) }
        made.withLock { $0[index] = result }
      }
    }
    // Waking the other threads is not worth it for one block.
    if missing.count > 1 { crew.run(work) } else { work(.whole) }
    for (index, result) in made.withLock({ $0 }) { blocks[index] = try result.get() }
  }

  private func padded(_ signal: PreparedSignal, to range: Range<Int>) -> PreparedSignal {
    let used = Set(preparation.slots.used.map(\.slot))
    let before =
      signal.range.isEmpty
      ? range.count : max(0, signal.range.lowerBound - range.lowerBound)
    let after = range.count - before - signal.range.count
    func pad<Value>(_ values: [Value], _ zero: Value) -> [Value] {
      Array(repeating: zero, count: before) + values + Array(repeating: zero, count: after)
    }
    return PreparedSignal(
      range: range,
      channels: (0..<PreparedSignal.channelCount).map { channel in
        guard used.contains(PreparedSignal.slot(ofChannel: channel)) else { return [] }
        return pad(signal.channels.isEmpty ? [] : signal.channels[channel], 0)
      },
      faults: (0..<PreparedSignal.slotCount).map { slot in
        used.contains(slot) ? pad(signal.faults.isEmpty ? [] : signal.faults[slot], 0) : []
      })
  }
}
