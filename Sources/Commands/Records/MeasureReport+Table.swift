import Evaluation
import Measures
import ReviewApp
import Waveforms

extension MeasureReport {
  /// Beat by beat and their medians, in milliseconds, for a terminal.
  var table: [String] {
    let heading = Self.columns.map { PlainText.right($0.title, $0.width) }.joined()
    var lines = [
      "\(record.name): \(measures.count.counted("beat")) (\(beats)), intervals in ms", "",
    ]
    lines.append(PlainText.left("beat", 12) + PlainText.right("bpm", 5) + heading + "  earliest CS")
    lines += measures.map(line)
    lines.append(medians)
    return lines + ["", "not for diagnosis"]
  }

  private func line(_ measures: BeatMeasures) -> String {
    let rate = measures.beatsPerMinute.map { "\(Int($0.rounded()))" } ?? "–"
    let values = Self.columns.map {
      PlainText.right(Self.milliseconds($0.seconds(measures)), $0.width)
    }
    let site = measures.earliestSite.map { "  " + PlainText.safe(record.channels[$0.channel].name) }
    return PlainText.left(TimeLabel.text(measures.beat), 12) + PlainText.right(rate, 5)
      + values.joined()
      + (site ?? "")
  }

  private var medians: String {
    let rate = Self.median(measures.compactMap(\.beatsPerMinute)).map { "\(Int($0.rounded()))" }
    let values = Self.columns.map { column in
      PlainText.right(
        Self.milliseconds(Self.median(measures.compactMap(column.seconds))), column.width)
    }
    return PlainText.left("median", 12) + PlainText.right(rate ?? "–", 5) + values.joined()
  }

  private static func milliseconds(_ seconds: Double?) -> String {
    seconds.map { "\(Int(($0 * 1000).rounded()))" } ?? "–"
  }
}
