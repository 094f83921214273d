/// FNV-1a over numbers of 64 bits, which is the same in every run and on every machine, as `Hasher`
/// is not (Fowler, Noll and Vo; draft-eastlake-fnv).
public struct StableHash: Sendable, Equatable {
  /// What has been taken in so far, as a number.
  public private(set) var value: UInt64

  /// Nothing taken in yet but `seed`.
  public init(seed: UInt64 = 0) { value = seed ^ 0xCBF2_9CE4_8422_2325 }

  /// Takes in a number.
  public mutating func add(_ number: UInt64) { value = (value ^ number) &* 0x0000_0100_0000_01B3 }

  /// Takes in bytes, each as a number.
  public mutating func add(bytes: some Sequence<UInt8>) {
    for byte in bytes { add(UInt64(byte)) }
  }

  /// The hash of some bytes.
  public static func of(_ bytes: some Sequence<UInt8>) -> StableHash {
    var hash = StableHash()
    hash.add(bytes: bytes)
    return hash
  }

  /// The value in hexadecimal digits, without zeros in front.
  public var text: String { String(value, radix: 16) }
}
