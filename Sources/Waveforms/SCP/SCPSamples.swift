import Foundation

/// Sections 5 and 6: the samples of a reference beat, and of the whole recording.
struct SCPSamples {
  /// Amplitude of one unit, in nV.
  var multiplier: Int
  /// Between two samples, in us.
  var interval: Int
  /// Byte 6: in section 6, whether samples far from the beats were thinned out.
  var mode: Int
  /// A lead each.
  var leads: [[Int32]]

  /// Reads the fields before the samples; `leads` is empty.
  static func header(_ body: ByteReader) -> SCPSamples? {
    guard let multiplier = body.uint16(0), let interval = body.uint16(2), let mode = body.byte(5)
    else { return nil }
    return SCPSamples(
      multiplier: Int(multiplier), interval: Int(interval), mode: Int(mode), leads: [])
  }

  /// - Parameters:
  ///   - counts: samples of each lead.
  ///   - huffman: how they are packed; nil where they are 16-bit numbers.
  static func read(
    _ body: ByteReader, section: Int, counts: [Int], huffman: SCPHuffman?, file: String
  ) throws(FileError) -> SCPSamples {
    guard var result = header(body), let order = body.byte(4), order <= 2, result.interval > 0
    else {
      throw .content(
        file: file,
        expected: "a sample interval, and samples or differences of the first or second order in "
          + "section \(section)", found: "something else")
    }
    var place = 6 + 2 * counts.count
    for (lead, count) in counts.enumerated() {
      guard let size = body.uint16(6 + 2 * lead).map(Int.init),
        let bytes = body.bytes(place, size),
        let values = huffman.map({ $0.unpack(bytes, count: count) }) ?? plain(bytes, count)
      else {
        throw .content(
          file: file, expected: "\(count) samples of lead \(lead + 1) in section \(section)",
          found: "fewer, or a code that is in no Huffman table")
      }
      place += size
      result.leads.append(order == 0 ? values : summed(values, order: Int(order)))
    }
    return result
  }

  private static func plain(_ bytes: Data, _ count: Int) -> [Int32]? {
    guard 2 * count <= bytes.count else { return nil }
    let reader = ByteReader(bytes)
    return (0..<count).map { Int32(reader.int16(2 * $0) ?? 0) }
  }

  /// Samples from their differences. The first sample is itself, of second differences the first
  /// two. Writers reckon in 16 bits, and let a sum that is too great turn round.
  static func summed(_ differences: [Int32], order: Int) -> [Int32] {
    var samples = differences
    for index in samples.indices where index >= order {
      let sum =
        order == 1
        ? samples[index - 1] &+ differences[index]
        : 2 &* samples[index - 1] &- samples[index - 2] &+ differences[index]
      samples[index] = Int32(Int16(truncatingIfNeeded: sum))
    }
    return samples
  }
}
