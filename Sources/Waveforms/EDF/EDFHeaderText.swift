/// The header of an EDF+C or BDF+C file to be written.
struct EDFHeaderText {
  var isBDF: Bool
  var patient: String
  var recording: String
  /// `DD.MM.YY` and `HH.MM.SS`.
  var startDate: String
  var startTime: String
  var recordCount: Int
  var length: EDFRecordLength
  var signals: [EDFSignalPlan]
  /// Samples of the annotation signal in a data record.
  var annotationSamples: Int

  var bytes: [UInt8] {
    let count = signals.count + 1
    let version = isBDF ? [0xFF] + Array("BIOSEMI".utf8) : field("0", 8)
    var bytes = version + field(patient, 80) + field(recording, 80)
    bytes += field(startDate, 8) + field(startTime, 8) + field("\(256 * (count + 1))", 8)
    bytes += field(isBDF ? "BDF+C" : "EDF+C", 44) + field("\(recordCount)", 8)
    bytes += field(length.duration.text, 8) + field("\(count)", 4)
    let extreme = isBDF ? ("-8388608", "8388607") : ("-32768", "32767")
    bytes += column(16, isBDF ? "BDF Annotations" : "EDF Annotations") { $0.label }
    bytes += column(80, "") { _ in "" }
    bytes += column(8, "") { $0.unit }
    bytes += column(8, "-1") { $0.limits.lower.physical.text }
    bytes += column(8, "1") { $0.limits.upper.physical.text }
    bytes += column(8, extreme.0) { "\($0.limits.lower.digital)" }
    bytes += column(8, extreme.1) { "\($0.limits.upper.digital)" }
    bytes += column(80, "") { _ in "" }
    bytes += column(8, "\(annotationSamples)") { "\($0.samplesPerFrame * length.frames)" }
    return bytes + column(32, "") { _ in "" }
  }

  /// A field of all signals, the annotation signal last.
  private func column(
    _ width: Int, _ annotations: String, _ text: (EDFSignalPlan) -> String
  ) -> [UInt8] {
    signals.flatMap { field(text($0), width) } + field(annotations, width)
  }

  private func field(_ text: String, _ width: Int) -> [UInt8] {
    let bytes = Array(EDFText.ascii(text).utf8.prefix(width))
    return bytes + [UInt8](repeating: 0x20, count: width - bytes.count)
  }
}
