import Evaluation
import Foundation
import ReviewApp
import Waveforms

/// What `info` prints of one record; the names are those of its JSON.
struct RecordReport: Encodable {
  struct ChannelReport: Encodable {
    var name: String
    /// What it is taken for: a lead, electrodes, or a kind of signal.
    var `is`: String
    var kind: String
    /// `named`, `assumed`, `told` or `unknown`.
    var certainty: String
    var inverted: Bool
    var unit: String
    var gain: Double
    var baseline: Double
    var calibrated: Bool
    var format: String
    var sampling_rate_hz: Double
    var samples_per_frame: Int
    var samples: Int
    var missing: Int?
    var clipped: Int?
    var flat: Bool?
    var minimum: Double?
    var maximum: Double?
    var checksum_header: Int?
    var checksum_computed: Int?
    var checksum_matches: Bool?
  }

  var record: String
  var container: String
  var fs: Double
  var frames: Int
  var duration_s: Double
  var start_time: String?
  var start_date: String?
  var channels: [ChannelReport]
  var annotators: [String]
  var comments: [String]
  var layout: String?
  var digital_sha256: String?
  var warnings: [String]

  init(_ recording: Recording, verify: Bool) throws {
    let source = recording.record
    let verification = verify ? try RecordVerification(of: source) : nil
    record = source.name
    container = source.container
    fs = source.frameRateHz
    frames = source.frameCount
    duration_s = source.durationSeconds
    start_time = source.start?.time
    start_date = source.start?.date
    channels = source.channels.enumerated().map { index, channel in
      ChannelReport(
        channel, found: verification?.channels[index])
    }
    annotators = recording.annotators
    comments = source.comments
    layout = ChannelLayout(channelNames: source.channels.map(\.name))?.rawValue
    digital_sha256 = verification?.digitalSHA256
    warnings = source.warnings + Self.warnings(of: recording)
    if verify && digital_sha256 == nil {
      warnings.append(
        "segments differ in gain or baseline, so there is no digest over digital samples")
    }
    for channel in channels where channel.checksum_matches == false {
      warnings.append(
        "channel \(channel.name): expected a checksum of \(channel.checksum_header ?? 0) as the "
          + "header says, found \(channel.checksum_computed ?? 0)")
    }
  }

  /// What is wrong with the annotations.
  private static func warnings(of recording: Recording) -> [String] {
    recording.annotators.flatMap { name in
      do { return try recording.annotations(name).warnings } catch { return ["\(error)"] }
    }
  }

  /// One line for a list of records.
  func line(_ name: String) -> String {
    let length = TimeLabel.text(duration_s, decimals: 0)
    let marks = annotators.isEmpty ? "no annotations" : annotators.joined(separator: " ")
    let digest = digital_sha256.map { "  \($0.prefix(16))" } ?? ""
    return "\(name)  \(length)  \(channels.count) ch  \(fs) Hz  \(marks)\(digest)"
      + (warnings.isEmpty ? "" : "  \(warnings.count.counted("warning"))")
  }

  /// The report for people, line by line.
  var text: [String] {
    let start = [start_date, start_time].compactMap { $0 }.joined(separator: " ")
    var lines = [
      "\(record)  \(container)" + (layout.map { "  layout \($0)" } ?? ""),
      "  \(TimeLabel.text(duration_s))  \(frames) frames at \(fs) Hz"
        + (start.isEmpty ? "" : "  from " + start),
      "  annotators: " + (annotators.isEmpty ? "none" : annotators.joined(separator: " ")),
    ]
    lines += comments.map { "  # " + $0 } + [""] + table
    if let digital_sha256 { lines += ["", "  digital sha256  \(digital_sha256)"] }
    return lines.map(PlainText.safe)
  }

  /// The channels, a line each, in columns.
  private var table: [String] {
    let rows =
      [ChannelReport.titles(verified: channels.first?.missing != nil)] + channels.map(\.fields)
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.map { index -> String in
        let pad = String(repeating: " ", count: widths[index] - row[index].count)
        return index == 0 ? row[index] + pad : pad + row[index]
      }
      return "  " + cells.joined(separator: "  ")
    }
  }
}

extension RecordReport.ChannelReport {
  init(_ channel: Channel, found: RecordVerification.Channel?) {
    name = channel.name
    `is` = channel.identity.title ?? "\(channel.kind)"
    kind = "\(channel.kind)"
    certainty = "\(channel.identity.certainty)"
    inverted = channel.isInverted
    unit = channel.calibration.unit
    gain = channel.calibration.gain
    baseline = channel.calibration.baseline
    calibrated = channel.calibration.isCalibrated
    format = channel.encoding.name
    sampling_rate_hz = channel.samplingRateHz
    samples_per_frame = channel.samplesPerFrame
    samples = channel.sampleCount
    checksum_header = channel.checksum
    guard let found else { return }
    missing = found.missingCount
    clipped = found.clippedCount
    flat = found.isFlat
    // A negative gain turns the extremes around.
    let extremes = found.range.map { range in
      [range.lowerBound, range.upperBound].map(channel.calibration.physical).sorted()
    }
    minimum = extremes?.first
    maximum = extremes?.last
    checksum_computed = found.checksum
    checksum_matches = channel.checksum.map { ($0 - found.checksum) % 65_536 == 0 }
  }

  static func titles(verified: Bool) -> [String] {
    let plain = ["channel", "is", "unit", "gain", "baseline", "format", "Hz", "samples"]
    return verified ? plain + ["missing", "clipped", "lowest", "highest", "checksum"] : plain
  }

  var fields: [String] {
    let plain = [
      PlainText.safe(name), PlainText.safe(`is`) + (certainty == "assumed" ? "?" : ""),
      PlainText.safe(unit), calibrated ? "\(gain)" : "none", "\(baseline)",
      format,
      "\(sampling_rate_hz)", "\(samples)",
    ]
    guard let missing, let clipped else { return plain }
    let sum = checksum_matches.map { $0 ? "ok" : "differs" } ?? "none"
    let extremes = [minimum, maximum].map { $0.map { String(format: "%.3f", $0) } ?? "–" }
    return plain + ["\(missing)", "\(clipped)"] + extremes + [sum]
  }
}
