/// A recording whose samples a file gives as text, or packed so that no span of them can be found
/// without the rest: all of them at once, in memory.
struct DecodedRecord {
  /// One signal. Digital values are exact: `physical = (digital - baseline) / gain`.
  struct Signal {
    /// As the file spells it; empty where it has none.
    var name: String
    var calibration: Calibration
    /// Digital samples, `DecodedRecord.missing` where there is none.
    var samples: [Int32]
    var samplesPerFrame = 1
    /// ADC resolution in bits, where the file gives one.
    var resolutionBits: Int?
  }

  /// What stands for a sample that the file does not have.
  static let missing = Int32.min
  /// Most samples of all signals together: two hours of 16 signals at 1 kHz, 460 MB in memory.
  static let sampleLimit = 115_200_000

  /// What people call the format and its kind: `HL7 aECG`, `DICOM 12-lead ECG`.
  var container: String
  /// Frames per second.
  var frameRateHz: Double
  var signals: [Signal]
  var start: RecordStart?
  /// The patient's data and remarks, a line each: `patient: ...`.
  var comments: [String] = []
  /// What is wrong with the file, or not read of it, where it could be opened all the same.
  var warnings: [String] = []
  var annotations: AnnotationSet?

  /// The record over the samples. Signals of unequal length are filled up with missing samples.
  func record(path: String) -> Record {
    let frameCount =
      signals.map { ($0.samples.count + $0.samplesPerFrame - 1) / $0.samplesPerFrame }.max() ?? 0
    let channels = signals.map { signal in
      Channel(
        name: signal.name, calibration: signal.calibration,
        encoding: .decoded(bits: Self.bits(signal.samples)),
        samplesPerFrame: signal.samplesPerFrame,
        samplingRateHz: frameRateHz * Double(signal.samplesPerFrame),
        sampleCount: frameCount * signal.samplesPerFrame, fileName: path.fileName,
        resolutionBits: signal.resolutionBits)
    }
    return Record(
      name: path.recordStem.fileName, path: path, container: container,
      frameRateHz: frameRateHz, frameCount: frameCount, channels: channels, start: start,
      comments: comments, warnings: warnings, source: DecodedSource(signals: signals))
  }

  /// Bits that hold all values, and one that stands for a missing sample beside them.
  private static func bits(_ samples: [Int32]) -> Int {
    var bits = 16
    for sample in samples where sample != missing {
      if sample.magnitude > 8_388_607 { return 32 }
      if sample.magnitude > 32_767 { bits = 24 }
    }
    return bits
  }
}

/// Samples in memory.
private struct DecodedSource: SampleSource {
  let signals: [DecodedRecord.Signal]

  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) {
    for (place, channel) in channels.enumerated() {
      let signal = signals[channel]
      let first = frames.lowerBound * signal.samplesPerFrame
      for (offset, index) in block.range(place).enumerated() {
        let sample = first + offset
        block.samples[index] =
          sample < signal.samples.count ? signal.samples[sample] : DecodedRecord.missing
      }
    }
  }
}
