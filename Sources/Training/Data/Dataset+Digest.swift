import NeuralNetwork
public import Waveforms

extension Dataset {
  /// A hash of four seconds from the middle of the record, with its length.
  public static func digest(of record: Record) throws -> String {
    let start = max(0, record.frameCount / 2 - Int(2 * record.frameRateHz))
    let block = try record.digital(
      channels: [0], frames: start..<min(record.frameCount, start + Int(4 * record.frameRateHz)))
    var hash = StableHash(seed: UInt64(record.frameCount))
    for sample in block.samples { hash.add(UInt64(UInt32(bitPattern: sample))) }
    return hash.text
  }
}
