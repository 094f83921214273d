/// Bytes that numbers and texts are appended to.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func add(byte: UInt8) { bytes.append(byte) }

  mutating func add(run: [UInt8]) {
    add(count: run.count)
    bytes += run
  }

  /// Seven bits a byte, the lowest first: a byte for numbers up to 127.
  mutating func add(count: Int) { add(variable: UInt64(count)) }

  /// How far one number is from a greater one.
  mutating func add(from start: Int, to end: Int) {
    add(variable: UInt64(bitPattern: Int64(end &- start)))
  }

  /// The same for a number that may be negative.
  mutating func add(number: Int) {
    let number = Int64(number)
    add(variable: UInt64(bitPattern: number << 1 ^ number >> 63))
  }

  /// Eight bytes, the lowest first.
  mutating func add(fixed number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private mutating func add(variable number: UInt64) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads what `ByteWriter` has written. Throws `DamagedBytes` for anything else.
struct ByteReader {
  struct DamagedBytes: Error {}

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func byte() throws(DamagedBytes) -> UInt8 {
    guard place < bytes.count else { throw DamagedBytes() }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func run() throws(DamagedBytes) -> [UInt8] {
    let count = try count()
    guard count <= bytes.count - place else { throw DamagedBytes() }
    defer { place += count }
    return Array(bytes[place..<place + count])
  }

  /// A number of things that take a byte each at least.
  mutating func count() throws(DamagedBytes) -> Int {
    guard let count = Int(exactly: try variable()), count <= bytes.count else {
      throw DamagedBytes()
    }
    return count
  }

  /// The number that lies as far behind `start` as was written.
  mutating func end(from start: Int) throws(DamagedBytes) -> Int {
    let end = start &+ Int(Int64(bitPattern: try variable()))
    guard end >= start else { throw DamagedBytes() }
    return end
  }

  mutating func number() throws(DamagedBytes) -> Int {
    let folded = try variable()
    return Int(Int64(bitPattern: folded >> 1) ^ -Int64(folded & 1))
  }

  mutating func fixed() throws(DamagedBytes) -> UInt64 {
    guard bytes.count - place >= 8 else { throw DamagedBytes() }
    defer { place += 8 }
    return (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
  }

  private mutating func variable() throws(DamagedBytes) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try byte()
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
    }
    throw DamagedBytes()
  }
}
