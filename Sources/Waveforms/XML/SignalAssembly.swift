/// Makes the signals of a record of leads over spans of time.
enum SignalAssembly {
  /// Frames per second in which leads of several rates share one time line, and the samples of each
  /// rate in a frame; nil where no rate divides them all.
  static func frames(ratesHz: [Double]) -> (rateHz: Double, samplesPerFrame: [Int])? {
    guard let least = ratesHz.min(), least > 0 else { return nil }
    if let even = counts(ratesHz, least) { return (least, even) }
    // Numbers that no `Double` holds exactly would not come out even.
    let whole = ratesHz.map { Int(exactly: $0) }
    guard whole.allSatisfy({ $0 != nil }) else { return nil }
    let common = Double(whole.reduce(0) { greatestCommonDivisor($0, $1 ?? 0) })
    return counts(ratesHz, common).map { (common, $0) }
  }

  private static func counts(_ rates: [Double], _ frameRate: Double) -> [Int]? {
    let counts = rates.map { rate -> Int? in
      let count = (rate / frameRate).rounded()
      return count <= 10_000 && abs(rate / frameRate - count) < 1e-9 * count ? Int(count) : nil
    }
    return counts.contains(nil) ? nil : counts.compactMap { $0 }
  }
}

extension AECGSeries {
  /// The signals of the series, with the lead's code of each.
  struct Signals {
    var frameRateHz: Double
    var signals: [DecodedRecord.Signal]
    var codes: [String]
    var warnings: [String] = []
  }

  /// Strips of one lead, one after the other, become one signal with gaps between them.
  func signals(file: String) throws(FileError) -> Signals {
    var strips = strips
    var warnings: [String] = []
    if SignalAssembly.frames(ratesHz: strips.map(\.rateHz)) == nil, let first = strips.first {
      let same = strips.filter { $0.rateHz == first.rateHz }
      warnings.append(
        "\(strips.count - same.count) sequences are left out: their sampling rates have no common "
          + "divisor with \(first.rateHz) Hz")
      strips = same
    }
    guard let frames = SignalAssembly.frames(ratesHz: strips.map(\.rateHz)) else {
      throw .content(file: file, expected: "a sequence of at least one lead", found: "none")
    }
    var signals: [DecodedRecord.Signal] = []
    var codes: [String] = []
    for (strip, samplesPerFrame) in zip(strips, frames.samplesPerFrame) {
      let start = Int((strip.start * strip.rateHz).rounded())
      let earlier = signals.indices.first { index in
        codes[index] == strip.code && signals[index].calibration == strip.calibration
          && signals[index].samplesPerFrame == samplesPerFrame
          && signals[index].samples.count <= start
      }
      let index = earlier ?? signals.endIndex
      if earlier == nil {
        let name = ECGLead.name(code: strip.code)
        signals.append(
          .init(
            name: FileText.clean(name), calibration: strip.calibration, samples: [],
            samplesPerFrame: samplesPerFrame))
        codes.append(strip.code)
      }
      let gap = max(0, start - signals[index].samples.count)
      signals[index].samples += Array(repeating: DecodedRecord.missing, count: gap) + strip.samples
    }
    for (index, name) in ECGLead.unique(signals.map(\.name)).enumerated() {
      signals[index].name = name
    }
    return Signals(
      frameRateHz: frames.rateHz, signals: signals, codes: codes, warnings: warnings)
  }
}
