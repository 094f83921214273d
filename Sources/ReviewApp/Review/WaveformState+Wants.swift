import Waveforms
public import ReviewSession

extension WaveformState {
  /// What the screen would show if it were there.
  public var wants: Wants {
    let view = layout.active
    var wants = Wants()
    wants.peaks = !document.peaks.cache.isComplete
    wants.reading = .init(
      attended: attended, details: wantedDetails, teaching: wantedTeaching)
    wants.detection =
      review.detected == nil
      && (measuring.showsDetector || measuring.showsTrend || measuring.showsTrigger
        || !review.isAnnotated)
    if wantsFamilies, !hasFamilies, !review.beats.isEmpty {
      wants.families = FamilyRequest(beats: review.beats, by: familySorting)
    }
    let isMeasured =
      isMeasuresPaneOpen || measuring.caliper?.isHeld == true || markedBeat != nil
    if isMeasured, view.end - view.start <= Measuring.longestSeconds {
      let unknown = review.beats(from: view.start, to: view.end)
        .filter { !review.measures.isKnown($0) }
      if let first = unknown.first, let last = unknown.last {
        wants.measuring = .init(from: first, to: last, beats: review.beats)
      }
    }
    if let request = averageRequest, request != review.average?.request {
      wants.average = request
    }
    return wants
  }

  private var isMeasuresPaneOpen: Bool {
    SidePanes(panes, model: modelRows, size: size).wanted.contains(.measures)
  }

  /// Views longer than this show no attention: it would be a blur, and its windows too many.
  private static let longestAttended = 40.0
  /// Windows that are explained for one view.
  private static let explainedInView = 32

  /// The window under the cursor first, then those whose attention is in view.
  private var wantedDetails: [Int] {
    guard let model = review.model, model.isReading, let current = attendedWindow else {
      return []
    }
    let view = layout.active
    var wanted = [current]
    if !layout.attentionRows.isEmpty, view.end - view.start <= Self.longestAttended {
      wanted += model.indices(from: view.start, to: view.end).prefix(Self.explainedInView)
    }
    return wanted.reduce(into: []) { result, index in
      if model.lacksDetail(index) && !result.contains(index) { result.append(index) }
    }
  }
}

extension WaveformState {
  /// Columns that a beat takes at least for its marks to be told apart.
  private static let leastColumns = 12.0

  /// The beat whose measures stand on the traces: the one nearest to the cursor, where beats are
  /// wide enough.
  var markedBeat: Double? {
    let view = layout.active
    guard showsFiducials, !measuring.showsTrigger else { return nil }
    let beats = review.beats(from: view.start, to: view.end)
    guard Double(beats.count) * Self.leastColumns <= Double(view.columns.count) else { return nil }
    return beats.min { abs($0 - attended) < abs($1 - attended) }
  }
}
