extension Mark {
  /// What a mark is known by through all edits.
  public struct ID: Sendable, Hashable, Comparable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// An identity for a reader's mark.
    public static func random() -> ID {
      var generator = SystemRandomNumberGenerator()
      return random(using: &generator)
    }

    public static func random(using generator: inout some RandomNumberGenerator) -> ID {
      ID(rawValue: generator.next())
    }

    public static func < (first: ID, second: ID) -> Bool { first.rawValue < second.rawValue }
  }
}

/// Makes the identities of a file's marks from what each one says and from how many before it say
/// the same, so that another mark in the file changes the identity of none.
public struct FileMarkIdentities {
  private var taken: Set<UInt64> = []

  public init() {}

  /// The identity of the next mark of the file.
  public mutating func next(
    ticks: Range<Int>, label: Label, channels: [Int], annotator: String, fields: FormatFields
  ) -> Mark.ID {
    var digest = StableDigest()
    digest.add(annotator.utf8)
    digest.add(ticks.lowerBound)
    digest.add(ticks.upperBound)
    digest.add(label.symbol.utf8)
    if let raw = fields.rawText { digest.add(raw) } else { digest.add(label.text.utf8) }
    digest.add(Int(fields.code) << 16 | Int(UInt8(bitPattern: fields.subtype)) << 8)
    digest.add(Int(fields.number))
    for channel in channels { digest.add(channel) }
    if let duration = fields.durationSeconds {
      digest.add(Int(truncatingIfNeeded: duration.bitPattern))
    }
    // The next one that says the same goes one further, and so does the rare other one.
    var occurrence = 0
    while true {
      let value = digest.value(occurrence: occurrence)
      if taken.insert(value).inserted { return Mark.ID(rawValue: value) }
      occurrence += 1
    }
  }
}

/// FNV-1a with a last mixing, over 64 bits: the same in every run and on every machine, as the
/// standard library's hashing is not.
private struct StableDigest {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { take(byte) }
    // No byte of UTF-8: a text does not run into the next.
    take(0xFF)
  }

  mutating func add(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value))
    for _ in 0..<8 {
      take(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  private mutating func take(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

  func value(occurrence: Int) -> UInt64 {
    var mixed = state &+ UInt64(occurrence) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
