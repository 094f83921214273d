import Annotations
import ArrhythmiaModel
import Foundation
import SignalProcessing
public import Waveforms

/// Beats found, missed and invented, by the rules of ANSI/AAMI EC57.
public struct BeatScore: Sendable, Equatable {
  /// Annotated beats that were detected.
  public private(set) var found = 0
  /// Annotated beats that were not.
  public private(set) var missed = 0
  /// Detected beats that no annotation has.
  public private(set) var extra = 0

  /// No beats yet.
  public init() {}

  /// Compares detected beats, samples at 250 Hz, with a record's annotations: within 150 ms, behind
  /// the first `learning` seconds, and outside ventricular flutter and fibrillation.
  public init(
    _ beats: [Int], _ recording: Recording, against annotator: String, learning: Double
  ) throws {
    let set = try recording.annotations(annotator)
    let frameRate = recording.record.frameRateHz
    let timeLine = set.timeLine(frameRateHz: frameRate)
    let rate = PreparationSettings.samplingRateHz
    func place(_ mark: Mark) -> Int { Int((timeLine.seconds(mark.start) * rate).rounded()) }
    let marks = set.marks(frameRateHz: frameRate)
    let comparison = BeatComparison(
      reference: marks.filter(\.label.meaning.isBeat).map(place).sorted(), detected: beats,
      tolerance: Int(BeatAlignment.windowSeconds * rate), start: Int(learning * rate),
      excluding: Self.flutter(marks, place))
    found = comparison.truePositives
    missed = comparison.falseNegatives
    extra = comparison.falsePositives
  }

  /// From each `[` to the next `]`.
  private static func flutter(_ marks: [Mark], _ place: (Mark) -> Int) -> [ClosedRange<Int>] {
    var flutter: [ClosedRange<Int>] = []
    var start: Int?
    for mark in marks {
      if mark.label.symbol == "[" { start = place(mark) }
      guard mark.label.symbol == "]" else { continue }
      if let begun = start { flutter.append(begun...max(begun, place(mark))) }
      start = nil
    }
    return flutter
  }

  /// Adds another record's.
  public mutating func add(_ other: BeatScore) {
    found += other.found
    missed += other.missed
    extra += other.extra
  }

  /// The head of a table of such lines.
  public static let header = "record      beats   missed    extra  sensitivity  predictivity"

  /// A line of a table for a record of a name, or for all.
  public func line(_ name: String) -> String {
    func percent(_ part: Int, _ rest: Int) -> String {
      part + rest == 0 ? "–" : String(format: "%.2f %%", 100 * Double(part) / Double(part + rest))
    }
    return name + PlainText.right("\(found + missed)", 17 - name.count)
      + PlainText.right("\(missed)", 9) + PlainText.right("\(extra)", 9)
      + PlainText.right(percent(found, missed), 13) + PlainText.right(percent(found, extra), 14)
  }
}
