/// What a full read of a record finds: counts, extremes, sums, and a digest of every sample.
public struct RecordVerification: Sendable, Equatable {
  /// What the samples of one channel show.
  public struct Channel: Sendable, Equatable {
    /// Smallest and largest digital value; nil where every sample is missing.
    public var range: ClosedRange<Int32>?
    public var missingCount: Int
    /// Samples held at the channel's own smallest or largest value for at least
    /// `clippingRun` samples in a row; 0 for a channel of one value.
    public var clippedCount: Int
    /// The 16-bit signed sum of all samples as the header's checksum is defined, skewed-off
    /// samples included.
    public var checksum: Int

    /// Whether the samples never change.
    public var isFlat: Bool { range.map { $0.lowerBound == $0.upperBound } ?? true }
  }

  public var channels: [Channel]
  /// SHA-256 over the digital samples, channel by channel, each as a little-endian 32-bit
  /// integer at the channel's own rate, a missing one as the format's minimum. Nil where
  /// segments differ in calibration, and digital values of one channel mean different things.
  public var digitalSHA256: String?

  /// Samples in a row at an extreme value from which on they count as clipped: a peak of a real
  /// signal holds its top value for a sample or two, an amplifier's rail for many.
  public static let clippingRun = 4

  /// Reads the whole record, channel by channel, in pieces.
  public init(of record: Record) throws {
    let digest = record.hasUniformCalibration ? SHA256() : nil
    let unskewed = record.source.unskewed().map(record.replacingSource)
    channels = try record.channels.indices.map { channel in
      var scan = Scan(missing: record.channels[channel].missingValue)
      try record.forEachPiece(of: channel) { samples in
        scan.add(samples)
        digest?.update(samples)
      }
      if let unskewed {
        scan.sum = 0
        try unskewed.forEachPiece(of: channel) { scan.sum &+= Scan.sum($0) }
      }
      return scan.result
    }
    digitalSHA256 = digest?.hexadecimal()
  }
}

extension Record {
  /// Digital samples of one channel, piece by piece, in bounded memory.
  func forEachPiece(of channel: Int, _ body: (ArraySlice<Int32>) throws -> Void) throws {
    let step = max(1, (1 << 20) / channels[channel].samplesPerFrame)
    for start in stride(from: 0, to: frameCount, by: step) {
      let frames = start..<min(start + step, frameCount)
      try body(digital(channels: [channel], frames: frames)[0])
    }
  }
}

/// Looks at each sample of a channel once.
private struct Scan {
  let missing: Int32
  var sum = 0
  private var missingCount = 0
  private var low = Extreme(value: Int32.max)
  private var high = Extreme(value: Int32.min)

  init(missing: Int32) { self.missing = missing }

  /// An extreme value so far, and how many samples were held at it.
  struct Extreme {
    var value: Int32
    var held = 0
    var run = 0

    mutating func meet(_ sample: Int32, isBeyond: Bool) {
      if isBeyond {
        self = Extreme(value: sample, held: 0, run: 1)
      } else if sample == value {
        run += 1
        let limit = RecordVerification.clippingRun
        if run >= limit { held += run == limit ? limit : 1 }
      } else {
        run = 0
      }
    }
  }

  static func sum(_ samples: ArraySlice<Int32>) -> Int { samples.reduce(0) { $0 &+ Int($1) } }

  mutating func add(_ samples: ArraySlice<Int32>) {
    sum &+= Scan.sum(samples)
    for sample in samples {
      if sample == missing {
        missingCount += 1
        low.run = 0
        high.run = 0
      } else {
        low.meet(sample, isBeyond: sample < low.value)
        high.meet(sample, isBeyond: sample > high.value)
      }
    }
  }

  var result: RecordVerification.Channel {
    let range = low.value <= high.value ? low.value...high.value : nil
    let isFlat = low.value >= high.value
    return RecordVerification.Channel(
      range: range, missingCount: missingCount, clippedCount: isFlat ? 0 : low.held + high.held,
      checksum: Int(Int16(truncatingIfNeeded: sum)))
  }
}

extension AnnotationSet {
  /// SHA-256 over the lines `time TAB symbol TAB subtype TAB channel TAB number TAB text`.
  public var sha256: String {
    let digest = SHA256()
    for annotation in annotations {
      let fields: [String] = [
        "\(annotation.time)", symbol(annotation.code), "\(annotation.subtype)",
        "\(annotation.channel)", "\(annotation.number)", annotation.text,
      ]
      digest.update((fields.joined(separator: "\t") + "\n").utf8)
    }
    return digest.hexadecimal()
  }
}
