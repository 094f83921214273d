public import TerminalGraphics
import Waveforms

/// What the screen would show if it were there: the program around it works this off in the
/// background, the newest wish first. The screen never waits.
public struct Wants: Sendable, Equatable {
  /// Beats to be measured: those in view that are not known yet.
  public struct Measuring: Sendable, Equatable {
    public var from: Double
    public var to: Double
  }

  public var measuring: Measuring?
  public var average: BeatAverage.Request?
  /// Whether the detector is to go through the record.
  public var detection = false
  /// Where the reader is, in seconds: the model reads what is nearest first.
  public var attended = 0.0
  /// Findings whose details are to be shown, the most wanted first.
  public var details: [Int] = []
}

extension WaveformState {
  /// Views longer than this are not measured: there is no room for the figures.
  static let longestMeasured = 60.0

  public func wants(_ size: Size) -> Wants {
    let layout = WaveformLayout(size: size, state: self)
    let view = layout.active
    var wants = Wants()
    wants.attended = attended(layout)
    wants.detection =
      detected == nil && (showsDetector || showsTrend || showsTrigger || document.beatTimes.isEmpty)
    let isMeasured = sidePanes(size).contains(.measures) || caliper?.isHeld == true
    if isMeasured, view.end - view.start <= Self.longestMeasured {
      let unknown = beats(from: view.start, to: view.end).filter { !measures.isKnown($0) }
      if let first = unknown.first, let last = unknown.last {
        wants.measuring = .init(from: first, to: last)
      }
    }
    if let request = averageRequest(layout), request != average?.request { wants.average = request }
    wants.details = wantedDetails(layout, wants.attended)
    return wants
  }

  /// The window under the cursor first, then those whose attention is in view.
  private func wantedDetails(_ layout: WaveformLayout, _ attended: Double) -> [Int] {
    guard let model, model.isReading, let current = model.index(at: attended) else { return [] }
    let view = layout.active
    var wanted = [current]
    // Of a long view attention would be a blur, and its windows too many.
    if !layout.attentionRows.isEmpty, view.end - view.start <= 40 {
      wanted += model.indices(from: view.start, to: view.end).prefix(32)
    }
    return wanted.reduce(into: []) { result, index in
      if model.lacksDetail(index) && !result.contains(index) { result.append(index) }
    }
  }
}
