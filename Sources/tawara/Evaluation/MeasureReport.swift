import Foundation
import Measures
import ReviewApp
import Waveforms

/// Measured beats as text.
struct MeasureReport {
  let record: Record
  /// Where the beats come from, in words.
  let beats: String
  let measures: [BeatMeasures]

  private struct Column: Sendable {
    let title: String
    let width: Int
    let seconds: @Sendable (BeatMeasures) -> Double?
  }

  private static let columns = [
    Column(title: "RR", width: 6) { $0.rr }, Column(title: "PR", width: 5) { $0.pr },
    Column(title: "QRS", width: 5) { $0.qrs }, Column(title: "QT", width: 5) { $0.qt },
    Column(title: "QTcB", width: 6) { $0.qtcBazett },
    Column(title: "QTcF", width: 6) { $0.qtcFridericia },
    Column(title: "AH", width: 5) { $0.ah }, Column(title: "HV", width: 5) { $0.hv },
    Column(title: "AV", width: 5) { $0.av }, Column(title: "VA", width: 5) { $0.va },
  ]

  // MARK: Table

  var table: [String] {
    let heading = Self.columns.map { Self.right($0.title, $0.width) }.joined()
    var lines = ["\(record.name): \(measures.count) beats (\(beats)), intervals in ms", ""]
    lines.append(Self.left("beat", 12) + Self.right("bpm", 5) + heading + "  earliest CS")
    lines += measures.map(line)
    lines.append(medians)
    return lines + ["", "not for diagnosis"]
  }

  private func line(_ measures: BeatMeasures) -> String {
    let rate = measures.beatsPerMinute.map { "\(Int($0.rounded()))" } ?? "–"
    let values = Self.columns.map { Self.right(Self.milliseconds($0.seconds(measures)), $0.width) }
    let site = measures.earliestSite.map { "  " + Output.safe(record.channels[$0.channel].name) }
    return Self.left(TimeLabel.text(measures.beat), 12) + Self.right(rate, 5) + values.joined()
      + (site ?? "")
  }

  private var medians: String {
    let rate = Self.median(measures.compactMap(\.beatsPerMinute)).map { "\(Int($0.rounded()))" }
    let values = Self.columns.map { column in
      Self.right(Self.milliseconds(Self.median(measures.compactMap(column.seconds))), column.width)
    }
    return Self.left("median", 12) + Self.right(rate ?? "–", 5) + values.joined()
  }

  static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  private static func milliseconds(_ seconds: Double?) -> String {
    seconds.map { "\(Int(($0 * 1000).rounded()))" } ?? "–"
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  // MARK: CSV

  private static let moments: [(String, @Sendable (Fiducials) -> Double?)] = [
    ("p_onset", { $0.pOnset }), ("qrs_onset", { $0.qrsOnset }), ("qrs_offset", { $0.qrsOffset }),
    ("t_end", { $0.tEnd }), ("his_a", { $0.hisAtrial }), ("his_h", { $0.his }),
    ("atrial", { $0.atrial }),
  ]

  private var sites: [Int] {
    record.channels.indices.filter { record.channels[$0].kind == .coronarySinus }
  }

  var csv: [String] {
    let names =
      ["beat_s"] + Self.columns.map { $0.title.lowercased() + "_s" }
      + Self.moments.map { $0.0 + "_s" } + sites.map { record.channels[$0].name + "_s" }
    let lines = measures.map { measures -> String in
      let times: [Double?] =
        [measures.beat] + Self.columns.map { $0.seconds(measures) }
        + Self.moments.map { $0.1(measures.fiducials) }
        + sites.map { site in measures.coronarySinus.first { $0.channel == site }?.time }
      return times.map { $0.map { String(format: "%.4f", $0) } ?? "" }.joined(separator: ",")
    }
    return [names.map(Output.csvField).joined(separator: ",")] + lines + ["# not for diagnosis"]
  }

  // MARK: JSON

  struct Values: Encodable {
    var record: String
    var beats_from: String
    /// Seconds.
    var medians: [String: Double]
    var beats: [Beat]
    var note = "not for diagnosis"
  }

  struct Beat: Encodable {
    var beat: Double
    var conduction: String?
    /// Seconds; what cannot be told is not there.
    var intervals: [String: Double]
    /// Seconds from the record's start, likewise.
    var fiducials: [String: Double]
    var coronary_sinus: [Site]
  }

  struct Site: Encodable {
    var channel: String
    var time: Double
  }

  var values: Values {
    var medians: [String: Double] = [:]
    for column in Self.columns {
      medians[column.title.lowercased()] = Self.median(measures.compactMap(column.seconds))
    }
    let beats = measures.map { measures in
      Beat(
        beat: measures.beat, conduction: measures.conduction?.rawValue,
        intervals: Self.named(Self.columns.map { ($0.title.lowercased(), $0.seconds(measures)) }),
        fiducials: Self.named(Self.moments.map { ($0.0, $0.1(measures.fiducials)) }),
        coronary_sinus: measures.coronarySinus.map {
          Site(channel: record.channels[$0.channel].name, time: $0.time)
        })
    }
    return Values(record: record.name, beats_from: self.beats, medians: medians, beats: beats)
  }

  private static func named(_ pairs: [(String, Double?)]) -> [String: Double] {
    pairs.reduce(into: [:]) { named, pair in named[pair.0] = pair.1 }
  }
}
