import Measures
import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  mutating func measure(_ command: MeasureCommand) -> [WaveformEffect] {
    switch command {
    case .calipers: return takeCalipers()
    case .pin: return pin()
    case .snapping:
      measuring.snaps.toggle()
      say(
        measuring.snaps
          ? "calipers stop at the channel's activations and the ends of waves"
          : "calipers stand on any sample")
    case .marchCalipers:
      guard measuring.shownCaliper != nil else {
        say("no calipers are set: c sets them")
        return []
      }
      measuring.shownCaliper?.marches.toggle()
    case .clearCalipers: return clearCalipers()
    case .intervals: measuring.showsIntervals.toggle()
    case .trend: measuring.showsTrend.toggle()
    case .detector: measuring.showsDetector.toggle()
    }
    return []
  }

  /// Takes over what the background found.
  mutating func take(_ report: SessionWork.Report) {
    review.take(report)
    if wantsFamilies, case .families = report { openFamilies() }
    guard case .measured = report else { return }
    stimuli = review.stimuli.map {
      ShownStimulus(seconds: $0.time, label: $0.role?.name ?? "")
    }
  }

  // MARK: Beats laid over one another

  /// What the trigger view wants averaged: beats of the kind under the cursor, nearest first.
  var averageRequest: BeatAverage.Request? {
    guard measuring.showsTrigger else { return nil }
    let centre = attended
    if let channel = measuring.triggerChannel {
      // In steps, so that not each pan asks for another average.
      let around = (centre / Self.triggerStep).rounded() * Self.triggerStep
      return BeatAverage.Request(
        beats: [], channels: channels.shown, filter: filter.current, kind: "",
        trigger: .channel(channel, around: around))
    }
    func nearest(_ beats: some Sequence<Double>, _ kind: String) -> BeatAverage.Request {
      let sorted = beats.sorted { abs($0 - centre) < abs($1 - centre) }
      return BeatAverage.Request(
        beats: sorted.prefix(BeatAverage.limit).sorted(), channels: channels.shown,
        filter: filter.current, kind: kind)
    }
    let marks = document.marks.filter(\.isBeat)
    let under = marks.min { abs($0.seconds - centre) < abs($1.seconds - centre) }
    guard review.isAnnotated, let kind = under?.symbol else {
      return nearest(review.beats, "detected")
    }
    return nearest(marks.lazy.filter { $0.symbol == kind }.map(\.seconds), kind)
  }

  /// What is laid over one another.
  var triggerTitle: String { review.average?.title(record) ?? "beats" }

  private static let triggerStep = 5.0

  /// The trigger nearest to what is attended: what is pinned over the mean is pinned there.
  var nearestTrigger: Double? {
    review.average?.moments.min { abs($0 - attended) < abs($1 - attended) }
  }

  /// Aligns beats at a channel's activations; at their own moments for a surface lead.
  mutating func trigger(on channel: Int?) {
    let isOwn = channel.map { record.channels[$0].kind == .surface } ?? true
    measuring.triggerChannel = isOwn ? nil : channel
    measuring.showsTrigger = true
    review.forgetAverage()
  }

  /// In the view of beats, Enter takes the focused channel for the trigger.
  mutating func chooseTrigger(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard measuring.showsTrigger, key == .enter, focused != nil else { return .ignored }
    trigger(on: channels.focus)
    return .consumed
  }
}
