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
  /// By what marks say: the first number that is not known to be taken.
  private var next: [UInt64: Int] = [:]

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
    let first = digest.value(occurrence: 0)
    var occurrence = next[first] ?? 0
    while true {
      let value = digest.value(occurrence: occurrence)
      occurrence += 1
      if taken.insert(value).inserted {
        if occurrence > 1 { next[first] = occurrence }
        return Mark.ID(rawValue: value)
      }
    }
  }
}
