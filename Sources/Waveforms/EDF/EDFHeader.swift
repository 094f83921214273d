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
  /// Number of data records; nil where the file gives -1, unknown.
  var dataRecords: Int?
  /// Length of a data record in seconds; 0 only without ordinary signals.
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
  var ordinary: [EDFSignal] { signals.filter { !$0.isAnnotations } }
  /// The signals that hold annotations.
  var annotationSignals: [EDFSignal] { signals.filter(\.isAnnotations) }

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
