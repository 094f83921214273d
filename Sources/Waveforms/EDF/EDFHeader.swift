/// What the header of an EDF or BDF file says.
struct EDFHeader: Sendable {
  /// Continuous, discontinuous, or a plain file that says neither.
  enum Continuity: Sendable { case plain, continuous, discontinuous }

  var isBDF: Bool
  var continuity: Continuity
  var patient: String
  var recording: String
  var startDate: String
  var startTime: String
  /// Number of data records; nil where the size of the file has to tell it.
  var dataRecords: Int?
  /// Length of a data record in seconds; 0 only without channels.
  var recordDurationSeconds: Double
  var signals: [EDFSignal]
  var warnings: [String]

  /// Length of the header in bytes.
  var byteCount: Int { 256 * (signals.count + 1) }
  /// Bytes a sample.
  var sampleWidth: Int { isBDF ? 3 : 2 }
  /// Bytes of a data record.
  var recordBytes: Int
  /// The signals that are channels, not annotations.
  var ordinary: [EDFSignal] { signals.filter(isChannel) }
  /// The signals that hold annotations.
  var annotationSignals: [EDFSignal] { signals.filter(\.isAnnotations) }

  /// Whether a signal has samples at known times.
  func isChannel(_ signal: EDFSignal) -> Bool {
    !signal.isAnnotations && signal.samplesPerRecord > 0 && recordDurationSeconds > 0
  }

  /// What Tawara says of a file that it has written itself.
  var own: EDFOwnFields? {
    continuity == .continuous ? EDFOwnFields(recording: recording) : nil
  }

  /// The true number of frames, where the last data record is filled up and all of them are there.
  func ownFrameCount(_ layout: EDFDataLayout) -> Int? {
    guard let own, own.framesPerRecord == framesPerRecord, layout.records == dataRecords else {
      return nil
    }
    let filled = layout.frames - own.frameCount
    return (0..<framesPerRecord).contains(filled) ? own.frameCount : nil
  }

  /// A frame is the smallest part of a data record that holds whole samples of every channel, or
  /// the part that the record had which the file was written from.
  var framesPerRecord: Int {
    let divisor = ordinary.reduce(0) { greatestCommonDivisor($0, $1.samplesPerRecord) }
    if let own, divisor > 0, divisor.isMultiple(of: own.framesPerRecord) {
      return own.framesPerRecord
    }
    return divisor
  }

  /// Frames per second; 1 without channels.
  var frameRateHz: Double {
    let frames = framesPerRecord
    guard frames > 0 else { return 1 }
    let rate = Double(frames) / recordDurationSeconds
    // No more than the last of 8 characters: a header that was edited since is believed.
    if let exact = own?.frameRateHz, abs(exact / rate - 1) < 1e-4 { return exact }
    return rate
  }

  /// The name of the format: `EDF`, `EDF+C`, ...
  var container: String {
    let base = isBDF ? "BDF" : "EDF"
    switch continuity {
    case .plain: return base
    case .continuous: return base + "+C"
    case .discontinuous: return base + "+D"
    }
  }
}

/// What the header says of one signal.
struct EDFSignal: Sendable {
  var label: String
  var isAnnotations: Bool
  /// nil for annotations, whose limits mean nothing.
  var calibration: Calibration?
  var samplesPerRecord: Int
  /// Where the signal begins in a data record, in bytes.
  var offset: Int
}
