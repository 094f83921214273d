/// One series of an annotated ECG: leads that were recorded together, or computed from those.
struct AECGSeries {
  /// A lead over one span of time.
  struct Strip {
    var code: String
    var rateHz: Double
    /// Seconds from the record's first sample.
    var start: Double
    var samples: [Int32]
    var calibration: Calibration
  }

  /// Most leads, of all sets of sequences together.
  private static let stripLimit = 1000

  let element: XMLElement
  private(set) var strips: [Strip] = []
  private(set) var warnings: [String] = []
  /// The time of the record's first sample, where the file gives one.
  private(set) var zero: HL7Time?
  /// What the time of the record's first sample is in times that count from the series' start.
  private(set) var relativeZero = 0.0

  /// Reads the sequences of a series.
  init(_ element: XMLElement, file: String) throws(FileError) {
    self.element = element
    var sets: [(head: AECGSequenceSet.Head, strips: [Strip])] = []
    for set in element.all(at: "component", "sequenceSet") {
      let read = try AECGSequenceSet(set, file: file)
      warnings += read.warnings
      if !read.strips.isEmpty { sets.append((read.head, read.strips)) }
    }
    guard sets.reduce(0, { $0 + $1.strips.count }) <= Self.stripLimit else {
      throw .content(file: file, expected: "at most \(Self.stripLimit) sequences", found: "more")
    }
    place(sets)
  }

  /// The start of the series as it tells itself, beside its sequences.
  static func effectiveTime(_ element: XMLElement?) -> HL7Time? {
    let time = element?.child("effectiveTime")
    return HL7Time(time?.child("low")?["value"]) ?? HL7Time(time?.child("center")?["value"])
      ?? HL7Time(time?["value"])
  }

  /// Puts sets that begin at different times on one clock: that of the first.
  private mutating func place(_ sets: [(head: AECGSequenceSet.Head, strips: [Strip])]) {
    let absolute = sets.compactMap { set in
      if case .absolute(let time) = set.head { time } else { nil }
    }
    let relative = sets.compactMap { set in
      if case .relative(let seconds) = set.head { seconds } else { nil }
    }
    relativeZero = relative.min() ?? 0
    zero =
      absolute.min { $1.seconds(since: $0) > 0 }
      ?? Self.effectiveTime(element)?.advanced(by: relativeZero)
    for set in sets {
      let start =
        switch set.head {
        // A time without a zone between two with one has no place of its own.
        case .absolute(let time): max(0, zero.map { time.seconds(since: $0) } ?? 0)
        case .relative(let seconds): seconds - relativeZero
        case .unknown: 0.0
        }
      strips += set.strips.map { strip in
        var strip = strip
        strip.start = start
        return strip
      }
    }
    leaveOutDistant()
  }

  /// Sets far from each other would make a record that is nearly all gaps, and as long as a file
  /// cares to say.
  private mutating func leaveOutDistant() {
    let sampleCount = strips.reduce(0) { $0 + $1.samples.count }
    let end = strips.map { $0.start + Double($0.samples.count) / $0.rateHz }.max() ?? 0
    let rate = strips.map(\.rateHz).max() ?? 0
    guard end * rate * Double(strips.count) > 1e6 + 20 * Double(sampleCount) else { return }
    let near = strips.filter { $0.start == 0 }
    warnings.append(
      "What begins long after the first sequences is left out: \(strips.count - near.count) of them"
    )
    strips = near
  }
}
