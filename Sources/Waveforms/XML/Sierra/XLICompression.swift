/// The compression of waveforms in Philips Sierra files, as the open "sierra-ecg-tools" describe
/// it: for each lead a chunk of an 8-byte head (size, two bytes unused, the first difference), LZW
/// with codes of 10 bits, the high bytes of all differences before the low bytes, second
/// differences.
enum XLICompression {
  private static let headByteCount = 8

  /// Most samples of a lead: LZW can make six hundred bytes of one, so that a small file could fill
  /// the memory. An ECG of ten seconds has 5000, or twice as many.
  static let sampleLimit = 200_000

  /// The samples of the first chunks; nil where one ends before it should, is no LZW, or has far
  /// more samples than a lead has.
  static func leads(_ bytes: [UInt8], count: Int, sampleCount: Int) -> [[Int32]]? {
    let reader = ByteReader(bytes: bytes)
    var leads: [[Int32]] = []
    var place = 0
    while place < bytes.count, leads.count < count {
      guard let size = reader.uint32(place).flatMap({ Int(exactly: $0) }), size > 0,
        let first = reader.int16(place + 6), size <= bytes.count - place - headByteCount
      else { return nil }
      place += headByteCount
      let chunk = bytes[place..<place + size]
      guard let unpacked = LZW.unpacked(chunk, byteLimit: 2 * sampleCount + 4096) else {
        return nil
      }
      leads.append(samples(unpacked, first: first))
      place += size
    }
    return leads
  }

  /// Sums up the second differences: the first two numbers are samples, each following one is 64
  /// more than the second difference of the sample after it.
  private static func samples(_ bytes: [UInt8], first: Int16) -> [Int32] {
    let half = (bytes.count + 1) / 2
    var numbers = (0..<half).map { place -> Int32 in
      let low = half + place < bytes.count ? bytes[half + place] : 0
      return Int32(Int16(bitPattern: UInt16(bytes[place]) << 8 | UInt16(low)))
    }
    var last = Int32(first)
    for index in numbers.indices.dropFirst(2) {
      let number = numbers[index]
      numbers[index] = 2 &* numbers[index - 1] &- numbers[index - 2] &- last
      last = number - 64
    }
    return numbers
  }

  /// Makes the limb leads whole again: III, aVR, aVL and aVF are stored as what their values from I
  /// and II leave. Halves are rounded down.
  static func rebuildLimbLeads(_ leads: inout [[Int32]]) {
    guard leads.count >= 6 else { return }
    let count = leads.prefix(6).map(\.count).min() ?? 0
    for index in 0..<count {
      let (one, two) = (leads[0][index], leads[1][index])
      let three = two &- one &- leads[2][index]
      leads[2][index] = three
      leads[3][index] = 0 &- leads[3][index] &- (one &+ two) >> 1
      leads[4][index] = (one &- three) >> 1 &- leads[4][index]
      leads[5][index] = (two &+ three) >> 1 &- leads[5][index]
    }
  }
}

/// LZW with codes of 10 bits, the highest bit first. The table is not cleared when it is full.
enum LZW {
  private static let codeBits = 10
  /// The highest code; the one above ends the stream.
  private static let highest = (1 << codeBits) - 2

  /// The bytes of a stream; nil for a code that was not defined yet, or more bytes than a limit.
  static func unpacked(_ stream: ArraySlice<UInt8>, byteLimit: Int) -> [UInt8]? {
    var table = (0...255).map { [UInt8($0)] }
    var result: [UInt8] = []
    var previous: [UInt8] = []
    var bits: UInt32 = 0
    var bitCount = 0
    for byte in stream {
      bits = bits << 8 | UInt32(byte)
      bitCount += 8
      guard bitCount >= codeBits else { continue }
      bitCount -= codeBits
      let code = Int(bits >> UInt32(bitCount) & UInt32(highest + 1))
      if code > highest { return result }
      let known = code < table.count ? table[code] : nil
      // A code that is defined by itself: what came before it, and its first byte again.
      guard let text = known ?? previous.first.map({ previous + [$0] }),
        known != nil || code == table.count
      else { return nil }
      if let first = text.first, !previous.isEmpty, table.count <= highest {
        table.append(previous + [first])
      }
      result += text
      previous = text
      guard result.count <= byteLimit else { return nil }
    }
    return result
  }
}
