public import NeuralNetwork
import SignalProcessing

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
  /// Blocks that are missing are made on the crew's threads, each thread a channel at a time.
  /// `progress` is told the share that is done and can end it: see `Pieces`.
  public mutating func signal(
    _ range: Range<Int>, crew: Crew, progress: (Double) throws -> Void = { _ in }
  ) throws -> PreparedSignal {
    let inside = range.clamped(to: 0..<preparation.sampleCount)
    let size = RecordPreparation.blockSamples
    let first = inside.lowerBound / size
    let end = inside.isEmpty ? first : (inside.upperBound - 1) / size + 1
    try prepare(first..<end, crew, progress)
    var result = PreparedSignal(range: 0..<0, channels: [], faults: [])
    for index in first..<end {
      guard let block = blocks[index] else { continue }
      result.append(block.range == block.range.clamped(to: inside) ? block : block[inside])
    }
    blocks = blocks.filter { $0.key >= end - Self.keptBlocks && $0.key < end }
    return inside == range && !range.isEmpty ? result : padded(result, to: range)
  }

  /// All surface leads over the whole record, in millivolts; empty for absent ones.
  /// `progress` is told the share that is done and can end it: see `Pieces`.
  public mutating func surface(
    crew: Crew, progress: (Double) throws -> Void = { _ in }
  ) throws -> [[Float]] {
    let size = RecordPreparation.blockSamples * max(Self.keptBlocks, crew.count)
    var leads = [[Float]](repeating: [], count: ModelConfiguration.ecgChannels)
    let count = preparation.sampleCount
    for start in stride(from: 0, to: count, by: size) {
      let range = start..<min(start + size, count)
      let part = try signal(range, crew: crew) { share in
        let done = Double(start) + share * Double(range.count)
        try progress(done / Double(count))
      }
      for lead in leads.indices { leads[lead] += part.channels[lead] }
    }
    return leads
  }

  private mutating func prepare(
    _ wanted: Range<Int>, _ crew: Crew, _ progress: (Double) throws -> Void
  ) throws {
    let missing = wanted.filter { blocks[$0] == nil }
    let slots = preparation.slots.used.map(\.slot)
    var made = Dictionary(missing.map { ($0, preparation.emptyBlock($0)) }) { first, _ in first }
    let parts = missing.flatMap { block in slots.map { (block: block, slot: $0) } }
    // A channel or two for each thread, so that the wait for the slowest is short beside the work
    // and the work beside what a reader notices.
    try Pieces.forEach(of: parts.count, size: 2 * crew.count, progress) { piece in
      let some = Array(parts[piece])
      let preparation = preparation
      let results = crew.map(some.count) { index in
        Result { try preparation.part(some[index].slot, ofBlock: some[index].block) }
      }
      for (part, result) in zip(some, results) { made[part.block]?.take(try result.get()) }
    }
    blocks.merge(made) { _, new in new }
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
