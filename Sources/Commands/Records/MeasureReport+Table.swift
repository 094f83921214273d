import Foundation
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
    lines += kinds.map(medians)
    return lines + stimulation + ["", "not for diagnosis"]
  }

  private func line(_ measures: BeatMeasures) -> String {
    let rate = measures.beatsPerMinute.map { "\(Int($0.rounded()))" } ?? "–"
    let values = Self.columns.map {
      PlainText.right(Self.milliseconds($0.seconds(measures)), $0.width)
    }
    let unread = measures.unreadSites.isEmpty ? nil : "  not read: \(unread(measures))"
    let site =
      unread ?? measures.earliestSite.map { "  " + record.channels[$0.channel].name }
    return PlainText.left(TimeLabel.text(measures.beat), 12) + PlainText.right(rate, 5)
      + values.joined()
      + PlainText.safe(site ?? "")
  }

  /// Each stimulator's pulses, in seconds, and its trains.
  private var stimulation: [String] {
    let sources = Set(stimuli.map(\.source)).sorted()
    return sources.flatMap { source -> [String] in
      let own = stimuli.filter { $0.source == source }
      let names = own.first?.channels.map { record.channels[$0].name } ?? []
      let chamber = own.first?.chamber.map { " of the \($0.rawValue)" } ?? ""
      let times = own.map { one in
        String(format: "%.3f", one.time) + (one.role.map { " \($0.name)" } ?? "")
      }
      let title =
        "\(own.count) stimuli\(chamber), in " + PlainText.safe(names.joined(separator: " "))
      return ["", title] + Self.wrapped(times) + trains(own)
    }
  }

  private func trains(_ stimuli: [Stimulus]) -> [String] {
    StimulusDetector.trains(stimuli).map { train in
      let couplings = train.couplings.enumerated().map { place, coupling in
        ", S\(place + 2) \(Self.milliseconds(coupling)) ms"
      }
      return "S1 \(train.drive.count) x \(Self.milliseconds(train.cycle)) ms" + couplings.joined()
    }
  }

  /// Words in lines of up to 96 columns.
  private static func wrapped(_ words: [String]) -> [String] {
    words.reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + word.count + 2 <= 96 {
        lines[lines.count - 1] = last + "  " + word
      } else {
        lines.append(word)
      }
    }
  }

  private func medians(_ medians: KindMedians) -> String {
    let rate = medians.beatsPerMinute.map { "\(Int($0.rounded()))" } ?? "–"
    let values = zip(Self.columns, medians.seconds).map {
      PlainText.right(Self.milliseconds($1), $0.width)
    }
    return PlainText.left("median", 12) + PlainText.right(rate, 5) + values.joined()
      + "  of " + PlainText.safe(medians.kind.title(count: medians.count))
  }

  private static func milliseconds(_ seconds: Double?) -> String {
    seconds.map { "\(Int(($0 * 1000).rounded()))" } ?? "–"
  }
}
